"""Which answers are given, and in which order: each place once, and not one paragraph over and over."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from bot.document.model import Ref
from bot.document.search_query import Via


class Answer(NamedTuple):
    """An address that answers; ``rank`` orders answers of the same score.

    ``said`` are the numbers of the query's terms that are said there.
    """

    ref: Ref
    score: float
    via: Via
    rank: float
    said: frozenset[int] = frozenset()


def chosen(answers: Iterable[Answer], limit: int) -> list[Answer]:
    """Return the best answers, best first; another paragraph comes before the next of the same one."""
    best_first = sorted(answers, key=lambda answer: (-answer.score, -answer.rank, answer.ref))
    placed = [
        (answer.score - _AGAIN * again, answer)
        for block in _apart(best_first)
        for again, answer in enumerate(block)
    ]
    placed.sort(key=lambda pair: -pair[0])
    least = placed[0][0] - _FAR_BEHIND if placed else 0.0
    return [answer for score, answer in placed if score > least][:limit]


_AGAIN = 0.05
"""What each further answer from one paragraph is put back by."""

_FAR_BEHIND = 0.25
"""Answers this much worse than the best are left out."""

_BESIDE = 0.12
"""Neighbouring sentences whose scores differ by less are one answer, if each says what the other lacks."""


def _apart(answers: Iterable[Answer]) -> Collection[list[Answer]]:
    """Return by block the answers that stand apart: no place twice, neighbouring sentences as one."""
    blocks: dict[Ref, list[Answer]] = {}
    for answer in answers:
        _put(blocks.setdefault(answer.ref.whole, []), answer)
    return blocks.values()


def _put(block: list[Answer], answer: Answer) -> None:
    """Put an answer beside the better ones of its block, or join it to one, or drop it."""
    for i, other in enumerate(block):
        gap = _gap(other.ref, answer.ref)
        if gap < 0:
            return
        if gap == 0 and _complete(other, answer):
            block[i] = other._replace(
                ref=_both(other.ref, answer.ref), said=other.said | answer.said
            )
            return
    block.append(answer)


def _complete(better: Answer, other: Answer) -> bool:
    """Tell whether two answers say together what neither says alone."""
    alike = other.score > better.score - _BESIDE
    return alike and bool(better.said - other.said) and bool(other.said - better.said)


def _gap(one: Ref, other: Ref) -> int:
    """Return how many sentences lie between two addresses in a block; less than 0 if they overlap."""
    if not (one.first and other.first):
        return -1
    return max(one.first, other.first) - min(one.last, other.last) - 1


def _both(one: Ref, other: Ref) -> Ref:
    return Ref(one.part, one.number, min(one.first, other.first), max(one.last, other.last))
