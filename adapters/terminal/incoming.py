"""Making sense of a typed line: what is asked of the bot, or what changes on the screen.

- ``/name …`` is a command, a key of the screen by name or number, or a word of the terminal's own.
- Any other line answers the form that is open; where none is, a number uses a key, and words are
  looked up.
"""

import difflib
from dataclasses import dataclass, replace
from typing import TypeAlias

from adapters.terminal.fields import may_be_empty, position, read_answer
from adapters.terminal.screen import Filling, Key, Screen, slug
from bot.chat.language import N_, _
from bot.chat.misread import Misread, listed, shown
from bot.chat.plain import one_line
from bot.chat.reply import Form
from bot.chat.request import Invocation, Press
from bot.chat.typed import read_options
from bot.chat.vocabulary import LOOKUP, Vocabulary

MAX_LINE = 4_000
"""Characters of a line that are read; more is refused."""

LEAVE = frozenset({"quit", "exit"})
HOW_TO_LEAVE = N_("Ctrl-D or /quit leaves")
BACK, CANCEL = "back", "cancel"


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


def read_line(line: str, screen: Screen, vocabulary: Vocabulary) -> Meaning:
    """Return what a line means on this screen. Raises ``Misread``, which says what it could be."""
    if len(line) > MAX_LINE:
        raise Misread(_("That line is too long: {most} characters is the most.", most=MAX_LINE))
    line = " ".join(line.splitlines()).strip()
    if line.startswith("/"):
        return _slash(line, screen, vocabulary)
    if screen.filling:
        return _answer(line, screen, screen.filling)
    return _bare(line, screen, vocabulary)


def reserved(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the names that cannot mean a key."""
    return frozenset({*vocabulary.commands, *LEAVE, BACK, CANCEL})


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
        raise Misread(
            _(
                "{typed} is “{label}” here, and takes nothing after it.",
                typed=f"/{word}",
                label=one_line(key.label),
            )
        )
    return _use(key, screen)


def _key(word: str, screen: Screen) -> Key | None:
    if not word.isdecimal():
        return screen.named(slug(word))
    place = position(word, len(screen.keys))
    if place is None:
        raise Misread(_no_such_number(word, screen))
    return screen.keys[place]


def _answer(line: str, screen: Screen, filling: Filling) -> Meaning:
    if not line and not may_be_empty(filling.field):
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
        said = _no_such_number(line, screen)
        if LOOKUP in vocabulary.commands:
            said += " " + _("To look it up: {command}", command=f"/{LOOKUP} {line[:8]}")
        raise Misread(said)
    if LOOKUP not in vocabulary.commands:
        raise Misread(
            _("{typed} answers nothing on the screen. Commands begin with “/”.", typed=shown(line))
        )
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
        raise Misread(_("There is nothing before this. {cancel} leaves it.", cancel=f"/{CANCEL}"))
    return Turn(replace(screen, filling=filling.back()))


def _no_such_number(typed: str, screen: Screen) -> str:
    if not screen.keys:
        return _("There is nothing numbered here.")
    prefix = "/" if screen.filling else ""
    words = {"typed": f"{prefix}{typed[:8]}", "first": f"{prefix}1"}
    if len(screen.keys) == 1:
        return _("There is no {typed} here: {first}.", **words)
    last = f"{prefix}{len(screen.keys)}"
    return _("There is no {typed} here: {first} to {last}.", **words, last=last)


def _unknown(word: str, screen: Screen, vocabulary: Vocabulary) -> str:
    names = [*vocabulary.commands, "quit", *(key.name for key in screen.keys)]
    near = difflib.get_close_matches(word[:40], names, n=2, cutoff=0.55)
    advice = ""
    if near:
        advice = _("Did you mean {meant}?", meant=listed([f"/{name}" for name in near]))
    elif "help" in vocabulary.commands:
        advice = _("{help} lists the commands.", help="/help")
    said = _("There is no command {typed}.", typed=shown("/" + word))
    return f"{said} {advice}".strip()
