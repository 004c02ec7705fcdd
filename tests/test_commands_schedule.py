"""Times of day as people type them, in the zones they live in."""

from datetime import UTC, datetime

import pytest

from bot.commands.schedule import days
from bot.errors import NoSuchTime, NoSuchZone

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [
        ("9", 9, 0),
        ("9am", 9, 0),
        ("9:30 PM", 21, 30),
        ("9.30", 9, 30),
        ("21:05", 21, 5),
        ("12am", 0, 0),
        ("12 pm", 12, 0),
    ],
)
def test_a_time_of_day_may_be_typed_in_many_ways(said: str, hour: int, minute: int) -> None:
    """With twelve hours or twenty-four, a colon or a point."""
    (moment,) = days(NEW_YEAR.replace(day=5), said, "UTC", 1)
    assert (moment.hour, moment.minute) == (hour, minute)


@pytest.mark.parametrize("said", ["", "25", "9:60", "13pm", "0am", "nine", "9:5", "9" * 50])
def test_what_is_no_time_of_day_is_refused(said: str) -> None:
    """Rather than guessed at."""
    with pytest.raises(NoSuchTime):
        days(NEW_YEAR, said, "UTC", 1)


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("America/New_York", 14),
        ("New York", 14),
        ("new_york", 14),
        ("europe/BERLIN", 8),
        ("berlin", 8),
        ("utc", 9),
    ],
)
def test_a_zone_may_be_named_by_its_city(said: str, hour: int) -> None:
    """In any case, with spaces."""
    assert days(NEW_YEAR, "9", said, 1)[0].hour == hour


@pytest.mark.parametrize("said", ["EST", "Nowhere", "", "../etc/passwd", "Berlin " * 99])
def test_what_is_no_zone_is_refused(said: str) -> None:
    """And so is EST, which is the time of New York for half of the year only."""
    with pytest.raises(NoSuchZone):
        days(NEW_YEAR, "9", said, 1)


def test_a_time_that_a_day_does_not_have_is_when_the_clocks_are_put_forward() -> None:
    """In Berlin there is no half past two on 29 March: it is three o'clock, summer time, then."""
    moments = days(datetime(2026, 3, 28, tzinfo=UTC), "2:30", "Europe/Berlin", 3)
    said = [(moment.day, moment.hour, moment.minute) for moment in moments]
    assert said == [(28, 1, 30), (29, 1, 0), (30, 0, 30)]


def test_a_time_that_a_day_has_twice_is_the_first_of_the_two() -> None:
    """In Berlin it is half past two twice on 25 October."""
    (moment,) = days(datetime(2026, 10, 25, tzinfo=UTC), "2:30", "Europe/Berlin", 1)
    assert (moment.hour, moment.minute) == (0, 30)


def test_a_time_that_has_passed_today_is_tomorrow() -> None:
    """One a day, from the next on."""
    moments = days(datetime(2026, 1, 1, 9, 0, tzinfo=UTC), "9", "UTC", 2)
    assert [moment.day for moment in moments] == [2, 3]
