"""In quiet hours nothing is posted: a daily post waits for their end, or its day is left out and said so."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.request import Place
from bot.daily.plan import Happening, Outcome, Plan, Schedule
from bot.daily.posting import overdue
from bot.daily.quiet import Quiet, QuietHours
from bot.daily.rotation import Item
from bot.daily.schedule import CATCH_UP, Timing

ITEMS = tuple(Item(f"q{number}") for number in range(5))
NIGHT = Quiet(QuietHours(time(22), time(7)), "Europe/Berlin")
MONDAY = date(2026, 3, 2)
MINUTE = timedelta(minutes=1)

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
QUIET = st.builds(
    Quiet,
    st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(lambda p: QuietHours(*p)),
    ZONES,
)


def a_schedule(at: time, day: date = MONDAY, zone: str = "Europe/Berlin") -> Schedule:
    """One that waits for a day."""
    timing = Timing(at, zone)
    return Schedule(
        id="s1",
        place=Place("terminal", "hall"),
        pack="harbor",
        plan=Plan(timing),
        due=timing.due_on(day),
    )


def posted_in(schedule: Schedule, quiet: Quiet) -> tuple[datetime, tuple[Happening, ...]]:
    """When the next day is settled by a bot that is always there, and how."""
    while True:
        now = schedule.due.at
        schedule, turn = overdue(schedule, ITEMS, now, quiet)
        if turn.happened:
            return now, turn.happened


def test_a_post_waits_for_the_end_of_the_quiet_hours() -> None:
    """One of six o'clock comes at seven."""
    at, happened = posted_in(a_schedule(time(6)), NIGHT)
    assert at == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert [(each.day, each.outcome) for each in happened] == [(MONDAY, Outcome.POSTED)]


def test_while_it_waits_nothing_is_used_up_or_noted() -> None:
    """It is due at another moment, and that is all."""
    before = a_schedule(time(6))
    after, turn = overdue(before, ITEMS, before.due.at, NIGHT)
    assert replace(after, due=before.due) == before
    assert (turn.fact, turn.happened, after.due.day) == (None, (), MONDAY)


def test_a_post_does_not_wait_for_another_day() -> None:
    """One of eleven in the evening would come the next morning, in place of that day's own."""
    at, happened = posted_in(a_schedule(time(23)), NIGHT)
    assert (at.day, happened) == (2, (Happening(MONDAY, Outcome.HUSHED),))


def test_a_post_does_not_wait_longer_than_one_is_made_up_for() -> None:
    """One of half past midnight would come six and a half hours late."""
    _, happened = posted_in(a_schedule(time(0, 30)), NIGHT)
    assert happened == (Happening(MONDAY, Outcome.HUSHED),)


def test_what_is_made_up_for_waits_as_well() -> None:
    """The bot was away at five, and is back at half past six; the days before are missed all the same."""
    schedule = a_schedule(time(5), date(2026, 3, 1))
    after, turn = overdue(schedule, ITEMS, datetime(2026, 3, 2, 5, 30, tzinfo=UTC), NIGHT)
    assert turn.happened == (Happening(date(2026, 3, 1), Outcome.MISSED),)
    assert after.due == (MONDAY, datetime(2026, 3, 2, 6, tzinfo=UTC))


def test_quiet_hours_end_once_where_clocks_show_their_end_twice() -> None:
    """At half past two on the night when clocks in Berlin are put back from three to two."""
    quiet = Quiet(QuietHours(time(22), time(2, 30)), "Europe/Berlin")
    ends = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet.until(ends - MINUTE) == ends
    assert [quiet.until(ends + number * MINUTE) for number in range(0, 90, 10)] == [None] * 9


@given(QUIET, MOMENTS)
def test_quiet_hours_are_those_that_clocks_show(quiet: Quiet, now: datetime) -> None:
    """On each day on which the clocks are left alone; and they end in less than a day."""
    until, zone = quiet.until(now), ZoneInfo(quiet.zone)
    assert until is None or now < until <= now + timedelta(days=1, hours=1)
    offsets = {
        (now + hours * timedelta(hours=1)).astimezone(zone).utcoffset() for hours in range(-48, 49)
    }
    if len(offsets) == 1:
        clock = now.astimezone(zone).time()
        assert (until is not None) == quiet.hours.holds(clock)
        assert until is None or until.astimezone(zone).time() == quiet.hours.ends


@given(QUIET, TIMES, ZONES, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_each_day_is_settled_once_and_never_in_quiet_hours(
    quiet: Quiet, at: time, zone: str, day: date
) -> None:
    """Posted outside of them, on its own day and in time, or left out; whatever the zones and clocks."""
    schedule = a_schedule(at, day, zone)
    for ahead in range(3):
        timing, due = schedule.plan.timing, schedule.due
        settled, [happening] = posted_in(schedule, quiet)
        assert happening.day == day + ahead * timedelta(days=1)
        if happening.outcome is Outcome.POSTED:
            assert quiet.until(settled) is None
            assert timing.day_at(settled) == happening.day
            assert settled - timing.due_on(happening.day).at <= CATCH_UP
        else:
            assert happening.outcome is Outcome.HUSHED
            assert quiet.until(due.at)
        schedule = replace(schedule, due=timing.due_on(happening.day + timedelta(days=1)))


@given(QUIET, st.lists(st.integers(0, 30 * 60), min_size=1, max_size=40))
def test_however_time_jumps_each_day_is_settled_in_order_and_once(
    quiet: Quiet, minutes: list[int]
) -> None:
    """By a process that comes and goes, quiet hours or not."""
    schedule, now = a_schedule(time(6)), datetime(2026, 3, 1, tzinfo=UTC)
    days: list[date] = []
    for ahead in minutes:
        now += ahead * MINUTE
        if schedule.due.at > now:
            continue
        schedule, turn = overdue(schedule, ITEMS, now, quiet)
        days += [each.day for each in turn.happened]
        assert turn.fact is None or quiet.until(now) is None
        assert schedule.due.at > now
    assert days == [MONDAY + timedelta(days=number) for number in range(len(days))]
