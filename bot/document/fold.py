"""Folding: what should not matter when words are compared does not.

Case, accents (composed or not), kinds of quotation mark, dash and space, and invisible characters are
folded away, and so are letters of other alphabets in a Latin word that look like Latin ones. ``tokens``
keeps the place of every word in the text as given, so that a match found in folded words can be shown
in the exact ones.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A folded word and where it stands in the text as given."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the text in the form in which two texts are compared."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def tokens(text: str) -> list[Token]:
    """Return the words of a text, folded, with their places.

    A possessive ``'s`` and the full stops of ``U.S.S.R.`` are dropped; ``Franco-German`` is two words.
    """
    if _is_plain(text):
        plain = _PLAIN_WORD.finditer(text.lower())
        return [Token(match.group(), match.start(), match.end()) for match in plain]
    found = []
    for match in _WORD.finditer(text):
        word = _fold_token(match.group())
        if word:
            found.append(Token(word, match.start(), match.end()))
    return found


def words(text: str) -> list[str]:
    """Return the words of a text, folded: those of ``tokens`` without their places."""
    if _is_plain(text):
        return _PLAIN_WORD.findall(text.lower())
    return [word for word in map(_fold_token, _WORD.findall(text)) if word]


def _is_plain(text: str) -> bool:
    """Tell whether nothing in a text needs more folding than small letters, which is much faster."""
    return text.isascii() and "'" not in text and "." not in text.rstrip(".")


_SHORT = 64
"""Characters up to which a folded text is remembered: words and names, but nothing that is pasted."""

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("\t\n\v\f\r\x85\u2028\u2029", " "),
        "…": "...",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
    }
)
# Of the confusable characters of Unicode Technical Standard 39, the letters of the two alphabets that
# keyboards and copied text bring into a Latin word.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)),
        **dict(zip("аекморсухіјѕһԁԛԝ", "aekmopcyxijshdqw", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("αικνορυ", "aikvopu", strict=True)),
    }
)
_RUN = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z]")

_INVISIBLE = frozenset({"Mn", "Cf", "Cc", "Me"})

# A word may hold combining marks, soft hyphens and zero-width characters, and apostrophes between
# letters. Initials with full stops are one word. No part can match in two ways, so the time is linear.
_WORD = re.compile(
    r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])"
    r"|[^\W_]+(?:(?:[\u0300-\u036f\u200b-\u200d\u00ad\u2060\ufeff]|['’ʼ](?=[^\W_]))[^\W_]*)*"
)
_PLAIN_WORD = re.compile(r"[a-z0-9]+")


def _fold(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_PUNCTUATION))
    visible = "".join(c for c in decomposed if unicodedata.category(c) not in _INVISIBLE)
    return _RUN.sub(_in_latin, visible).casefold()


def _in_latin(run: re.Match[str]) -> str:
    """A word is Latin if a letter of it is and all others look so; any other word stays as it is."""
    word = run.group()
    latin = word.translate(_LOOKALIKES)
    return latin if latin.isascii() and _LATIN.search(word) else word


_fold_short = lru_cache(maxsize=65_536)(_fold)


def _fold_token(raw: str) -> str:
    return _fold_token_short(raw) if len(raw) <= _SHORT else _fold_token_any(raw)


def _fold_token_any(raw: str) -> str:
    word = _fold(raw).replace(".", "")
    return word.removesuffix("'s").replace("'", "")


_fold_token_short = lru_cache(maxsize=65_536)(_fold_token_any)
