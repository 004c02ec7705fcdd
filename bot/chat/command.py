"""Commands, declared once: every platform's menus, help and reference pages come from here."""

import enum
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from bot.chat.form import Option as Choice
from bot.chat.reply import Reply
from bot.chat.request import Request

Desk = TypeVar("Desk")
"""What a handler works with: ports and content. The chat language does not know its type."""

Handler = Callable[[Desk, Request], Awaitable[Reply]]
Completer = Callable[[Desk, str], tuple[Choice, ...]]


class Permission(enum.Enum):
    """Who may use a command.

    Admins are who the platform says they are. Anyone may be a host, until a place says otherwise.
    """

    ANYONE = "anyone"
    HOST = "host"
    ADMIN = "admin"


class Where(enum.Flag):
    """Where a command makes sense."""

    GROUP = enum.auto()
    PRIVATE = enum.auto()
    ANYWHERE = GROUP | PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOption(Generic[Desk]):
    """One option. ``minimum`` and ``maximum`` bound a number, or the length of a text in characters.

    ``complete_closed`` is for while the book is closed, where ``complete`` tells words of the document.
    A ``list`` takes several of its choices, separated by commas. A ``rest`` option takes all remaining
    words where commands are typed as a line.
    """

    name: str
    summary: str
    type: Literal["text", "number", "yes-no", "list"] = "text"
    required: bool = False
    rest: bool = False
    minimum: int = 0
    maximum: int = 200
    choices: tuple[Choice, ...] = ()
    complete: Completer[Desk] | None = None
    complete_closed: Completer[Desk] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[Desk]):
    """A command and its handler. ``example`` is a line that works as it stands."""

    name: str
    summary: str
    handler: Handler[Desk]
    group: str
    example: str
    options: tuple[CommandOption[Desk], ...] = ()
    permission: Permission = Permission.ANYONE
    where: Where = Where.ANYWHERE
    aliases: tuple[str, ...] = ()


class Target(enum.Enum):
    """What a shortcut is used on."""

    MESSAGE = "message"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Generic[Desk]):
    """A command in the menu of a message or of a person, on platforms that have such menus.

    ``command`` is the name of the command that does the same for what is typed. ``key`` is short and
    does not change; ``name`` is what the menu shows, in at most ``MAX_SHORTCUT`` characters.
    """

    key: str
    name: str
    summary: str
    target: Target
    command: str
    handler: Handler[Desk]


MAX_SHORTCUT = 24
"""Characters; Slack's menus are the tightest of the platforms."""
