"""What the bot knows of English beyond the document: which strings are words, and how common they are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

_COMMONEST = 23_135_851_162
"""Occurrences of "the" in the word list that comes with symspellpy; the top of the scale."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """English words, folded, with how often they occur in a large body of text.

    It tells a slip of the keyboard (``respitte``) from another word (``despite``), and a telling
    word from a common one. An empty lexicon knows nothing, and everything still works, less well.
    """

    counts: Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def rarity(self, word: str) -> float:
        """Return 0 for the commonest word, 1 for one that is not known at all."""
        count = self.counts.get(word, 0)
        if not count:
            return 1.0
        return 1.0 - math.log(count) / math.log(max(_COMMONEST, count) * 10)
