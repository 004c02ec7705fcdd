"""Finding exact words: every place where a quotation stands in a document, character for character."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.document.model import Block, Document, Range, Ref, pages_of


@dataclass(frozen=True, slots=True)
class Located:
    """A quotation and its place: ``span`` counts in the text of the block, ``ref`` has the sentences."""

    text: str
    ref: Ref
    span: Range
    pages: tuple[int, ...]


def locate(
    document: Document, words: str, within: Ref | None = None, at_most: int | None = None
) -> tuple[Located, ...]:
    """Return the places where the words stand, ``within`` an address or anywhere, in order.

    No more than ``at_most`` are looked for, where that is given.
    """
    places = (
        place
        for block in document.blocks
        if within is None or block.ref == within.whole
        for start in _occurrences(block.text, words)
        if _lies_within(within, (place := _located(block, start, words)).ref)
    )
    return tuple(islice(places, at_most))


def sentences_of(block: Block, span: Range) -> Ref:
    """Return the address of the sentences that a span of a block touches."""
    first, last = block.sentence_at(span.start), block.sentence_at(span.end - 1)
    return Ref(block.part, block.number, first, last)


def _lies_within(within: Ref | None, ref: Ref) -> bool:
    if within is None or not within.first:
        return True
    return within.first <= ref.first and ref.last <= within.last


def _located(block: Block, start: int, words: str) -> Located:
    span = Range(start, start + len(words))
    return Located(words, sentences_of(block, span), span, pages_of(block, span))


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
