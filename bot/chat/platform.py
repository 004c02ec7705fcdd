"""What the core offers to a platform, and what a platform offers to the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.chat.command import Command
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Place, Request


@dataclass(frozen=True, slots=True)
class Post:
    """Something the bot says on its own in a place.

    ``nonce`` is the same when the same post is sent again, after a crash for example; at most 25
    characters. ``message`` is the platform's id of the message to edit, empty for a new one.
    """

    place: Place
    reply: Reply
    nonce: str
    message: str = ""


class DeliveryFailed(Exception):
    """A post did not get through. ``after`` is how many seconds to wait at least before trying again.

    ``place_is_gone`` says that trying again is useless: the channel was deleted, or the bot removed.
    """

    def __init__(self, reason: str, *, after: float = 0, place_is_gone: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.place_is_gone = place_is_gone


class PostTaker(Protocol):
    """A platform that takes posts."""

    name: str

    async def post(self, post: Post) -> str:
        """Post or edit a message; return the platform's id of it. Raises ``DeliveryFailed``.

        A post whose nonce the platform has seen must not appear a second time, where it can tell.
        """


class Bot(Protocol):
    """The core as an adapter sees it."""

    @property
    def commands(self) -> tuple[Command[Any], ...]:
        """Every command there is, in the order in which help lists them."""

    @property
    def title(self) -> str:
        """The name of the document being read."""

    async def handle(self, request: Request) -> Reply:
        """Answer a request. Never raises for what a person did; a bug becomes an apology."""

    def complete(self, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """Return suggestions for an option of a command, best first, from memory only."""

    def now(self) -> datetime:
        """Return the present moment, with its zone."""

    async def deliver(self, taker: PostTaker) -> None:
        """Post what the bot says on its own, until cancelled."""

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now, and return."""


class Platform(Protocol):
    """A place where people meet the bot; found by the entry point group ``dispatch_bot.platforms``."""

    name: str

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until done; return the exit status."""
