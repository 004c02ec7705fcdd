"""How much each word of a query tells, known to the document or not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.document.lexicon import Lexicon
from bot.document.names import COUNTRY, PREFIX
from bot.document.search_slips import one_slip_from
from bot.document.search_terms import Kind, canonical, kind_of

EVERYDAY: Final = 0.12
"""How much an everyday word tells; a rare name tells nearly 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weighs words by how many sentences say them, or are said by their editor to, and by English.

    ``profiles`` are by line the number of the sentence that it is or is about; ``total`` is how many
    there are. ``frame`` are the stems of the heading alone: who writes to whom, which every question
    may mention and none is about.
    """

    profiles: Sequence[int]
    lexicon: Lexicon
    frame: frozenset[str]
    total: int

    def reach(self, lines: Sequence[int]) -> int:
        """Return how many sentences the lines are or are about; of many lines, about how many."""
        some = lines[:_COUNTED]
        count = len(set(map(self.profiles.__getitem__, some)))
        return count if len(some) == len(lines) else count * len(lines) // len(some)

    def of(self, word: str, reach: int) -> float:
        """Return how much a word tells that ``reach`` sentences say: 0 for function words, 1.6 at most.

        A word that none says weighs too: nothing can say it, so it sinks every hit.
        """
        kind = kind_of(word)
        if kind is Kind.FUNCTION:
            return 0.0
        if kind is Kind.EVERYDAY:
            return EVERYDAY if reach else EVERYDAY / 2
        if canonical(word) in self.frame:
            return _FRAME
        return self._rarity(word, reach) if reach else self._strangeness(word)

    def _rarity(self, word: str, reach: int) -> float:
        """Return more for a word of fewer sentences (inverse document frequency) and for a rarer one."""
        total = self.total + 1
        within = math.log1p(total / max(reach, 1)) / math.log1p(total)
        return 0.15 + 0.7 * within * (0.5 + 0.5 * self._in_english(word))

    def _strangeness(self, word: str) -> float:
        """Return most for a country, a figure, or what is no English word: a name or nonsense."""
        if not self.lexicon.counts:
            return _UNTOLD
        if word in COUNTRY or word in PREFIX:
            return _STRANGE
        if word in self.lexicon:
            return 0.4 + 0.4 * self._in_english(word)
        return _MISSPELT if self._is_misspelt(word) else _STRANGE

    def _is_misspelt(self, word: str) -> bool:
        """Tell whether a word is one slip from an English one."""
        if not (word.isalpha() and _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP):
            return False
        return any(other in self.lexicon for other in one_slip_from(word))

    def _in_english(self, word: str) -> float:
        """Return 0 for a common English word, 1 for a rare one."""
        return min(1.0, max(0.0, (self.lexicon.rarity(word) - _COMMON) / (_RARE - _COMMON)))


_COUNTED = 1_024
_FRAME = 0.15
_STRANGE = 1.6
_UNTOLD = 0.8
_MISSPELT = 0.5
_COMMON, _RARE = 0.2, 0.5
_SHORTEST_SLIP = 6
_LONGEST_SLIP = 24
