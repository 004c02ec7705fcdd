"""Compares the record of a contest with what simulated players sent: see ``bot.quiz.crowd``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.quiz.contest.scoring import speed_bonus
from bot.quiz.contest.state import Given, Round, State
from bot.quiz.crowd import Sent, counting
from bot.quiz.points import FULL
from bot.quiz.verdict import Outcome

Key = Callable[[int], str]
"""Returns the key of a simulated player."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many answers must count, and what is not as it must be.

    ``missing`` were sent in time and are not in the record, ``unsent`` are there though nobody sent
    them, ``altered`` are there as something else. ``wrong_sums`` counts the players whose points in
    the results are not the sum of what they sent, ``unasked`` the questions that were never asked;
    ``unlogged`` is whether the log says otherwise.
    """

    answers: int
    missing: int
    unsent: int
    altered: int
    wrong_sums: int
    unasked: int
    unlogged: bool

    @property
    def is_equal(self) -> bool:
        """Whether the record says what was sent, no more and no less."""
        wrong = self.missing + self.unsent + self.altered + self.wrong_sums + self.unasked
        return not wrong and not self.unlogged


def compared(
    state: State,
    sent: Sequence[Sequence[Sent]],
    key: Key,
    results: Mapping[str, int],
    *,
    is_logged: bool,
) -> Comparison:
    """Compare a contest that is over with what was ``sent`` in each round.

    ``results`` are points by player as they were kept; ``is_logged`` says whether folding the log
    gives this state.
    """
    seconds = state.settings.seconds
    rounds = [
        {key(player): answer for player, answer in counting(answers, seconds).items()}
        for answers in sent
    ]
    pairs = list(zip(state.rounds, rounds, strict=True))
    return Comparison(
        answers=sum(map(len, rounds)),
        missing=sum(len(must.keys() - asked.answers.keys()) for asked, must in pairs),
        unsent=sum(len(asked.answers.keys() - must.keys()) for asked, must in pairs),
        altered=sum(_altered(asked, must) for asked, must in pairs),
        wrong_sums=_wrong_sums(rounds, seconds, results),
        unasked=len(state.settings.questions) - len(state.rounds),
        unlogged=not is_logged,
    )


def _altered(asked: Round, must: Mapping[str, Sent]) -> int:
    both = asked.answers.keys() & must.keys()
    return sum(not _is_same(asked.answers[player], must[player]) for player in both)


def _is_same(given: Given, answer: Sent) -> bool:
    outcome = Outcome.RIGHT if answer.is_right else Outcome.WRONG
    has = (dict(given.response), given.outcome, given.seconds)
    return has == (dict(answer.response), outcome, answer.seconds)


def _wrong_sums(
    rounds: Sequence[Mapping[str, Sent]], seconds: float, results: Mapping[str, int]
) -> int:
    sums = dict.fromkeys(results, 0)
    for answers in rounds:
        for player, answer in answers.items():
            worth = FULL + speed_bonus(seconds, answer.seconds) if answer.is_right else 0
            sums[player] = sums.get(player, 0) + worth
    return sum(sums[player] != results.get(player) for player in sums)
