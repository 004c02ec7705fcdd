"""The language in which something is said.

A sentence for people stands in English where it is said, inside ``_`` or one of its kin; it is looked up
in the catalogue of the language that is spoken then, and stays English where that lacks it. Whoever
answers a person or posts in a place says once which language that is, with ``speaking``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import NullTranslations
from string import Formatter

from babel.numbers import format_decimal

from bot.chat.text import Inline, Span, inline


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code (``de``), with the catalogue of what the bot says in it."""

    code: str
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False)


ENGLISH = Language("en")

_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything in a language, in this task, until the block ends."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    """Return the language that is spoken now."""
    return _spoken.get()


def _(message: str, /, **values: str | int) -> str:
    """Return a sentence in the language spoken, with ``{name}`` replaced by the value of that name."""
    translated = spoken().catalogue.gettext(message)
    return translated.format_map(_shown(values)) if values else translated


def ngettext(one: str, many: str, n: int, /, **values: str | int) -> str:
    """Return the sentence for ``n`` things, which stands for ``{n}``, by the language's plural rules."""
    translated = spoken().catalogue.ngettext(one, many, n)
    return translated.format_map(_shown({"n": n, **values}))


def phrase(message: str, /, **parts: str | int | Span) -> Inline:
    """Return a sentence in the language spoken as inline text, with ``{name}`` replaced by a span."""
    translated = spoken().catalogue.gettext(message)
    spans: list[str | Span] = []
    for words, name, _spec, _conversion in Formatter().parse(translated):
        spans += [words] if words else []
        if name is not None:
            part = parts[name]
            spans.append(number(part) if isinstance(part, int) else part)
    return inline(*spans)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools and translators know
    """Mark a sentence that is kept in English, and said later with ``_``."""
    return message


def number(value: int) -> str:
    """Return a number with the separators of the language spoken: ``1,000`` or ``1.000``."""
    return _formatted(value, locale=spoken().code)


# Nearly all the time that a sentence takes is Babel's, and the same numbers come again and again.
_formatted = lru_cache(maxsize=4_096)(format_decimal)


def tenths(value: float) -> str:
    """Return a number to one decimal place, by the language spoken: ``2.5`` or ``2,5``."""
    return format_decimal(round(value, 1), format="#,##0.0", locale=spoken().code)


def _shown(values: dict[str, str | int]) -> dict[str, str]:
    return {
        name: number(value) if isinstance(value, int) else value for name, value in values.items()
    }
