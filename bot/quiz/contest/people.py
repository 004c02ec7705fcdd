"""Who is in a contest, where, and who hosts it."""

from collections.abc import Iterable, Mapping
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
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Change, Hold, Phase, Player, Refusal, State, Step


def joined(state: State, event: Joined) -> Change:
    """Let somebody in, or back in. In the lobby joining again with another team changes team."""
    known = state.players.get(event.player)
    if refusal := _refused(state, event, known):
        return refusal
    after = replace(state, players={**state.players, event.player: _arrival(state, event, known)})
    if rounds.is_awaited(after, event.player):
        after = replace(after, waiting=after.waiting + 1)
    step = Step(state=after, facts=_counted(after))
    if not _is_full(after):
        return step
    return rounds.then(step, lambda state: rounds.begin(state, event.at))


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
    return _gone(state, (event.player,), event.at, removed=True)


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
    return _gone(after, _players_in(state, event.place), event.at)


def handed_over(state: State, event: HandedOver) -> Change:
    """Make somebody the host. Where there is none, any player may take it, but only for themselves."""
    if event.to in (BOT, state.host):
        return Refusal.REPEATED
    if state.host == BOT:
        may_do = event.by == event.to and state.is_playing(event.by)
    else:
        may_do = event.by == state.host
    return _hosted_by(state, event.to) if may_do else Refusal.NOT_HOST


def host_lost(state: State, event: HostLost) -> Change:
    """Go on without a host. A pause of theirs ends, since nobody else could end it."""
    if state.host == BOT:
        return Refusal.REPEATED
    step = _hosted_by(state, BOT)
    if Hold.HOST not in state.holds:
        return step
    return rounds.then(step, lambda state: pauses.released(state, Hold.HOST, event.at))


def _refused(state: State, event: Joined, known: Player | None) -> Refusal | None:
    if not event.player:
        return Refusal.OUT_OF_RANGE
    if known and known.removed:
        return Refusal.REMOVED
    if event.place not in state.places:
        return Refusal.NO_SUCH_PLACE
    if not teams.is_choice(state.settings, event.team):
        return Refusal.NO_SUCH_TEAM
    in_lobby = state.phase is Phase.LOBBY
    if known and known.is_here:
        may_choose = in_lobby and state.settings.teams is Teams.CHOSEN
        return None if may_choose and event.team != known.team else Refusal.ALREADY_IN
    return None if in_lobby or known or state.settings.late_joiners else Refusal.NO_LATE_JOINERS


def _arrival(state: State, event: Joined, known: Player | None) -> Player:
    """Who comes back during a contest comes back to their team; until then teams may change."""
    if known and state.phase is not Phase.LOBBY:
        team = known.team
    else:
        team = teams.team_for(state.settings, state.players, event.player, event.team)
    number = known.number if known else len(state.players)
    return Player(number=number, name=event.name, place=event.place, team=team, since=state.closed)


def _is_full(state: State) -> bool:
    full_at = state.settings.full_at
    if state.phase is not Phase.LOBBY or not full_at:
        return False
    return sum(player.is_here for player in state.players.values()) >= full_at


def _players_in(state: State, place: str) -> Iterable[str]:
    players = state.players.items()
    return (key for key, player in players if player.is_here and player.place == place)


def _gone(state: State, keys: Iterable[str], at: datetime, *, removed: bool = False) -> Step:
    """Mark players as gone, or removed; a round that waited for them alone closes."""
    keys = tuple(keys)
    players = dict(state.players)
    for key in keys:
        players[key] = replace(players[key], gone=True, removed=players[key].removed or removed)
    after = replace(
        state,
        players=_settled(state, players),
        waiting=state.waiting - sum(rounds.is_awaited(state, key) for key in keys),
    )
    return rounds.close_if_all_answered(Step(state=after, facts=_counted(after)), at)


def _settled(state: State, players: Mapping[str, Player]) -> Mapping[str, Player]:
    in_lobby = state.phase is Phase.LOBBY
    return teams.rebalanced(state.settings, players) if in_lobby else players


def _counted(state: State) -> tuple[Fact, ...]:
    if state.phase is Phase.LOBBY:
        return (LobbyChanged(),)
    return (CountChanged(round=state.latest),) if state.is_asking else ()


def _hosted_by(state: State, host: str) -> Step:
    after = replace(state, host=host, host_changes=state.host_changes + 1)
    return Step(state=after, facts=(HostChanged(number=after.host_changes),))
