"""Asking for a speaker: “what did Radek say” means the sentences that are his."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.document.fold import tokens
from bot.document.model import Ref
from bot.document.search_terms import Kind, kind_of

SPEAKING: Final = frozenset(
    """say says said saying tell tells told shout shouts shouted shouting speak speaks spoke spoken
    reply replies replied answer answers answered declare declares declared claim claims claimed
    exclaim exclaims exclaimed remark remarks remarked words quote quotes quoted quotation""".split()
)
"""Verbs that ask for somebody's words, folded, and nouns that do."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whose words stand where: the words of a speaker's name, folded, and the sentences."""

    sentences: Mapping[frozenset[str], Sequence[Ref]]

    @classmethod
    def of(cls, named: Mapping[str, Sequence[Ref]]) -> "Speakers":
        """Make the speakers of their names as one writes them."""
        return cls({frozenset(_words(name)): tuple(refs) for name, refs in named.items()})

    def asked(self, query: str) -> Sequence[Ref]:
        """Return the sentences of the speaker whom a query asks for; none if it asks anything else.

        Part of a name is enough ("Radek"), but nothing that tells may be left over.
        """
        words = set(_words(query))
        telling = {word for word in words - SPEAKING if kind_of(word) is not Kind.FUNCTION}
        if not words & SPEAKING or not telling:
            return ()
        fitting = [refs for name, refs in self.sentences.items() if telling <= name]
        return fitting[0] if len(fitting) == 1 else ()


NOBODY: Final = Speakers({})
"""No speaker is known."""


def _words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]
