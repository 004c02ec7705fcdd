"""A document as read: every word of the source, and every mark that a reader of the book would see.

The words of a block are kept exactly as published, with the printer's marks (page breaks, note
numbers) lifted out and remembered by offset, so that a sentence which runs over a page can be found
and quoted, and the source can be written out again byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its elements in the order of the source, and what follows the last one."""

    elements: tuple[Element, ...]
    tail: str = ""

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        return (element for element in self.elements if isinstance(element, Block))

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The numbered body paragraphs."""
        return tuple(block for block in self.blocks if block.part == "paragraph")

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that the body runs over, in order."""
        seen: dict[int, None] = {}
        for block in self.blocks:
            seen.update(dict.fromkeys(pages_of(block, Range(0, len(block.text)))))
        return tuple(seen)

    def block(self, ref: Ref) -> Block:
        """Return the block of an address. Raises ``NoSuchPassage``."""
        for block in self.blocks:
            if block.part == ref.part and block.number == ref.number:
                return block
        raise NoSuchPassage(ref)

    def passage(self, ref: Ref) -> Passage:
        """Return what stands at an address. Raises ``NoSuchPassage``."""
        block = self.block(ref)
        first, last = (ref.first, ref.last) if ref.first else (1, len(block.sentences))
        if not 1 <= first <= last <= len(block.sentences):
            raise NoSuchPassage(ref)
        span = Range(block.sentences[first - 1].start, block.sentences[last - 1].end)
        before, after = self._omissions_beside(block)
        return Passage(
            ref=ref,
            text=block.text[span.start : span.end],
            start=span.start,
            marks=tuple(_marks_inside(block, span)),
            pages=pages_of(block, span),
            omission_before=before and first == 1,
            omission_after=after and last == len(block.sentences),
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

    def _omissions_beside(self, block: Block) -> tuple[bool, bool]:
        elements = [element for element in self.elements if not isinstance(element, PageMark)]
        at = next(i for i, element in enumerate(elements) if element is block)
        before = at > 0 and isinstance(elements[at - 1], Omission)
        after = at + 1 < len(elements) and isinstance(elements[at + 1], Omission)
        return before, after


def pages_of(block: Block, span: Range) -> tuple[int, ...]:
    """Return the pages over which the characters of ``span`` are printed."""
    first = block.page_at(span.start)
    if first is None:
        return ()
    breaks = (mark for mark in block.marks if isinstance(mark, PageBreak))
    return (first, *(mark.page for mark in breaks if span.start < mark.offset < span.end))


def _marks_inside(block: Block, span: Range) -> Iterator[Mark]:
    for mark in block.marks:
        match mark:
            case PageBreak(offset, raw, page):
                if span.start < offset < span.end:
                    yield PageBreak(offset - span.start, raw, page)
            case NoteMark(offset, raw, note):
                if span.start < offset <= span.end:
                    yield NoteMark(offset - span.start, raw, note)
