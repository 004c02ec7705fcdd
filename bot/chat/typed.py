"""Reading the options of a command from the words typed after its name.

Words fill the options in their order, or by ``name=value`` in any order. Double quotes, straight or
curly, keep words together. An option that takes the rest of the line gets it as it was typed.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.chat.command import Command, CommandOption
from bot.chat.form import Option
from bot.chat.language import _
from bot.chat.misread import Misread, listed, shown
from bot.chat.options import OptionError, OptionMissing, OptionOutOfRange, called, checked
from bot.chat.request import OptionValue

Complete: TypeAlias = Callable[[str, str, str], Iterable[Option]]
"""Suggests values: the names of a command and of an option, and what was typed, to options."""

_QUOTES = {'"': '"', "“": "”", "„": "“"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, and what it says without the quotes that hold it together."""

    raw: str
    value: str


def read_options(command: Command[Any], text: str, complete: Complete) -> dict[str, OptionValue]:
    """Return the options that a text gives, each of its type. Raises ``Misread``."""
    try:
        return checked(command, given_options(command, text, complete))
    except OptionError as error:
        raise Misread(_what_it_takes(error)) from error


def given_options(command: Command[Any], text: str, complete: Complete) -> dict[str, str]:
    """Return what a text gives for each option, not yet checked; some may be missing.

    Raises ``Misread`` where a word fits no option, or could mean several values of one.
    """
    given = placed(command, split(text), complete)
    options = {option.name: option for option in command.options}
    return {name: _known(command, options[name], value, complete) for name, value in given.items()}


def split(text: str) -> list[Word]:
    """Split a text at spaces outside double quotes. A quote left open is a character."""
    words: list[Word] = []
    raw, value, start = "", "", 0
    while start < len(text):
        character = text[start]
        end = _closing(text, start) if not raw or raw.endswith("=") else 0
        if end:
            raw, value = raw + text[start : end + 1], value + text[start + 1 : end]
        elif character.isspace():
            words += [Word(raw, value)] if raw else []
            raw, value = "", ""
        else:
            raw, value = raw + character, value + character
        start = max(start, end) + 1
    return [*words, Word(raw, value)] if raw else words


def named(command: Command[Any], word: Word) -> tuple[CommandOption[Any], Word] | None:
    """Return the option that a ``name=value`` word names, and the word without the name."""
    name, equals, value = word.value.partition("=")
    wanted = name.casefold().replace("_", "-")
    for option in command.options:
        if equals and option.name.casefold().replace("_", "-") == wanted:
            return option, Word(word.raw.partition("=")[2], value)
    return None


def next_option(
    command: Command[Any], filled: Iterable[str], word: str, complete: Complete
) -> CommandOption[Any] | None:
    """Return the option that a loose word fills: the first open one, or a later one that it fits.

    Only an option that knows its values is passed over, for one that knows the word or that takes
    any: so ``/quiz easy 5`` needs no topic, and ``/cite p. 226`` no form.
    """
    candidates = could_take(command, filled)
    fitting = (
        option
        for option in candidates
        if not _knows_values(option) or _fits(command, option, word, complete)
    )
    return next(fitting, candidates[0] if candidates else None)


def could_take(command: Command[Any], filled: Iterable[str]) -> list[CommandOption[Any]]:
    """Return the open options that a loose word may fill: up to the first that takes any word."""
    names = set(filled)
    candidates = []
    for option in command.options:
        if option.name not in names:
            candidates.append(option)
            if not _knows_values(option):
                break
    return candidates


def placed(command: Command[Any], words: list[Word], complete: Complete) -> dict[str, str]:
    """Return what each option is given, as typed. Raises ``Misread`` where words are left over."""
    given: dict[str, str] = {}
    loose: list[Word] = []
    for place, word in enumerate(words):
        option, said = named(command, word) or (None, word)
        if option is None:
            loose.append(word)
        elif option.name in given:
            twice = _("{option} is given twice.", option=option.name)
            raise Misread(f"{twice} {_example(command)}")
        elif option.rest:
            given[option.name] = _raw([said, *words[place + 1 :]])
            break
        else:
            given[option.name] = said.value
    return given | _placed_loose(command, loose, given, complete)


def _placed_loose(
    command: Command[Any], words: list[Word], named_already: dict[str, str], complete: Complete
) -> dict[str, str]:
    given: dict[str, str] = {}
    for place, word in enumerate(words):
        option = next_option(command, {*named_already, *given}, word.value, complete)
        if option is None:
            raise Misread(_one_too_many(command, word))
        if option.rest:
            return given | _placed_rest(command, option, words[place:], {*named_already, *given})
        given[option.name] = word.value
    return given


def _placed_rest(
    command: Command[Any], option: CommandOption[Any], words: list[Word], filled: set[str]
) -> dict[str, str]:
    """Give the rest all the words, but leave the last to an open option of which it is a choice."""
    *most, last = words
    for other in command.options if most else ():
        if other.choices and other.name not in filled and _meant(other.choices, last.value):
            return {option.name: _raw(most), other.name: last.value}
    return {option.name: _raw(words)}


def _raw(words: Iterable[Word]) -> str:
    return " ".join(word.raw for word in words if word.raw)


def _closing(text: str, start: int) -> int:
    """Return where the quotation that opens at ``start`` closes, or 0."""
    closing = _QUOTES.get(text[start])
    return max(text.find(closing, start + 1), 0) if closing else 0


def _knows_values(option: CommandOption[Any]) -> bool:
    has_values = bool(option.choices or option.complete or option.type != "text")
    return has_values and not (option.required or option.rest)


def _fits(command: Command[Any], option: CommandOption[Any], word: str, complete: Complete) -> bool:
    match option.type:
        case "number":
            return word.isdecimal()
        case "yes-no":
            return word.casefold() in {"yes", "no", "on", "off", "true", "false"}
        case "list":
            return all(_meant(option.choices, entry) for entry in word.split(","))
        case "text" if option.choices:
            return bool(_meant(option.choices, word))
        case "text":
            return bool(_same(complete(command.name, option.name, word), word))


def _known(
    command: Command[Any], option: CommandOption[Any], value: str, complete: Complete
) -> str:
    """Return the key that a value means where the option knows its values, or else the value."""
    if option.type == "list":
        return ",".join(_key(option, entry) for entry in value.split(","))
    if option.choices:
        return _key(option, value)
    if option.complete:
        value = next(
            (o.key for o in _same(complete(command.name, option.name, value), value)), value
        )
    return value


def _key(option: CommandOption[Any], value: str) -> str:
    meant = _meant(option.choices, value)
    if len(meant) > 1:
        keys = listed([choice.key for choice in meant])
        several = _(
            "{option}: {word} could be {values}.",
            option=option.name,
            word=shown(value),
            values=keys,
        )
        raise Misread(several)
    return meant[0].key if meant else value


def _meant(choices: Iterable[Option], value: str) -> list[Option]:
    """Return the choice that a value names, or else all those whose key or label begins with it."""
    wanted = value.strip().casefold()
    begun = [
        choice
        for choice in choices
        if wanted and any(name.startswith(wanted) for name in called(choice))
    ]
    return _same(begun, value) or begun


def _same(choices: Iterable[Option], value: str) -> list[Option]:
    wanted = value.strip().casefold()
    return [choice for choice in choices if wanted in called(choice)][:1]


def _one_too_many(command: Command[Any], word: Word) -> str:
    names = [option.name for option in command.options]
    if not names:
        return _("{command} takes nothing after it.", command=f"/{command.name}")
    near = difflib.get_close_matches(word.value.partition("=")[0][:40], names, n=1)
    if "=" in word.value and near:
        meant = _("There is no such option. Did you mean {option}?", option=f"{near[0]}=")
        return f"{meant} {_example(command)}"
    too_many = _(
        "{command} takes {options}; {word} is one word too many. Words in double quotes count as one.",
        command=f"/{command.name}",
        options=listed(names, "and"),
        word=shown(word.value),
    )
    return f"{too_many} {_example(command)}"


def _what_it_takes(error: OptionError) -> str:
    option = error.option
    if isinstance(error, OptionMissing):
        says = _(
            "{command} needs {option}: {summary}.",
            command=f"/{error.command.name}",
            option=option.name,
            summary=_(option.summary).rstrip("."),
        )
    elif isinstance(error, OptionOutOfRange) and option.type == "text":
        says = _(
            "{option} takes at most {most} characters: {characters}.",
            option=option.name,
            most=option.maximum,
            characters=len(error.value),
        )
    else:
        says = _(
            "{option} takes {values}, not {word}.",
            option=option.name,
            values=_values(option),
            word=shown(error.value),
        )
    return f"{says} {_example(error.command)}"


def _values(option: CommandOption[Any]) -> str:
    match option.type:
        case "number":
            least, most = option.minimum, option.maximum
            return _("a whole number from {least} to {most}", least=least, most=most)
        case "yes-no":
            return _("yes or no")
        case "text":
            return listed([choice.key for choice in option.choices])
        case "list":
            keys = listed([choice.key for choice in option.choices], "and")
            return _("any of {values}, separated by commas", values=keys)


def _example(command: Command[Any]) -> str:
    return _("For example: {example}", example=f"/{command.example.removeprefix('/')}")
