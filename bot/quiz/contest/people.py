"""Who is in a contest, where, and who hosts it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.quiz.contest import links, pauses, rounds, teams
from bot.quiz.contest.events import (
    BOT,
    Event,
    Forgotten,
    HandedOver,
    HostLost,
    Joined,
    Left,
    PlaceLost,
    Removed,
)
from bot.quiz.contest.facts import ContestOver, CountChanged, Fact, HostChanged, LobbyChanged
from bot.quiz.contest.settings import APPEAL_SECONDS, Teams
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
    """Let somebody go. Nobody waits for them any more; what they answered counts.

    A host who leaves hosts no more. One who never joined cannot leave; an admin can step in then.
    """
    if not state.is_playing(event.player):
        return Refusal.NOT_PLAYING
    step = _gone(state, (event.player,), event.at)
    return _without_host(step, event.at) if event.player == state.host else step


def removed(state: State, event: Removed) -> Change:
    """Put somebody out for good, even if they have left; nothing they answered counts."""
    player = state.players.get(event.player)
    if player is None:
        return Refusal.NOT_PLAYING
    if player.removed:
        return Refusal.REPEATED
    step = _gone(state, (event.player,), event.at, removed=True)
    return _without_host(step, event.at) if event.player == state.host else step


def place_lost(state: State, event: PlaceLost) -> Change:
    """Go on without a place and those who are there, host included; end when it was the last.

    One that has only asked to take part asks no more.
    """
    if event.place not in state.places:
        is_known = event.place in state.links
        return links.lost(state, event.place) if is_known else Refusal.NO_SUCH_PLACE
    places = tuple(place for place in state.places if place != event.place)
    after = replace(links.lost(state, event.place).state, places=places)
    if not places:
        return rounds.finish(after, event.at)
    step = _gone(after, _players_in(state, event.place), event.at)
    return _without_host(step, event.at) if _hosts_from(state, event.place) else step


def handed_over(state: State, event: HandedOver) -> Change:
    """Make a player the host. Where there is none, any player may take it, but only for themselves.

    So may an admin of any place of the contest, who need not play; one of the first place always may.
    """
    if event.to in (BOT, state.host):
        return Refusal.REPEATED
    takes_over = event.by == event.to
    if event.admin_of:
        theirs = state.places if state.host == BOT else state.places[:1]
        is_admin = takes_over and event.admin_of in theirs
        return _hosted_by(state, event.to, event.admin_of) if is_admin else Refusal.NOT_HOST
    if not (takes_over if state.host == BOT else event.by == state.host):
        return Refusal.NOT_HOST
    return _hosted_by(state, event.to) if state.is_playing(event.to) else Refusal.NOT_PLAYING


def departure(state: State, person: str, places: Collection[str], at: datetime) -> Event | None:
    """Return what it means for a contest that somebody is gone from some of its places."""
    player = state.players.get(person)
    if player and player.is_here:
        return Left(at=at, player=person) if player.place in places else None
    is_host = person == state.host != BOT and state.host_place in places
    return HostLost(at=at, host=person) if is_host else None


def awaited(state: State) -> tuple[tuple[str, str], ...]:
    """Return whom a contest may wait for longer than they are there, each with their place.

    That is its host in the lobby, in a pause of theirs and while an appeal waits; then whoever has not
    answered a question without a limit, in the order in which they came.
    """
    people = sorted(state.players.items(), key=lambda each: each[1].number)
    host = [(state.host, _host_place(state))] if _waits_for_host(state) else []
    is_endless = state.phase is Phase.ASKING and not state.rounds[-1].time
    slow = [(key, player.place) for key, player in people if rounds.is_awaited(state, key)]
    return (*host, *(slow if is_endless else ()))


def host_lost(state: State, event: HostLost) -> Change:
    """Go on without a host. A pause of theirs ends, since nobody else could end it."""
    if state.host == BOT or event.host not in (BOT, state.host):
        return Refusal.REPEATED
    return _without_host(Step(state=state), event.at)


def forgotten(state: State, event: Forgotten) -> Change:
    """Go on without somebody whose data was deleted: as if they had left, host or not.

    While a contest that is over is still heard, its podium is told anew, without the name.
    """
    if state.phase is Phase.OVER:
        is_heard = event.at <= state.ended_at + timedelta(seconds=APPEAL_SECONDS)
        step = Step(state=state, facts=(ContestOver(),) if is_heard else ())
    else:
        players = (event.player,) if state.is_playing(event.player) else ()
        step = _gone(state, players, event.at)
    return _without_host(step, event.at) if event.player == state.host else step


def _waits_for_host(state: State) -> bool:
    if state.host == BOT:
        return False
    has_appeals = any(asked.appeals for asked in state.rounds)
    return state.phase is Phase.LOBBY or Hold.HOST in state.holds or has_appeals


def _host_place(state: State) -> str:
    return state.players[state.host].place if state.is_playing(state.host) else state.host_place


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
    if state.phase is Phase.OVER:
        return (ContestOver(),)
    if state.phase is Phase.LOBBY:
        return (LobbyChanged(),)
    return (CountChanged(round=state.latest),) if state.is_asking else ()


def _hosts_from(state: State, place: str) -> bool:
    """Whether the host is in a place: where they play, or else where they opened or took over."""
    player = state.players.get(state.host)
    where = player.place if player and player.is_here else state.host_place
    return state.host != BOT and where == place


def _without_host(step: Step, at: datetime) -> Step:
    step = rounds.then(step, lambda state: _hosted_by(state, BOT))
    if Hold.HOST not in step.state.holds:
        return step
    return rounds.then(step, lambda state: pauses.released(state, Hold.HOST, at))


def _hosted_by(state: State, host: str, place: str = "") -> Step:
    changes = state.host_changes + 1
    after = replace(state, host=host, host_place=place, host_changes=changes)
    return Step(state=after, facts=(HostChanged(number=after.host_changes),))
