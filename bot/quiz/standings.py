"""What a log of answers says of its people: points, right answers, and nothing invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Record:
    """One person's answers in sum. Skipped questions do not count as answers.

    ``streak`` is how many answers running have been right up to now, ``best_streak`` the longest ever.
    """

    name: str
    points: int = 0
    answers: int = 0
    right: int = 0
    streak: int = 0
    best_streak: int = 0

    @property
    def accuracy(self) -> float:
        """Right answers as a share of all, from 0 to 1."""
        return self.right / self.answers if self.answers else 0.0


@dataclass(frozen=True, slots=True)
class Placing:
    """How somebody has done in contests: how many, the best rank and how often it was reached.

    ``streak`` is how many contests running, up to the latest, they have won, ties included.
    """

    contests: int = 0
    best: int = 0
    times: int = 0
    streak: int = 0

    @classmethod
    def of(cls, ranks: Sequence[int]) -> "Placing":
        """Sum up the ranks of one person, the latest last."""
        if not ranks:
            return cls()
        best = min(ranks)
        streak = sum(1 for _ in takewhile(lambda rank: rank == 1, reversed(ranks)))
        return cls(len(ranks), best, ranks.count(best), streak)


def ranked(records: Iterable[tuple[int, Item]]) -> tuple[tuple[int, Item], ...]:
    """Rank items by points, best first; equal points share a rank and the next rank is skipped (1, 1, 3)."""
    ordered = sorted(records, key=lambda pair: -pair[0])
    ranks: list[tuple[int, Item]] = []
    for position, (points, item) in enumerate(ordered, 1):
        tied = bool(ranks) and ordered[position - 2][0] == points
        ranks.append((ranks[-1][0] if tied else position, item))
    return tuple(ranks)
