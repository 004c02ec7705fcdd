"""What is searched: the sentences of a document, and what its editor wrote about them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.document.fold import words
from bot.document.lexicon import Lexicon
from bot.document.model import Block, Document, Ref
from bot.document.search_bonds import Bonds
from bot.document.search_lines import Lines
from bot.document.search_query import Concept, Name
from bot.document.search_reader import Reader
from bot.document.search_slips import Mender
from bot.document.search_syntax import without_list_marks
from bot.document.search_terms import canonical
from bot.document.search_typos import Vocabulary
from bot.document.search_weights import Weights
from bot.document.word_kinds import EVERYDAY_WORDS, FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Annotation:
    """The editor's words for a paragraph, a sentence or a note; ``asks`` is how readers would ask."""

    ref: Ref
    gist: str = ""
    asks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A thing the document names by its ``forms``, and what readers call it that it does not say."""

    name: str
    forms: tuple[str, ...]
    aliases: tuple[str, ...]


class Corpus:
    """Numbered lines with their addresses: first the document's own, then the editor's."""

    def __init__(self, document: Document, annotations: Iterable[Annotation]) -> None:
        self.blocks: list[Block] = list(document.blocks)
        self.lines = Lines()
        self.first_line = array("I")
        self.worth = array("f")
        self.profiles = array("i")
        self._targets: list[Ref] = []
        for number, block in enumerate(self.blocks):
            self._add_block(number, block)
        self.lines.own = len(self.lines)
        numbers = {block.ref: number for number, block in enumerate(self.blocks)}
        for annotation in annotations:
            if annotation.ref.whole in numbers:
                self._annotate(annotation, numbers[annotation.ref.whole])

    def ref(self, line: int) -> Ref:
        """Return the address of a line, or of what an editor's line is about."""
        if line >= self.lines.own:
            return self._targets[line - self.lines.own]
        number = self.lines.blocks[line]
        block = self.blocks[number]
        sentence = line - self.first_line[number] + 1
        return Ref(block.part, block.number, sentence, sentence)

    def ref_between(self, first: int, last: int) -> Ref:
        """Return the address of the sentences from one line of a block to another."""
        start, end = self.ref(first), self.ref(last)
        return Ref(start.part, start.number, start.first, end.last)

    def block_of_profile(self, profile: int) -> int:
        """Return the number of the block of a sentence, or of what is said of a block as a whole."""
        return self.lines.blocks[profile] if profile >= 0 else -1 - profile

    def _add_block(self, number: int, block: Block) -> None:
        self.first_line.append(len(self.lines))
        for start, end in block.sentences:
            self.lines.add(words(without_list_marks(block.text[start:end])), number)
            self.worth.append(1.0)
            self.profiles.append(len(self.profiles))

    def _annotate(self, annotation: Annotation, block: int) -> None:
        written = [(ask, _ASK) for ask in annotation.asks]
        written += [(annotation.gist, _GIST), (" ".join(annotation.topics), _TOPIC)]
        about = annotation.ref
        profile = self.first_line[block] + about.first - 1 if about.first else -1 - block
        for text, worth in written:
            if text:
                self.lines.add(words(text), block)
                self.worth.append(worth)
                self.profiles.append(profile)
                self._targets.append(annotation.ref)


_ASK: Final = 0.93
_GIST: Final = 0.85
_TOPIC: Final = 0.6


def concepts_of(corpus: Corpus, aliases: Iterable[Alias]) -> list[tuple[Alias, Concept]]:
    """Return what each alias stands for and where that is spoken of."""
    return [(alias, _concept(alias, corpus.lines)) for alias in aliases]


def most_spoken_of(corpus: Corpus, concepts: Iterable[Concept], count: int) -> tuple[str, ...]:
    """Return the names of the things that most sentences of the document speak of."""
    own = corpus.lines.own
    ordered = sorted(concepts, key=lambda concept: bisect_left(concept.lines, own), reverse=True)
    return tuple(concept.name for concept in ordered[:count])


def reader(corpus: Corpus, concepts: Sequence[tuple[Alias, Concept]], lexicon: Lexicon) -> Reader:
    """Return what reads the queries put to a corpus."""
    lines = corpus.lines
    spoken = (word for alias, _ in concepts for name in alias.aliases for word in words(name))
    known = dict.fromkeys([*lines.words, *spoken, *sorted(FUNCTION_WORDS | EVERYDAY_WORDS)])
    mender = Mender(lines, Vocabulary(known), lexicon)
    weights = Weights(corpus.profiles, lexicon, _frame(corpus), len(set(corpus.profiles)))
    return Reader(lines, mender, weights, _names(concepts), Bonds(lines))


def _names(concepts: Iterable[tuple[Alias, Concept]]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for alias, concept in concepts:
        for names, stands in ((alias.forms, True), (alias.aliases, False)):
            for stems in filter(None, map(_stems, names)):
                found.setdefault(stems[0], {}).setdefault(stems, Name(stems, concept, stands))
    return {
        first: tuple(sorted(names.values(), key=lambda name: -len(name.stems)))
        for first, names in found.items()
    }


def _concept(alias: Alias, lines: Lines) -> Concept:
    names = map(words, (*alias.forms, *alias.aliases))
    found = {line for name in names for line in lines.saying(name)}
    forms = tuple(filter(None, map(_stems, alias.forms)))
    return Concept(alias.name, forms, array("I", sorted(found)))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(canonical, words(text)))


def _frame(corpus: Corpus) -> frozenset[str]:
    """Return the stems that stand in the heading or closing alone: who writes to whom, not of what."""
    edges = {i for i, b in enumerate(corpus.blocks) if b.part in {"heading", "closing"}}
    blocks = corpus.lines.blocks
    around = {word for number in edges for word in words(corpus.blocks[number].text)}
    return frozenset(
        stem
        for stem in map(canonical, around)
        if all(
            blocks[line] in edges
            for line in corpus.lines.lines_with(stem)
            if line < corpus.lines.own
        )
    )
