"""Making sense of a typed line: what is asked of the bot, or what changes on the screen.

- ``/name …`` is a command, a key of the screen by name or number, or a word of the terminal's own.
- Any other line answers the form that is open; where none is, a number uses a key, and words are
  looked up.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from adapters.terminal.fields import position, read_answer
from adapters.terminal.misread import Misread, listed, shown
from adapters.terminal.options import Complete, read_options
from adapters.terminal.screen import Filling, Key, Screen, slug
from bot.chat.command import Command, Where
from bot.chat.form import Choose
from bot.chat.plain import one_line
from bot.chat.reply import Form
from bot.chat.request import Invocation, Press

MAX_LINE = 4_000
"""Characters of a line that are read; more is refused."""

LEAVE = frozenset({"quit", "exit"})
HOW_TO_LEAVE = "Ctrl-D or /quit leaves"
BACK, CANCEL, LOOKUP = "back", "cancel", "lookup"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to ask the bot."""

    what: Invocation | Press


@dataclass(frozen=True, slots=True)
class Turn:
    """The screen changes, and the bot need not be asked."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The person wants to go."""


Meaning: TypeAlias = Ask | Turn | Nothing | Leave


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The commands that can be typed, by name and alias, and how to complete their options."""

    commands: Mapping[str, Command[Any]]
    complete: Complete

    @classmethod
    def of(cls, commands: Iterable[Command[Any]], complete: Complete) -> "Vocabulary":
        """Make the vocabulary of those commands that make sense when nobody else is there."""
        names = {
            name: command
            for command in commands
            for name in (command.name, *command.aliases)
            if Where.PRIVATE in command.where
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

    @property
    def reserved(self) -> frozenset[str]:
        """The names that cannot mean a key."""
        return frozenset({*self.commands, *LEAVE, BACK, CANCEL})


def read_line(line: str, screen: Screen, vocabulary: Vocabulary) -> Meaning:
    """Return what a line means on this screen. Raises ``Misread``, which says what it could be."""
    if len(line) > MAX_LINE:
        raise Misread(f"That line is too long: {MAX_LINE:,} characters is the most.")
    line = " ".join(line.splitlines()).strip()
    if line.startswith("/"):
        return _slash(line, screen, vocabulary)
    if screen.filling:
        return _answer(line, screen, screen.filling)
    return _bare(line, screen, vocabulary)


def _slash(line: str, screen: Screen, vocabulary: Vocabulary) -> Meaning:
    name, rest = [*line[1:].split(maxsplit=1), "", ""][:2]
    word = name.casefold()
    if word in LEAVE:
        return Leave()
    if screen.filling and word in {BACK, CANCEL}:
        return _step_back(word, screen, screen.filling)
    if screen.aside and word == BACK:
        return Turn(screen.aside)
    command, given = vocabulary.split(line[1:])
    if command:
        options = read_options(command, given, vocabulary.complete)
        return Ask(Invocation(command.name, options))
    key = _key(word, screen)
    if key is None:
        raise Misread(_unknown(word, screen, vocabulary))
    if rest:
        raise Misread(f"/{word} is “{one_line(key.label)}” here, and takes nothing after it.")
    return _use(key, screen)


def _key(word: str, screen: Screen) -> Key | None:
    if not word.isdecimal():
        return screen.named(slug(word))
    place = position(word, len(screen.keys))
    if place is None:
        raise Misread(_no_such_number(word, screen))
    return screen.keys[place]


def _answer(line: str, screen: Screen, filling: Filling) -> Meaning:
    if not line and not _may_be_empty(filling):
        return Nothing()
    filled = filling.with_answer(read_answer(filling.field, line))
    if filled.is_complete:
        return Ask(Press(filled.form.action, filled.response))
    return Turn(replace(screen, filling=filled))


def _bare(line: str, screen: Screen, vocabulary: Vocabulary) -> Meaning:
    place = position(line.rstrip(".)"), len(screen.keys))
    if place is not None:
        return _use(screen.keys[place], screen)
    if not line:
        return Nothing()
    if line.isdecimal() and screen.keys:
        advice = f" To look it up: /{LOOKUP} {line[:8]}" if LOOKUP in vocabulary.commands else ""
        raise Misread(_no_such_number(line, screen) + advice)
    if LOOKUP not in vocabulary.commands:
        raise Misread(f"{shown(line)} answers nothing on the screen. Commands begin with “/”.")
    command = vocabulary.commands[LOOKUP]
    return Ask(Invocation(command.name, read_options(command, line, vocabulary.complete)))


def _use(key: Key, screen: Screen) -> Meaning:
    if isinstance(key.does, Form):
        return Turn(replace(screen, filling=Filling(key.does)))
    return Ask(Press(key.does))


def _step_back(word: str, screen: Screen, filling: Filling) -> Meaning:
    if word == CANCEL:
        return Turn(replace(screen, filling=None))
    if not filling.step:
        raise Misread(f"There is nothing before this. /{CANCEL} leaves it.")
    return Turn(replace(screen, filling=filling.back()))


def _may_be_empty(filling: Filling) -> bool:
    return isinstance(filling.field, Choose) and not filling.field.at_least


def _no_such_number(typed: str, screen: Screen) -> str:
    if not screen.keys:
        return "There is nothing numbered here."
    prefix = "/" if screen.filling else ""
    numbers = f"{prefix}1" + (f" to {prefix}{len(screen.keys)}" if len(screen.keys) > 1 else "")
    return f"There is no {prefix}{typed[:8]} here: {numbers}."


def _unknown(word: str, screen: Screen, vocabulary: Vocabulary) -> str:
    names = [*vocabulary.commands, "quit", *(key.name for key in screen.keys)]
    near = difflib.get_close_matches(word[:40], names, n=2, cutoff=0.55)
    if near:
        advice = f"Did you mean {listed(['/' + name for name in near])}?"
    else:
        advice = "/help lists the commands." if "help" in vocabulary.commands else ""
    return f"There is no command {shown('/' + word)}. {advice}".strip()
