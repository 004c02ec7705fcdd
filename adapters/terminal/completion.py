"""What a line that begins with ``/`` could go on as: commands, keys, options and values."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.terminal.incoming import BACK, CANCEL, MAX_LINE, reserved
from adapters.terminal.screen import Screen
from bot.chat.command import Command, CommandOption
from bot.chat.form import Option
from bot.chat.language import _
from bot.chat.misread import Misread
from bot.chat.options import called
from bot.chat.typed import could_take, named, placed, split
from bot.chat.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` takes the place of the last ``replaces`` characters; ``meaning`` explains it."""

    text: str
    replaces: int
    meaning: str


def suggestions(line: str, screen: Screen, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Return how a line could go on, best first. A line of plain words is left alone."""
    if not line.startswith("/") or len(line) > MAX_LINE:
        return
    typed = line[1:]
    command, rest = vocabulary.split(typed)
    if command is None or (not rest and not typed[-1:].isspace()):
        yield from _names(typed.casefold(), screen, vocabulary)
        return
    with contextlib.suppress(Misread):  # a line that is wrong already goes on in no way
        yield from _options(command, rest, vocabulary)


def _names(typed: str, screen: Screen, vocabulary: Vocabulary) -> list[Suggestion]:
    """Return the names that begin so; of several names of one thing only the first."""
    meanings: dict[str, str] = {}
    for name, meaning in _all_names(screen, vocabulary):
        if name.startswith(typed) and meaning not in meanings.values():
            meanings[name] = meaning
    return [Suggestion(f"/{name}", len(typed) + 1, says) for name, says in meanings.items()]


def _all_names(screen: Screen, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for key in screen.keys:
        if name := screen.short_name(key, reserved(vocabulary)):
            yield name, key.label
    if screen.filling:
        yield from ((BACK, _("Answer the field before again")), (CANCEL, _("Leave this form")))
    commands = vocabulary.commands.items()
    yield from ((name, _(command.summary)) for name, command in commands if name == command.name)
    yield "quit", _("Leave")
    yield from ((name, _(command.summary)) for name, command in commands if name != command.name)


def _options(command: Command[Any], rest: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    words = split(rest)
    current = words.pop() if words and not rest[-1:].isspace() else None
    given = placed(command, words, vocabulary.complete)
    if open_rest := _open_rest(command, given):
        yield from _rest_of_line(command, open_rest, rest, vocabulary)
        return
    by_name = named(command, current) if current else None
    if by_name:
        option, value = by_name
        yield from _values(command, option, value.value, len(value.raw), vocabulary)
        return
    typed, replaces = (current.value, len(current.raw)) if current else ("", 0)
    values = [
        value
        for option in could_take(command, given)[: None if typed else 1]
        for value in _values(command, option, typed, replaces, vocabulary)
    ]
    yield from sorted(values, key=lambda value: not _begins(value, typed))
    yield from _option_names(command, given, typed, replaces)


def _begins(value: Suggestion, typed: str) -> bool:
    return value.text.casefold().lstrip('"').startswith(typed.casefold())


def _open_rest(command: Command[Any], given: Iterable[str]) -> CommandOption[Any] | None:
    return next((o for o in command.options if o.rest and o.name in given), None)


def _rest_of_line(
    command: Command[Any], option: CommandOption[Any], rest: str, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    text = placed(command, split(rest), vocabulary.complete).get(option.name, "")
    if text and rest.endswith(text):
        yield from _values(command, option, text, len(text), vocabulary)


def _values(
    command: Command[Any],
    option: CommandOption[Any],
    typed: str,
    replaces: int,
    vocabulary: Vocabulary,
) -> Iterator[Suggestion]:
    for value in _known_values(command, option, typed, vocabulary):
        text = value.key if option.rest or " " not in value.key else f'"{value.key}"'
        yield Suggestion(text, replaces, value.label if value.label != value.key else "")


def _known_values(
    command: Command[Any], option: CommandOption[Any], typed: str, vocabulary: Vocabulary
) -> Iterable[Option]:
    if option.complete or option.type == "list":
        return vocabulary.complete(command.name, option.name, typed)
    choices = (Option("yes", "yes"), Option("no", "no")) if option.type == "yes-no" else ()
    return [
        Option(choice.key, _(choice.label))
        for choice in option.choices or choices
        if any(name.startswith(typed.casefold()) for name in called(choice))
    ]


def _option_names(
    command: Command[Any], given: Iterable[str], typed: str, replaces: int
) -> Iterator[Suggestion]:
    open_options = [o for o in command.options if o.name not in given]
    for option in open_options if len(command.options) > 1 else ():
        if option.name.startswith(typed.casefold()):
            yield Suggestion(f"{option.name}=", replaces, _(option.summary))
