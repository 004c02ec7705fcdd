"""From the published text with its marks to a ``Document``. Nothing of the words changes.

What cannot be told from the marks alone (where the body begins, on which page, which numbers belong
to notes) a ``Layout`` says, by quoting the source.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.document.model import (
    Block,
    Document,
    Element,
    Mark,
    NoteMark,
    Omission,
    PageBreak,
    PageMark,
    Part,
    Range,
)


@dataclass(frozen=True, slots=True)
class NoteLayout:
    """Note ``number`` is marked after the words ``after``; its own line begins with ``starts``."""

    number: int
    after: str
    starts: str
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a source begin, each told by its first words; all body if nothing is said."""

    first_page: int | None = None
    body_starts: str = ""
    closing_starts: str = ""
    notes: tuple[NoteLayout, ...] = ()


class LayoutError(ValueError):
    """The layout quotes words that the source does not have, or has twice, or has out of order."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: these words do not stand once in their place: {words!r}")
        self.field = field
        self.words = words


# A source may be hostile: no pattern here takes more than a time in proportion to what it reads.
_SPACE = re.compile(r"\s+")
_OMISSION = re.compile(r"(?:[.…][ \u00a0]?){4,}|\[?\. \. \.\]?|\* \* \*|\[\.{3}\]|\[…\]")
_PAGE = re.compile(r"\[Page (\d{1,6})\] ?")
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[”’\"')\]]*+(?=\s++[“‘\"'(\[…]*+[A-Z0-9À-Þ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vol|vols|pp?|cf|ed|eds|Gen|Col|Sen|Gov|Hon|Jr|Sr|viz|Messrs"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z]))\.$"
)
_LONGEST_ABBREVIATION = len("Messrs.")


def read(source: str, layout: Layout | None = None) -> Document:
    """Read a source into a document. Raises ``LayoutError``."""
    layout = layout or Layout()
    body = _find(source, "body_starts", layout.body_starts) or 0
    closing = _find(source, "closing_starts", layout.closing_starts)
    found = ((_find(source, "starts", note.starts) or 0, note) for note in layout.notes)
    notes = sorted(found, key=lambda pair: pair[0])
    _require_order(
        [
            ("body_starts", layout.body_starts, body),
            ("closing_starts", layout.closing_starts, body if closing is None else closing),
            *(("starts", note.starts, at) for at, note in notes),
        ]
    )
    end_of_body = min(
        [i for i in (closing, *(at for at, _ in notes)) if i is not None] or [len(source)]
    )
    reader = _Reader(layout)
    reader.single("heading", source[:body])
    reader.body(source[body:end_of_body])
    if closing is not None:
        reader.single("closing", source[closing : notes[0][0] if notes else len(source)])
    ends = [*(at for at, _ in notes[1:]), len(source)]
    for (at, note), end in zip(notes, ends, strict=False):
        reader.note(note, source[at:end])
    return Document(tuple(reader.elements), reader.lead)


def sentences(text: str) -> tuple[Range, ...]:
    """Return where the sentences of a paragraph stand, without the space between them.

    A sentence ends at a full stop, question or exclamation mark, closing quotation marks included,
    before a capital or figure; not after an initial or a usual abbreviation.
    """
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        tail = max(start, match.end() - _LONGEST_ABBREVIATION)
        if not _ABBREVIATION.search(text, tail, match.end()):
            found.append(Range(start, match.end()))
            start = match.end() + _leading_space(text[match.end() :])
    if start < len(text):
        found.append(Range(start, len(text)))
    return tuple(found)


class _Reader:
    """Collects elements; ``lead`` is the white space seen since the last one."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.elements: list[Element] = []
        self.lead = ""
        self.page = layout.first_page
        self.count = 0
        self.note_pages: dict[int, int | None] = {}

    def body(self, text: str) -> None:
        start = 0
        for gap in _gaps(text):
            self._body_block(text[start : gap.start()])
            self.lead += gap.group()
            start = gap.end()
        self._body_block(text[start:])

    def single(self, part: Part, text: str) -> None:
        words = text.strip()
        if not words:
            self.lead += text
            return
        at = text.index(words)
        lines = tuple(Range(*line.span()) for line in re.finditer(r"\S[^\n]*", words))
        self._add(Block(part, 0, words, lines, (), self.page, self._take_lead() + text[:at]))
        self.lead = text[at + len(words) :]

    def note(self, note: NoteLayout, text: str) -> None:
        if note.text not in text:
            raise LayoutError("text", note.text)
        at = text.index(note.text)
        page = self.note_pages.get(note.number, self.page)
        lead = self._take_lead() + text[:at]
        whole = (Range(0, len(note.text)),)
        self._add(Block("note", note.number, note.text, whole, (), page, lead))
        self.lead = text[at + len(note.text) :]

    def _body_block(self, raw: str) -> None:
        if not raw:
            return
        if page := _PAGE.fullmatch(raw):
            self.page = int(page[1])
            self._add(PageMark(raw, self.page, self._take_lead()))
        elif _OMISSION.fullmatch(raw.strip()):
            self._add(Omission(raw, self._take_lead()))
        else:
            self._paragraph(raw)

    def _paragraph(self, raw: str) -> None:
        self.count += 1
        text, marks = self._lift_marks(raw)
        block = Block(
            "paragraph", self.count, text, sentences(text), marks, self.page, self._take_lead()
        )
        for mark in marks:
            if isinstance(mark, NoteMark):
                self.note_pages[mark.note] = block.page_at(mark.offset)
        self.page = block.page_at(len(text))
        self._add(block)

    def _lift_marks(self, raw: str) -> tuple[str, tuple[Mark, ...]]:
        found: list[tuple[int, str, int, bool]] = [
            (match.start(), match.group(), int(match[1]), True) for match in _PAGE.finditer(raw)
        ]
        for note in self.layout.notes:
            at = raw.find(note.after + str(note.number))
            if at >= 0:
                found.append((at + len(note.after), str(note.number), note.number, False))
        text, marks, start = "", [], 0
        for at, mark, number, is_page in sorted(found):
            if at < start:
                continue
            text += raw[start:at]
            start = at + len(mark)
            marks.append((PageBreak if is_page else NoteMark)(len(text), mark, number))
        return text + raw[start:], tuple(marks)

    def _add(self, element: Element) -> None:
        self.elements.append(element)

    def _take_lead(self) -> str:
        lead, self.lead = self.lead, ""
        return lead


def _find(source: str, field: str, words: str) -> int | None:
    if not words:
        return None
    if source.count(words) != 1:
        raise LayoutError(field, words)
    return source.index(words)


def _require_order(quoted: Iterable[tuple[str, str, int]]) -> None:
    reached = 0
    for field, words, at in quoted:
        if at < reached:
            raise LayoutError(field, words)
        reached = at


def _gaps(text: str) -> Iterator[re.Match[str]]:
    """Find the space between blocks: an empty line at least, or what surrounds the whole."""
    for run in _SPACE.finditer(text):
        if run.start() == 0 or run.end() == len(text) or run.group().count("\n") > 1:
            yield run


def _leading_space(text: str) -> int:
    return len(text) - len(text.lstrip())
