"""What becomes of a schedule when its time comes: posted once, made up for shortly, missed for good."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.request import Place
from bot.daily.facts import PassagePosted, QuestionPosted
from bot.daily.plan import Happening, Outcome, Plan, Schedule, Which
from bot.daily.posting import MOST_MISSED, at_once, next_due, overdue, skipping
from bot.daily.rotation import Item
from bot.daily.schedule import Due, Timing

BERLIN = Timing(time(8), "Europe/Berlin")
MONDAY = date(2026, 3, 2)
ITEMS = tuple(Item(f"q{number}") for number in range(5))
HOUR = timedelta(hours=1)


def a_schedule(**changes: Any) -> Schedule:
    """One that waits for Monday, 2 March, at 8 o'clock (7 by UTC)."""
    plan = Plan(BERLIN, which=changes.pop("which", Which.IN_ORDER))
    return replace(
        Schedule(
            id="s1",
            place=Place("terminal", "hall"),
            pack="harbor",
            plan=plan,
            due=BERLIN.due_on(MONDAY),
        ),
        **changes,
    )


def at(day: int, hour: int = 7) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_what_is_due_is_posted_and_the_next_day_waited_for() -> None:
    """The fact says what, for which day, and when that was decided."""
    after, turn = overdue(a_schedule(), ITEMS, at(2))
    assert turn.fact == PassagePosted(day=MONDAY, at=at(2), item="q0")
    assert turn.happened == (Happening(MONDAY, Outcome.POSTED, "q0"),)
    assert after.due == BERLIN.due_on(date(2026, 3, 3))
    assert after.rotation.shown == ("q0",)


def test_after_a_short_absence_the_latest_is_made_up_for() -> None:
    """One post, however many days were missed before it."""
    _, turn = overdue(a_schedule(), ITEMS, at(4, 12))
    assert [(each.day.day, each.outcome) for each in turn.happened] == [
        (2, Outcome.MISSED),
        (3, Outcome.MISSED),
        (4, Outcome.POSTED),
    ]


def test_after_a_long_absence_nothing_is_posted() -> None:
    """What was missed is noted, to be told in the list; no quote is used up."""
    after, turn = overdue(a_schedule(), ITEMS, at(2, 14))
    assert (turn.fact, turn.happened) == (None, (Happening(MONDAY, Outcome.MISSED),))
    assert after.rotation == a_schedule().rotation
    assert after.due == BERLIN.due_on(date(2026, 3, 3))


def test_of_a_very_long_absence_the_latest_days_are_noted() -> None:
    """A month of them says it all."""
    _, turn = overdue(a_schedule(), ITEMS, at(2) + timedelta(days=800, hours=12))
    assert len(turn.happened) == MOST_MISSED


def test_where_nothing_is_left_to_post_the_day_is_missed() -> None:
    """The pack has lost what the topic needs; the schedule waits for the next day."""
    after, turn = overdue(a_schedule(), (), at(2))
    assert (turn.fact, turn.happened) == (None, (Happening(MONDAY, Outcome.MISSED),))
    assert after.due.day == date(2026, 3, 3)


def test_a_post_at_once_stands_for_that_of_the_day() -> None:
    """Before its time has come: then it does not come again."""
    after, turn = at_once(a_schedule(), ITEMS, at(2, 5))
    assert turn.happened == (Happening(MONDAY, Outcome.POSTED, "q0"),)
    assert after.due.day == date(2026, 3, 3)


def test_a_post_at_once_on_another_day_leaves_the_next_as_it_was() -> None:
    """On the Sunday before, for a schedule of weekdays."""
    weekdays = replace(BERLIN, days=frozenset(range(5)))
    schedule = a_schedule(plan=Plan(weekdays))
    after, turn = at_once(schedule, ITEMS, at(1, 12))
    assert turn.happened[0].day == date(2026, 3, 1)
    assert after.due == schedule.due


def test_skipping_leaves_one_day_out() -> None:
    """And says on whose request."""
    after, turn = skipping(a_schedule(), "r1")
    assert turn.happened == (Happening(MONDAY, Outcome.SKIPPED, request="r1"),)
    assert (turn.fact, after.due.day) == (None, date(2026, 3, 3))


def test_a_question_comes_with_the_answer_to_the_one_before() -> None:
    """Whose answers count from then on."""
    quiz = a_schedule(which=Which.QUIZ)
    first, opening = overdue(quiz, ITEMS, at(2))
    assert isinstance(opening.fact, QuestionPosted)
    assert (opening.closes, opening.fact.reveals, first.asking) == (None, False, MONDAY)
    second, closing = overdue(first, ITEMS, at(3))
    assert isinstance(closing.fact, QuestionPosted)
    assert (closing.closes, closing.fact.reveals) == (MONDAY, True)
    assert closing.fact.item != opening.fact.item
    assert second.asking == date(2026, 3, 3)


def test_a_question_at_once_does_not_close_itself() -> None:
    """Where that of the day could not be told: the new one takes its place and is open."""
    asking, _ = overdue(a_schedule(which=Which.QUIZ), ITEMS, at(2))
    again, turn = at_once(asking, ITEMS, at(2, 15))
    assert turn.happened[0].day == MONDAY
    assert (turn.closes, again.asking) == (None, MONDAY)


def test_what_was_posted_or_skipped_is_not_due_again() -> None:
    """When a schedule is resumed, or changed to a later time of the same day."""
    done = {MONDAY, date(2026, 3, 3)}
    assert next_due(BERLIN, at(2, 5), done).day == date(2026, 3, 4)
    assert next_due(BERLIN, at(2, 5), ()).day == MONDAY


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_however_time_jumps_each_day_is_dealt_with_once(hours: list[int]) -> None:
    """By a process that comes and goes: in the order of days, none twice, none left out."""
    schedule, now, days = a_schedule(), at(1), []
    for ahead in hours:
        now += ahead * HOUR
        if schedule.due.at > now:
            continue
        schedule, turn = overdue(schedule, ITEMS, now)
        days += [each.day for each in turn.happened]
        assert schedule.due.at > now
    assert days == [MONDAY + timedelta(days=number) for number in range(len(days))]
    assert schedule.due == Due(schedule.due.day, BERLIN.due_on(schedule.due.day).at)
