"""Asking for a speaker: “what did Radek say” means the sentences that are his."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from bot.document.fold import fold, words
from bot.document.model import Document, Ref
from bot.document.search_terms import Kind, canonical, kind_of

SAYING: Final = frozenset(
    """say says said saying tell tells told speak speaks spoke spoken reply replies replied answer
    answers answered declare declares declared claim claims claimed remark remarks remarked words
    quote quotes quoted quotation""".split()
)
"""Words, folded, that ask for what somebody said."""

CRYING: Final = frozenset(
    """shout shouts shouted shouting yell yells yelled yelling scream screams screamed screaming
    exclaim exclaims exclaimed cry cries cried bellow bellowed whisper whispered""".split()
)
"""Words that ask how it was said, too: of a speaker of whom it is not told, they ask for nothing."""

SPEAKING: Final = SAYING | CRYING
"""All words that ask for words."""

_OUTCRY: Final = frozenset(map(canonical, CRYING))


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whose words stand where: the words of a speaker's name, folded, and the sentences.

    ``loud`` are the sentences in which somebody shouts; ``common`` are the words that the document has
    without a capital, which are no names.
    """

    sentences: Mapping[frozenset[str], Sequence[Ref]]
    loud: frozenset[Ref] = frozenset()
    common: frozenset[str] = frozenset()

    @classmethod
    def of(cls, named: Mapping[str, Sequence[Ref]], document: Document) -> "Speakers":
        """Make the speakers in a document of their names as one writes them."""
        spoken = {frozenset(words(name)): tuple(refs) for name, refs in named.items()}
        loud = (ref for refs in spoken.values() for ref in refs if _is_loud(ref, document))
        return cls(spoken, frozenset(loud), frozenset(_common(document)))

    def asked(self, query: Sequence[str]) -> Sequence[Ref] | None:
        """Return the sentences of the one whose words are asked for: none if none are quoted.

        ``None`` if the query asks anything else. Part of a name is enough ("Radek"), but nothing that
        tells may be left over.
        """
        spoken = {word for word in query if kind_of(word) is not Kind.FUNCTION}
        name = spoken - SPEAKING
        if name == spoken or not name:
            return None
        fitting = [refs for known, refs in self.sentences.items() if name <= known]
        if len(fitting) == 1:
            loud = not CRYING.isdisjoint(query)
            return tuple(ref for ref in fitting[0] if not loud or ref in self.loud)
        return () if not fitting and self._is_somebody(name, query) else None

    def _is_somebody(self, name: Set[str], query: Sequence[str]) -> bool:
        """Tell whether a query asks what a person says: a name, and a verb after it."""
        after = takewhile(lambda word: word not in name, reversed(query))
        telling = all(kind_of(word) is Kind.TELLING for word in name)
        return telling and name.isdisjoint(self.common) and not SPEAKING.isdisjoint(after)


NOBODY: Final = Speakers({})
"""No speaker is known."""


def _is_loud(ref: Ref, document: Document) -> bool:
    return not _OUTCRY.isdisjoint(map(canonical, words(document.passage(ref).text)))


def _common(document: Document) -> Iterator[str]:
    """Return the words, folded, that begin with a small letter."""
    different = {word for block in document.blocks for word in _WORD.findall(block.text)}
    return (fold(word) for word in different if word[0].islower())


_WORD = re.compile(r"[^\W\d_]\w*")
