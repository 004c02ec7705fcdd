"""Checking the options of a command, whichever platform they came from.

A platform checks what it can while a person types; what arrives is checked here all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.command import Command, CommandOption
from bot.chat.form import Option as Choice
from bot.chat.language import _
from bot.chat.request import OptionValue
from bot.errors import UserError


@dataclass(frozen=True)
class OptionError(UserError):
    """An option of a command is missing or does not fit; ``value`` is what was given."""

    command: Command[Any]
    option: CommandOption[Any]
    value: str = ""


class OptionMissing(OptionError):
    """An option that the command needs was not given."""


class OptionOutOfRange(OptionError):
    """A number is too small or too large, or a text too long."""


class OptionNotAChoice(OptionError):
    """A value is not among the choices, or not of the option's type."""


@dataclass(frozen=True)
class UnknownOption(UserError):
    """The command has no option of that name."""

    command: Command[Any]
    name: str


def checked(
    command: Command[Any], given: Mapping[str, OptionValue | str]
) -> dict[str, OptionValue]:
    """Return the options, each of its type and within its limits. Raises ``OptionError`` and kin."""
    known = {option.name: option for option in command.options}
    for name in given:
        if name not in known:
            raise UnknownOption(command, name)
    return {
        name: _value(command, option, given[name])
        for name, option in known.items()
        if _is_given(command, option, given)
    }


def suggested(option: CommandOption[Any], typed: str) -> tuple[Choice, ...]:
    """Return the choices that what was typed could become; of a list, with what it has already."""
    *entries, last = typed.split(",") if option.type == "list" else [typed]
    entered = [choice.key for entry in entries if (choice := _choice(option, entry))]
    begun = last.strip().casefold()
    return tuple(
        Choice(",".join([*entered, choice.key]), ", ".join([*entered, _(choice.label)]))
        for choice in option.choices
        if choice.key not in entered and any(begun in name for name in called(choice))
    )


def called(choice: Choice) -> frozenset[str]:
    """Return what a choice may be called where it is typed, in small letters."""
    names = (choice.key, choice.label, _(choice.label))
    return frozenset(name.casefold() for name in names)


def _is_given(
    command: Command[Any], option: CommandOption[Any], given: Mapping[str, OptionValue]
) -> bool:
    present = given.get(option.name, "") != ""
    if option.required and not present:
        raise OptionMissing(command, option)
    return present


def _value(command: Command[Any], option: CommandOption[Any], value: OptionValue) -> OptionValue:
    match option.type:
        case "number":
            return _number(command, option, value)
        case "yes-no":
            return _yes_no(command, option, value)
        case "text":
            return _text(command, option, str(value))
        case "list":
            return _list(command, option, str(value))


def _number(command: Command[Any], option: CommandOption[Any], value: OptionValue) -> int:
    if not str(value).isdecimal() or len(str(value)) > 9:
        raise OptionNotAChoice(command, option, str(value))
    if not option.minimum <= int(value) <= option.maximum:
        raise OptionOutOfRange(command, option, str(value))
    return int(value)


def _yes_no(command: Command[Any], option: CommandOption[Any], value: OptionValue) -> bool:
    if str(value).lower() in {"true", "yes", "on"}:
        return True
    if str(value).lower() in {"false", "no", "off"}:
        return False
    raise OptionNotAChoice(command, option, str(value))


def _text(command: Command[Any], option: CommandOption[Any], value: str) -> str:
    if len(value) > option.maximum:
        raise OptionOutOfRange(command, option, value)
    return _key(command, option, value) if option.choices else value


def _list(command: Command[Any], option: CommandOption[Any], value: str) -> str:
    if len(value) > option.maximum:
        raise OptionOutOfRange(command, option, value)
    entries = [entry for entry in value.split(",") if entry.strip()] or [value]
    return ",".join(dict.fromkeys(_key(command, option, entry) for entry in entries))


def _key(command: Command[Any], option: CommandOption[Any], value: str) -> str:
    choice = _choice(option, value)
    if choice is None:
        raise OptionNotAChoice(command, option, value)
    return choice.key


def _choice(option: CommandOption[Any], value: str) -> Choice | None:
    wanted = value.strip().casefold()
    return next((each for each in option.choices if wanted in called(each)), None)
