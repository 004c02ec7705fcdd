"""Quoting the document: its exact words, the printer's marks, where it stands and whose view it is."""

from collections.abc import Iterable

from bot.chat.language import N_, _
from bot.chat.reply import PrinterMark, Prose, Quote, Words
from bot.chat.text import Emphasis, Inline, Strong, inline
from bot.document.model import Mark, NoteMark, PageBreak, Passage, Range, Ref
from bot.document.references import describe
from bot.pack.model import Pack
from bot.quiz.question import Outside

OMITTED = N_("[text omitted by the editors]")


def quotation(pack: Pack, passage: Passage, matches: Iterable[Range] = ()) -> Quote:
    """Return a passage as a quotation, the matched ranges of its text marked."""
    pieces = _pieces(passage, sorted(matches))
    before = (PrinterMark(_(OMITTED)),) if passage.omission_before else ()
    after = (PrinterMark(_(OMITTED)),) if passage.omission_after else ()
    return Quote((*before, *pieces, *after), source(pack, passage))


def source(pack: Pack, passage: Passage) -> Inline:
    """Return where a passage stands and whose view it is."""
    place = describe(passage.ref, pack.document)
    voices = whose(pack, passage.ref)
    return inline(f"{place} · {voices}") if voices else inline(place)


def whose(pack: Pack, ref: Ref) -> str:
    """Return whose words or views stand at an address: “Bullitt; Karl Radek, as Bullitt quotes him”."""
    return "; ".join(pack.voices[key] for key in pack.voices_at(ref))


def outside(context: Outside) -> Prose:
    """Mark context as coming from outside the document, with its source."""
    return Prose(inline(Strong(_("Outside the document:")), " ", *with_source(context)))


def with_source(context: Outside) -> Inline:
    """Return context from outside the document, with its source behind it."""
    return inline(context.text, " ", Emphasis(f"({context.source})"))


def _pieces(passage: Passage, matches: list[Range]) -> tuple[Words | PrinterMark, ...]:
    edges = {0, len(passage.text), *(mark.offset for mark in passage.marks)}
    edges |= {edge for match in matches for edge in match if 0 <= edge <= len(passage.text)}
    cuts = sorted(edges)
    marks = {mark.offset: mark for mark in passage.marks}
    pieces: list[Words | PrinterMark] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        if start in marks:
            pieces.append(PrinterMark(_printed(marks[start])))
        if end is not None:
            is_match = any(match.start <= start and end <= match.end for match in matches)
            pieces.append(Words(passage.text[start:end], is_match))
    return tuple(pieces)


def _printed(mark: Mark) -> str:
    match mark:
        case PageBreak(page=page):
            return _("[p. {page}]", page=str(page))
        case NoteMark(note=note):
            return _("[n. {note}]", note=str(note))
