"""Schedules that are kept in a store, for the tests of the store and of the runtime."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.chat.request import Actor, Place
from bot.daily.facts import PassagePosted
from bot.daily.plan import Happening, Outcome, Plan, Schedule, Turn, Which
from bot.daily.schedule import Timing
from bot.quiz.practice import Entry
from bot.quiz.verdict import Outcome as Verdict
from bot.store import Store

ADA = Actor("terminal", "ada", "Ada", "school", is_admin=True)
"""She sets up what is posted."""

HALL = Place(platform="terminal", channel="hall", workspace="school")
YARD = Place(platform="terminal", channel="yard", workspace="school")
BERLIN = Timing(time(8), "Europe/Berlin")
PACK = "harbor"
TWO, THREE, FOUR = (date(2026, 3, day) for day in (2, 3, 4))


def at(day: int, hour: int = 7) -> datetime:
    """A moment in March 2026, by UTC; 7 o'clock is 8 in Berlin."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def a_schedule(schedule_id: str = "s1", place: Place = HALL, **changes: Any) -> Schedule:
    """One that waits for Monday, 2 March, at 8 o'clock in Berlin."""
    plan = Plan(BERLIN, which=changes.pop("which", Which.IN_ORDER))
    due = BERLIN.due_on(TWO)
    made = Schedule(id=schedule_id, place=place, pack=PACK, plan=plan, due=due)
    return replace(made, **changes)


async def added(store: Store, schedule: Schedule | None = None) -> Schedule:
    """A schedule as the store keeps it."""
    kept = await store.dailies.add(schedule or a_schedule(), ADA, at(1))
    assert kept
    return kept


def a_post(day: date = TWO, item: str = "q0") -> Turn:
    """What goes with the post of a day."""
    fact = PassagePosted(day=day, at=at(day.day), item=item)
    return Turn((Happening(day, Outcome.POSTED, item),), fact)


def moved(schedule: Schedule, day: date, **changes: Any) -> Schedule:
    """The schedule as it is when it waits for another day."""
    return replace(schedule, due=BERLIN.due_on(day), **changes)


async def found(store: Store, schedule_id: str = "s1") -> Schedule:
    """A schedule as it is kept now."""
    kept = await store.dailies.find(schedule_id)
    assert kept
    return kept


async def asked(store: Store, schedule: Schedule, day: date, item: str = "q0") -> Schedule:
    """The schedule, with the question of a day asked and the one before it closed."""
    turn = replace(a_post(day, item), closes=schedule.asking)
    after = moved(schedule, date(day.year, day.month, day.day + 1), asking=day)
    assert await store.dailies.keep(schedule, after, turn)
    return await found(store, schedule.id)


def an_entry(verdict: Verdict = Verdict.RIGHT, *, question: str = "q0", day: int = 2) -> Entry:
    """An answer to the question of the day."""
    credit = {Verdict.RIGHT: 1.0, Verdict.CLOSE: 0.5, Verdict.WRONG: 0.0}[verdict]
    return Entry(
        question=question,
        response={"answer": (verdict.value,)},
        outcome=verdict,
        credit=credit,
        points=int(10 * credit),
        hinted=False,
        at=at(day, 12),
    )
