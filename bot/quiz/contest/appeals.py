"""Appeals: a player doubts a verdict, and the host, or a majority where there is none, rules.

A ruling is on a wording, not on a person: accepting it credits everyone who gave it in that round,
since points are a function of the state (see ``scoring``). It is final.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.quiz.contest.events import BOT, Appealed, Ruled
from bot.quiz.contest.facts import AppealMade, ContestOver, RulingMade
from bot.quiz.contest.scoring import is_right
from bot.quiz.contest.settings import APPEAL_SECONDS
from bot.quiz.contest.state import Change, Phase, Refusal, Round, State, Step


def appealed(state: State, event: Appealed) -> Change:
    """Put a wording up for a ruling, once its round is closed: until then answers are secret."""
    asked = _closed_round(state, event.round)
    if refusal := _refused(state, event, asked):
        return refusal
    if asked is None or not (wording := _doubted(asked, event.player)):
        return Refusal.NOTHING_TO_APPEAL
    if wording in asked.refused:
        return Refusal.DECIDED
    if wording in asked.appeals:
        return Refusal.REPEATED
    after = replace(asked, appeals={**asked.appeals, wording: {}})
    fact = AppealMade(round=event.round, wording=wording)
    return Step(state=_with_round(state, event.round, after), facts=(fact,))


def ruled(state: State, event: Ruled) -> Change:
    """Decide an appeal, or count a vote on it."""
    asked = _closed_round(state, event.round)
    if _is_over(state, event.at):
        return Refusal.OVER
    if asked is None:
        return Refusal.NO_SUCH_APPEAL
    if event.wording not in asked.appeals:
        is_decided = event.wording in asked.accepted | asked.refused
        return Refusal.DECIDED if is_decided else Refusal.NO_SUCH_APPEAL
    if state.host == BOT:
        return _voted(state, event, asked)
    return (
        _decided(state, event, asked, accept=event.accept)
        if event.by == state.host
        else Refusal.NOT_HOST
    )


def _refused(state: State, event: Appealed, asked: Round | None) -> Refusal | None:
    player = state.players.get(event.player)
    if _is_over(state, event.at):
        return Refusal.OVER
    if player is None:
        return Refusal.NOT_PLAYING
    if player.removed:
        return Refusal.REMOVED
    return Refusal.NOTHING_TO_APPEAL if asked is None else None


def _is_over(state: State, at: datetime) -> bool:
    """The last answers are shown only at the end, so it hears appeals for a while after it."""
    end = state.ended_at + timedelta(seconds=APPEAL_SECONDS)
    return state.phase is Phase.OVER and at > end


def _closed_round(state: State, number: int) -> Round | None:
    return state.rounds[number] if 0 <= number < state.closed else None


def _doubted(asked: Round, player: str) -> str:
    given = asked.answers.get(player)
    return "" if given is None or is_right(asked, given) else given.wording


def _voted(state: State, event: Ruled, asked: Round) -> Change:
    if not state.is_playing(event.by):
        return Refusal.NOT_PLAYING
    votes = asked.appeals[event.wording]
    if votes.get(event.by) is event.accept:
        return Refusal.REPEATED
    votes = {**votes, event.by: event.accept}
    verdict = _majority(state, votes)
    if verdict is not None:
        return _decided(state, event, asked, accept=verdict)
    after = replace(asked, appeals={**asked.appeals, event.wording: votes})
    fact = AppealMade(round=event.round, wording=event.wording)
    return Step(state=_with_round(state, event.round, after), facts=(fact,))


def _majority(state: State, votes: Mapping[str, bool]) -> bool | None:
    """Return what more than half of those here want; half against are enough to refuse."""
    here = {key for key, player in state.players.items() if player.is_here}
    cast = [vote for voter, vote in votes.items() if voter in here]
    if 2 * cast.count(True) > len(here):
        return True
    return False if 2 * cast.count(False) >= len(here) else None


def _decided(state: State, event: Ruled, asked: Round, *, accept: bool) -> Step:
    rest = {wording: votes for wording, votes in asked.appeals.items() if wording != event.wording}
    after = replace(
        asked,
        appeals=rest,
        accepted=asked.accepted | {event.wording} if accept else asked.accepted,
        refused=asked.refused if accept else asked.refused | {event.wording},
    )
    fact = RulingMade(round=event.round, wording=event.wording, accepted=accept)
    podium = (ContestOver(),) if accept and state.phase is Phase.OVER else ()
    return Step(state=_with_round(state, event.round, after), facts=(fact, *podium))


def _with_round(state: State, number: int, changed: Round) -> State:
    rounds = (*state.rounds[:number], changed, *state.rounds[number + 1 :])
    return replace(state, rounds=rounds)
