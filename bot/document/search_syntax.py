"""Signs that are no words: the operators of other search engines, and the marks of a list."""

import re

from bot.document.fold import words
from bot.document.search_terms import Kind, kind_of

_CODE = re.compile(
    r"\bNEAR\s*[(/]|(?:^|[\s(])[+]\w|\w\s[-+]\w|\b[a-z]\w*:[\w\"(]|;\s*--|[$]\{|</?\w|\w\s?=\s?\w"
)
_SIGNS = frozenset("(/+-:;$<=*")
"""One of these is in whatever the patterns of code find."""

_CONNECTIVE = re.compile(r"\b(?:AND|OR|NOT|NEAR)\b")
_PREFIX = re.compile(r"\w\*+(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])[*_]+\w")
_LIST_MARK = re.compile(r"\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)", re.IGNORECASE)


def is_code(text: str) -> bool:
    """Tell whether a query is meant for a machine: ``NEAR(a b)``, ``a OR b``, ``title:a``, ``a*``, markup."""
    if not _SIGNS.isdisjoint(text) and (
        _CODE.search(text) or (_PREFIX.search(text) and not _EMPHASIS.search(text))
    ):
        return True
    return bool(_CONNECTIVE.search(text)) and any(map(str.islower, text)) and not _is_prose(text)


def _is_prose(text: str) -> bool:
    """Tell whether there are words that no search engine needs: “do they want peace OR war”."""
    rest = words(_CONNECTIVE.sub(" ", text))
    return any(kind_of(word) is Kind.FUNCTION for word in rest)


def without_list_marks(text: str) -> str:
    """Return a text with blanks for ``(a)``, ``(2)`` and ``(iv)``, every word at its place."""
    return _LIST_MARK.sub(lambda mark: " " * len(mark[0]), text)
