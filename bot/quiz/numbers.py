"""Numbers as people write them: digits, words, ordinals, Roman numerals, and spans of time.

``scan`` finds every number in a list of folded words. Two numbers are the same when they are equal
after their units are brought to a common one; what has no common unit (weeks and months) never is.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from bot.document.number_words import CARDINALS, ORDINALS, roman

Unit: TypeAlias = str
"""The singular name of a unit of time, or "" for a bare number."""


class Number(NamedTuple):
    """A number and its unit: ten years, or just ten."""

    value: Fraction
    unit: Unit = ""

    @property
    def measure(self) -> tuple[Fraction, str]:
        """The value in the smallest unit that the unit is a whole number of, and that unit."""
        factor, base = _UNITS.get(self.unit, (Fraction(1), self.unit))
        return self.value * factor, base

    def same(self, other: "Number") -> bool:
        """Tell whether both are the same; a bare ten may be ten years, a bare one no decade."""
        if self.unit and other.unit:
            return self.measure == other.measure
        counted = _WHOLE_ALONE.isdisjoint({self.unit, other.unit})
        return counted and self.value == other.value


class Found(NamedTuple):
    """A number in a list of words: words ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    number: Number


def scan(words: Sequence[str], roman: Callable[[int], bool]) -> list[Found]:
    """Return the numbers in the words, in order; ``roman`` says which words may be Roman numerals."""
    found = []
    at = 0
    while at < len(words):
        one = _quantity(words, at) or (_roman_at(words, at) if roman(at) else None)
        if one:
            found.append(one)
        at = one.end if one else at + 1
    return found


def unit_of(word: str) -> Unit:
    """Return the unit that a word names, in either number, or ""."""
    return _UNIT_WORDS.get(word, "")


@lru_cache(maxsize=4096)
def nearest(word: str) -> str:
    """Return the number word of which an unknown word is a plain slip ("fiften"), or "".

    Between numbers nothing is forgiven: the slip is one edit from the words of one value, and more
    from those of every other. The caller sees to it that ``word`` is no English word ("night").
    """
    near = [
        known
        for known in _LONG
        if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) <= 1
    ]
    return near[0] if len({_CARDINALS[known] for known in near}) == 1 else ""


_CARDINALS = {**CARDINALS, **ORDINALS}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SCALES |= {f"{word}th": value for word, value in _SCALES.items()}
_COLLECTIVES = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
_ARTICLES = {"a", "an"}
_LONG = tuple(word for word in _CARDINALS if len(word) >= 5)
NUMBER_WORDS = frozenset({*_CARDINALS, *_SCALES, *_COLLECTIVES, "half"})
"""Every word that may be a number or part of one."""

_UNITS: dict[str, tuple[Fraction, str]] = {
    "minute": (Fraction(1), "minute"),
    "hour": (Fraction(60), "minute"),
    "day": (Fraction(24 * 60), "minute"),
    "week": (Fraction(7 * 24 * 60), "minute"),
    "fortnight": (Fraction(14 * 24 * 60), "minute"),
    "month": (Fraction(1), "month"),
    "year": (Fraction(12), "month"),
    "decade": (Fraction(120), "month"),
    "century": (Fraction(1200), "month"),
}
_UNIT_WORDS = {form: unit for unit in _UNITS for form in (unit, f"{unit}s")}
_UNIT_WORDS |= {"centuries": "century", "yr": "year", "yrs": "year", "wk": "week", "wks": "week"}
_WHOLE_ALONE = frozenset({"fortnight", "decade", "century"})
"""Units that are a number by themselves: "decade" is ten years, while "year" is only a unit."""

_DIGITS = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?")
_ROMAN_ORDINAL = re.compile(r"([ivx]{1,8})(?:st|nd|rd|th)")
_LONGEST_DIGITS = 30


def _quantity(words: Sequence[str], at: int) -> Found | None:
    """Read a number with its unit: "ten years", "half a decade", "a fortnight", "15"."""
    value, end = _amount(words, at)
    unit = _UNIT_WORDS.get(words[end], "") if end < len(words) else ""
    if value is None:
        alone = unit in _WHOLE_ALONE and words[at] == unit
        return Found(at, at + 1, Number(Fraction(1), unit)) if alone else None
    return Found(at, end + bool(unit), Number(value, unit))


def _amount(words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read how many: a cardinal with "and a half", a collective, or "a" before a unit."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "half":
        skip = 2 if following in _ARTICLES else 1
        counted = words[at + skip] if at + skip < len(words) else ""
        if counted in _COLLECTIVES:
            return Fraction(_COLLECTIVES[counted], 2), at + skip + 1
        return (Fraction(1, 2), at + skip) if counted in _UNIT_WORDS else (None, at)
    if word in _ARTICLES:
        return _counted(Fraction(1), words, at + 1)
    value, end = _cardinal(words, at)
    if value is None:
        return None, at
    if tuple(words[end : end + 3]) == ("and", "a", "half"):
        return value + Fraction(1, 2), end + 3
    collective, after = _counted(value, words, end)
    return (collective, after) if collective is not None and after > end else (value, end)


def _counted(value: Fraction, words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read what follows "a" or "three": a dozen, a hundred, a couple of; or a unit, left unread."""
    word = words[at] if at < len(words) else ""
    if word in _COLLECTIVES:
        of = at + 1 < len(words) and words[at + 1] == "of"
        return value * _COLLECTIVES[word], at + 1 + of
    if word in _SCALES:
        return value * _SCALES[word], at + 1
    return (value, at) if word in _UNITS else (None, at)


def _cardinal(words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read a whole number in digits or words: "1,000", "3rd", "one hundred and sixty-seven"."""
    digits = _DIGITS.fullmatch(words[at]) if len(words[at]) <= _LONGEST_DIGITS else None
    if digits:
        return Fraction(digits[1].replace(",", "")), at + 1
    value, end = _whole(words, at)
    if value in range(13, 21) and end == at + 1:
        rest, after = _whole(words, end)
        if rest in range(10, 100):
            return Fraction(value * 100 + rest), after
    return (Fraction(value), end) if end > at else (None, at)


def _whole(words: Sequence[str], at: int) -> tuple[int, int]:
    """Read number words; "nineteen thirty-five" is two numbers here, and one year above."""
    total, current, end = 0, 0, at
    while end < len(words):
        word = words[end]
        if word in _SCALES and end > at:
            total, current = _scaled(total, current, _SCALES[word])
        elif _fits(current, total, word, first=end == at):
            current += _CARDINALS[word]
        elif not (word == "and" and (current or total) >= 100 and _number_word(words, end + 1)):
            break
        end += 1
    return total + current, end


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    return (total, current * scale) if scale == 100 else (total + (current or 1) * scale, 0)


def _fits(current: int, total: int, word: str, *, first: bool) -> bool:
    """A word continues a number only in a lower place: "twenty five", never "ten fifteen"."""
    value = _CARDINALS.get(word)
    if value is None:
        return False
    if first:
        return True
    if current % 100 == 0:
        return current > 0 or total > 0
    return current % 100 in range(20, 100, 10) and 0 < value < 10


def _number_word(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in _CARDINALS


def _roman_at(words: Sequence[str], at: int) -> Found | None:
    """Read a Roman numeral, an ordinal among them: "IV", "IIIrd"."""
    ordinal = _ROMAN_ORDINAL.fullmatch(words[at])
    value = roman(ordinal[1] if ordinal else words[at])
    if not value:
        return None
    unit = _UNIT_WORDS.get(words[at + 1], "") if at + 1 < len(words) else ""
    return Found(at, at + 1 + bool(unit), Number(Fraction(value), unit))
