"""What a contest shows of its closed rounds: to all how a round went, to each player their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.form import Response
from bot.quiz.contest.scoring import could_answer, earned, is_right
from bot.quiz.contest.state import Given, Round, State
from bot.quiz.review import Attempt
from bot.quiz.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave one answer. ``response`` is that of the first who did."""

    response: Response
    count: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class RoundReport:
    """How a closed round went. Who was removed is left out.

    ``able`` is how many could have answered, ``close`` how many answers were close and not accepted
    on appeal, ``spread`` the answers given, most frequent first.
    ``fastest`` are the players who were right first, several if they took the same time, after
    ``fastest_seconds``.
    """

    round: int
    question: str
    able: int
    answers: int
    right: int
    close: int
    spread: tuple[Share, ...]
    fastest: tuple[str, ...]
    fastest_seconds: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A round as one player played it. ``given`` is ``None`` if they did not answer."""

    round: int
    question: str
    counts: bool
    given: Given | None
    is_right: bool
    points: int


def answered(state: State, number: int) -> tuple[int, int]:
    """Return how many have answered a round, and of how many who are here or have answered."""
    answers = len(_counted(state, state.rounds[number]))
    return answers, _able(state, number)


def round_report(state: State, number: int) -> RoundReport:
    """Report on a closed round. Raises ``IndexError`` for any other: its answers are secret."""
    if not 0 <= number < state.closed:
        raise IndexError(number)
    asked = state.rounds[number]
    answers = _counted(state, asked)
    right = {key: given.seconds for key, given in answers.items() if is_right(asked, given)}
    fastest = min(right.values(), default=None)
    return RoundReport(
        round=number,
        question=asked.question,
        able=_able(state, number),
        answers=len(answers),
        right=len(right),
        close=_close(asked, answers.values()),
        spread=_spread(asked, answers),
        fastest=tuple(sorted(key for key, seconds in right.items() if seconds == fastest)),
        fastest_seconds=fastest,
    )


def lines(state: State, player: str) -> Iterator[Line]:
    """Yield the closed rounds as one player played them, those that were not theirs to answer left out."""
    for number, asked in enumerate(state.rounds[: state.closed]):
        if could_answer(state, number, player):
            yield _line(state, number, asked, asked.answers.get(player))


def attempts(state: State, player: str) -> Iterator[Attempt]:
    """Yield the answers that a player gave in closed rounds; one accepted on appeal was right."""
    for line in lines(state, player):
        if line.given:
            outcome = Outcome.RIGHT if line.is_right else line.given.outcome
            yield _attempt(state, line, line.given, outcome)


def overruled(state: State, player: str) -> Iterator[Attempt]:
    """Yield the answers of a player that were accepted on appeal, as they came out before that."""
    for line in lines(state, player):
        if line.given and line.is_right and line.given.outcome is not Outcome.RIGHT:
            yield _attempt(state, line, line.given, line.given.outcome)


def _attempt(state: State, line: Line, given: Given, outcome: Outcome) -> Attempt:
    at = state.rounds[line.round].opened_at + timedelta(seconds=given.seconds)
    return Attempt(line.question, outcome, at)


def _line(state: State, number: int, asked: Round, given: Given | None) -> Line:
    return Line(
        round=number,
        question=asked.question,
        counts=asked.counts,
        given=given,
        is_right=given is not None and is_right(asked, given),
        points=earned(state.settings, asked, given) if given else 0,
    )


def _counted(state: State, asked: Round) -> Mapping[str, Given]:
    players = state.players
    return {key: given for key, given in asked.answers.items() if not players[key].removed}


def _close(asked: Round, answers: Iterable[Given]) -> int:
    return sum(each.outcome is Outcome.CLOSE and not is_right(asked, each) for each in answers)


def _able(state: State, number: int) -> int:
    return sum(could_answer(state, number, player) for player in state.players)


def _spread(asked: Round, answers: Mapping[str, Given]) -> tuple[Share, ...]:
    alike: dict[str, list[Given]] = {}
    for given in answers.values():
        alike.setdefault(given.wording, []).append(given)
    shares = sorted(alike.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(_share(asked, group) for _, group in shares)


def _share(asked: Round, alike: Sequence[Given]) -> Share:
    first = min(alike, key=lambda given: (given.seconds, sorted(given.response.items())))
    return Share(first.response, len(alike), is_right(asked, first))
