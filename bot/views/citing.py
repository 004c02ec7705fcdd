"""Replies with citations."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.reply import Block, Button, Fact, Facts, Heading, Prose, Reply
from bot.chat.text import Code, Emphasis, Inline, Text, inline
from bot.document.cite import Form, Line
from bot.document.model import Ref
from bot.pack.model import Pack

Lines = Sequence[tuple[Form, Sequence[tuple[str, Line]]]]
"""The lines of each form, with what each is called within it."""


def citation(pack: Pack, place: str, ref: Ref | None, lines: Lines) -> Reply:
    """Cite a place, or the whole document, in one form or in all."""
    facts = [
        Fact(f"{form.name}, {what.lower()}" if what else form.name, _line(form, line))
        for form, labelled in lines
        for what, line in labelled
    ]
    if len(lines) > 1 and pack.short_citation and ref:
        facts.insert(0, Fact("In short", inline(f"{place}, in {pack.short_citation}")))
    blocks: list[Block] = [Heading(inline(f"Citing {place}")), Facts(tuple(facts))]
    if pack.about.date_note:
        blocks.append(Prose(inline(pack.about.date_note)))
    back = (Button("Read it", Action("passage", (ref.code,))),) if ref else ()
    return Reply(tuple(blocks), back)


def note_of_the_editors(ref: Ref, line: Line) -> Reply:
    """Cite a printed note, which is the editors' and not the author's."""
    said = f"Note {ref.number} is by the editors, not by the author; it is cited as theirs."
    facts = Facts((Fact("Note", tuple(_span(piece.text, italic=piece.italic) for piece in line)),))
    read = Button("Read it", Action("passage", (ref.code,)))
    return Reply((Heading(inline(f"Citing n. {ref.number}")), Prose(inline(said)), facts), (read,))


def no_citation(pack: Pack) -> Reply:
    """Say that a bare text cannot be cited."""
    said = f"This {pack.noun} comes without the details that a citation needs."
    return Reply((Prose(inline(said)),), failed=True)


def _line(form: Form, line: Line) -> Inline:
    if form.key == "bibtex":
        return tuple(Code(piece.text) for piece in line)
    return tuple(_span(piece.text, italic=piece.italic) for piece in line)


def _span(text: str, *, italic: bool) -> Emphasis | Text:
    return Emphasis(text) if italic else Text(text)
