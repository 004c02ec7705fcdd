"""Finding what a document says: its exact words, other forms of them, slips, other names, paraphrases.

Scores are calibrated: 1 is the very words, and a hit says nearly all that the query tells. What scores
less than ``THRESHOLD`` is no answer and can only be a suggestion.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, NamedTuple

from bot.document.lexicon import Lexicon
from bot.document.model import Document, Range, Ref
from bot.document.reference_model import Bare, Reference
from bot.document.references import Places, read_reference, span_of
from bot.document.search_corpus import Alias, Annotation, Corpus, reader
from bot.document.search_marks import Meant, mark, mark_phrase
from bot.document.search_query import Query, Reader, Via
from bot.document.search_rank import Candidate, rank
from bot.document.search_terms import Kind, kind_of

MAX_QUERY: Final = 2_000
"""Characters of a query that are read; a pasted paragraph is shorter."""

THRESHOLD: Final = 0.555
"""The least score of an answer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers: its exact text with the page marks lifted out.

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
    """What may help where nothing answers: what to ask instead, and the passage nearest to it."""

    kind: Literal["spelling", "passage", "place"]
    query: str
    ref: Ref | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answers, best first; and without any, what is nearest."""

    hits: tuple[Hit, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """A document made ready for finding."""

    corpus: Corpus
    reader: Reader
    places: Places

    @classmethod
    def build(
        cls,
        document: Document,
        annotations: Iterable[Annotation] = (),
        aliases: Sequence[Alias] = (),
        lexicon: Lexicon | None = None,
    ) -> "Index":
        """Index a document, what its editor wrote about it, and other names of what it speaks of."""
        corpus = Corpus(document, annotations)
        return cls(corpus, reader(corpus, aliases, lexicon or Lexicon()), Places(document))

    def find(self, query: str, limit: int = 5) -> Found:
        """Find what answers a query. A reference has one hit a paragraph, however many there are."""
        text = query[:MAX_QUERY]
        reference = read_reference(text)
        if reference is not None:
            refs = self.places.resolve(reference)
            if refs:
                return Found(tuple(self._at(ref) for ref in refs))
            if not isinstance(reference, Bare):
                return Found(suggestions=())
        return self._say(self.reader.read(text), limit)

    def _say(self, query: Query, limit: int) -> Found:
        ranked = rank(query, self.corpus)
        scores = {candidate.line: candidate.score for candidate in ranked}
        answers = _chosen([*self._exact(query, scores), *self._likely(ranked)], limit)
        if answers:
            return Found(tuple(self._hit(answer, query) for answer in answers))
        return Found(suggestions=tuple(self._nearest(ranked)))

    def _at(self, ref: Ref) -> Hit:
        return Hit(ref, self._text(ref), (), 1.0, "reference")

    def _text(self, ref: Ref) -> str:
        block = self.places.block(ref)
        start, end = span_of(block, ref)
        return block.text[start:end]

    def _exact(self, query: Query, scores: dict[int, float]) -> Iterator["_Answer"]:
        """Yield where the very words of a query stand, mended or not."""
        if all(kind_of(word) is Kind.FUNCTION for word in query.words) and len(query.words) < 4:
            return
        lines = self.corpus.lines
        end = lines.starts[self.corpus.own]
        for place in islice(lines.phrase(query.words), _MOST_EXACT):
            if place < end:
                first = lines.line_at(place)
                last = lines.line_at(place + len(query.words) - 1)
                via: Via = "typo" if query.mended else "exact"
                score = 0.98 if query.mended else 1.0
                yield _Answer(self.corpus.ref_between(first, last), score, via, scores.get(first, 0.0))

    def _likely(self, ranked: Sequence[Candidate]) -> Iterator["_Answer"]:
        """Yield what the lines that answer are about: a sentence itself rather than its editor."""
        own: dict[int, Candidate] = {}
        for candidate in ranked:
            if candidate.line < self.corpus.own:
                own.setdefault(self.corpus.lines.blocks[candidate.line], candidate)
        for line, score in ranked:
            if score < THRESHOLD:
                return
            ref = self.corpus.ref(line)
            if line < self.corpus.own:
                yield _Answer(ref, min(score, 0.97), "words", score)
                continue
            sentence = own.get(self.corpus.lines.blocks[line])
            if sentence is not None and sentence.score >= _OWN_WORDS * score:
                yield _Answer(self.corpus.ref(sentence.line), min(score, 0.97), "words", score)
            else:
                yield _Answer(ref, min(score, 0.97), "paraphrase", score)

    def _hit(self, answer: "_Answer", query: Query) -> Hit:
        text = self._text(answer.ref)
        if answer.via == "exact":
            return Hit(answer.ref, text, mark_phrase(text, query.words), answer.score, "exact")
        ranges, senses = mark(text, query)
        via, typed, said = _told(answer.via, senses, text)
        return Hit(answer.ref, text, ranges, round(answer.score, 3), via, typed, said)

    def _nearest(self, ranked: Sequence[Candidate]) -> Iterator[Suggestion]:
        refs = dict.fromkeys(
            self.corpus.ref(line) for line, score in ranked[:_NEAREST] if score >= _RELATED
        )
        for ref in list(refs)[:3]:
            yield Suggestion("passage", "", ref, self._text(ref))


class _Answer(NamedTuple):
    """An address that answers; ``rank`` orders answers of the same score."""

    ref: Ref
    score: float
    via: Via
    rank: float


_MOST_EXACT = 64
_OWN_WORDS = 0.93
_NEAREST = 12
_RELATED = 0.2
_AGAIN = 0.05
_BESIDE = 0.12
_FAR_BEHIND = 0.25


def _told(via: Via, senses: Sequence[Meant], text: str) -> tuple[Via, str, str]:
    """Return how a passage answers, and what it says for which word of the reader's."""
    for term, sense, (start, end) in senses:
        if sense.via == "alias" and sense.quality > 0.9:
            return "alias", term.typed, text[start:end]
    if via == "paraphrase":
        return via, "", ""
    for term, sense, (start, end) in senses:
        if sense.via == "typo":
            return "typo", term.typed, text[start:end]
    if senses and all(each.sense.via == "exact" for each in senses):
        return "exact", "", ""
    return via, "", ""


def _chosen(answers: Iterable[_Answer], limit: int) -> list[_Answer]:
    """Return the best answers, each place once, another paragraph before another sentence of one."""
    ordered = sorted(answers, key=lambda answer: (-answer.score, -answer.rank, answer.ref))
    apart: list[_Answer] = []
    for answer in ordered:
        _add(apart, answer)
    count: dict[Ref, int] = {}
    placed = []
    for answer in apart:
        again = count[answer.ref.whole] = count.get(answer.ref.whole, -1) + 1
        placed.append((answer.score - _AGAIN * again, answer))
    placed.sort(key=lambda pair: -pair[0])
    least = placed[0][0] - _FAR_BEHIND if placed else 0.0
    return [answer for score, answer in placed if score > least][:limit]


def _add(apart: list[_Answer], answer: _Answer) -> None:
    """Add an answer, or join it to the better one beside it, unless its place is taken."""
    for i, other in enumerate(apart):
        if other.ref.whole != answer.ref.whole:
            continue
        if not (other.ref.first and answer.ref.first):
            return
        first, last = min(other.ref.first, answer.ref.first), max(other.ref.last, answer.ref.last)
        if last - first < other.ref.last - other.ref.first + answer.ref.last - answer.ref.first + 1:
            return
        beside = last - first == other.ref.last - other.ref.first + answer.ref.last - answer.ref.first + 1
        if beside and "exact" not in (other.via, answer.via) and answer.score > other.score - _BESIDE:
            apart[i] = other._replace(ref=Ref(other.ref.part, other.ref.number, first, last))
            return
    apart.append(answer)
