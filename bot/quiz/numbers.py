"""Numbers as people write them: digits, words, ordinals, fractions, Roman numerals, and amounts.

``scan`` finds every number in a list of folded words. Two numbers are the same when they are equal
after their units are brought to a common one; what has no common unit (weeks and months) never is.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.document.number_words import CARDINALS, ORDINALS, roman
from bot.quiz import units
from bot.quiz.units import PERCENT, Unit, measure, unit_of


class Number(NamedTuple):
    """A number and its unit: ten years, or just ten."""

    value: Fraction
    unit: Unit = ""

    @property
    def measure(self) -> tuple[Fraction, str]:
        """The value in the smallest unit that the unit is a whole number of, and that unit."""
        return measure(self.value, self.unit)

    def same(self, other: "Number") -> bool:
        """Tell whether both are the same; a bare ten may be ten years, a bare one no decade.

        A bare half is fifty percent, and a bare fifty may be.
        """
        said = {self.unit, other.unit}
        if all(said) or (PERCENT in said and min(self.value, other.value) < 1):
            return self.measure == other.measure
        if self.measure == other.measure:
            return True
        return _WHOLE_ALONE.isdisjoint(said) and self.value == other.value


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


def counts(word: str) -> bool:
    """Tell whether a word is a number or part of one."""
    return word in _NUMBER_WORDS


def is_ordinal(spoken: str) -> bool:
    """Tell whether a number is written as a place in an order: third, 3rd."""
    return any(word in ORDINALS or _ORDINAL.fullmatch(word) for word in spoken.split())


def as_fraction(word: str) -> Fraction | None:
    """Return the value of a fraction below one in digits: "2/3"."""
    match = _FRACTION.fullmatch(word)
    over, under = map(int, match.groups()) if match else (0, 0)
    return Fraction(over, under) if 0 < over < under else None


def halves(word: str) -> tuple[str, ...]:
    """Return the words of a number that is written without its gap: thirtyfive, fourscore."""
    return _HALVES.get(word, (word,))


@lru_cache(maxsize=4096)
def nearest(word: str) -> str:
    """Return the number word of which an unknown word is a plain slip ("fiften"), or "".

    Between numbers nothing is forgiven: the slip is one edit from the words of one value (two in a
    long word), and more from those of every other. The caller sees to it that ``word`` is no English
    word ("night").
    """
    return _nearest(word, 1) or (_nearest(word, 2) if len(word) >= _LONG_ENOUGH_FOR_TWO else "")


def nearest_scale(word: str) -> str:
    """Return what an unknown word after a number is a slip of: a power of ten, thirds; or ""."""
    near = (
        known for known in _AFTER_NUMBERS if known[0] == word[0] and OSA.distance(word, known) == 1
    )
    return next(near, "")


def nearest_span(word: str) -> str:
    """Return the span that is a number by itself, of which an unknown word is a slip: decad; or ""."""
    near = units.nearest(word)
    return near if near in _WHOLE_ALONE else ""


def _nearest(word: str, edits: int) -> str:
    near = [
        known
        for known in _LONG
        if known[0] == word[0] and OSA.distance(word, known, score_cutoff=edits) <= edits
    ]
    return near[0] if len({_CARDINALS[known] for known in near}) == 1 else ""


_CARDINALS = {**CARDINALS, **ORDINALS}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SCALES |= {f"{word}th": value for word, value in _SCALES.items()}
_COLLECTIVES = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
_LETTERS = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9}
"""Scales after digits: 1.3m."""
_PARTS = {word: value for word, value in ORDINALS.items() if value >= 3}
_PARTS |= {"half": 2, "halve": 2, "quarter": 4, "hundredth": 100}
_ARTICLES = {"a", "an"}
_AFTER_NUMBERS = (*_SCALES, *(f"{part}s" for part in _PARTS))
_TENS = [word for word, value in CARDINALS.items() if value >= 20]
_ONES = [word for word, value in _CARDINALS.items() if 0 < value < 10]
_HALVES = {f"{tens}{ones}": (tens, ones) for tens in _TENS for ones in _ONES}
_HALVES |= {f"{ones}score": (ones, "score") for ones in _ONES}
_LONG = tuple(word for word in _CARDINALS if len(word) >= 5)
_LONG_ENOUGH_FOR_TWO = 8
_NUMBER_WORDS = frozenset({*_CARDINALS, *_SCALES, *_COLLECTIVES, "half"})

_WHOLE_ALONE = frozenset({"fortnight", "decade", "century"})
"""Units that are a number by themselves: "decade" is ten years, while "year" is only a unit."""

_DIGITS = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_FRACTION = re.compile(r"(\d{1,3})[/\u2044](\d{1,3})(?:rds?|ths?)?")
_ROMAN_ORDINAL = re.compile(r"([ivx]{1,8})(?:st|nd|rd|th)")
_LONGEST_DIGITS = 30


def _quantity(words: Sequence[str], at: int) -> Found | None:
    """Read a number with its unit: "ten years", "half a decade", "a fortnight", "15"."""
    value, end = _amount(words, at)
    if value is None:
        alone = words[at] in _WHOLE_ALONE
        return Found(at, at + 1, Number(Fraction(1), words[at])) if alone else None
    unit, end = _unit(words, end)
    if unit and _and_a_half(words, end):
        value, end = value + Fraction(1, 2), end + 3
    return Found(at, end, Number(value, unit))


def _unit(words: Sequence[str], at: int) -> tuple[Unit, int]:
    """Read the unit that stands here, if any, and say where it ends."""
    if tuple(words[at : at + 2]) == ("per", "cent"):
        return PERCENT, at + 2
    at += words[at : at + 1] in (["degree"], ["degrees"])
    unit = unit_of(words[at]) if at < len(words) else ""
    return unit, at + bool(unit)


def _and_a_half(words: Sequence[str], at: int) -> bool:
    return tuple(words[at : at + 3]) == ("and", "a", "half")


def _amount(words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read how many: a cardinal with "and a half", a collective, or "a" before a unit."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "half":
        skip = 2 if following in _ARTICLES else 1
        counted = words[at + skip] if at + skip < len(words) else ""
        if counted in _COLLECTIVES:
            return Fraction(_COLLECTIVES[counted], 2), at + skip + 1
        return (Fraction(1, 2), at + skip) if unit_of(counted) else (None, at)
    if word in _ARTICLES:
        part = _part(words, at + 1, plural=False)
        if part and _ends_phrase(words, at + 2):
            return Fraction(1, part), at + 2
        return _counted(Fraction(1), words, at + 1)
    value, end = _cardinal(words, at)
    if value is None:
        return None, at
    if _and_a_half(words, end):
        return value + Fraction(1, 2), end + 3
    if part := _part(words, end, plural=value > 1):
        return value / part, end + 1
    collective, after = _counted(value, words, end)
    return (collective, after) if collective is not None and after > end else (value, end)


def _counted(value: Fraction, words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read what follows "a" or "three": a dozen, a hundred, a couple of; or a unit, left unread."""
    word = words[at] if at < len(words) else ""
    if word == "score" and words[at + 1 : at + 2] == ["and"]:
        rest, end = _whole(words, at + 2)
        return value * 20 + rest, end if end > at + 2 else at + 1
    if word in _COLLECTIVES:
        of = at + 1 < len(words) and words[at + 1] == "of"
        return value * _COLLECTIVES[word], at + 1 + of
    if word in _SCALES:
        return value * _SCALES[word], at + 1
    return (value, at) if word and unit_of(word) == word else (None, at)


def _part(words: Sequence[str], at: int, *, plural: bool) -> int:
    """Return into how many parts the word here divides: 3 for the thirds of "two thirds", or 0."""
    word = words[at] if at < len(words) else ""
    return _PARTS.get(word.removesuffix("s"), 0) if word.endswith("s") == plural else 0


def _ends_phrase(words: Sequence[str], at: int) -> bool:
    """Tell whether nothing is called by an ordinal here: "a third", "a third of", not "a third man"."""
    return at >= len(words) or words[at] == "of" or not words[at][0].isalnum()


def _cardinal(words: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """Read a whole number in digits or words: "1,000", "3rd", "one hundred and sixty-seven"."""
    if len(words[at]) <= _LONGEST_DIGITS and (digits := _DIGITS.fullmatch(words[at])):
        scale = _LETTERS.get(words[at + 1], 0) if at + 1 < len(words) else 0
        return Fraction(digits[1].replace(",", "")) * (scale or 1), at + 1 + bool(scale)
    if fraction := as_fraction(words[at]):
        return fraction, at + 1
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
    unit = unit_of(words[at + 1]) if at + 1 < len(words) else ""
    return Found(at, at + 1 + bool(unit), Number(Fraction(value), unit))
