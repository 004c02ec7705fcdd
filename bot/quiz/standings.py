"""What a log of answers says of its people: points, right answers, and nothing invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
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
class Run:
    """How somebody's right answers followed each other: how many running at first, at last, at most.

    One that ``is_unbroken`` has no other answers in it, and perhaps none at all.
    """

    first: int = 0
    last: int = 0
    best: int = 0
    is_unbroken: bool = True

    def then(self, later: "Run") -> "Run":
        """Return how these answers and later ones followed each other."""
        return Run(
            first=self.first + later.first if self.is_unbroken else self.first,
            last=self.last + later.last if later.is_unbroken else later.last,
            best=max(self.best, later.best, self.last + later.first),
            is_unbroken=self.is_unbroken and later.is_unbroken,
        )


@dataclass(frozen=True, slots=True)
class Finish:
    """How somebody came out of one contest, and how their answers in it followed each other."""

    rank: int
    points: int
    run: Run = Run()

    @property
    def is_won(self) -> bool:
        """Whether they came first. Without a point nobody has."""
        return self.rank == 1 and self.points > 0


@dataclass(frozen=True, slots=True)
class Placing:
    """How somebody has done in contests: how many, the best rank and how often it was reached.

    ``streak`` is how many contests running, up to the latest, they have won, ties included; ``run`` is
    of their answers in all of them.
    """

    contests: int = 0
    best: int = 0
    times: int = 0
    streak: int = 0
    run: Run = Run()

    @classmethod
    def of(cls, finishes: Sequence[Finish]) -> "Placing":
        """Sum up how one person came out of contests, the latest last."""
        if not finishes:
            return cls()
        ranks = [finish.rank for finish in finishes]
        best = min(ranks)
        won = sum(1 for _ in takewhile(lambda finish: finish.is_won, reversed(finishes)))
        run = reduce(Run.then, (finish.run for finish in finishes))
        return cls(len(ranks), best, ranks.count(best), won, run)


def ranked(records: Iterable[tuple[int, Item]]) -> tuple[tuple[int, Item], ...]:
    """Rank items by points, best first; equal points share a rank and the next rank is skipped (1, 1, 3)."""
    ordered = sorted(records, key=lambda pair: -pair[0])
    ranks: list[tuple[int, Item]] = []
    for position, (points, item) in enumerate(ordered, 1):
        tied = bool(ranks) and ordered[position - 2][0] == points
        ranks.append((ranks[-1][0] if tied else position, item))
    return tuple(ranks)
