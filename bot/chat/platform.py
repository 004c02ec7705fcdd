"""What the core offers to a platform, and what a platform offers to the core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.chat.command import Command
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Request


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


class Platform(Protocol):
    """A place where people meet the bot; found by the entry point group ``dispatch_bot.platforms``."""

    name: str

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until done; return the exit status."""
