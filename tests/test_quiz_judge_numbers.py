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
