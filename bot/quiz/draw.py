"""Chance that can be repeated: everything random in a quiz is decided by a seed."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TypeVar

from bot.quiz.question import Question

Item = TypeVar("Item")


def shuffled(items: Iterable[Item], seed: str) -> tuple[Item, ...]:
    """Return the items in an order that the seed alone decides, every order being equally likely.

    Each item is sorted by a hash of the seed and its position, which is the same on every machine
    and in every version of Python, as ``random`` does not promise.
    """
    numbered = enumerate(items)
    return tuple(item for _, item in sorted(numbered, key=lambda pair: _hash(seed, pair[0])))


def _hash(seed: str, position: int) -> bytes:
    return blake2b(f"{seed}/{position}".encode(), digest_size=16).digest()


def draw(
    questions: Iterable[Question], count: int, seed: str, times_asked: Mapping[str, int]
) -> tuple[Question, ...]:
    """Draw at most ``count`` questions by a seed, those first that the person has had least often.

    So nothing comes back before everything else that fits has been asked.
    """
    mixed = shuffled(questions, seed)
    return tuple(sorted(mixed, key=lambda each: times_asked.get(each.id, 0))[:count])


def chance(seed: str) -> float:
    """Return a number from 0 up to but not including 1, evenly spread, that the seed alone decides."""
    return int.from_bytes(_hash(seed, 0)[:6]) / 2**48
