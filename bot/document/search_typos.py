"""What was meant by a word that nobody knows: near words, found through their pairs of letters.

A slip changes few of a word's letter pairs, so a near word shares at least one of the rarest pairs.
Only words that do, of about the same length, are measured; the vocabulary is never read through.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import add
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

_PAIRS_A_SLIP_BREAKS = 3
_SHORT = 3
"""Letters of words in which only two may be changed about: "teh"."""
_BOUND = 2_048
_NEAREST = 32


class Near(NamedTuple):
    """A known word and how near it is: 1 is the same, 0 has nothing in common."""

    word: str
    nearness: float


class Vocabulary:
    """Known words by pair of letters and length; of equally near ones the first given is preferred."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if len(word) > 2]
        self._by_length: defaultdict[int, defaultdict[str, list[int]]]
        self._by_length = defaultdict(lambda: defaultdict(list))
        for number, word in enumerate(self._words):
            buckets = self._by_length[len(word)]
            for pair in _pairs(word):
                buckets[pair].append(number)

    def near(self, word: str, *, slips: int | None = None, limit: int = 3) -> list[Near]:
        """Return the known words within a few slips of the keyboard, the nearest first.

        A slip is a letter missed, doubled, wrong or changed about with the next (optimal string
        alignment). How many are forgiven grows with the word, unless ``slips`` says.
        """
        allowed = _slips(word) if slips is None else slips
        if not allowed:
            return []
        numbers = [*self._candidates(word, allowed)]
        known = [self._words[number] for number in numbers]
        near = process.extract(
            word, known, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=_NEAREST
        )
        found = sorted(
            (_cost(word, each, distance), numbers[at])
            for each, distance, at in near
            if _is_slip(word, each, distance, allowed, sure=slips is not None)
        )
        return [Near(self._words[number], 1 - cost) for cost, number in found[:limit]]

    def _candidates(self, word: str, allowed: int) -> set[int]:
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        lists = [self._by_length[n] for n in lengths if n in self._by_length]
        pairs = sorted(
            ([by_pair.get(pair, ()) for by_pair in lists] for pair in set(_pairs(word))),
            key=lambda buckets: sum(map(len, buckets)),
        )
        found: set[int] = set()
        for buckets in pairs[: _PAIRS_A_SLIP_BREAKS * allowed + 1]:
            for bucket in buckets:
                found.update(bucket)
            if len(found) > _BOUND:
                break
        return found


def _pairs(word: str) -> Iterator[str]:
    return map(add, f"^{word}", f"{word}$")


def _slips(word: str) -> int:
    length = len(word)
    if length < _SHORT or not word.isalpha():
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3


def _is_slip(word: str, known: str, distance: int, allowed: int, *, sure: bool) -> bool:
    """Tell whether a near word may be meant: two slips are not the first letter and another.

    A short word is no slip but of the same letters, unless it is ``sure`` that there is one.
    """
    if len(word) == _SHORT and not sure:
        return sorted(known) == sorted(word)
    return distance <= allowed - (word[0] != known[0] and allowed > 1)


def _cost(word: str, known: str, distance: int) -> float:
    """A wrong first letter is rarer among slips than any other."""
    return (distance + 0.5 * (word[0] != known[0])) / max(len(word), len(known))
