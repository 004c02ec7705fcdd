"""What a reader asks, term by term: what each may mean in this document, and how much it tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from bot.document.fold import fold
from bot.document.search_weights import EVERYDAY

Via: TypeAlias = Literal["exact", "words", "typo", "alias", "paraphrase", "reference"]

SYNONYM = 0.8
"""The quality of a word that may be meant by another, and does not say the same."""


class Sense(NamedTuple):
    """One way in which a term may stand in a line.

    ``lines`` hold it, ascending; ``quality`` is 1 for the very word, less for one that may be meant;
    ``phrases`` are what to mark, as stems; ``name`` is what the reader calls it, if by a name.
    """

    lines: Sequence[int]
    quality: float
    via: Via
    phrases: tuple[tuple[str, ...], ...]
    name: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it says the same in other words, and does not only come near."""
        return self.quality > SYNONYM


class Spread(NamedTuple):
    """How well senses say what they mean, 0 to 1: in each line, and at best of each sentence and block."""

    lines: Mapping[int, float]
    profiles: Mapping[int, float]
    blocks: Mapping[int, float]


@dataclass(slots=True, eq=False)
class Senses:
    """All that a term may mean; how that is ``spread`` over a document is worked out once and kept."""

    each: tuple[Sense, ...] = ()
    spread: Spread | None = None

    def __iter__(self) -> Iterator[Sense]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)


class Term(NamedTuple):
    """A word or a name in a query, how much it tells, and what it may mean: nothing if unknown."""

    typed: str
    weight: float
    senses: Senses

    @property
    def key(self) -> tuple[str, int]:
        """What is the same when a query says a word twice."""
        return fold(self.typed), len(self.senses)

    @property
    def reach(self) -> int:
        """How many lines hold it, those of each sense counted."""
        return sum(len(sense.lines) for sense in self.senses)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: all its words with slips mended, and the terms that tell.

    It ``misquotes`` if it has words in quotation marks that do not stand so anywhere.
    """

    words: tuple[str, ...]
    terms: tuple[Term, ...]
    mended: bool = False
    misquotes: bool = False

    @property
    def weight(self) -> float:
        """What all terms tell together."""
        return sum(term.weight for term in self.terms)

    @property
    def is_idle(self) -> bool:
        """Whether it has no telling word at all ("what happens next")."""
        return all(term.weight <= EVERYDAY for term in self.terms)


class Concept(NamedTuple):
    """A thing with several names: ``forms`` are those that stand in the document, as stems.

    ``lines`` have any of its names.
    """

    name: str
    forms: tuple[tuple[str, ...], ...]
    lines: Sequence[int]


class Name(NamedTuple):
    """A name of a concept as stems; ``stands`` if the document uses it."""

    stems: tuple[str, ...]
    concept: Concept
    stands: bool
