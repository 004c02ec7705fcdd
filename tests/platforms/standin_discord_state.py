"""All that the stand-in knows, and what happens to messages in it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from tests.platforms.standin_discord_components import Json, Problem
from tests.platforms.standin_discord_faults import (
    CLOSED_TO_BOTS,
    EMPTY_MESSAGE,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_PLACE_FOR_MESSAGES,
    THREAD_LOCKED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Refused,
)
from tests.platforms.standin_discord_limits import (
    COMPONENTS_V2,
    EPHEMERAL,
    is_empty,
    message_problems,
)
from tests.platforms.standin_discord_permissions import Permission
from tests.platforms.standin_discord_world import (
    THREADS,
    Channel,
    ChannelKind,
    Clock,
    Guild,
    Message,
    Upload,
    User,
)

NONCE_MEMORY = timedelta(minutes=5)
TOKEN_LIFE = timedelta(minutes=15)

Files = Mapping[int, tuple[str, bytes]]


class Refusal(Exception):
    """The request is answered with an error of Discord's."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.message)
        self.refused = refused


class Invalid(Exception):
    """The request breaks limits."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class Asked(IntEnum):
    """Why an interaction came about."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """How the bot acknowledged it."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(eq=False)
class Interaction:
    """One thing that a person did and the bot must acknowledge."""

    id: int
    token: str
    asked: Asked
    person: User
    channel: Channel
    created: datetime
    source: Message | None = None
    callback: Callback | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    data: Json = field(default_factory=dict)
    revision: int = 0
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def metadata(self) -> Json:
        """What a message says of the interaction it answers."""
        return {
            "id": str(self.id),
            "type": int(self.asked),
            "user": self.person.json(),
            "authorizing_integration_owners": {},
        }

    async def revise(self) -> None:
        """Tell whoever waits that what the person sees has changed."""
        async with self.changed:
            self.revision += 1
            self.changed.notify_all()


@dataclass(slots=True)
class Sharding:
    """What ``/gateway/bot`` says; ``reset_after`` is in milliseconds."""

    recommended: int = 1
    remaining: int = 999
    total: int = 1_000
    reset_after: int = 3_600_000
    at_once: int = 16

    def json(self) -> Json:
        """The limit as Discord writes it."""
        return {
            "total": self.total,
            "remaining": self.remaining,
            "reset_after": self.reset_after,
            "max_concurrency": self.at_once,
        }


@dataclass(eq=False)
class State:
    """The stand-in's Discord."""

    clock: Clock
    bot: User
    owner: User
    token: str
    acknowledge_within: float = 3.0
    base_url: str = ""
    dispatch: Callable[[str, Json, Guild | None], None] = lambda *_: None
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    commands: dict[int | None, list[Json]] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    whispers: defaultdict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, Upload] = field(default_factory=dict)
    application: Json = field(default_factory=dict)
    sharding: Sharding = field(default_factory=Sharding)
    _nonces: dict[str, Message] = field(default_factory=dict)

    def reachable(self, channel_id: str) -> Channel:
        """The channel, if it is there and the bot may see it."""
        channel = self.channels.get(int(channel_id))
        if channel is None or channel.deleted:
            raise Refusal(UNKNOWN_CHANNEL)
        is_left = channel.guild is not None and not channel.guild.installed
        is_hidden = Permission.VIEW_CHANNEL not in channel.bot_permissions()
        if is_left or is_hidden or channel.without_bot:
            raise Refusal(MISSING_ACCESS)
        return channel

    def require(self, channel: Channel, permission: Permission) -> None:
        """Refuse what the bot may not do in the channel."""
        if permission not in channel.bot_permissions():
            raise Refusal(MISSING_PERMISSIONS)

    def _require_connection(self, channel: Channel) -> None:
        if Permission.CONNECT not in channel.bot_permissions():
            raise Refusal(MISSING_ACCESS)

    def require_posting(self, channel: Channel, files: Files) -> None:
        """Refuse a post that the bot may not make."""
        if channel.kind in {ChannelKind.FORUM, ChannelKind.CATEGORY}:
            raise Refusal(NO_PLACE_FOR_MESSAGES)
        if channel.recipient is not None and channel.recipient.closed_to_bots:
            raise Refusal(CLOSED_TO_BOTS)
        if channel.kind is ChannelKind.VOICE:
            self._require_connection(channel)
        in_thread = channel.kind in THREADS
        if in_thread and channel.locked:
            raise Refusal(THREAD_LOCKED)
        needed = Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES
        self.require(channel, needed)
        if files:
            self.require(channel, Permission.ATTACH_FILES)

    def message(self, channel: Channel, message_id: str) -> Message:
        """A message that stands in the channel."""
        for message in reversed(channel.history):
            if message.id == int(message_id) and not message.deleted:
                return message
        raise Refusal(UNKNOWN_MESSAGE)

    def compose(
        self,
        channel: Channel,
        body: Json,
        files: Files,
        *,
        author: User | None = None,
        asked_by: Interaction | None = None,
    ) -> Message:
        """A new message, checked against the limits, that nobody sees yet."""
        message_id = self.clock.snowflake()
        uploads = self._uploads(message_id, body, files)
        self._check(body, uploads)
        return Message(
            id=message_id,
            channel=channel,
            author=author or self.bot,
            sent=self.clock.now(),
            body={key: value for key, value in body.items() if key != "attachments"},
            uploads=uploads,
            interaction=asked_by.metadata() if asked_by else None,
        )

    def publish(self, message: Message, *, seen_by: User | None = None) -> Message:
        """Put it where it can be seen: in the channel, or privately before one person."""
        if message.ephemeral:
            assert seen_by is not None
            self.whispers[seen_by.id].append(message)
        else:
            message.channel.history.append(message)
            self.dispatch("MESSAGE_CREATE", message.json(), message.channel.guild)
        return message

    def edit(self, message: Message, body: Json, files: Files) -> Message:
        """Change a message; the outcome as a whole must be within the limits."""
        flags = (body.get("flags") or 0) | message.flags & (COMPONENTS_V2 | EPHEMERAL)
        changed = {**message.body, **body, "flags": flags}
        uploads = self._kept(message, body) + self._uploads(message.id, body, files)
        self._check(changed, uploads)
        changed.pop("attachments", None)
        if not message.loading:
            message.edits.append(message.body)
            message.edited = self.clock.now()
        message.body, message.uploads, message.loading = changed, uploads, False
        if not message.ephemeral:
            self.dispatch("MESSAGE_UPDATE", message.json(), message.channel.guild)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.deleted = True
        if not message.ephemeral:
            where = {"id": str(message.id), "channel_id": str(message.channel.id)}
            if message.channel.guild is not None:
                where["guild_id"] = str(message.channel.guild.id)
            self.dispatch("MESSAGE_DELETE", where, message.channel.guild)

    def posted_before(self, body: Json) -> Message | None:
        """The message of the last minutes with the nonce, if the bot enforces it.

        Whichever channel it went to: the documentation names the author alone.
        """
        earlier = self._nonces.get(str(body.get("nonce")))
        if earlier is None or not body.get("enforce_nonce"):
            return None
        return earlier if self.clock.now() - earlier.sent < NONCE_MEMORY else None

    def remember_nonce(self, message: Message) -> None:
        """From now on the message's nonce is taken."""
        if message.nonce is not None:
            self._nonces[str(message.nonce)] = message

    def _check(self, body: Json, uploads: list[Upload]) -> None:
        files = {upload.name: upload.content for upload in uploads}
        problems = list(message_problems(body, files))
        if problems:
            raise Invalid(problems)
        if is_empty(body, files):
            raise Refusal(EMPTY_MESSAGE)

    def _kept(self, message: Message, body: Json) -> list[Upload]:
        if body.get("attachments") is None:
            return message.uploads
        kept = {str(attachment.get("id")) for attachment in body["attachments"]}
        return [upload for upload in message.uploads if str(upload.id) in kept]

    def _uploads(self, message_id: int, body: Json, files: Files) -> list[Upload]:
        named = {str(one.get("id")): one for one in body.get("attachments") or []}
        made = []
        for number, (name, content) in files.items():
            entry = named.get(str(number), {})
            upload_id = self.clock.snowflake()
            url = f"{self.base_url}/attachments/{message_id}/{upload_id}/{name}"
            upload = Upload(upload_id, name, content, entry.get("description"), url)
            self.files[upload_id] = upload
            made.append(upload)
        return made
