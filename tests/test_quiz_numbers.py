"""Numbers as people write them."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.number_words import roman
from bot.quiz import numbers
from bot.quiz.numbers import Number, scan


def read(text: str) -> list[tuple[float, str]]:
    """The numbers of a text and their units, Roman numerals included."""
    words = re.findall(r"[\d,.]+|[^\W\d]+|\w+", text.lower())
    return [(float(each.number.value), each.number.unit) for each in scan(words, lambda _: True)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("15", 15, ""),
        ("fifteen", 15, ""),
        ("twenty five", 25, ""),
        ("one hundred and sixty seven", 167, ""),
        ("seven hundred thirty", 730, ""),
        ("three million", 3_000_000, ""),
        ("3 million", 3_000_000, ""),
        ("1,000", 1000, ""),
        ("10.5", 10.5, ""),
        ("3rd", 3, ""),
        ("twenty first", 21, ""),
        ("clxvii", 167, ""),
        ("IIIrd", 3, ""),
        ("nineteen thirty five", 1935, ""),
        ("a dozen", 12, ""),
        ("half a dozen", 6, ""),
        ("two score", 40, ""),
        ("ten years", 10, "year"),
        ("10 yrs", 10, "year"),
        ("a decade", 1, "decade"),
        ("decade", 1, "decade"),
        ("half a century", 0.5, "century"),
        ("a fortnight", 1, "fortnight"),
        ("two and a half years", 2.5, "year"),
        ("a couple of weeks", 2, "week"),
        ("a decade and a half", 1.5, "decade"),
        ("three score and ten", 70, ""),
        ("four score and seven years", 87, "year"),
        ("three quarters", 0.75, ""),
        ("one half", 0.5, ""),
        ("a quarter of it", 0.25, ""),
        ("fifty per cent", 50, "percent"),
        ("1.3m", 1_300_000, ""),
        ("250 k", 250_000, ""),
        ("12 km", 12, "kilometer"),
    ],
)
def test_a_number_is_read_in_every_common_way_of_writing_it(
    text: str, value: float, unit: str
) -> None:
    """Digits, words, ordinals, Roman numerals, collectives, and units of time."""
    assert read(text) == [(value, unit)]


@pytest.mark.parametrize("text", ["ten fifteen", "10 15", "ten and fifteen", "ten to fifteen"])
def test_two_numbers_side_by_side_are_never_added_up(text: str) -> None:
    """Ten and fifteen are not twenty-five."""
    assert [value for value, _ in read(text)] == [10, 15]


@pytest.mark.parametrize("text", ["years", "decades", "a word", "score", "hundreds", "half"])
def test_words_about_numbers_are_not_numbers(text: str) -> None:
    """A unit by itself, or a number left open, says how many of nothing."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Number(Fraction(10), "year"), Number(Fraction(1), "decade")),
        (Number(Fraction(2), "week"), Number(Fraction(1), "fortnight")),
        (Number(Fraction(14), "day"), Number(Fraction(2), "week")),
        (Number(Fraction(120), "month"), Number(Fraction(10), "year")),
        (Number(Fraction(10)), Number(Fraction(10), "year")),
        (Number(Fraction(50), "percent"), Number(Fraction(1, 2))),
        (Number(Fraction(50), "percent"), Number(Fraction(50))),
        (Number(Fraction(1), "mile"), Number(Fraction(5280), "foot")),
    ],
)
def test_the_same_span_in_other_units_is_the_same_number(one: Number, other: Number) -> None:
    """And a bare number may be any unit's."""
    assert one.same(other)
    assert other.same(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Number(Fraction(2), "week"), Number(Fraction(2), "month")),
        (Number(Fraction(10), "month"), Number(Fraction(10), "year")),
        (Number(Fraction(10)), Number(Fraction(15))),
        (Number(Fraction(1)), Number(Fraction(1), "decade")),
        (Number(Fraction(4), "week"), Number(Fraction(1), "month")),
        (Number(Fraction(1, 2), "percent"), Number(Fraction(1, 2))),
        (Number(Fraction(10), "percent"), Number(Fraction(10), "year")),
    ],
)
def test_other_units_make_other_numbers(one: Number, other: Number) -> None:
    """Two months are not two weeks, and "1" does not mean a decade."""
    assert not one.same(other)


@given(st.integers(1, 3999))
def test_every_roman_numeral_is_read_back(value: int) -> None:
    """Up to 3999, in capitals or not."""
    numeral = in_roman(value)
    assert roman(numeral) == value
    assert roman(numeral.lower()) == value


@pytest.mark.parametrize("word", ["iiii", "vx", "ic", "mmmm", "civil", "", "xx1", "ll"])
def test_letters_that_form_no_numeral_are_none(word: str) -> None:
    """Only the well-formed numerals count."""
    assert roman(word) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fiften", "fifteen"), ("tweleve", "twelve"), ("fifthteen", "fifteen")],
)
def test_a_plain_slip_in_a_number_word_is_mended(typed: str, meant: str) -> None:
    """Where one number alone is near."""
    assert numbers.nearest(typed) == meant


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("thirtyfive", ("thirty", "five")),
        ("fourscore", ("four", "score")),
        ("underscore", ("underscore",)),
        ("forty", ("forty",)),
    ],
)
def test_a_number_may_lack_its_gap(word: str, parts: tuple[str, ...]) -> None:
    """Where both of its parts are numbers."""
    assert numbers.halves(word) == parts


@pytest.mark.parametrize("typed", ["thirtd", "then", "night", "tenn", "sevent"])
def test_what_may_be_two_numbers_or_none_is_not_mended(typed: str) -> None:
    """Nothing is guessed between third and thirty, nor in the short words."""
    assert not numbers.nearest(typed)


@given(st.lists(st.text(min_size=1, max_size=12), max_size=40))
def test_any_words_can_be_scanned(words: list[str]) -> None:
    """What is found lies inside, in order, and does not overlap."""
    end = 0
    for found in scan(words, lambda _: True):
        assert end <= found.start < found.end <= len(words)
        end = found.end


def in_roman(value: int) -> str:
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    numeral = ""
    for amount, letters in pairs:
        numeral += letters * (value // amount)
        value %= amount
    return numeral
