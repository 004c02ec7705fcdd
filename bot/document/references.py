"""References: reading what people type for a place in a document, finding it, and writing it down.

A label that ``describe`` writes is read back as the same address.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import assert_never

from bot.document.model import Block, Document, Part, Ref, pages_of, span_of
from bot.document.reference_marks import MAX_REFERENCE
from bot.document.reference_model import (
    Bare,
    Edge,
    Notes,
    Omissions,
    Pages,
    Paragraphs,
    Reference,
    Several,
    Span,
)
from bot.document.reference_parser import parse


def read_reference(text: str) -> Reference | None:
    """Read a reference; ``None`` if the text is anything else, or says anything besides."""
    return parse(text)


def split_reference(text: str) -> tuple[str, Reference] | None:
    """Split "Japan on p. 226" into what is asked and where; ``None`` if no place is said at the end."""
    start = max(0, len(text) - MAX_REFERENCE)
    for match in _PLACE_MARK.finditer(text, start):
        reference = read_reference(text[match.start() :])
        if reference is not None and text[: match.start()].strip():
            return text[: match.start()], reference
    return None


def resolve(reference: Reference, document: Document) -> tuple[Ref, ...]:
    """Return the addresses that a reference means, in order; none if the document has no such place."""
    return Places(document).resolve(reference)


def describe(ref: Ref, document: Document) -> str:
    """Return the label of an address: ``¶ 9 s. 2, p. 226``. Raises ``NoSuchPassage``."""
    return Places(document).describe(ref)


class Places:
    """The places that a document has, found at once however long it is."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def resolve(self, reference: Reference) -> tuple[Ref, ...]:
        """Return the addresses that a reference means, in order; none if there is no such place."""
        match reference:
            case Paragraphs():
                return self._sentences(self._paragraph_refs(reference), reference.sentences)
            case Pages():
                return _refs("paragraph", self._numbers_on(reference))
            case Notes(span, sentences, counted):
                numbers = _chosen(self._numbers("note"), span, counted=counted)
                return self._sentences(_refs("note", numbers), sentences)
            case Bare(span, Span() as sentences):
                return self.resolve(Paragraphs(span, sentences))
            case Bare(span):
                choices: tuple[Reference, ...] = (Pages(span), Paragraphs(span), Notes(span))
                return next(filter(None, map(self.resolve, choices)), ())
            case Omissions(span):
                return self._beside(
                    _chosen(range(len(self._document.omissions)), span, counted=True)
                )
            case Edge(closing, sentences):
                part: Part = "closing" if closing else "heading"
                return self._sentences(_refs(part, self._numbers(part)), sentences)
            case Several(parts):
                return tuple(dict.fromkeys(ref for part in parts for ref in self.resolve(part)))
            case _:
                assert_never(reference)

    def holds(self, reference: Reference, ref: Ref) -> bool:
        """Tell whether an address lies at the place that a reference means."""
        if ref.whole not in {each.whole for each in self.resolve(reference)}:
            return False
        if not isinstance(reference, Pages):
            return True
        meant = _chosen(self._pages, reference.span, counted=reference.counted)
        block = self.block(ref)
        return not set(pages_of(block, span_of(block, ref))).isdisjoint(meant)

    def nearest(self, reference: Reference) -> tuple[str, Ref] | None:
        """Return the label and address nearest to a place that there is not, if there is any near."""
        match reference:
            case Paragraphs(span, sentences):
                return self._labelled(self._nearest("paragraph", span, sentences))
            case Bare(span, Span() as sentences):
                return self.nearest(Paragraphs(span, sentences))
            case Pages(span):
                page = min(self._pages, key=lambda page: abs(page - span.first), default=None)
                if page is None:
                    return None
                edge = self._document.paragraphs_on[page][-1 if span.first > page else 0]
                return _counted("p", page, page), Ref("paragraph", edge)
            case Notes(Span() as span, sentences):
                return self._labelled(self._nearest("note", span, sentences))
            case Several(parts):
                return next((near for part in parts if (near := self.nearest(part))), None)
            case _:
                return None

    def describe(self, ref: Ref) -> str:
        """Return the label of an address: ``¶ 9 s. 2, p. 226``. Raises ``NoSuchPassage``."""
        block = self.block(ref)
        label = _NAMES[ref.part] + (f" {ref.number}" if ref.number else "")
        if ref.first:
            label += f" {_counted('s', ref.first, ref.last)}"
        pages = pages_of(block, span_of(block, ref))
        return f"{label}, {_counted('p', pages[0], pages[-1])}" if pages else label

    def block(self, ref: Ref) -> Block:
        """Return the block of an address. Raises ``NoSuchPassage``."""
        return self._document.block(ref)

    @property
    def _pages(self) -> Sequence[int]:
        return [*self._document.paragraphs_on]

    def _numbers(self, part: Part) -> Sequence[int]:
        return self._document.numbers.get(part, ())

    def _beside(self, omissions: Sequence[int]) -> tuple[Ref, ...]:
        """Return the blocks before and after omissions, counted from 0."""
        beside = (ref for at in omissions for ref in self._document.omissions[at])
        return tuple(dict.fromkeys(ref for ref in beside if ref is not None))

    def _nearest(self, part: Part, span: Span, sentences: Span | None) -> Ref | None:
        """Return the block nearest to a number; the last sentence of one that has not so many."""
        numbers = self._numbers(part)
        if not numbers:
            return None
        block = self.block(Ref(part, min(numbers, key=lambda number: abs(number - span.first))))
        if sentences is None or block.number != span.first:
            return block.ref
        last = len(block.sentences)
        return Ref(part, block.number, last, last)

    def _labelled(self, ref: Ref | None) -> tuple[str, Ref] | None:
        return (self.describe(ref), ref) if ref else None

    def _paragraph_refs(self, reference: Paragraphs) -> tuple[Ref, ...]:
        numbers = _within(self._numbers("paragraph"), reference.span)
        if reference.on is not None:
            there = self._numbers_on(Pages(reference.on))
            numbers = [number for number in numbers if number in there]
            if reference.counted_on_page or not numbers:
                numbers = _nth(there, reference.span)
        return _refs("paragraph", numbers)

    def _numbers_on(self, pages: Pages) -> list[int]:
        chosen = _chosen(self._pages, pages.span, counted=pages.counted)
        found = (self._document.paragraphs_on[page] for page in chosen)
        return list(dict.fromkeys(number for numbers in found for number in numbers))

    def _sentences(self, refs: tuple[Ref, ...], sentences: Span | None) -> tuple[Ref, ...]:
        """Return the sentences of each block that has them."""
        if sentences is None:
            return refs
        counted = ((ref, len(self.block(ref).sentences)) for ref in refs)
        chosen = ((ref, _nth(range(1, count + 1), sentences)) for ref, count in counted)
        return tuple(Ref(ref.part, ref.number, some[0], some[-1]) for ref, some in chosen if some)


_PLACE_MARK = re.compile(
    r"(?:\b(?:on|in|from|of) )?(?:[¶§(]|\b(?:pp?|pages?|par|paras?|paragraphs?|notes?|footnotes?|fn|n)\b)",
    re.IGNORECASE,
)
"""Where a place may begin that is said at the end of a query."""

_NAMES = {"heading": "heading", "paragraph": "¶", "closing": "closing", "note": "n."}


def _counted(unit: str, first: int, last: int) -> str:
    return f"{unit}. {first}" if first == last else f"{unit}{unit}. {first}–{last}"


def _refs(part: Part, numbers: Sequence[int]) -> tuple[Ref, ...]:
    return tuple(Ref(part, number) for number in numbers)


def _chosen(numbers: Sequence[int], span: Span | None, *, counted: bool) -> list[int]:
    if span is None:
        return list(numbers)
    return _nth(numbers, span) if counted else _within(numbers, span)


def _within(numbers: Sequence[int], span: Span) -> list[int]:
    """Return those of ascending numbers that lie in a span; an end beyond them is no harm."""
    if span.first < 0 or span.last < 0:
        return _nth(numbers, span)
    start = bisect_left(numbers, span.first)
    found = list(numbers[start : bisect_right(numbers, span.last)])
    return found if found and found[0] == span.first else []


def _nth(numbers: Sequence[int], span: Span) -> list[int]:
    """Return the numbers at places counted from 1, or back from -1; none if the first is not there."""
    first, last = (at - 1 if at > 0 else len(numbers) + at for at in (span.first, span.last))
    return list(numbers[first : last + 1]) if 0 <= first <= last else []
