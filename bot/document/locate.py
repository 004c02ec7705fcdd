"""Finding exact words: every place where a quotation stands in a document, character for character."""

from bot.document.model import Block, Document, Range, Ref, pages_of
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Located:
    """A quotation and its place: ``span`` counts in the text of the block, ``ref`` has the sentences."""

    text: str
    ref: Ref
    span: Range
    pages: tuple[int, ...]


def locate(document: Document, words: str, within: Ref | None = None) -> tuple[Located, ...]:
    """Return every place where the words stand, ``within`` one block or anywhere, in order."""
    return tuple(
        _located(block, start, words)
        for block in document.blocks
        if within is None or block.ref == within.whole
        for start in _occurrences(block.text, words)
    )


def sentences_of(block: Block, span: Range) -> Ref:
    """Return the address of the sentences that a span of a block touches."""
    first, last = block.sentence_at(span.start), block.sentence_at(span.end - 1)
    return Ref(block.part, block.number, first, last)


def _located(block: Block, start: int, words: str) -> Located:
    span = Range(start, start + len(words))
    return Located(words, sentences_of(block, span), span, pages_of(block, span))


def _occurrences(text: str, words: str) -> list[int]:
    found = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
