"""Judging written answers: numbers and their units."""

import pytest

from bot.quiz.judge import TextKey
from bot.quiz.verdict import Outcome, Reason
from tests.judging import TEN, WEEKS, is_right, judged


@pytest.mark.parametrize("response", ["10", "X", "ten", "10 yrs", "a decade", "120 months", "10."])
def test_a_number_may_be_written_in_any_way(response: str) -> None:
    """Digits, words, Roman numerals, other units for the same span."""
    assert is_right(TEN, response)


@pytest.mark.parametrize(
    "response",
    [
        "15",
        "100 years",
        "ten months",
        "1",
        "tan",
        "110",
        "-10",
        "ten decades",
        "more than ten years",
    ],
)
def test_another_number_or_unit_is_wrong(response: str) -> None:
    """There are no typing slips between numbers."""
    assert judged(TEN, response).outcome is Outcome.WRONG


def test_two_months_are_not_two_weeks_and_a_fortnight_is() -> None:
    """Units must not contradict."""
    assert is_right(WEEKS, "a fortnight")
    assert is_right(WEEKS, "14 days")
    assert not is_right(WEEKS, "2 months")


def test_a_number_without_its_unit_is_close_where_the_question_does_not_name_it() -> None:
    """Two what?"""
    verdict = judged(WEEKS, "two")
    assert (verdict.outcome, verdict.reason) == (Outcome.CLOSE, Reason.UNIT)


THIRD = TextKey("The Third International", prompt="What is the other name of this body?")


@pytest.mark.parametrize(
    "response", ["3rd International", "III International", "IIIrd international"]
)
def test_a_number_inside_a_name_may_be_written_in_any_way(response: str) -> None:
    """It is the name that is asked for, and what is said of it is that the wording differs."""
    verdict = judged(THIRD, response)
    assert (verdict.outcome, verdict.reason) == (Outcome.RIGHT, Reason.WORDING)


def test_only_another_number_is_called_another_number() -> None:
    """The right one, in a wrong answer, is not blamed."""
    assert judged(THIRD, "Second International").reason is Reason.OTHER_NUMBER
    assert judged(THIRD, "Third Republic").reason is Reason.WRONG


# Units


SENATORS = TextKey("two", ("2",), prompt="How many senators does each state have?")
HALF = TextKey("50%", ("50 percent",), prompt="What share of the votes was it, in percent?")
MARCH = TextKey("42 km", ("26 miles",), prompt="How far did they march?")


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (HALF, "fifty per cent"),
        (HALF, "50"),
        (HALF, "1/2"),
        (HALF, "0.5"),
        (MARCH, "42 kilometres"),
        (MARCH, "42000 meters"),
        (MARCH, "26 mi"),
        (TEN, "ten yeras"),
        (TEN, "a decad"),
        (TextKey("15 years"), "a decade and a half"),
    ],
)
def test_an_amount_may_be_said_in_other_units(key: TextKey, response: str) -> None:
    """Where one is a whole number of the other, and the unit may have a slip."""
    assert is_right(key, response)


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (HALF, "5%"),
        (HALF, "0.5%"),
        (HALF, "50 people"),
        (MARCH, "42 miles"),
        (MARCH, "42 cm"),
        (TEN, "10%"),
        (SENATORS, "two years"),
        (SENATORS, "2%"),
        (TextKey("2", prompt="On what day in May was it signed?"), "two weeks"),
    ],
)
def test_the_right_number_of_another_thing_is_wrong(key: TextKey, response: str) -> None:
    """Ten percent are not ten years."""
    assert judged(key, response).outcome is Outcome.WRONG


def test_a_place_in_an_order_does_not_say_how_many() -> None:
    """There are two senators, not the second one; but the third amendment is amendment three."""
    assert judged(SENATORS, "second").reason is Reason.OTHER_NUMBER
    assert is_right(TextKey("3", prompt="Which amendment is it?"), "the third")


# Bounds and shares


MEN = TextKey("all men are created equal", prompt="To what proposition was it dedicated?")
AGE = TextKey("35", ("35 years",), prompt="What is the minimum age?")
YEAR = TextKey("1776", prompt="In what year was it declared?")


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (MEN, "some men are created equal"),
        (MEN, "two men are created equal"),
        (MEN, "almost all men are created equal"),
        (TextKey("some of the leaders"), "all of the leaders"),
        (AGE, "at most 35"),
        (AGE, "over 35"),
        (YEAR, "after 1776"),
        (YEAR, "before July 4, 1776"),
    ],
)
def test_another_share_or_bound_is_wrong(key: TextKey, response: str) -> None:
    """Some are not all, and after is not in."""
    assert judged(key, response).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("key", "response"),
    [
        (MEN, "every man is created equal"),
        (TextKey("both sides of the front"), "the two sides of the front"),
        (TextKey("ten", prompt="After how many years?"), "after ten"),
        (AGE, "at least 35"),
        (YEAR, "July 4, 1776"),
        (YEAR, "~1776"),
        (TextKey("ten", prompt="How many amendments are in it?"), "the first ten"),
    ],
)
def test_what_only_says_it_more_fully_is_right(key: TextKey, response: str) -> None:
    """A day of the year that is asked for, or a bound that the question has."""
    assert is_right(key, response)


# Fractions


@pytest.mark.parametrize("response", ["2/3", "2 / 3", "two-thirds", "two thrids", "2/3rds"])
def test_a_fraction_may_be_written_in_any_way(response: str) -> None:
    """In figures or words."""
    assert is_right(TextKey("two thirds"), response)


@pytest.mark.parametrize("response", ["3/2", "one third", "two", "2 or 3", "third"])
def test_the_figures_of_a_fraction_are_not_the_fraction(response: str) -> None:
    """Nor are they in the other order."""
    assert judged(TextKey("two thirds"), response).outcome is Outcome.WRONG
