"""Answers: whose count, which of several counts, and until when."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from bot.quiz.contest import timing
from bot.quiz.contest.events import Answered
from bot.quiz.contest.facts import CountChanged
from bot.quiz.contest.rounds import close_if_all_answered
from bot.quiz.contest.settings import is_usable
from bot.quiz.contest.state import Change, Given, Player, Refusal, State, Step

Put: TypeAlias = Callable[[Mapping[str, Given], str, Given], Mapping[str, Given]]
"""Returns a mapping with one more answer in it."""


def put(answers: Mapping[str, Given], player: str, given: Given) -> Mapping[str, Given]:
    """Return a copy with one more answer in it."""
    return {**answers, player: given}


class PutMany:
    """Puts answers into one copy, for whoever folds many events and shows only the last state."""

    def __init__(self) -> None:
        self._own: dict[str, Given] = {}

    def __call__(
        self, answers: Mapping[str, Given], player: str, given: Given
    ) -> Mapping[str, Given]:
        """Put an answer in, copying only what this did not make itself."""
        if answers is not self._own:
            self._own = dict(answers)
        self._own[player] = given
        return self._own


def answered(state: State, event: Answered, put: Put) -> Change:
    """Record an answer to the round being asked."""
    refusal = _refused_player(state, event) or _refused_time(state, event)
    if refusal:
        return refusal
    asked, seconds = state.rounds[-1], timing.spent(state, timing.given_at(event))
    earlier = asked.answers.get(event.player)
    if earlier and (refusal := _refused_change(state, event, earlier, seconds)):
        return refusal
    given = Given(
        response=event.response, outcome=event.outcome, credit=event.credit, seconds=seconds
    )
    after = replace(
        state,
        rounds=(
            *state.rounds[:-1],
            replace(asked, answers=put(asked.answers, event.player, given)),
        ),
        waiting=state.waiting - (earlier is None),
    )
    step = Step(state=after, facts=(CountChanged(round=state.latest),))
    return close_if_all_answered(step, event.at)


def _refused_player(state: State, event: Answered) -> Refusal | None:
    player = state.players.get(event.player)
    if player is None or not player.is_here:
        return _why_absent(player)
    contenders = state.rounds[-1].contenders
    return Refusal.WATCHING if contenders and event.player not in contenders else None


def _why_absent(player: Player | None) -> Refusal:
    return Refusal.REMOVED if player and player.removed else Refusal.NOT_PLAYING


def _refused_time(state: State, event: Answered) -> Refusal | None:
    if event.round != state.latest:
        return Refusal.TOO_LATE if event.round < state.latest else Refusal.OTHER_ROUND
    if not (is_usable(event.acted) and 0.0 <= event.credit <= 1.0):
        return Refusal.OUT_OF_RANGE
    at = timing.given_at(event)
    if timing.is_late(state, at):
        return Refusal.TOO_LATE
    return Refusal.IS_PAUSED if timing.was_paused(state, at) else None


def _refused_change(
    state: State, event: Answered, earlier: Given, seconds: float
) -> Refusal | None:
    """Refuse an answer given before the one that is recorded, though it came in after it.

    Messages overtake each other; the last answer given counts, not the last to arrive. And one that is
    delivered again, after a crash for example, is recorded already.
    """
    if not state.settings.revisable:
        return Refusal.ALREADY_ANSWERED
    if seconds == earlier.seconds and event.response == earlier.response:
        return Refusal.REPEATED
    return Refusal.SUPERSEDED if seconds < earlier.seconds else None
