"""Commands given as a line of words: which command a line begins with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.command import Command, Where
from bot.chat.typed import Complete

LOOKUP = "lookup"
"""The command that plain words are given to, where nothing else is meant."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The commands that can be typed, by name and alias, and how to complete their options."""

    commands: Mapping[str, Command[Any]]
    complete: Complete

    @classmethod
    def of(
        cls, commands: Iterable[Command[Any]], complete: Complete, where: Where = Where.PRIVATE
    ) -> "Vocabulary":
        """Make the vocabulary of those commands that make sense there; alone with the bot, if not said."""
        names = {
            name: command
            for command in commands
            for name in (command.name, *command.aliases)
            if where & command.where
        }
        return cls(names, complete)

    def split(self, typed: str) -> tuple[Command[Any] | None, str]:
        """Return the command that a line without its slash begins with, and what follows it.

        A name may be two words; the longer one goes before the shorter.
        """
        words = typed.split(maxsplit=2)
        for length in (2, 1):
            name = " ".join(words[:length]).casefold()
            if name in self.commands and len(words) >= length:
                rest = typed.split(maxsplit=length)[length:]
                return self.commands[name], rest[0] if rest else ""
        return None, typed
