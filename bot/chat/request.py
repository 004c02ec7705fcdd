"""What a person asked for, whichever platform it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import quote, unquote

from bot.chat.action import Action
from bot.chat.form import Response

OptionValue: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, by the platform's own ids."""

    platform: str
    user: str
    name: str
    workspace: str = ""
    locale: str = "en"
    is_admin: bool = False

    @property
    def key(self) -> str:
        """The person as one text: ``platform:user``, each part percent-encoded."""
        return _joined(self.platform, self.user)

    @classmethod
    def from_key(cls, key: str) -> "Actor":
        """Read what ``key`` wrote, which has no name in it; of anything else nobody is left."""
        platform, _, user = map(unquote, key.partition(":"))
        return cls(platform, user, "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: a channel, a thread, a direct message, a terminal."""

    platform: str
    channel: str
    workspace: str = ""

    @property
    def key(self) -> str:
        """The place as one text: ``platform:workspace:channel``, each part percent-encoded."""
        return _joined(self.platform, self.workspace, self.channel)

    @classmethod
    def from_key(cls, key: str) -> "Place":
        """Read what ``key`` wrote. Raises ``ValueError`` for anything else."""
        platform, workspace, channel = map(unquote, key.split(":"))
        return cls(platform, channel, workspace)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command with the options that were given, each already of its option's type."""

    command: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """A control used: its action, and the fields where it was a form."""

    action: Action
    response: Response = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A shortcut used on a message or on a person.

    ``words`` are those of the message, as they are read, without the platform's markup. They were
    written by somebody, perhaps somebody else, and are nowhere kept.
    """

    shortcut: str
    words: str = ""
    person: Actor | None = None


MAX_POINTED = 4_000
"""Characters of a message that a platform hands over; it may cut what is longer."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked.

    ``id`` is the same when the platform delivers the same request again; ``at`` is when the platform
    says the person acted, with its zone.
    """

    id: str
    actor: Actor
    place: Place
    at: datetime
    what: Invocation | Press | Pointed


def _joined(*parts: str) -> str:
    return ":".join(quote(part, safe="") for part in parts)
