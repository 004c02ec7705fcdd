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

    A ``rest`` option takes all remaining words where commands are typed as a line.
    """

    name: str
    summary: str
    type: Literal["text", "number", "yes-no"] = "text"
    required: bool = False
    rest: bool = False
    minimum: int = 0
    maximum: int = 200
    choices: tuple[Choice, ...] = ()
    complete: Completer[Desk] | None = None


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
