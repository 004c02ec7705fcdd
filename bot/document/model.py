"""A document as read: every word of the source, and every mark that a reader of the book would see.

The words of a block are kept exactly as published, with the printer's marks (page breaks, note
numbers) lifted out and remembered by offset, so that a sentence which runs over a page can be found
and quoted, and the source can be written out again byte for byte.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

Part = Literal["heading", "paragraph", "closing", "note"]
_CODES: dict[Part, str] = {"heading": "h", "paragraph": "p", "closing": "c", "note": "n"}


class Range(NamedTuple):
    """Characters ``start`` up to but not including ``end`` of a block's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An address in a document and no more.

    ``number`` counts paragraphs from 1 (0 for heading and closing) or is a note's number; ``first``
    and ``last`` are sentences counted from 1, both 0 for the whole.
    """

    part: Part
    number: int = 0
    first: int = 0
    last: int = 0

    @property
    def whole(self) -> "Ref":
        """The block in which this stands."""
        return Ref(self.part, self.number)

    @property
    def code(self) -> str:
        """A compact form for controls and storage: ``p9``, ``p9.2``, ``p9.2-4``, ``n47``."""
        head = _CODES[self.part] + (str(self.number) if self.number else "")
        if not self.first:
            return head
        sentences = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{head}.{sentences}"

    @classmethod
    def from_code(cls, code: str) -> "Ref":
        """Read what ``code`` wrote. Raises ``ValueError`` for anything else."""
        head, _, sentences = code.partition(".")
        part = next((part for part, letter in _CODES.items() if head[:1] == letter), None)
        if part is None:
            raise ValueError(f"not a reference code: {code!r}")
        first, _, last = sentences.partition("-")
        return cls(part, int(head[1:] or 0), int(first or 0), int(last or first or 0))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page begins before the character at ``offset``; ``raw`` is how the source marks it."""

    offset: int
    raw: str
    page: int


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A note number printed before the character at ``offset``."""

    offset: int
    raw: str
    note: int


Mark: TypeAlias = PageBreak | NoteMark


@dataclass(frozen=True, slots=True)
class Block:
    """Running words: the heading, a paragraph, the closing or a note.

    ``lead`` is what the source has between the element before and this one; ``page`` is the page on
    which it begins (``None`` where the source has no pages).
    """

    part: Part
    number: int
    text: str
    sentences: tuple[Range, ...]
    marks: tuple[Mark, ...] = ()
    page: int | None = None
    lead: str = ""

    @property
    def ref(self) -> Ref:
        """The address of the whole block."""
        return Ref(self.part, self.number)

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at ``offset`` is printed."""
        page = self.page
        for mark in self.marks:
            if isinstance(mark, PageBreak) and mark.offset <= offset:
                page = mark.page
        return page

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds the character at ``offset``, from 1."""
        ends = (span.end for span in self.sentences)
        return next((i for i, end in enumerate(ends, 1) if offset < end), len(self.sentences))

    def written(self) -> str:
        """Return the block as the source has it, marks and all."""
        parts = [self.lead]
        start = 0
        for mark in self.marks:
            parts += [self.text[start : mark.offset], mark.raw]
            start = mark.offset
        return "".join([*parts, self.text[start:]])


@dataclass(frozen=True, slots=True)
class Omission:
    """The editors left something out here, and a reader must be able to see it."""

    raw: str
    lead: str = ""

    def written(self) -> str:
        """Return the mark as the source has it."""
        return self.lead + self.raw


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page begins between two blocks."""

    raw: str
    page: int
    lead: str = ""

    def written(self) -> str:
        """Return the mark as the source has it."""
        return self.lead + self.raw


Element: TypeAlias = Block | Omission | PageMark


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at an address: exact words, the marks among them, and what was left out beside them.

    ``start`` is the offset of ``text`` in its block. Offsets in ``marks`` count from the passage.
    """

    ref: Ref
    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    pages: tuple[int, ...] = ()
    omission_before: bool = False
    omission_after: bool = False


class NoSuchPassage(LookupError):
    """The document has nothing at that address."""


@dataclass(frozen=True)
class Document:
    """A document: its elements in the order of the source, and what follows the last one.

    It has no slots, so that what is found in it by address can be kept once it has been asked for.
    """

    elements: tuple[Element, ...]
    tail: str = ""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in order."""
        return tuple(element for element in self.elements if isinstance(element, Block))

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The numbered body paragraphs."""
        return tuple(block for block in self.blocks if block.part == "paragraph")

    @cached_property
    def pages(self) -> tuple[int, ...]:
        """The pages that the text runs over, in order."""
        runs = (pages_of(block, Range(0, len(block.text))) for block in self.blocks)
        return tuple(dict.fromkeys(page for run in runs for page in run))

    @cached_property
    def numbers(self) -> Mapping[Part, tuple[int, ...]]:
        """The numbers of the blocks of each part, in order."""
        return {
            part: tuple(block.number for block in self.blocks if block.part == part)
            for part in _CODES
        }

    @cached_property
    def paragraphs_on(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers of the paragraphs that stand on each page, in order."""
        found: dict[int, list[int]] = {}
        for block in self.paragraphs:
            for page in pages_of(block, Range(0, len(block.text))):
                found.setdefault(page, []).append(block.number)
        return {page: tuple(numbers) for page, numbers in found.items()}

    @cached_property
    def omissions(self) -> tuple[tuple[Ref | None, Ref | None], ...]:
        """For each omission the blocks before and after it; ``None`` where there is none beside it."""
        elements = [element for element in self.elements if not isinstance(element, PageMark)]
        beside = [element.ref if isinstance(element, Block) else None for element in elements]
        around = zip(elements, [None, *beside], [*beside[1:], None], strict=False)
        return tuple(
            (before, after) for element, before, after in around if isinstance(element, Omission)
        )

    def block(self, ref: Ref) -> Block:
        """Return the block of an address. Raises ``NoSuchPassage``."""
        block = self._by_address.get(ref.whole)
        if block is None:
            raise NoSuchPassage(ref)
        return block

    def passage(self, ref: Ref) -> Passage:
        """Return what stands at an address. Raises ``NoSuchPassage``."""
        block = self.block(ref)
        span = span_of(block, ref)
        omitted_after, omitted_before = self._beside_omissions
        return Passage(
            ref=ref,
            text=block.text[span.start : span.end],
            start=span.start,
            marks=tuple(_marks_inside(block, span)),
            pages=pages_of(block, span),
            omission_before=ref.first <= 1 and block.ref in omitted_before,
            omission_after=ref.last in {0, len(block.sentences)} and block.ref in omitted_after,
        )

    def paragraph_of_note(self, note: int) -> int | None:
        """Return the number of the paragraph in which a note is marked."""
        for block in self.paragraphs:
            if any(isinstance(mark, NoteMark) and mark.note == note for mark in block.marks):
                return block.number
        return None

    def written(self) -> str:
        """Return the source, byte for byte."""
        return "".join([*(element.written() for element in self.elements), self.tail])

    @cached_property
    def _by_address(self) -> Mapping[Ref, Block]:
        return {block.ref: block for block in reversed(self.blocks)}

    @cached_property
    def _beside_omissions(self) -> tuple[frozenset[Ref | None], frozenset[Ref | None]]:
        """The blocks that an omission follows, and those that it precedes."""
        before, after = zip(*self.omissions, strict=True) if self.omissions else ((), ())
        return frozenset(before), frozenset(after)


def span_of(block: Block, ref: Ref) -> Range:
    """Return the characters of a block at an address in it. Raises ``NoSuchPassage``."""
    first, last = (ref.first, ref.last) if ref.first else (1, len(block.sentences))
    if not 1 <= first <= last <= len(block.sentences):
        raise NoSuchPassage(ref)
    return Range(block.sentences[first - 1].start, block.sentences[last - 1].end)


def pages_of(block: Block, span: Range) -> tuple[int, ...]:
    """Return the pages over which the characters of ``span`` are printed, as far as they are known."""
    first = block.page_at(span.start)
    breaks = (mark for mark in block.marks if isinstance(mark, PageBreak))
    turned = (mark.page for mark in breaks if span.start < mark.offset < span.end)
    return tuple(turned) if first is None else (first, *turned)


def _marks_inside(block: Block, span: Range) -> Iterator[Mark]:
    for mark in block.marks:
        match mark:
            case PageBreak(offset, raw, page):
                if span.start < offset < span.end:
                    yield PageBreak(offset - span.start, raw, page)
            case NoteMark(offset, raw, note):
                if span.start < offset <= span.end:
                    yield NoteMark(offset - span.start, raw, note)
