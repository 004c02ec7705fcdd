"""Names and descriptions of commands in the languages of Discord's clients."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.chat.visible import clipped

MAX_NAME = 32
MAX_DESCRIPTION = 100

Payload = dict[str, Any]
Localise = Callable[[str], Mapping[str, str]]
"""Returns a text of the core in other languages, by locale."""

_TYPED = re.compile(r"[-_'’\w]{1,32}")
_LOCALES = {
    "es": ("es-ES", "es-419"),
    "pt": ("pt-BR",),
    "sv": ("sv-SE",),
    "zh": ("zh-CN", "zh-TW"),
}
"""Locales that Discord calls otherwise; any other goes by the same name."""

_OF_DISCORD = frozenset(
    "id da de es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th "
    "zh-CN ja zh-TW ko".split()
)


def untranslated(text: str) -> Mapping[str, str]:  # noqa: ARG001 - a Localise takes a text
    """Return no translation of any text."""
    return {}


def localised(
    translate: Localise, text: str, limit: int = MAX_DESCRIPTION, *, typed: bool = False
) -> dict[str, str]:
    """Return a text by Discord's locales, in at most ``limit`` characters each.

    What is ``typed`` is the name of a command or an option: a translation that Discord would refuse
    as one is left out.
    """
    by_locale = {
        locale: clipped(words, limit)
        for ours, words in translate(text).items()
        for locale in _LOCALES.get(ours, (ours,))
        if locale in _OF_DISCORD
    }
    return {
        locale: words for locale, words in by_locale.items() if not typed or _can_be_typed(words)
    }


def told_apart(siblings: Iterable[Payload]) -> list[Payload]:
    """Return the siblings without the translated names that another of them has as well."""
    every = list(siblings)
    taken = Counter(each["name"] for each in every)
    taken.update(
        name for each in every for name in set(each["name_localizations"].values()) - {each["name"]}
    )
    return [{**each, "name_localizations": _free(each, taken)} for each in every]


def _free(payload: Payload, taken: Counter[str]) -> dict[str, str]:
    return {
        locale: name for locale, name in payload["name_localizations"].items() if taken[name] == 1
    }


def _can_be_typed(name: str) -> bool:
    return bool(_TYPED.fullmatch(name)) and name == name.lower()
