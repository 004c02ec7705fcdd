"""What there is in the stand-in's Discord: people, servers, channels, messages and a clock."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import count

from tests.platforms.standin_discord_components import Json, walk
from tests.platforms.standin_discord_limits import COMPONENTS_V2, EPHEMERAL, LOADING
from tests.platforms.standin_discord_permissions import (
    ALL,
    BOT,
    EVERYONE,
    Permission,
    role_json,
)

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class ChannelKind(IntEnum):
    """The channel types a bot may post to, and the category that holds them."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = frozenset(
    {ChannelKind.THREAD, ChannelKind.PRIVATE_THREAD, ChannelKind.ANNOUNCEMENT_THREAD}
)


class Clock:
    """Discord's clock: this machine's, and as much later as a test has let pass."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._ids = count(1)

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass for tokens and nonces; sockets and waits stay on real time."""
        self._ahead += timedelta(seconds=seconds)

    def snowflake(self) -> int:
        """A new id, later than all before, that carries the time as Discord's ids do."""
        milliseconds = (self.now() - _EPOCH) // timedelta(milliseconds=1)
        return (milliseconds << 22) + (next(self._ids) & 0x3FFFFF)


@dataclass(slots=True)
class User:
    """A person, or the bot; who is ``closed_to_bots`` gets no direct messages of theirs."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    closed_to_bots: bool = False

    def json(self) -> Json:
        """As Discord writes a user."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "flags": 0,
            "public_flags": 0,
        }


@dataclass(slots=True, eq=False)
class Guild:
    """A server, with the roles of everyone, the admins (who may do everything) and the bot."""

    id: int
    name: str
    owner: User
    bot: User
    joined: datetime
    admin_role: int
    bot_role: int
    installed: bool = True
    bot_permissions: Permission = BOT
    channels: "list[Channel]" = field(default_factory=list)
    roles: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    departed: set[int] = field(default_factory=set)

    def all_roles(self) -> list[Json]:
        """The roles as Discord writes them."""
        own = [
            role_json(self.id, "@everyone", EVERYONE, 0),
            role_json(self.admin_role, "Admins", EVERYONE | Permission.ADMINISTRATOR, 2),
            role_json(self.bot_role, self.bot.name, self.bot_permissions, 1),
        ]
        return own + self.roles

    def member_json(self, user: User, *, admin: bool = False) -> Json:
        """A member as Discord writes them."""
        roles = [self.admin_role] if admin else []
        if user.bot:
            roles = [self.bot_role]
        return {
            "user": user.json(),
            "nick": None,
            "avatar": None,
            "roles": [str(role) for role in roles],
            "joined_at": self.joined.isoformat(),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
        }

    def json(self) -> Json:
        """The server without its channels, as the HTTP API writes it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "roles": self.all_roles(),
            "emojis": [],
            "features": [],
            "preferred_locale": "en-US",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "icon": None,
        }

    def arrival(self) -> Json:
        """The server whole, as the gateway announces it to a bot without the members intent."""
        flat = [one for one in self.channels if one.kind not in THREADS]
        return self.json() | {
            "unavailable": False,
            "large": False,
            "member_count": 2,
            "joined_at": self.joined.isoformat(),
            "members": [self.member_json(self.bot)],
            "channels": [channel.json() for channel in flat],
            "threads": [
                one.json() for one in self.channels if one.kind in THREADS and not one.without_bot
            ],
            "guild_scheduled_events": self.events,
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "soundboard_sounds": [],
        }


@dataclass(slots=True, eq=False)
class Channel:
    """A place for messages; ``denied`` is what the bot may not do in it."""

    id: int
    name: str
    kind: ChannelKind
    guild: Guild | None = None
    parent: "Channel | None" = None
    recipient: User | None = None
    denied: Permission = Permission(0)
    history: "list[Message]" = field(default_factory=list)
    deleted: bool = False
    archived: bool = False
    locked: bool = False
    without_bot: bool = False

    @property
    def context(self) -> int:
        """Where commands are used from here: 0 a server, 1 the bot's own DM, 2 other people's."""
        if self.guild is not None:
            return 0
        return 2 if self.without_bot else 1

    @property
    def messages(self) -> "list[Message]":
        """What stands in the channel for all to see, oldest first."""
        return [message for message in self.history if not message.deleted]

    def bot_permissions(self) -> Permission:
        """What the bot may do here."""
        if self.guild is None:
            return ALL
        inherited = self.parent.denied if self.parent and self.kind in THREADS else Permission(0)
        return self.guild.bot_permissions & ~self.denied & ~inherited

    def json(self) -> Json:
        """As Discord writes a channel."""
        shared: Json = {"id": str(self.id), "type": int(self.kind), "flags": 0}
        last = next((one for one in reversed(self.history) if not one.deleted), None)
        shared["last_message_id"] = str(last.id) if last else None
        if self.recipient is not None:
            return shared | {"recipients": [self.recipient.json()]}
        shared |= {"name": self.name, "guild_id": str(self.guild.id) if self.guild else None}
        shared["parent_id"] = str(self.parent.id) if self.parent else None
        return shared | (self._thread() if self.kind in THREADS else self._place())

    def _place(self) -> Json:
        bot = str(self.guild.bot.id) if self.guild else "0"
        overwrite = {"id": bot, "type": 1, "allow": "0", "deny": str(int(self.denied))}
        return {
            "position": 0,
            "nsfw": False,
            "topic": None,
            "rate_limit_per_user": 0,
            "bitrate": 64_000,
            "user_limit": 0,
            "available_tags": [],
            "permission_overwrites": [overwrite] if self.denied else [],
        }

    def _thread(self) -> Json:
        stamp = (_EPOCH + timedelta(milliseconds=self.id >> 22)).isoformat()
        return {
            "owner_id": str(self.guild.bot.id) if self.guild else "0",
            "message_count": len(self.messages),
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1_440,
                "archive_timestamp": stamp,
                "locked": self.locked,
            },
        }


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a message, with its alt text."""

    id: int
    name: str
    content: bytes
    description: str | None
    url: str

    def json(self) -> Json:
        """As Discord writes an attachment."""
        return {
            "id": str(self.id),
            "filename": self.name,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "description": self.description,
            "content_type": "image/png" if self.name.endswith(".png") else "text/plain",
        }


@dataclass(slots=True, eq=False)
class Message:
    """A message; ``edits`` are its former bodies, ``loading`` is "the bot is thinking…"."""

    id: int
    channel: Channel
    author: User
    sent: datetime
    body: Json
    uploads: list[Upload] = field(default_factory=list)
    edits: list[Json] = field(default_factory=list)
    edited: datetime | None = None
    deleted: bool = False
    loading: bool = False
    interaction: Json | None = None

    @property
    def content(self) -> str:
        """The old kind of text, empty in a message of Components V2."""
        return self.body.get("content") or ""

    @property
    def components(self) -> list[Json]:
        """The components, with ids and with the files' addresses as Discord fills them in."""
        return _filled_in(self.body.get("components") or [], self.uploads)

    @property
    def flags(self) -> int:
        """The message's flags."""
        return int(self.body.get("flags") or 0)

    @property
    def ephemeral(self) -> bool:
        """Whether only the person who asked can see it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def components_v2(self) -> bool:
        """Whether the message is laid out by components alone."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def nonce(self) -> str | None:
        """The nonce it was posted with."""
        return self.body.get("nonce")

    def json(self) -> Json:
        """As Discord writes a message."""
        shown: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 0,
            "author": self.author.json(),
            "content": self.content,
            "timestamp": self.sent.isoformat(),
            "edited_timestamp": self.edited.isoformat() if self.edited else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [upload.json() for upload in self.uploads],
            "embeds": self.body.get("embeds") or [],
            "components": self.components,
            "pinned": False,
            "flags": self.flags | (LOADING if self.loading else 0),
        }
        return shown | self._where_from()

    def _where_from(self) -> Json:
        known: Json = {"nonce": self.nonce} if self.nonce else {}
        if self.channel.guild is not None:
            known["guild_id"] = str(self.channel.guild.id)
        if self.interaction is not None:
            known["interaction_metadata"] = self.interaction
            known["application_id"] = known["webhook_id"] = str(self.author.id)
        return known


def _filled_in(components: list[Json], uploads: list[Upload]) -> list[Json]:
    copied: list[Json] = json.loads(json.dumps(components))
    addresses = {f"attachment://{upload.name}": upload.url for upload in uploads}
    taken = {one["id"] for _, one in walk(copied) if one.get("id")}
    free = (number for number in count(1) if number not in taken)
    for _, component in walk(copied):
        component["id"] = component.get("id") or next(free)
        for media in _media(component):
            media["url"] = addresses.get(media["url"], media["url"])
            media |= {"proxy_url": media["url"], "loading_state": 2}
    return copied


def _media(component: Json) -> Iterator[Json]:
    for holder in (component, *component.get("items", ())):
        for key in ("media", "file"):
            if key in holder:
                yield holder[key]
