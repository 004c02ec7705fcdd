"""What a reader asks, term by term: what each may mean in this document, and how much it tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.document.fold import Token, fold, tokens
from bot.document.names import CAPITAL
from bot.document.search_lines import Lines
from bot.document.search_slips import Mender, Word
from bot.document.search_terms import Kind, canonical, kind_of
from bot.document.search_weights import EVERYDAY, Weights
from bot.document.synonyms import SYNONYMS

Via: TypeAlias = Literal["exact", "words", "typo", "alias", "paraphrase", "reference"]

MAX_WORDS: Final = 400
"""Words of a query that are looked at; a pasted paragraph has fewer."""


@dataclass(frozen=True, slots=True)
class Sense:
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
        return self.quality > _SYNONYM


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a name in a query, how much it tells, and what it may mean: nothing if unknown."""

    typed: str
    weight: float
    senses: tuple[Sense, ...]

    @property
    def sense_key(self) -> tuple[str, tuple[tuple[tuple[str, ...], ...], ...]]:
        """What is the same when a query says a word twice."""
        return fold(self.typed), tuple(sense.phrases for sense in self.senses)


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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads queries put to one document; ``names`` are by first stem, the longest first."""

    lines: Lines
    mender: Mender
    weights: Weights
    names: Mapping[str, tuple[Name, ...]]

    def read(self, text: str) -> Query:
        """Read a query."""
        words = self.mender.mend([_capitals(token, text) for token in tokens(text)[:MAX_WORDS]])
        phrases, misquotes = self._quoted(text, words)
        terms: dict[object, Term] = {}
        at = 0
        while at < len(words) and len(terms) < _MAX_TERMS:
            found, length = (
                phrases.get(at)
                or self._named(text, words, at)
                or (self._single(text, words[at]), 1)
            )
            for term in found:
                terms.setdefault(term.sense_key, term)
            at += length
        mended = any(word.nearness < 1 for word in words)
        plain = tuple(word.word for word in words)
        return Query(plain, tuple(terms.values()), mended=mended, misquotes=misquotes)

    def _quoted(self, text: str, words: list[Word]) -> tuple[dict[int, "_Step"], bool]:
        """Return the phrases in quotation marks by where they begin, and whether one stands nowhere."""
        found: dict[int, _Step] = {}
        misquotes = False
        marks = [i for i, c in enumerate(text) if c in _QUOTES]
        for start, end in list(zip(marks[::2], marks[1::2], strict=False))[:_MAX_QUOTED]:
            inside = [i for i, word in enumerate(words) if start < word.start < end]
            phrase = tuple(words[i].word for i in inside)
            lines = sorted({self.lines.line_at(place) for place in self.lines.phrase(phrase)})
            if len(inside) > 1 and lines:
                weight = _PHRASE + sum(self.weights.of(word, len(lines)) for word in phrase)
                sense = Sense(lines, 1.0, "exact", (tuple(map(canonical, phrase)),))
                found[inside[0]] = [Term(" ".join(phrase), weight, (sense,))], len(inside)
            misquotes = misquotes or (len(inside) > 1 and not lines)
        return found, misquotes

    def _named(self, text: str, words: list[Word], at: int) -> "_Step | None":
        """Return the longest name, beginning here, of a thing that the document calls otherwise."""
        names = self.names.get(canonical(words[at].word), ())
        if not names:
            return None
        stems = tuple(canonical(word.word) for word in words[at : at + _LONGEST_NAME])
        name = next((each for each in names if stems[: len(each.stems)] == each.stems), None)
        if name is None or name.stands:
            return None
        named = words[at : at + len(name.stems)]
        typed = text[named[0].start : named[-1].end]
        lines = name.concept.lines
        sense = Sense(lines, _ALIAS, "alias", name.concept.forms, typed)
        parts = [term for word in named for term in self._single(text, word, sense)]
        if len(named) == 1:
            return parts, 1
        whole = Term(typed, _WHOLE_NAME * sum(part.weight for part in parts), (sense,))
        return [*parts, whole], len(named)

    def _single(self, text: str, word: Word, *names: Sense) -> list[Term]:
        """Return a word as a term, which the names that it is part of say as well as the word."""
        if kind_of(word.word) is Kind.FUNCTION:
            return []
        senses = (*names, *self._senses(word))
        reach = sum(len(sense.lines) for sense in senses[len(names) :] or names)
        weight = self.weights.of(word.word, reach)
        return [Term(text[word.start : word.end], weight, senses)]

    def _senses(self, word: Word) -> Iterator[Sense]:
        """Yield what a word may mean: itself, its kin, its synonyms, and names that it begins."""
        stem = canonical(word.word)
        if lines := self.lines.lines_with(stem):
            yield Sense(lines, word.nearness, "words" if word.nearness == 1 else "typo", ((stem,),))
        if word.nearness < 1:
            return
        for kin in self.lines.kin(stem):
            if kin != stem:
                yield Sense(self.lines.lines_with(kin), _KIN, "words", ((kin,),))
        via: Via = "alias" if word.word in CAPITAL else "paraphrase"
        for other in SYNONYMS.get(stem, ()):
            if lines := self.lines.lines_with(other):
                yield Sense(lines, _SYNONYM, via, ((other,),))
        for name in self.names.get(stem, ()):
            if name.stands and len(name.stems) <= 2:
                yield Sense(name.concept.lines, _SYNONYM, "alias", name.concept.forms)


def _capitals(token: Token, text: str) -> Token:
    """Tell "US" from "us", which folding does not."""
    if token.word == "us" and text[token.start : token.end].isupper() and not text.isupper():
        return token._replace(word="usa")
    return token


_Step: TypeAlias = tuple[list[Term], int]

_QUOTES = frozenset(c for c in '"“”„‟″«»＂' if fold(c) == '"')
_MAX_TERMS = 48
_MAX_QUOTED = 8
_LONGEST_NAME = 8
_PHRASE = 0.3
_ALIAS = 0.96
_KIN = 0.85
_SYNONYM = 0.8
_WHOLE_NAME = 0.6
"""A name of several words tells this much more than its words do apart."""
