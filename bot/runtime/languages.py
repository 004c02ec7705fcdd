"""The languages that the bot speaks: English, and one for each catalogue in ``bot/languages``."""

import gettext
import io
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.chat.language import ENGLISH, Language
from bot.settings.declared import LANGUAGE
from bot.settings.model import Chosen

_CATALOGUES = resources.files("bot") / "languages"


@cache
def codes() -> Sequence[str]:
    """Return the codes of the languages that there are, English first."""
    names = (each.name for each in _CATALOGUES.iterdir())
    return (ENGLISH.code, *sorted(n.removesuffix(".po") for n in names if n.endswith(".po")))


@cache
def language(code: str) -> Language:
    """Return a language by its code. Raises ``FileNotFoundError`` for one that there is not."""
    if code == ENGLISH.code:
        return ENGLISH
    with (_CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(code, gettext.GNUTranslations(compiled))


def best(wanted: Iterable[str]) -> Language:
    """Return the first language wanted that the bot speaks, by locale (``de-AT``); else English."""
    asked = [each.replace("-", "_").lower()[:_LONGEST] for each in wanted if each]
    return language(negotiate_locale(asked, codes()) or ENGLISH.code)


def in_place(chosen: Chosen) -> Language:
    """Return what is spoken to all in a place: English where each person has their own."""
    return _chosen(chosen) or ENGLISH


def to_person(chosen: Chosen, locale: str) -> Language:
    """Return what is spoken to somebody of a locale in a place."""
    return _chosen(chosen) or _of_locale(locale)


def _chosen(chosen: Chosen) -> Language | None:
    code = chosen[LANGUAGE]
    return None if code == LANGUAGE.default else language(code)


@lru_cache(maxsize=500)
def _of_locale(locale: str) -> Language:
    return best((locale,))


_LONGEST = 35
"""Characters of a locale that are read: the longest language tag that there is (RFC 5646, 4.4.1)."""
