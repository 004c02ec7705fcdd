"""What becomes of a schedule when its time comes, or when an admin has it post, skip or go on."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.daily.facts import DailyFact, PassagePosted, QuestionPosted
from bot.daily.plan import Happening, Outcome, Schedule, Turn, Which
from bot.daily.quiet import Quiet, put_off
from bot.daily.rotation import Item
from bot.daily.schedule import Due, Timing

MOST_MISSED: Final = 31
"""Days that are noted as missed after one time without a running bot, at most: the latest."""

Move: TypeAlias = tuple[Schedule, Turn]
"""What a schedule becomes, and what goes with it."""


def overdue(
    schedule: Schedule, items: Sequence[Item], now: datetime, quiet: Quiet | None = None
) -> Move:
    """Return what the time that has passed makes of a running schedule: a post, days missed, or neither.

    In ``quiet`` hours nothing is posted: it waits for their end, or its day is left out.
    """
    post, missed, following = schedule.plan.timing.reckon(schedule.due.day, now)
    moved = replace(schedule, due=following)
    noted = tuple(Happening(day, Outcome.MISSED) for day in missed[-MOST_MISSED:])
    if post is None:
        return moved, Turn(noted)
    until = quiet.until(now) if quiet else None
    after, turn = _hushed(moved, post, until) if until else _posted(moved, items, post, now)
    return after, replace(turn, happened=(*noted, *turn.happened))


def at_once(schedule: Schedule, items: Sequence[Item], now: datetime, request: str = "") -> Move:
    """Return what a schedule becomes by making the post of the present day now, on a request."""
    timing = schedule.plan.timing
    today = timing.day_at(now)
    following = next(due for due in timing.due_from(schedule.due.day) if due.day > today)
    after, turn = _posted(replace(schedule, due=following), items, today, now)
    return after, replace(turn, happened=tuple(replace(h, request=request) for h in turn.happened))


def skipping(schedule: Schedule, request: str) -> Move:
    """Return what a schedule becomes by leaving its next post out."""
    timing, skipped = schedule.plan.timing, schedule.due.day
    following = next(due for due in timing.due_from(skipped) if due.day > skipped)
    turn = Turn((Happening(skipped, Outcome.SKIPPED, request=request),))
    return replace(schedule, due=following), turn


def next_due(timing: Timing, now: datetime, done: Collection[date]) -> Due:
    """Return what is due next after a moment, on a day that is not ``done``."""
    first = timing.due_after(now)
    return next(due for due in timing.due_from(first.day) if due.day not in done)


def _hushed(moved: Schedule, day: date, until: datetime) -> Move:
    waiting = put_off(moved.plan.timing, day, until)
    if waiting is None:
        return moved, Turn((Happening(day, Outcome.HUSHED),))
    return replace(moved, due=waiting), Turn()


def _posted(schedule: Schedule, items: Sequence[Item], day: date, now: datetime) -> Move:
    found = schedule.following(items)
    if found is None:
        return schedule, Turn((Happening(day, Outcome.MISSED),))
    item, rotation = found
    is_quiz = schedule.plan.which is Which.QUIZ
    after = replace(schedule, rotation=rotation, asking=day if is_quiz else None)
    turn = Turn(
        happened=(Happening(day, Outcome.POSTED, item.id),),
        fact=_fact(schedule, item, day, now),
        # A question of the day itself never got out: this one takes its place, and stays open.
        closes=schedule.asking if schedule.asking != day else None,
    )
    return after, turn


def _fact(schedule: Schedule, item: Item, day: date, now: datetime) -> DailyFact:
    if schedule.plan.which is not Which.QUIZ:
        return PassagePosted(day=day, at=now, item=item.id)
    return QuestionPosted(day=day, at=now, item=item.id, reveals=schedule.asking is not None)
