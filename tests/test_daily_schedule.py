"""When daily posts are due: in every zone, over twenty years, whatever happens to the clocks there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.schedule import CATCH_UP, Timing, has_day, moment, month_of

FIRST, LAST = date(2010, 1, 1), date(2030, 1, 1)
NOONS = [datetime.combine(FIRST + timedelta(n), time(12)) for n in range((LAST - FIRST).days)]
ZONES = sorted(available_timezones())
CLOCKS = [
    time(hour, minute)
    for hour in range(24)
    for minute in (0, 30)
    # Each half hour of the night, when clocks are changed; now and then by day.
    if hour < 4 or hour > 21 or (hour % 4 == 0 and minute == 0)
]
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)

zones = st.sampled_from(ZONES)
days = st.dates(FIRST, LAST)
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)


def clock_at(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks show at a moment."""
    return at.astimezone(zone).replace(tzinfo=None)


def assert_first_to_show(at: datetime, day: date, clock: time, zone: ZoneInfo) -> None:
    """The moment is the first at which clocks show a time or a later one."""
    wanted = datetime.combine(day, clock)
    assert clock_at(at, zone) >= wanted
    for step in range(1, 11):
        assert clock_at(at - timedelta(minutes=1) - (step - 1) * HALF_HOUR, zone) < wanted


@cache
def changes(name: str) -> tuple[date, ...]:
    """The days by whose noon clocks show another offset than at the noon before."""
    offsets = map(ZoneInfo(name).utcoffset, NOONS)
    return tuple(
        noon.date()
        for noon, (before, now) in zip(NOONS[1:], pairwise(offsets), strict=True)
        if before != now
    )


@cache
def distinct_zones() -> tuple[str, ...]:
    """One of each group of zones in which clocks are changed on the same days to the same time."""
    known: dict[tuple[object, ...], str] = {}
    for name in ZONES:
        offsets = [
            datetime.combine(day, time(12), ZoneInfo(name)).utcoffset() for day in changes(name)
        ]
        known.setdefault((*changes(name), *offsets), name)
    return tuple(known.values())


def test_at_every_change_of_clocks_everywhere_a_day_is_due_once_and_at_the_right_moment() -> None:
    """For each zone of the database and each change in twenty years, three days, by night each half hour."""
    checked = 0
    for name in distinct_zones():
        zone = ZoneInfo(name)
        for change in changes(name):
            for clock in CLOCKS:
                timing = Timing(clock, name)
                due = list(islice(timing.due_from(change - DAY), 4))
                assert all(one.at < next_one.at for one, next_one in pairwise(due))
                assert all(one.day < next_one.day for one, next_one in pairwise(due))
                for each in due[:3]:
                    assert clock_at(each.at, zone) >= datetime.combine(each.day, clock)
                checked += 1
    assert checked > 20_000


@given(zones, days, times)
def test_a_post_is_due_at_the_first_moment_that_shows_its_time_or_a_later_one(
    name: str, day: date, clock: time
) -> None:
    """A time that a day leaves out is the next that exists; of one that comes twice it is the first."""
    zone = ZoneInfo(name)
    assert_first_to_show(moment(day, clock, zone), day, clock, zone)


@given(st.data(), zones, times)
def test_so_it_is_on_the_days_on_which_clocks_are_changed(
    data: st.DataObject, name: str, clock: time
) -> None:
    """Which chance alone would seldom meet."""
    if not changes(name):
        return
    day = data.draw(st.sampled_from(changes(name)))
    zone = ZoneInfo(name)
    assert_first_to_show(moment(day, clock, zone), day, clock, zone)


@given(zones, days, times, weekdays)
def test_every_day_of_the_plan_is_due_and_no_other(
    name: str, day: date, clock: time, wanted: frozenset[int]
) -> None:
    """In order, for as long as one looks."""
    timing, zone = Timing(clock, name, wanted), ZoneInfo(name)
    due = list(islice(timing.due_from(day), 30))
    between = [day + number * DAY for number in range((due[-1].day - day).days + 1)]
    assert [each.day for each in due] == [
        each for each in between if each.weekday() in wanted and has_day(each, zone)
    ]


@given(zones, days, times, weekdays, st.integers(0, 60 * 24 * 40))
def test_whatever_was_away_for_however_long_each_day_is_dealt_with_once(
    name: str, day: date, clock: time, wanted: frozenset[int], minutes: int
) -> None:
    """It is posted, missed, or still to come; only the latest is posted, and that not too late."""
    timing = Timing(clock, name, wanted)
    waiting = next(timing.due_from(day))
    now = waiting.at + timedelta(minutes=minutes)
    found = timing.reckon(waiting.day, now)
    past = [*found.missed, *([found.post] if found.post else [])]
    expected = islice(timing.due_from(waiting.day), len(past) + 1)
    assert [*past, found.next.day] == [each.day for each in expected]
    assert found.next.at > now >= timing.due_on(past[-1]).at
    assert (found.post is not None) == (now - timing.due_on(past[-1]).at <= CATCH_UP)


def due_times(name: str, clock: str, day: str, count: int = 3) -> Iterator[str]:
    timing = Timing(time.fromisoformat(clock), name)
    for due in islice(timing.due_from(date.fromisoformat(day)), count):
        yield f"{due.day:%m-%d} {due.at:%d %H:%M}"


@pytest.mark.parametrize(
    ("name", "clock", "day", "expected"),
    [
        ("Europe/Berlin", "02:30", "2026-03-28", "03-28 28 01:30, 03-29 29 01:00, 03-30 30 00:30"),
        ("Europe/Berlin", "02:30", "2026-10-24", "10-24 24 00:30, 10-25 25 00:30, 10-26 26 01:30"),
        ("America/New_York", "08:00", "2026-03-07", "03-07 07 13:00, 03-08 08 12:00, 03-09 09 12:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-03", "10-03 02 15:45, 10-04 03 15:30, 10-05 04 15:15"),
        ("Pacific/Apia", "08:00", "2011-12-29", "12-29 29 18:00, 12-31 30 18:00, 01-01 31 18:00"),
        ("Asia/Kathmandu", "06:00", "2028-02-28", "02-28 28 00:15, 02-29 29 00:15, 03-01 01 00:15"),
        ("America/Scoresbysund", "00:30", "2024-03-30", "03-30 30 01:30, 03-31 31 01:30, 04-01 01 01:30"),
    ],
)  # fmt: skip
def test_places_where_the_calendar_is_odd(name: str, clock: str, day: str, expected: str) -> None:
    """Gaps, folds, half an hour, a day that never was, a leap day, a zone that moved."""
    assert ", ".join(due_times(name, clock, day)) == expected


def test_what_is_due_now_was_due_before_the_next() -> None:
    """At its very moment a post is due; the next after that is another."""
    timing = Timing(time(8), "Europe/Berlin")
    due = timing.due_on(date(2026, 3, 2))
    assert timing.due_after(due.at - timedelta(seconds=1)) == due
    assert timing.due_after(due.at).day == date(2026, 3, 3)


def test_rules_that_have_changed_put_off_what_is_waited_for() -> None:
    """What was reckoned to be due may not be any more; then nothing is posted, nothing missed."""
    timing, day = Timing(time(8), "Europe/Berlin"), date(2026, 3, 2)
    too_early = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    found = timing.reckon(day, too_early)
    assert (found.post, found.missed, found.next) == (None, (), timing.due_on(day))


def test_a_month_ends_with_its_last_day() -> None:
    """Leap years included."""
    assert month_of(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
