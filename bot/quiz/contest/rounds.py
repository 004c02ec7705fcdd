"""Rounds: how they open and close, and how a contest ends."""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from bot.quiz.contest import links, scoring, timing
from bot.quiz.contest.events import Skipped, TimePassed, Withdrawn
from bot.quiz.contest.facts import ContestOver, RoundClosed, RoundOpened
from bot.quiz.contest.state import Change, Phase, Refusal, Round, State, Step


def go_on(state: State, at: datetime) -> Step:
    """Ask the next question; while first place is shared, one to decide it; or end."""
    number, settings = len(state.rounds), state.settings
    if not settings.is_timed and state.is_deserted:
        return finish(state, at)
    if number < len(settings.questions):
        return _ask(state, at, settings.questions[number])
    extra = number - len(settings.questions)
    if extra < len(settings.tie_break) and (tied := scoring.contenders(state)):
        return _ask(state, at, settings.tie_break[extra], tied)
    return finish(state, at)


def begin(state: State, at: datetime) -> Step:
    """Start: ask the first question, or say when a marathon opens for the first time."""
    opens = state.settings.opens
    if opens and at < opens[0]:
        return then(
            links.missed(state),
            lambda state: timing.clock_changed(_between(state, at, opens[0])),
        )
    return then(links.missed(state), lambda state: go_on(state, at))


def finish(state: State, at: datetime) -> Step:
    """End a contest. A round still open is closed, and what was answered in it counts."""
    closed = (RoundClosed(round=state.latest),) if state.is_asking else ()
    waited = links.missed(state)
    over = replace(
        waited.state,
        phase=Phase.OVER,
        due=None,
        holds=frozenset(),
        interrupted=None,
        left=0.0,
        waiting=0,
        ended_at=at,
    )
    return Step(state=over, facts=(*closed, *waited.facts, ContestOver()))


def time_passed(state: State, event: TimePassed) -> Change:
    """Do what is due, once, however long ago it was due.

    After a downtime there is no burst of rounds that nobody could see: what was open closes now, and
    what comes next gets its full time from now.
    """
    if state.due is not None and event.at >= state.due:
        return _do_what_is_due(state, event.at)
    if timing.was_put_back(state, event.at):
        return timing.put_back(state, event.at)
    return Refusal.NOT_DUE


def skipped(state: State, event: Skipped) -> Change:
    """Close a round before its time; what was answered in it counts."""
    if event.round != state.latest:
        return Refusal.OTHER_ROUND
    return _close(state, event.at, early=True)


def withdrawn(state: State, event: Withdrawn) -> Change:
    """Close a round whose question is gone; it does not count, whatever was answered in it."""
    if event.round != state.latest:
        return Refusal.OTHER_ROUND
    void = replace(state.rounds[-1], counts=False)
    return _close(replace(state, rounds=(*state.rounds[:-1], void)), event.at, early=True)


def close_if_all_answered(step: Step, at: datetime) -> Step:
    """Close the round being asked if nobody is waited for.

    A round without any answer, because all have left, stays open until its time is over: they may
    come back. Without a limit nothing else would close it.
    """
    state = step.state
    if state.phase is not Phase.ASKING or state.waiting or not state.settings.closes_early:
        return step
    if not state.rounds[-1].answers and state.settings.is_timed:
        return step
    return then(step, lambda state: _close(state, at, early=True))


def then(step: Step, change: Callable[[State], Step]) -> Step:
    """Do one thing after another, and tell both."""
    after = change(step.state)
    return Step(state=after.state, facts=step.facts + after.facts)


def is_awaited(state: State, player: str) -> bool:
    """Whether the round being asked waits for somebody's answer."""
    if not state.is_asking or not state.is_playing(player):
        return False
    asked = state.rounds[-1]
    return player not in asked.answers and (not asked.contenders or player in asked.contenders)


def _ask(
    state: State, at: datetime, question: str, contenders: frozenset[str] = frozenset()
) -> Step:
    number, time = len(state.rounds), timing.round_seconds(state.settings, at)
    asked = Round(
        question=question,
        opened_at=at,
        time=time,
        counts=not (state.settings.practice and number == 0),
        contenders=contenders,
    )
    opened = replace(
        state,
        rounds=(*state.rounds, asked),
        waiting=len(contenders) or sum(player.is_here for player in state.players.values()),
        requests=frozenset(),
    )
    after = timing.started(opened, Phase.ASKING, at, timing.closing(at, time))
    return Step(state=after, facts=(RoundOpened(round=number),))


def _do_what_is_due(state: State, at: datetime) -> Step:
    match state.phase:
        case Phase.ASKING if _is_abandoned(state):
            return finish(state, at)
        case Phase.ASKING:
            return _close(state, at, early=False)
        case Phase.BETWEEN:
            return go_on(state, at)
        case _:  # a lobby that nobody started
            return finish(state, at)


def _is_abandoned(state: State) -> bool:
    """A question without a limit that nobody answered in a day will not be answered the next day."""
    asked = state.rounds[-1]
    return not asked.time and not asked.answers


def _close(state: State, at: datetime, *, early: bool) -> Step:
    opening = _next_opening(state, at, early=early)
    between = _between(replace(state, waiting=0), at, opening)
    closed = Step(state=between, facts=(RoundClosed(round=state.latest),))
    return closed if opening > at else then(closed, lambda state: go_on(state, at))


def _next_opening(state: State, at: datetime, *, early: bool) -> datetime:
    settings = state.settings
    if not settings.opens:
        return timing.later(at, settings.reveal_seconds)
    # A day of a marathon closes when the next opens; only one that was skipped leaves a gap.
    has_next = len(state.rounds) < len(settings.questions)
    return timing.next_opening(settings.opens, at) if early and has_next else at


def _between(state: State, at: datetime, opening: datetime) -> State:
    return timing.started(state, Phase.BETWEEN, at, opening)
