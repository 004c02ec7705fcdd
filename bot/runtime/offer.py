"""What the bot offers, whatever it has kept."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.command import Command, Shortcut
from bot.commands.desk import Desk
from bot.commands.registry import COMMANDS, SHORTCUTS
from bot.pack.model import Pack
from bot.ports import Clock
from bot.runtime.localised import localised


class StandardOffer:
    """The commands of the registry, for a pack; see ``bot.chat.platform.Offer``."""

    def __init__(self, pack: Pack, clock: Clock) -> None:
        self._pack = pack
        self._clock = clock

    @property
    def commands(self) -> tuple[Command[Desk], ...]:
        """Every command there is, in the order in which help lists them."""
        return COMMANDS

    @property
    def shortcuts(self) -> tuple[Shortcut[Desk], ...]:
        """Every command that is offered in the menu of a message or of a person."""
        return SHORTCUTS

    def localised(self, text: str) -> Mapping[str, str]:
        """Return a name or a summary of a command in other languages, by locale."""
        return localised(text)

    @property
    def title(self) -> str:
        """The name of the document being read."""
        return self._pack.title

    @property
    def address(self) -> str:
        """The public address of the document, or nothing."""
        return self._pack.work.url if self._pack.work else ""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._clock.now()
