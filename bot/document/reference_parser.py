"""From the marks of a reference to what it says, by recursive descent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.document.reference_marks import Mark, Number, Ordinal, Place, Sign, Unit, read_marks
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


def parse(text: str) -> Reference | None:
    """Read a reference; ``None`` if the text is anything else, or says anything besides."""
    marks = read_marks(text)
    return _Parser(marks).whole() if marks else None


class _Parser:
    """Reads marks from left to right; a part that does not stand leaves the place as it was."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = [*marks]
        self._at = 0

    def whole(self) -> Reference | None:
        """All marks as one reference or several; ``None`` if some are left over."""
        while self._marks and self._marks[-1] in _JOINTS:
            self._marks.pop()
        found: list[Reference] = []
        self._skip(*_JOINTS)
        while parts := self._item():
            found += parts
            if self._at == len(self._marks):
                return found[0] if len(found) == 1 else Several(tuple(found))
            self._skip(*_JOINTS)
        return None

    def _item(self) -> list[Reference]:
        if sentences := self._counted(Unit.SENTENCE):
            return self._of_sentences(sentences)
        if pages := self._counted(Unit.PAGE):
            return self._of_pages(pages)
        if notes := self._counted(Unit.NOTE):
            return self._of_notes(notes)
        if paragraphs := self._counted(Unit.PARAGRAPH):
            return self._of_paragraphs(paragraphs)
        if self._skip(Unit.NOTE):
            return [Notes()]
        return self._omission() or self._place() or self._bare()

    def _of_paragraphs(self, counted: "_Counted") -> list[Reference]:
        if len(counted.spans) > 1:
            return [Paragraphs(span) for span in counted.spans]
        sentences = self._sentence_part()
        page = self._page_part()
        return [Paragraphs(counted.spans[0], sentences, page, page is not None and counted.ordinal)]

    def _of_sentences(self, counted: "_Counted") -> list[Reference]:
        sentences = counted.spans[0]
        start = self._at
        if self._skip(Sign.OF, Sign.COMMA):
            match self._item():
                case [Paragraphs(span, None, on, on_page)]:
                    return [Paragraphs(span, sentences, on, on_page)]
                case [Notes(span, None, on_page)]:
                    return [Notes(span, sentences, on_page)]
                case [Edge(closing, None)]:
                    return [Edge(closing, sentences)]
        self._at = start
        edge = -1 if sentences.first < 0 else 1
        return [Paragraphs(Span(edge, edge), sentences)] if counted.ordinal else []

    def _of_pages(self, counted: "_Counted") -> list[Reference]:
        start = self._at
        self._skip(Sign.COMMA, Sign.COLON)
        paragraphs = self._counted(Unit.PARAGRAPH)
        if paragraphs and len(counted.spans) == len(paragraphs.spans) == 1:
            sentences = self._sentence_part()
            on = counted.spans[0]
            return [Paragraphs(paragraphs.spans[0], sentences, on, paragraphs.ordinal)]
        self._at = start
        return [Pages(span, counted.ordinal) for span in counted.spans]

    def _of_notes(self, counted: "_Counted") -> list[Reference]:
        sentences = self._sentence_part() if len(counted.spans) == 1 else None
        self._page_part()
        return [Notes(span, sentences, counted.ordinal) for span in counted.spans]

    def _omission(self) -> list[Reference]:
        """``the second omission``, ``omission 2``; ``omissions`` are all of them."""
        start = self._at
        ordinal = self._ordinal()
        count = self._number() if ordinal is not None else None
        if self._skip(Place.OMISSIONS):
            if ordinal is not None:
                return [Omissions(_several_from(ordinal, count.value if count else 1))]
            return [Omissions(span) for span in self._spans()] or [Omissions()]
        self._at = start
        return []

    def _place(self) -> list[Reference]:
        place = self._peek()
        if not isinstance(place, Place) or place is Place.OMISSIONS:
            return []
        self._at += 1
        match place:
            case Place.OPENING:
                return [Paragraphs(Span(1, 1))]
            case Place.WHOLE:
                return [Paragraphs(Span(1, -1))]
            case Place.HEADING | Place.CLOSING:
                sentences = self._sentence_part()
                self._page_part()
                return [Edge(place is Place.CLOSING, sentences)]
            case _:
                assert_never(place)

    def _bare(self) -> list[Reference]:
        """A number in figures, a range of them, or paragraph and sentence: ``9:2`` or ``9.2``."""
        number = self._peek()
        if self._at or not isinstance(number, Number) or not number.figures:
            return []
        spans = self._spans()
        if self._skip(Sign.COLON) and len(spans) == 1 and (sentences := self._spans()):
            return [Bare(spans[0], sentences[0])]
        return [Bare(span) for span in spans]

    def _sentence_part(self) -> Span | None:
        """``s. 2``, ``, second sentence``, ``:2`` or ``.2`` after a paragraph or a note."""
        start = self._at
        self._skip(Sign.COMMA)
        if (counted := self._counted(Unit.SENTENCE)) and len(counted.spans) == 1:
            return counted.spans[0]
        self._at = start
        self._skip(Sign.COLON)
        if spans := self._spans():
            return spans[0]
        self._at = start
        return None

    def _page_part(self) -> Span | None:
        """``, p. 226`` or ``on page 226`` after a paragraph or a note."""
        start = self._at
        self._skip(Sign.COMMA, Sign.OF)
        if (counted := self._counted(Unit.PAGE)) and len(counted.spans) == 1:
            return counted.spans[0]
        self._at = start
        return None

    def _counted(self, unit: Unit) -> "_Counted | None":
        """``¶¶ 3, 9 and 11``, ``third paragraph``, ``last two paragraphs``, ``opening paragraph``."""
        start = self._at
        if self._skip(unit):
            if spans := self._spans():
                return _Counted(spans)
        elif (ordinal := self._ordinal()) is not None:
            count = self._number()
            if self._skip(unit) and not self._is_edge_line(start):
                return _Counted([_several_from(ordinal, count.value if count else 1)], ordinal=True)
        self._at = start
        return None

    def _is_edge_line(self, start: int) -> bool:
        """Tell ``closing s. 1``, a line of the closing, from ``closing sentence``, the last one."""
        return isinstance(self._marks[start], Place) and isinstance(self._peek(), Number)

    def _ordinal(self) -> int | None:
        mark = self._peek()
        if isinstance(mark, Ordinal):
            self._at += 1
            return mark.value
        if mark in _EDGES:
            self._at += 1
            return _EDGES[mark]
        return None

    def _spans(self) -> list[Span]:
        found = []
        start = self._at
        while (first := self._number()) is not None:
            found.append(self._span_from(first))
            start = self._at
            if not self._skip(Sign.COMMA, Sign.AND):
                break
        self._at = start
        return found

    def _span_from(self, first: Number) -> Span:
        start = self._at
        if self._skip(Sign.TO) and (last := self._number()) is not None:
            return _span(first, last)
        self._at = start
        return Span(first.value, first.value)

    def _number(self) -> Number | None:
        mark = self._peek()
        if not isinstance(mark, Number):
            return None
        self._at += 1
        return mark

    def _peek(self) -> Mark | None:
        return self._marks[self._at] if self._at < len(self._marks) else None

    def _skip(self, *marks: Mark) -> bool:
        start = self._at
        while (mark := self._peek()) is not None and mark in marks:
            self._at += 1
        return self._at > start


@dataclass(frozen=True, slots=True)
class _Counted:
    """Places counted by number, or from the first or last (``ordinal``)."""

    spans: list[Span]
    ordinal: bool = False


_JOINTS = (Sign.COMMA, Sign.AND, Sign.OF)
_EDGES: dict[Mark | None, int] = {Place.OPENING: 1, Place.CLOSING: -1}


def _several_from(ordinal: int, count: int) -> Span:
    """``first three`` is 1 to 3, ``last two`` is -2 to -1."""
    return Span(ordinal, ordinal + count - 1) if ordinal > 0 else Span(ordinal - count + 1, ordinal)


def _span(first: Number, last: Number) -> Span:
    """``224–27`` is 224 to 227; a range the wrong way round is turned about."""
    end = last.value
    if last.figures < first.figures and end < first.value:
        scale = 10**last.figures
        end += first.value // scale * scale
    return Span(min(first.value, end), max(first.value, end))
