"""What Discord refuses in the application commands that a bot registers.

The limits are those of the developer documentation, "Application Commands".
"""

from collections.abc import Iterable, Iterator, Sequence

from tests.platforms.standin_discord_components import (
    Json,
    Problem,
    bounded,
    optional,
    ranged,
    repeated,
)
from tests.platforms.standin_discord_limits import choice_problems

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, TEXT, INTEGER, BOOLEAN, NUMBER = 1, 2, 3, 4, 5, 10
MOST_OF_A_KIND = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
MOST_CHARACTERS = 8_000
LOCALES = frozenset(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru "
    "uk hi th zh-CN ja zh-TW ko".split()
)


def command_problems(commands: Sequence[Json]) -> Iterator[Problem]:
    """What Discord refuses when a bot replaces all its commands; paths begin with the index."""
    kinds = [command.get("type", SLASH) for command in commands]
    for kind, most in MOST_OF_A_KIND.items():
        if kinds.count(kind) > most:
            yield Problem("_", f"At most {most} commands of type {kind}", "APPLICATION_COMMAND_MAX")
    names = ((command.get("type", SLASH), command.get("name")) for command in commands)
    yield from repeated(names, "_", "Command")
    slashes = (command for command in commands if command.get("type", SLASH) == SLASH)
    yield from _repeated_in_a_language(slashes, "_", "Command")
    for index, command in enumerate(commands):
        yield from _command(command, str(index))


def _command(command: Json, at: str) -> Iterator[Problem]:
    if command.get("type", SLASH) == SLASH:
        yield from _named(command, at)
        yield from _options(command.get("options") or [], at)
    else:
        yield from bounded(command.get("name"), f"{at}.name", 1, 32)
        if command.get("description"):
            rule = "Context menu commands cannot have description"
            yield Problem(f"{at}.description", rule, "APPLICATION_COMMAND_INVALID_DESCRIPTION")
    if _size(command) > MOST_CHARACTERS:
        rule = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        yield Problem(at, rule, "APPLICATION_COMMAND_TOO_LARGE")
    yield from _places(command, at)


def _places(command: Json, at: str) -> Iterator[Problem]:
    for index, place in enumerate(command.get("contexts") or []):
        yield from ranged(place, f"{at}.contexts.{index}", 0, 2)
    for index, install in enumerate(command.get("integration_types") or []):
        yield from ranged(install, f"{at}.integration_types.{index}", 0, 1)
    needed = command.get("default_member_permissions")
    if needed is not None and not str(needed).isdecimal():
        rule = "Permissions are a number written as text"
        yield Problem(f"{at}.default_member_permissions", rule, "BASE_TYPE_INTEGER")


def _named(thing: Json, at: str) -> Iterator[Problem]:
    yield from _name(thing.get("name"), f"{at}.name")
    yield from bounded(thing.get("description"), f"{at}.description", 1, 100)
    for locale, name in (thing.get("name_localizations") or {}).items():
        yield from _name(name, f"{at}.name_localizations.{locale}")
    for locale, text in (thing.get("description_localizations") or {}).items():
        yield from bounded(text, f"{at}.description_localizations.{locale}", 1, 100)
    for key in ("name_localizations", "description_localizations"):
        for locale in (thing.get(key) or {}).keys() - LOCALES:
            yield Problem(f"{at}.{key}.{locale}", "No such locale", "BASE_TYPE_CHOICES")


def _name(name: object, at: str) -> Iterator[Problem]:
    yield from bounded(name, at, 1, 32)
    text = str(name)
    if text != text.lower() or not all(one.isalnum() or one in "-_'" for one in text):
        rule = "Command name is invalid"
        yield Problem(at, rule, "APPLICATION_COMMAND_INVALID_NAME")


def _options(options: Sequence[Json], at: str, depth: int = 0) -> Iterator[Problem]:
    yield from bounded(options, f"{at}.options", 0, 25)
    yield from repeated((option.get("name") for option in options), at, "Option name")
    yield from _repeated_in_a_language(options, at, "Option name")
    if _required_after_optional(options):
        rule = "Required options must be placed before non-required options"
        yield Problem(f"{at}.options", rule, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID")
    nested = [option.get("type") in {SUBCOMMAND, GROUP} for option in options]
    if any(nested) and not all(nested):
        rule = "Sub-commands and options cannot be mixed"
        yield Problem(f"{at}.options", rule, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID")
    for index, option in enumerate(options):
        yield from _option(option, f"{at}.options.{index}", depth)


def _option(option: Json, at: str, depth: int) -> Iterator[Problem]:
    yield from _named(option, at)
    yield from ranged(option.get("type", 0), f"{at}.type", 1, 11)
    match option.get("type"):
        case 1:
            yield from _options(option.get("options") or [], at, 2)
            if depth > 1:
                yield Problem(at, "Sub-commands hold no sub-commands", "BASE_TYPE_BAD_NESTING")
        case 2:
            yield from _options(option.get("options") or [], at, 1)
            if depth > 0:
                yield Problem(at, "Groups hold no groups", "BASE_TYPE_BAD_NESTING")
        case _:
            yield from _value_option(option, at)


def _value_option(option: Json, at: str) -> Iterator[Problem]:
    choices = option.get("choices") or []
    yield from choice_problems(choices, f"{at}.choices")
    yield from ranged(option.get("min_length"), f"{at}.min_length", 0, 6_000)
    yield from ranged(option.get("max_length"), f"{at}.max_length", 1, 6_000)
    if choices and option.get("autocomplete"):
        rule = "Choices and autocompletion exclude each other"
        yield Problem(at, rule, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID")
    for index, choice in enumerate(choices):
        for locale, name in (choice.get("name_localizations") or {}).items():
            here = f"{at}.choices.{index}.name_localizations.{locale}"
            yield from optional(name, here, 1, 100)


def _required_after_optional(options: Iterable[Json]) -> bool:
    required = [bool(option.get("required")) for option in options]
    return sorted(required, reverse=True) != required


def _size(thing: Json) -> int:
    """Characters of names, descriptions and values, as Discord sums them up for a command.

    Of a text and its translations the longest counts.
    """
    own = _longest(thing, "name") + _longest(thing, "description")
    choices = thing.get("choices") or []
    own += sum(_longest(choice, "name") + len(str(choice["value"])) for choice in choices)
    return own + sum(map(_size, thing.get("options") or []))


def _longest(thing: Json, key: str) -> int:
    translated = (thing.get(f"{key}_localizations") or {}).values()
    return max(len(str(text)) for text in (thing.get(key) or "", *translated))


def _repeated_in_a_language(things: Iterable[Json], at: str, what: str) -> Iterator[Problem]:
    every = list(things)
    locales = {locale for one in every for locale in one.get("name_localizations") or {}}
    for locale in sorted(locales):
        names = (
            (one.get("name_localizations") or {}).get(locale, one.get("name")) for one in every
        )
        yield from repeated(names, at, f"{what} in {locale}")
