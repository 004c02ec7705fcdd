"""What contests have asked: so that the next one of the same people asks something else."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.quiz.contest.state import State


def times_asked(contests: Iterable[State]) -> Mapping[str, int]:
    """Return how often each question was asked in contests, by its id; what was only drawn is not."""
    return Counter(asked.question for state in contests for asked in state.rounds)
