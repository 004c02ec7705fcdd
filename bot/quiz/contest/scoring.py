"""Points and standings, as functions of the state and so of the log alone.

Only closed rounds count: what is in the one being asked is secret. A player's points are the sum of
what their answers earn; nothing is kept anywhere, so an accepted appeal corrects all by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.quiz.contest.settings import Settings, Teams
from bot.quiz.contest.state import Given, Player, Round, State
from bot.quiz.points import FULL, points
from bot.quiz.standings import ranked
from bot.quiz.verdict import Outcome

MOST_BONUS = FULL // 2
"""The most that speed adds, so that being right is always worth more than being quick."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one player stands. Equal points share a rank.

    ``gained`` is what the last closed round brought, ``moved`` how many ranks they rose (or fell, if
    negative) by it: ``None`` for who was not ranked before. ``streak`` is how many answers running
    have been right up to now, ``first_streak`` how many were before the first that was not. A question
    left out breaks it; one that was not theirs to answer does not.
    """

    rank: int
    player: str
    name: str
    team: str
    points: int
    gained: int
    moved: int | None
    answers: int
    right: int
    streak: int
    best_streak: int
    first_streak: int


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """How a team stands: see ``team_standings``. ``mvps`` are its best players, several if tied."""

    rank: int
    team: str
    points: float
    members: int
    mvps: tuple[str, ...]


def standings(state: State, closed: int | None = None) -> tuple[Standing, ...]:
    """Return everyone who was not removed, best first, equals by name; who has left is listed.

    They stand as they do now, or as they did when ``closed`` rounds were closed; who has come since is
    listed with nothing.
    """
    closed = _closed(state, closed)
    tallies = _tallies(state, closed)
    before = _ranks_before(state, tallies, closed)
    order = ranked((tally.points, key) for key, tally in tallies.items())
    return tuple(_standing(rank, key, tallies[key], before.get(key)) for rank, key in order)


def team_standings(state: State, closed: int | None = None) -> tuple[TeamStanding, ...]:
    """Return the teams, best first, as they stand now or did when ``closed`` rounds were closed.

    A team's points are the sum over the rounds of what its members earned on average, to one decimal.
    The average is over those who could answer the round, so that neither a larger team nor one whose
    members come late or leave has an advantage; who is there and does not answer counts as nothing.
    """
    closed = _closed(state, closed)
    members = _members(state)
    players = standings(state, closed)
    totals = {team: _team_points(state, members.get(team, {}), closed) for team in _names(state)}
    return tuple(
        TeamStanding(
            rank=rank,
            team=team,
            points=tenths / 10,
            members=len(members.get(team, {})),
            mvps=_best([each for each in players if each.team == team]),
        )
        for rank, (tenths, team) in ranked(
            (tenths, (tenths, team)) for team, tenths in totals.items()
        )
    )


def contenders(state: State) -> frozenset[str]:
    """Return those who share first place and are here to decide it; nobody if it is not shared.

    In a team match they are the members of the teams that share it.
    """
    if state.settings.teams is Teams.NONE:
        tied = [{each.player} for each in standings(state) if each.rank == 1]
    else:
        members = _members(state)
        tied = [set(members.get(each.team, ())) for each in team_standings(state) if each.rank == 1]
    sides = [{key for key in side if state.is_playing(key)} for side in tied]
    present = [side for side in sides if side]
    return frozenset().union(*present) if len(present) > 1 else frozenset()


def earned(settings: Settings, asked: Round, given: Given) -> int:
    """Return the points of an answer: ``FULL`` times its credit, and for a right one the bonus."""
    if not asked.counts:
        return 0
    if not is_right(asked, given):
        return points(given.credit, hinted=False)
    credit = given.credit if given.outcome is Outcome.RIGHT else 1.0
    bonus = speed_bonus(asked.time, given.seconds) if settings.speed_bonus else 0
    return points(credit, hinted=False) + bonus


def speed_bonus(time: float, seconds: float) -> int:
    """Return ``MOST_BONUS`` times the share of the round's time that was left, rounded half up."""
    return int(MOST_BONUS * max(0.0, time - seconds) / time + 0.5) if time else 0


def is_right(asked: Round, given: Given) -> bool:
    """Whether an answer was judged right, or accepted on appeal."""
    if given.outcome is Outcome.RIGHT:
        return True
    return bool(asked.accepted) and given.wording in asked.accepted


def could_answer(state: State, number: int, player: str) -> bool:
    """Whether a round was somebody's to answer: they did, or they are here and were then.

    Who has left or came back is not held to the rounds they missed meanwhile.
    """
    asked, who = state.rounds[number], state.players[player]
    if who.removed or (asked.contenders and player not in asked.contenders):
        return False
    return player in asked.answers or (not who.gone and who.since <= number)


@dataclass(slots=True)
class _Tally:
    """A player's sums while the rounds are gone through."""

    player: Player
    points: int = 0
    before: int = 0
    answers: int = 0
    right: int = 0
    streak: int = 0
    best_streak: int = 0
    first_streak: int = 0
    is_unbroken: bool = True

    def add(self, settings: Settings, asked: Round, given: Given | None) -> None:
        self.before = self.points
        is_correct = given is not None and is_right(asked, given)
        if given is not None:
            self.points += earned(settings, asked, given)
            self.answers += 1
            self.right += is_correct
        self.is_unbroken = self.is_unbroken and is_correct
        self.first_streak += self.is_unbroken
        self.streak = self.streak + 1 if is_correct else 0
        self.best_streak = max(self.streak, self.best_streak)


def _closed(state: State, closed: int | None) -> int:
    """Return how many rounds count; never one that is open, since its answers are secret."""
    return state.closed if closed is None else min(closed, state.closed)


def _tallies(state: State, closed: int) -> Mapping[str, _Tally]:
    in_order = sorted(state.players.items(), key=lambda entry: (entry[1].name, entry[0]))
    tallies = {key: _Tally(player) for key, player in in_order if not player.removed}
    for number, asked in enumerate(state.rounds[:closed]):
        if asked.counts:
            _add_round(state, number, asked, tallies)
    return tallies


def _ranks_before(state: State, tallies: Mapping[str, _Tally], closed: int) -> Mapping[str, int]:
    """Rank everyone by what they had before the last closed round, if one that counts came before."""
    last, first = closed - 1, int(state.settings.practice)
    if last <= first:
        return {}
    were_in = [(tally.before, key) for key, tally in tallies.items() if tally.player.since < last]
    return {key: rank for rank, key in ranked(were_in)}


def _add_round(state: State, number: int, asked: Round, tallies: Mapping[str, _Tally]) -> None:
    for key, tally in tallies.items():
        if could_answer(state, number, key):
            tally.add(state.settings, asked, asked.answers.get(key))
        else:
            tally.before = tally.points  # who may only watch, or is not here, keeps their streak


def _standing(rank: int, key: str, tally: _Tally, before: int | None) -> Standing:
    return Standing(
        rank=rank,
        player=key,
        name=tally.player.name,
        team=tally.player.team,
        points=tally.points,
        gained=tally.points - tally.before,
        moved=None if before is None else before - rank,
        answers=tally.answers,
        right=tally.right,
        streak=tally.streak,
        best_streak=tally.best_streak,
        first_streak=tally.first_streak,
    )


def _names(state: State) -> tuple[str, ...]:
    return state.settings.team_names


def _members(state: State) -> Mapping[str, Mapping[str, Player]]:
    members: dict[str, dict[str, Player]] = {}
    for key, player in state.players.items():
        if not player.removed:
            members.setdefault(player.team, {})[key] = player
    return members


def _team_points(state: State, members: Mapping[str, Player], closed: int) -> int:
    """Return a team's points in tenths, rounded half up: exact, so that equal teams share a rank."""
    total = sum((_average(state, number, members) for number in range(closed)), start=Fraction(0))
    return int(total * 10 + Fraction(1, 2))


def _average(state: State, number: int, members: Mapping[str, Player]) -> Fraction:
    asked = state.rounds[number]
    able = [key for key in members if could_answer(state, number, key)]
    given = (asked.answers[key] for key in able if key in asked.answers)
    total = sum(earned(state.settings, asked, each) for each in given)
    return Fraction(total, len(able)) if able else Fraction(0)


def _best(team: Iterable[Standing]) -> tuple[str, ...]:
    ordered = tuple(team)
    most = max((each.points for each in ordered), default=0)
    return tuple(each.player for each in ordered if most and each.points == most)
