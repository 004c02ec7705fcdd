"""Judging written answers: figures that stand for dates and long numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.figures import readings
from bot.quiz.judge import TextKey
from bot.quiz.verdict import Outcome
from tests.judging import is_right, judged

SIGNED = TextKey("May 2, 1935", prompt="When was the treaty signed?")
COPIES = TextKey("250,000", prompt="How many copies were printed?")


@pytest.mark.parametrize(
    "response",
    [
        "2 May 1935",
        "May 2nd, 1935",
        "the second of May 1935",
        "1935-05-02",
        "1935/05/02",
        "02.05.1935",
        "2.V.1935",
        "2-5-1935",
        "5/2/1935",
        "2/5/1935",
        "on 5/2/1935.",
    ],
)
def test_a_date_may_be_written_in_any_way(response: str) -> None:
    """The month first as in America, or the day first as in Europe."""
    assert is_right(SIGNED, response)


@pytest.mark.parametrize(
    "response",
    [
        "3/5/1935",
        "1935-05-12",
        "05.02.1935",
        "5/2/1953",
        "22/5/1935",
        "2/5",
        "5/2/1935 or 6/2/1935",
    ],
)
def test_another_date_is_wrong(response: str) -> None:
    """With full stops the day is always first."""
    assert judged(SIGNED, response).outcome is not Outcome.RIGHT


@pytest.mark.parametrize("response", ["250 000", "250\u202f000", "250.000", "250k", "250000"])
def test_a_long_number_may_be_divided_in_any_way(response: str) -> None:
    """By gaps, or by full stops as on the continent."""
    assert is_right(COPIES, response)


@pytest.mark.parametrize("response", ["250", "25 000", "250 0000", "2 500 000", "250.0"])
def test_another_long_number_is_wrong(response: str) -> None:
    """Nothing is filled up."""
    assert judged(COPIES, response).outcome is Outcome.WRONG


def test_a_month_may_be_abbreviated() -> None:
    """With or without a full stop."""
    key = TextKey("November 19, 1863", prompt="When did he speak?")
    assert is_right(key, "Nov. 19, 1863")
    assert is_right(key, "19 nov 1863")
    assert judged(key, "Dec 19, 1863").outcome is Outcome.WRONG


@pytest.mark.parametrize("text", ["99/99/1935", "1935-13-01", "0.0.1935", "I.I.I.1935"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    """It is judged as it was typed."""
    assert readings(text) == (text,)


@given(st.text(alphabet="0123456789./- IVXCF°", max_size=60))
def test_figures_have_few_readings(text: str) -> None:
    """At most two for a date, and two for a full stop."""
    assert 1 <= len(readings(text)) <= 4
