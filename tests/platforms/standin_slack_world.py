"""What there is in the stand-in's Slack: workspaces, people, channels, messages and a clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import count
from typing import Any

Json = dict[str, Any]


class Clock:
    """Slack's clock: this machine's, and as much later as a test has let pass."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._ids = count(1)
        self._last = 0

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass for triggers, response URLs, tokens and retries; sockets stay on real time."""
        self._ahead += timedelta(seconds=seconds)

    def timestamp(self) -> str:
        """A new message's ``ts``: seconds and microseconds, later than all before."""
        self._last = max(int(self.now().timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def id(self, kind: str) -> str:
        """A new id that begins with the letter of its kind, as ``U`` for users."""
        return f"{kind}0{next(self._ids):09X}"


class Rank(Enum):
    """What a person is in their workspace; guests see only the channels they were let into."""

    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"
    GUEST = "guest"
    SINGLE_CHANNEL_GUEST = "single-channel guest"


_GUESTS = frozenset({Rank.GUEST, Rank.SINGLE_CHANNEL_GUEST})


@dataclass(slots=True, eq=False)
class User:
    """A person, or the app's bot user, of a workspace.

    In an organisation they may be of others as well, and administer all of it.
    """

    id: str
    name: str
    team: "Workspace"
    rank: Rank = Rank.MEMBER
    bot: bool = False
    locale: str = "en-US"
    zone: str = "America/New_York"
    deactivated: bool = False
    elsewhere: "list[Workspace]" = field(default_factory=list)
    governs_all: bool = False

    @property
    def guest(self) -> bool:
        """Whether they are a guest of either kind."""
        return self.rank in _GUESTS

    def json(self, asked_from: "Iterable[Workspace] | None" = None) -> Json:
        """As Slack writes a user for somebody of these workspaces, where others are strangers."""
        shown = {
            "id": self.id,
            "team_id": self.team.id,
            "name": self.name,
            "real_name": self.name.title(),
            "deleted": self.deactivated,
            "tz": self.zone,
            "is_bot": self.bot,
            "is_app_user": False,
            "is_admin": self.rank in {Rank.ADMIN, Rank.OWNER},
            "is_owner": self.rank is Rank.OWNER,
            "is_primary_owner": self.rank is Rank.OWNER,
            "is_restricted": self.guest,
            "is_ultra_restricted": self.rank is Rank.SINGLE_CHANNEL_GUEST,
            "locale": self.locale,
            "profile": {
                "real_name": self.name.title(),
                "display_name": self.name,
                "team": self.team.id,
            },
        }
        if self.team.organisation:
            shown["enterprise_user"] = self._in_organisation(self.team.organisation)
        if asked_from is None or self.team in set(asked_from):
            return shown
        return _as_a_stranger(shown)

    def _in_organisation(self, organisation: "Organisation") -> Json:
        return {
            "id": self.id,
            "enterprise_id": organisation.id,
            "enterprise_name": organisation.name,
            "is_admin": self.governs_all,
            "is_owner": False,
            "is_primary_owner": False,
            "teams": [self.team.id, *(each.id for each in self.elsewhere)],
        }


def _as_a_stranger(shown: Json) -> Json:
    """Of people from elsewhere an app learns the name, not the rank."""
    hidden = ("is_admin", "is_owner", "is_primary_owner", "locale", "enterprise_user")
    return {key: value for key, value in shown.items() if key not in hidden} | {"is_stranger": True}


@dataclass(slots=True, eq=False)
class Organisation:
    """An Enterprise Grid organisation."""

    id: str
    name: str


@dataclass(slots=True, eq=False)
class Workspace:
    """A workspace, perhaps one of an organisation."""

    id: str
    name: str
    organisation: Organisation | None = None

    @property
    def domain(self) -> str:
        """The first part of its address."""
        return self.name.lower().replace(" ", "-")

    def json(self) -> Json:
        """As Slack names it in payloads."""
        enterprise = {"enterprise_id": self.organisation.id} if self.organisation else {}
        return {"id": self.id, "domain": self.domain} | enterprise

    def enterprise_json(self) -> Json | None:
        """The organisation as Slack names it in payloads."""
        if self.organisation is None:
            return None
        return {"id": self.organisation.id, "name": self.organisation.name}


@dataclass(slots=True, eq=False)
class Install:
    """The app in one workspace, or in an organisation with all of its workspaces.

    ``tokens`` are those that were handed out, with the time when each expires, if ever.
    """

    bot: User
    bot_id: str
    tokens: dict[str, datetime | None]
    scopes: frozenset[str]
    workspaces: list[Workspace]
    organisation: Organisation | None = None
    refresh_token: str | None = None
    active: bool = True

    @property
    def token(self) -> str:
        """The newest token; those before it serve until their times."""
        return list(self.tokens)[-1]

    def covers(self, workspace: Workspace) -> bool:
        """Whether the app is there by this install."""
        return self.active and workspace in self.workspaces


class Kind(Enum):
    """What sort of conversation it is."""

    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation; ``shared_with`` are workspaces it is connected to by Slack Connect."""

    id: str
    name: str
    kind: Kind
    team: Workspace
    members: set[str] = field(default_factory=set)
    shared_with: list[Workspace] = field(default_factory=list)
    archived: bool = False
    deleted: bool = False
    history: "list[Message]" = field(default_factory=list)

    @property
    def workspaces(self) -> list[Workspace]:
        """Where it is."""
        return [self.team, *self.shared_with]

    @property
    def messages(self) -> "list[Message]":
        """What stands in the channel and its threads for all to see, oldest first."""
        return [one for one in self.history if not one.deleted and one.only_for is None]

    @property
    def named(self) -> str:
        """The name that Slack gives it in payloads of interactions."""
        names = {Kind.PUBLIC: self.name, Kind.PRIVATE: "privategroup"}
        return names.get(self.kind, "directmessage")

    def json(self, bot: User) -> Json:
        """As Slack writes a conversation for the bot."""
        shown: Json = {
            "id": self.id,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_im": self.kind is Kind.DIRECT,
            "is_mpim": False,
            "is_private": self.kind is not Kind.PUBLIC,
            "is_archived": self.archived,
            "is_ext_shared": bool(self.shared_with),
            "is_org_shared": False,
            "context_team_id": self.team.id,
            "is_member": bot.id in self.members,
        }
        if self.kind is Kind.DIRECT:
            other = next((one for one in self.members if one != bot.id), bot.id)
            return shown | {"user": other, "is_open": True}
        return shown | {"name": self.name, "name_normalized": self.name, "is_general": False}


@dataclass(slots=True, eq=False)
class File:
    """An uploaded file, with its alt text; so many messages that name it come too early."""

    id: str
    name: str
    content: bytes
    title: str
    alt_text: str
    url: str
    too_early: int = 0

    def json(self) -> Json:
        """As Slack writes a file."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "size": len(self.content),
            "mimetype": "image/png" if self.name.endswith(".png") else "text/plain",
            "url_private": self.url,
            "permalink": self.url,
            "alt_txt": self.alt_text,
            "file_access": "visible",
        }


@dataclass(slots=True, eq=False)
class Message:
    """A message; ``edits`` are its former bodies, ``only_for`` the one who sees an ephemeral."""

    ts: str
    channel: Channel
    author: User
    body: Json
    bot_id: str | None = None
    only_for: User | None = None
    edits: list[Json] = field(default_factory=list)
    deleted: bool = False
    has_replies: bool = False
    files: list[File] = field(default_factory=list)
    unfurls: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The plain text, which notifications and screen readers give."""
        return self.body.get("text") or ""

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with the id that Slack gives those without."""
        return self.body.get("blocks") or []

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.only_for is not None

    @property
    def thread(self) -> str | None:
        """The ``ts`` of the message whose thread it stands in."""
        return self.body.get("thread_ts")

    @property
    def thread_ts(self) -> str | None:
        """The same as Slack writes it: one under which there is a thread has its own ``ts``."""
        return self.thread or (self.ts if self.has_replies else None)

    @property
    def in_channel(self) -> bool:
        """Whether it stands in the channel itself, and not in a thread alone."""
        return self.thread in {None, self.ts} or bool(self.body.get("reply_broadcast"))

    @property
    def metadata(self) -> Json | None:
        """The event that the app attached."""
        return self.body.get("metadata")

    def json(self, *, with_metadata: bool = False) -> Json:
        """As Slack writes a message."""
        shown = {
            "type": "message",
            "user": self.author.id,
            "team": self.author.team.id,
            "user_team": self.author.team.id if self.channel.shared_with else None,
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
            "attachments": (self.body.get("attachments") or []) + list(self.unfurls.values()),
            "files": [one.json() for one in self.files],
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "edited": {"user": self.author.id, "ts": self.ts} if self.edits else None,
            "metadata": self.metadata if with_metadata else None,
        }
        always = ("text", "blocks")
        return {key: value for key, value in shown.items() if value or key in always}


@dataclass(slots=True, eq=False)
class View:
    """A modal on a person's screen, or their App Home."""

    id: str
    person: User
    install: Install
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with the id that Slack gives those without."""
        return self.body.get("blocks") or []

    @property
    def modal(self) -> bool:
        """Whether it is a modal, and not the App Home."""
        return self.body.get("type") == "modal"

    @property
    def title(self) -> str:
        """What stands at the top of a modal."""
        return str((self.body.get("title") or {}).get("text", ""))

    def json(self, values: Json | None = None) -> Json:
        """As Slack writes a view, with what the person filled in."""
        blank: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
        given = {key: self.body[key] for key in _OF_THE_APP if key in self.body}
        own = {
            "id": self.id,
            "team_id": self.person.team.id,
            "state": {"values": values or {}},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_installed_team_id": (self.install.organisation or self.install.workspaces[0]).id,
            "bot_id": self.install.bot_id,
        }
        return blank | given | own


_OF_THE_APP = (
    *("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id"),
    *("clear_on_close", "notify_on_close", "external_id"),
)
