"""When things are due: deadlines, pauses and the openings of a marathon.

A phase has a clock that runs from ``since`` and has run ``used`` seconds before; a pause moves what
has run into ``used``. So no rule depends on what the clock of the machine read in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from bot.quiz.contest.events import Answered
from bot.quiz.contest.facts import ClockChanged
from bot.quiz.contest.settings import (
    CLOCK_STEP_SECONDS,
    GRACE_SECONDS,
    SLOWEST_SECONDS,
    UNTIMED_SECONDS,
    Settings,
)
from bot.quiz.contest.state import Phase, State, Step

_GRACE = timedelta(seconds=GRACE_SECONDS)
_SLOWEST = timedelta(seconds=SLOWEST_SECONDS)
_CLOCK_STEP = timedelta(seconds=CLOCK_STEP_SECONDS)


def started(state: State, phase: Phase, at: datetime, due: datetime) -> State:
    """Enter a phase whose clock runs from now."""
    return replace(state, phase=phase, since=at, used=0.0, due=due)


def later(at: datetime, seconds: float) -> datetime:
    """Return the time so many seconds after another."""
    return at + timedelta(seconds=seconds)


def closing(at: datetime, time: float) -> datetime:
    """Return until when a round that opens now stays open, if players have ``time`` seconds."""
    return later(at, time or UNTIMED_SECONDS) + _GRACE


def spent(state: State, at: datetime) -> float:
    """How long the clock of this phase has run by ``at``, in seconds."""
    return state.used + max(0.0, (at - state.since).total_seconds())


def given_at(event: Answered) -> datetime:
    """Return when an answer counts as given: when the platform says, if that can be.

    It cannot be later than it came in, nor much earlier. Then the two clocks disagree, and since the
    deadline is by that of the bot, so is the answer: a clock an hour wrong costs nobody their answer.
    """
    on_its_way = event.at - event.acted
    return event.acted if timedelta(0) <= on_its_way <= _SLOWEST else event.at


def deadline(state: State) -> datetime | None:
    """Return until when the round being asked may be answered; ``None`` where its time is not counted."""
    asked = state.rounds[-1] if state.phase is Phase.ASKING else None
    return state.due - _GRACE if asked and asked.time and state.due else None


def is_late(state: State, at: datetime) -> bool:
    """Whether an answer given at this time is after the deadline of the round being asked."""
    return state.due is not None and at > state.due - _GRACE


def was_paused(state: State, at: datetime) -> bool:
    """Whether an answer given at this time was given before the clock ran on after a pause."""
    has_resumed = state.used > 0 or state.rounds[-1].opened_at < state.since
    return has_resumed and at < state.since


def round_seconds(settings: Settings, at: datetime) -> float:
    """How long players have for a round that opens now; 0 if there is no limit.

    A day of a marathon ends at the next opening, but one opened late because the bot was away gets
    half of the shortest day at least, if need be until the opening after.
    """
    if not settings.opens:
        return float(settings.seconds)
    shortest = min(later - earlier for earlier, later in pairwise(settings.opens))
    return (next_opening(settings.opens, at + shortest / 2) - at).total_seconds()


def next_opening(opens: Sequence[datetime], after: datetime) -> datetime:
    """Return the first opening after a time; past the last one they go on at its distance."""
    for opening in opens:
        if opening > after:
            return opening
    gap = opens[-1] - opens[-2]
    return opens[-1] + ((after - opens[-1]) // gap + 1) * gap


def was_put_back(state: State, at: datetime) -> bool:
    """Whether the clock now reads much less than when the running phase began.

    Without this a round begun under a clock an hour ahead would stay open for an hour once the clock
    was mended. The openings of a marathon are times of day, and right by any clock.
    """
    running = state.phase in (Phase.ASKING, Phase.BETWEEN)
    return running and not state.settings.opens and at < state.since - _CLOCK_STEP


def put_back(state: State, at: datetime) -> Step:
    """Let the running phase begin anew by a clock that was put back, and say so."""
    due = state.due and state.due - (state.since - at)
    return clock_changed(replace(state, since=at, due=due))


def clock_changed(state: State) -> Step:
    """Tell that the time of the latest round has changed."""
    after = replace(state, clock_changes=state.clock_changes + 1)
    fact = ClockChanged(round=state.latest, number=after.clock_changes)
    return Step(state=after, facts=(fact,))
