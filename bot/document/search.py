"""Finding what a document says: its exact words, other forms of them, slips, other names, paraphrases.

Scores are calibrated: 1 is the very words, and a hit says nearly all that the query tells. What scores
less than ``THRESHOLD`` is no answer and can only be a suggestion.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from bot.document.lexicon import Lexicon
from bot.document.model import Document, Range, Ref, span_of
from bot.document.reference_model import Bare, Reference
from bot.document.references import Places, read_reference, split_reference
from bot.document.search_answers import Answer, chosen
from bot.document.search_corpus import (
    Alias,
    Annotation,
    Corpus,
    concepts_of,
    most_spoken_of,
    reader,
)
from bot.document.search_marks import Meant, mark, mark_phrase
from bot.document.search_query import Query, Via
from bot.document.search_rank import Candidate, rank
from bot.document.search_reader import Reader, Words
from bot.document.search_speakers import NOBODY, SPEAKING, Speakers
from bot.document.search_syntax import is_code
from bot.document.search_terms import Kind, kind_of

MAX_QUERY: Final = 2_000
"""Characters of a query that are read; a pasted paragraph is shorter."""

THRESHOLD: Final = 0.54
"""The least score of an answer: under it, too much of what the query tells is not said."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers: its exact words, with the page marks lifted out.

    ``matches`` are offsets in ``text``. ``typed`` and ``said`` tell where the document has another
    word than the reader: "FDR" and "the President".
    """

    ref: Ref
    text: str
    matches: tuple[Range, ...]
    score: float
    via: Via
    typed: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may help where nothing answers. ``query`` is what to ask instead.

    It is the query with its slips mended ("spelling"), the label of the passage that comes nearest,
    with its words, the nearest place there is to an address, or a thing that is spoken of ("topic").
    """

    kind: Literal["spelling", "passage", "place", "topic"]
    query: str
    ref: Ref | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answers, best first; where there are none, what is nearest."""

    hits: tuple[Hit, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """A document made ready for finding. Values of ``topics`` are offered where nothing is near."""

    corpus: Corpus
    reader: Reader
    places: Places
    topics: tuple[str, ...] = ()
    speakers: Speakers = NOBODY

    @classmethod
    def build(
        cls,
        document: Document,
        annotations: Iterable[Annotation] = (),
        aliases: Iterable[Alias] = (),
        lexicon: Lexicon | None = None,
        speakers: Mapping[str, Sequence[Ref]] | None = None,
    ) -> "Index":
        """Index a document, what its editor wrote about it, and other names of what it speaks of.

        ``speakers`` says whose words stand in which sentences, by name.
        """
        corpus = Corpus(document, annotations)
        concepts = concepts_of(corpus, aliases)
        topics = most_spoken_of(corpus, (concept for _, concept in concepts), _TOPICS)
        reading = reader(corpus, concepts, lexicon or Lexicon())
        return cls(corpus, reading, Places(document), topics, Speakers.of(speakers or {}, document))

    def find(self, query: str, limit: int = 5) -> Found:
        """Find what answers a query. A reference has one hit a paragraph, however many there are."""
        text = query[:MAX_QUERY]
        reference = read_reference(text)
        if reference is not None:
            if refs := self.places.resolve(reference):
                return Found(tuple(Hit(ref, self._text(ref), (), 1.0, "reference") for ref in refs))
            if not isinstance(reference, Bare):
                return Found(suggestions=tuple(self._nearest_place(reference)))
        words = self.reader.words(text)
        if is_code(text):
            return self._nothing(words)
        spoken = self.speakers.asked(words.plain)
        if spoken is not None:
            return self._spoken(spoken[:limit], words) if spoken else self._silent(words)
        found = self._within(text, limit) or self._answer(words, limit)
        if not found.hits and reference is not None:
            places = tuple(self._nearest_place(reference))
            return Found(suggestions=places or found.suggestions)
        return found

    def _spoken(self, refs: Sequence[Ref], words: Words) -> Found:
        query = self.reader.read(words)
        spoken = (Answer(ref, _MOST_LIKELY, "words", _MOST_LIKELY) for ref in refs)
        return Found(tuple(self._hit(answer, query) for answer in spoken))

    def _nothing(self, words: Words) -> Found:
        """Return no hit, but what is nearest."""
        query = self.reader.read(words)
        return Found(suggestions=tuple(self._nearest(query, rank(query, self.corpus))))

    def _silent(self, words: Words) -> Found:
        """Return no hit for one who says nothing, but where the document itself speaks of him."""
        name = " ".join(word for word in words.plain if word not in SPEAKING)
        query = self.reader.read(self.reader.words(name))
        own = [each for each in rank(query, self.corpus) if each.line < self.corpus.lines.own]
        return Found(suggestions=tuple(self._nearest(query, own)))

    def _within(self, text: str, limit: int) -> Found | None:
        """Find words at a place ("Japan on p. 226"); ``None`` if no such place is said."""
        split = split_reference(text)
        if split is None or not self.places.resolve(split[1]):
            return None
        return self._answer(self.reader.words(split[0]), limit, split[1])

    def _answer(self, words: Words, limit: int, within: Reference | None = None) -> Found:
        if within is None and len(words.plain) >= _PASTED and (found := self._pasted(words, limit)):
            return found
        query = self.reader.read(words)
        ranked = rank(query, self.corpus)
        likely = [*self._exact(query, ranked), *self._likely(ranked)]
        if within is not None:
            likely = [answer for answer in likely if self.places.holds(within, answer.ref)]
        answers = chosen(likely, limit)
        if answers:
            return Found(tuple(self._hit(answer, query) for answer in answers))
        return Found(suggestions=tuple(self._nearest(query, ranked)))

    def _pasted(self, words: Words, limit: int) -> Found | None:
        """Find a passage that was pasted, without asking what else says the same."""
        query = Query(words.plain, (), mended=words.mended)
        answers = chosen(self._exact(query, ()), limit)
        return Found(tuple(self._hit(answer, query) for answer in answers)) if answers else None

    def _exact(self, query: Query, ranked: Sequence[Candidate]) -> Iterator[Answer]:
        """Yield where the very words of a query stand, or stand when its slips are mended."""
        idle = all(kind_of(word) is Kind.FUNCTION for word in query.words)
        if idle and len(query.words) < _SHORTEST_IDLE_PHRASE:
            return
        lines = self.corpus.lines
        scores = {candidate.line: candidate.score for candidate in ranked}
        via: Via = "typo" if query.mended else "exact"
        for place in islice(lines.phrase(query.words), _MOST_EXACT):
            first = lines.line_at(place)
            if first < lines.own:
                last = lines.line_at(place + len(query.words) - 1)
                ref = self.corpus.ref_between(first, last)
                score = _MENDED if query.mended else 1.0
                yield Answer(ref, score, via, scores.get(first, 0.0))

    def _likely(self, ranked: Sequence[Candidate]) -> Iterator[Answer]:
        """Yield what the lines that answer are about: a sentence itself rather than its editor."""
        blocks, own = self.corpus.lines.blocks, self.corpus.lines.own
        best: dict[int, Candidate] = {}
        for candidate in ranked:
            if candidate.line < own:
                best.setdefault(blocks[candidate.line], candidate)
        for line, score, terms in ranked:
            if score < THRESHOLD:
                return
            sentence = best.get(blocks[line]) if line >= own else None
            said = (
                line if sentence is None or sentence.score < _OWN_WORDS * score else sentence.line
            )
            via: Via = "words" if said < own else "paraphrase"
            yield Answer(self.corpus.ref(said), min(score, _MOST_LIKELY), via, score, terms)

    def _hit(self, answer: Answer, query: Query) -> Hit:
        text = self._text(answer.ref)
        if answer.via == "exact":
            return Hit(answer.ref, text, mark_phrase(text, query.words), answer.score, "exact")
        ranges, senses = mark(text, query)
        via, typed, said = _told(answer.via, senses, text)
        return Hit(answer.ref, text, ranges, round(answer.score, 3), via, typed, said)

    def _nearest(self, query: Query, ranked: Sequence[Candidate]) -> Iterator[Suggestion]:
        """Yield the query as it may have been meant, the passages nearest to it, or else topics."""
        if query.mended:
            yield Suggestion("spelling", " ".join(query.words))
        near = [self.corpus.ref(line) for line, score, _ in ranked if score >= _RELATED]
        for ref in list(dict.fromkeys(near))[:_PASSAGES]:
            yield Suggestion("passage", self.places.describe(ref), ref, self._text(ref))
        if not near:
            yield from (Suggestion("topic", topic) for topic in self.topics)

    def _nearest_place(self, reference: Reference) -> Iterator[Suggestion]:
        if near := self.places.nearest(reference):
            label, ref = near
            yield Suggestion("place", label, ref, self._text(ref))

    def _text(self, ref: Ref) -> str:
        block = self.places.block(ref)
        start, end = span_of(block, ref)
        return block.text[start:end]


_SHORTEST_IDLE_PHRASE = 4
_PASTED = 16
"""Words of a query that is looked for as it stands before it is read as a question."""

_MOST_EXACT = 64
_MENDED = 0.98
_MOST_LIKELY = 0.97
_OWN_WORDS = 0.93
_RELATED = 0.2
_PASSAGES = 3
_TOPICS = 3


def _told(via: Via, senses: Sequence[Meant], text: str) -> tuple[Via, str, str]:
    """Return how a passage answers, and what it says for which word of the reader's."""
    for term, sense, (start, end) in senses:
        if sense.via == "alias" and sense.is_sure:
            return "alias", sense.name or term.typed, text[start:end]
    if via == "paraphrase":
        return via, "", ""
    for term, sense, (start, end) in senses:
        if sense.via == "typo":
            return "typo", term.typed, text[start:end]
    if senses and all(each.sense.via == "exact" for each in senses):
        return "exact", "", ""
    return via, "", ""
