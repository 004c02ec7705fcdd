"""The words and signs of references as people type them: from a text to marks that a parser can read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

from bot.document.fold import fold
from bot.document.number_words import CARDINALS, ORDINALS, roman

MAX_REFERENCE = 160
"""Characters; nobody types a longer reference, and a longer text is not read as one."""


class Unit(Enum):
    """What is counted."""

    PAGE = "page"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    NOTE = "note"


class Sign(Enum):
    """What joins numbers and references."""

    TO = "to"
    AND = "and"
    COMMA = ","
    COLON = ":"
    OF = "of"


class Place(Enum):
    """Places that have a name instead of a number."""

    HEADING = "heading"
    CLOSING = "closing"
    OPENING = "opening"
    OMISSIONS = "omissions"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how many figures it was typed with, none if in words."""

    value: int
    figures: int = 0


@dataclass(frozen=True, slots=True)
class Ordinal:
    """First is 1, last is -1, last but one is -2."""

    value: int


Mark: TypeAlias = Unit | Sign | Place | Number | Ordinal


def read_marks(text: str) -> tuple[Mark, ...]:
    """Return the marks of a reference; none if the text says anything but a reference.

    Polite words ("show me", "what is on") are passed over, but not beside a bare number: "what is 47"
    asks for something else.
    """
    if len(text) > MAX_REFERENCE:
        return ()
    found: list[Mark] = []
    polite = False
    words = _LEXEMES.findall(_POINTED.sub(r"\1:\2", fold(text)))
    at = 0
    while at < len(words):
        marks, length = _longest(words, at, found)
        if marks is None:
            return ()
        polite = polite or not marks
        found += marks
        at += length
    bare = all(isinstance(mark, Number | Sign) for mark in found)
    return () if bare and polite else tuple(found)


_POINTED = re.compile(r"^\s*(\d{1,6})\.(\d{1,6})(?=\s*(?:[-,]|$))")
"""A paragraph and its sentence, and nothing before it: "9.2"."""

_LEXEMES = re.compile(r"¶|§|\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+|[^\s.#()\[\]?!'\"]")

_UNITS: Final[Mapping[Unit, str]] = {
    Unit.PAGE: "p pp pg pgs page pages",
    Unit.PARAGRAPH: "¶ § par pars para paras paragraph paragraphs",
    Unit.SENTENCE: "s ss sent sents sentence sentences line lines",
    Unit.NOTE: "n nn fn fns note notes footnote footnotes endnote endnotes",
}
_SIGNS: Final[Mapping[Sign, str]] = {
    Sign.TO: "- to through thru till until",
    Sign.AND: "& and plus",
    Sign.COMMA: ", ; /",
    Sign.COLON: ":",
    Sign.OF: "of in on from at",
}
_PLACES: Final[Mapping[Place, tuple[str, ...]]] = {
    Place.HEADING: ("heading", "header", "letterhead", "head matter"),
    Place.CLOSING: ("closing", "signature", "sign off", "signoff", "valediction"),
    Place.OPENING: ("opening", "beginning", "the start", "start of text", "intro", "introduction"),
    Place.OMISSIONS: (
        "omission",
        "omissions",
        "omitted",
        "omitted passages",
        "omitted text",
        "ellipsis",
        "ellipses",
        "the cuts",
        "the gaps",
        "left out",
        "was left out",
        "is left out",
        "has been left out",
        "was omitted",
        "is omitted",
        "what is missing",
        "whats missing",
        "was cut",
        "was cut out",
        "what did the editors leave out",
        "what did the editors omit",
        "what did the editors cut",
        "the editors left out",
        "the editors omitted",
        "missing text",
        "missing parts",
        "missing passages",
    ),
    Place.WHOLE: ("whole", "entire", "full text", "all paragraphs"),
}
_POLITE = (
    "the|a|an|please|show|show me|give me|read|read me|open|quote|see|cf|cite|find|get|display|go to"
    "|jump to|turn to|take me to|look up|look at|what|what is|whats|what s|what does|what do"
    "|what did|say|says|said|it|text|document|dispatch|letter|content|contents|where|where is"
    "|which|passage|passages|parts|number|no|nr|me"
)
_FROM_THE_END = {
    "last": -1,
    "final": -1,
    "concluding": -1,
    "very last": -1,
    "penultimate": -2,
    "second to last": -2,
    "second last": -2,
    "next to last": -2,
    "last but one": -2,
    "third to last": -3,
}
_ENDS = {
    "top of": (Ordinal(1), Unit.PARAGRAPH, Sign.OF),
    "start of": (Ordinal(1), Unit.PARAGRAPH, Sign.OF),
    "beginning of": (Ordinal(1), Unit.PARAGRAPH, Sign.OF),
    "bottom of": (Ordinal(-1), Unit.PARAGRAPH, Sign.OF),
    "foot of": (Ordinal(-1), Unit.PARAGRAPH, Sign.OF),
    "end of": (Ordinal(-1), Unit.PARAGRAPH, Sign.OF),
}


def _table() -> Iterator[tuple[str, tuple[Mark, ...]]]:
    for unit, words in _UNITS.items():
        yield from ((word, (unit,)) for word in words.split())
    for sign, words in _SIGNS.items():
        yield from ((word, (sign,)) for word in words.split())
    for place, phrases in _PLACES.items():
        yield from ((phrase, (place,)) for phrase in phrases)
    yield from ((phrase, ()) for phrase in _POLITE.split("|"))
    yield from ((word, (Ordinal(value),)) for word, value in ORDINALS.items() if value)
    yield from ((phrase, (Ordinal(i),)) for phrase, i in _FROM_THE_END.items())
    yield from _ENDS.items()
    for word, value in CARDINALS.items():
        if value:
            yield word, (Number(value),)
        if value >= 20:
            yield from _with_ones(word, value)


def _with_ones(tens: str, value: int) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    for word, one in CARDINALS.items():
        if 1 <= one <= 9:
            yield f"{tens} {word}", (Number(value + one),)
            yield f"{tens} - {word}", (Number(value + one),)


_MARKS: Final[Mapping[tuple[str, ...], tuple[Mark, ...]]] = {
    tuple(phrase.split()): marks for phrase, marks in _table()
}
_LONGEST = max(map(len, _MARKS))
_ROMAN_LETTERS = frozenset("ivxl")
_MISSPELT: Final[tuple[tuple[str, Mark], ...]] = (
    ("paragraph", Unit.PARAGRAPH),
    ("paragraphs", Unit.PARAGRAPH),
    ("sentence", Unit.SENTENCE),
    ("footnote", Unit.NOTE),
    ("omissions", Place.OMISSIONS),
    ("signature", Place.CLOSING),
)


def _longest(
    words: Sequence[str], at: int, before: Sequence[Mark]
) -> tuple[tuple[Mark, ...] | None, int]:
    """Return the marks that the longest known phrase stands for, ``None`` if none is known."""
    if words[at] not in {"i", "v"} or not (before and isinstance(before[-1], Unit)):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            marks = _MARKS.get(tuple(words[at : at + length]))
            if marks is not None:
                return marks, length
    return _one(words[at], before), 1


def _one(word: str, before: Sequence[Mark]) -> tuple[Mark, ...] | None:
    digits = word.rstrip("dhnrst")
    if digits.isdecimal() and len(digits) <= 6:
        value = int(digits)
        return (Number(value, len(word)),) if digits == word else (Ordinal(value),)
    if before and isinstance(before[-1], Unit) and _ROMAN_LETTERS.issuperset(word):
        numeral = roman(word)
        return (Number(numeral, len(word)),) if numeral else None
    near = (mark for known, mark in _MISSPELT if OSA.distance(word, known, score_cutoff=2) <= 2)
    mark = next(near, None) if len(word) > 6 else None
    return (mark,) if mark else None
