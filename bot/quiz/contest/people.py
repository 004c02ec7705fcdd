"""Who is in a contest, where, and who hosts it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.quiz.contest import pauses, rounds, teams
from bot.quiz.contest.events import (
    BOT,
    HandedOver,
    HostLost,
    Joined,
    Left,
    PlaceJoined,
    PlaceLost,
    Removed,
)
from bot.quiz.contest.facts import CountChanged, Fact, HostChanged, LobbyChanged
from bot.quiz.contest.state import Change, Hold, Phase, Player, Refusal, State, Step


def joined(state: State, event: Joined) -> Change:
    """Let somebody in, or back in. In the lobby joining again with another team changes team."""
    known = state.players.get(event.player)
    if refusal := _refuses(state, event, known):
        return refusal
    after = _with_player(state, event.player, _arrival(state, event, known))
    if rounds.is_awaited(after, event.player):
        after = replace(after, waiting=after.waiting + 1)
    step = Step(state=after, facts=_count_facts(after))
    return rounds.then(step, lambda state: rounds.begin(state, event.at)) if _is_full(after) else step


def left(state: State, event: Left) -> Change:
    """Let somebody go. Nobody waits for them any more; what they answered counts."""
    if not state.is_playing(event.player):
        return Refusal.NOT_PLAYING
    return _gone(state, (event.player,), event.at)


def removed(state: State, event: Removed) -> Change:
    """Put somebody out for good, even if they have left; nothing they answered counts."""
    player = state.players.get(event.player)
    if player is None:
        return Refusal.NOT_PLAYING
    if player.removed:
        return Refusal.REPEATED
    here = _gone(state, (event.player,), event.at, removed=True)
    return here


def place_joined(state: State, event: PlaceJoined) -> Change:
    """Let another place in."""
    if event.place in state.places:
        return Refusal.ALREADY_IN
    after = replace(state, places=(*state.places, event.place))
    return Step(state=after, facts=(LobbyChanged(),))


def place_lost(state: State, event: PlaceLost) -> Change:
    """Go on without a place and those who play there; end when it was the last."""
    if event.place not in state.places:
        return Refusal.NO_SUCH_PLACE
    places = tuple(place for place in state.places if place != event.place)
    after = replace(state, places=places)
    if not places:
        return rounds.finish(after, event.at)
    there = tuple(key for key, player in state.players.items() if _plays_in(player, event.place))
    return _gone(after, there, event.at)


def handed_over(state: State, event: HandedOver) -> Change:
    """Make somebody the host. Where there is none, any player may take it, but only for themselves."""
    if event.to in (BOT, state.host):
        return Refusal.REPEATED
    is_takeover = state.host == BOT and event.by == event.to and state.is_playing(event.by)
    if event.by != state.host and not is_takeover:
        return Refusal.NOT_HOST
    return _hosted_by(state, event.to)


def host_lost(state: State, event: HostLost) -> Change:
    """Go on without a host. A pause of theirs ends, since nobody else could end it."""
    if state.host == BOT:
        return Refusal.REPEATED
    step = _hosted_by(state, BOT)
    if Hold.HOST not in state.holds:
        return step
    return rounds.then(step, lambda state: pauses.released(state, Hold.HOST, event.at))


def _refuses(state: State, event: Joined, known: Player | None) -> Refusal | None:
    if known and known.removed:
        return Refusal.REMOVED
    if event.place not in state.places:
        return Refusal.NO_SUCH_PLACE
    if not teams.is_choice(state.settings, event.team):
        return Refusal.NO_SUCH_TEAM
    if known and known.is_here:
        in_lobby = state.phase is Phase.LOBBY
        changes_team = in_lobby and bool(event.team) and event.team != known.team
        return None if changes_team and _chooses(state) else Refusal.ALREADY_IN
    is_late = state.phase is not Phase.LOBBY and known is None
    return Refusal.NO_LATE_JOINERS if is_late and not state.settings.late_joiners else None
