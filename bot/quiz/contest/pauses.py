"""The host's hand on the clock, and the bot's own when it cannot record answers."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from bot.quiz.contest import timing
from bot.quiz.contest.events import BOT, Extended, Paused, Resumed, TimePassed
from bot.quiz.contest.rounds import close_if_all_answered, finish
from bot.quiz.contest.settings import (
    GRACE_SECONDS,
    HOST_PAUSED_SECONDS,
    MAX_EXTENSION_SECONDS,
    MAX_SECONDS,
    PAUSED_SECONDS,
)
from bot.quiz.contest.state import Change, Hold, Phase, Refusal, State, Step


def paused(state: State, event: Paused) -> Change:
    """Hold the clock. The second of two who hold it changes nothing that anybody sees."""
    hold = _hold(event)
    if hold in state.holds:
        return Refusal.IS_PAUSED
    held = replace(state, holds=state.holds | {hold})
    if not state.holds:
        held = _stopped(held, event.at)
    if hold is Hold.HOST or not state.holds:
        held = replace(held, due=timing.later(event.at, _LONGEST[hold]))
    return Step(state=held) if state.holds else timing.clock_changed(held)


def resumed(state: State, event: Resumed) -> Change:
    """Let go of the clock. The host cannot lift a pause of the bot, nor the bot one of the host.

    Otherwise storage coming back would start a contest again that its host had stopped.
    """
    hold = _hold(event)
    if hold not in state.holds:
        return Refusal.HELD if hold is Hold.HOST else Refusal.NOT_PAUSED
    return released(state, hold, event.at)


def released(state: State, hold: Hold, at: datetime) -> Step:
    """Let the clock run on unless somebody else holds it."""
    held = replace(state, holds=state.holds - {hold})
    if Hold.STORAGE in held.holds:
        return Step(state=replace(held, due=timing.later(at, _LONGEST[Hold.STORAGE])))
    if held.holds:
        return Step(state=held)
    return close_if_all_answered(timing.clock_changed(_running(held, at)), at)


def time_passed(state: State, event: TimePassed) -> Change:
    """End a pause that has lasted too long; if there is nobody to go on for, the contest with it."""
    if state.due is None or event.at < state.due:
        return Refusal.NOT_DUE
    if Hold.HOST in state.holds and not state.is_deserted:
        return released(state, Hold.HOST, event.at)
    return finish(state, event.at)


def extended(state: State, event: Extended) -> Change:
    """Give the round being asked more time."""
    asked = state.rounds[-1]
    if event.round != state.latest:
        return Refusal.OTHER_ROUND
    if event.request in state.requests:
        return Refusal.REPEATED
    if not asked.time or state.settings.opens or state.due is None:
        return Refusal.UNTIMED
    if not 0 < event.seconds <= min(MAX_EXTENSION_SECONDS, MAX_SECONDS - asked.time):
        return Refusal.OUT_OF_RANGE
    longer = replace(
        state,
        rounds=(*state.rounds[:-1], replace(asked, time=asked.time + event.seconds)),
        due=timing.later(state.due, event.seconds),
        requests=state.requests | {event.request},
    )
    return timing.clock_changed(longer)


_LONGEST: Final = {Hold.HOST: HOST_PAUSED_SECONDS, Hold.STORAGE: PAUSED_SECONDS}


def _hold(event: Paused | Resumed) -> Hold:
    return Hold.STORAGE if event.by == BOT else Hold.HOST


def _stopped(state: State, at: datetime) -> State:
    """Remember what has run and what is left, which is the grace at least if a question is asked."""
    ran = timing.spent(state, at)
    lasts = (state.due - state.since).total_seconds() if state.due else 0.0
    least = GRACE_SECONDS if state.is_asking else 0.0
    limit = state.rounds[-1].time if state.is_asking else 0.0
    return replace(
        state,
        phase=Phase.PAUSED,
        interrupted=state.phase,
        left=max(least, lasts - (ran - state.used)),
        used=min(ran, limit) if limit else ran,
        since=at,
    )


def _running(state: State, at: datetime) -> State:
    return replace(
        state,
        phase=state.interrupted or state.phase,
        interrupted=None,
        since=at,
        due=timing.later(at, state.left),
        left=0.0,
    )
