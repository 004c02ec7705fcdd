"""Replies with citations."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.language import N_, _, phrase
from bot.chat.reply import Block, Button, Fact, Facts, Heading, Prose, Reply
from bot.chat.text import Code, Emphasis, Inline, Text, inline
from bot.document.cite import Form, Line
from bot.document.model import Ref
from bot.pack.model import Pack

Lines = Sequence[tuple[Form, Sequence[tuple[str, Line]]]]
"""The lines of each form, with what each is called within it."""


_LINES = (
    N_("note"),
    N_("short note"),
    N_("bibliography"),
    N_("reference"),
    N_("in the text"),
)
"""What the forms call their lines: named here for the catalogues, said by the names that come."""


def citation(pack: Pack, place: str, ref: Ref | None, lines: Lines) -> Reply:
    """Cite a place, or the whole document, in one form or in all."""
    facts = [
        Fact(_label(form, what), _line(form, line))
        for form, labelled in lines
        for what, line in labelled
    ]
    if len(lines) > 1 and pack.short_citation and ref:
        short = phrase("{place}, in {document}", place=place, document=pack.short_citation)
        facts.insert(0, Fact(_("In short"), short))
    title = Heading(phrase("Citing {place}", place=place))
    blocks: list[Block] = [title, Facts(tuple(facts))]
    if pack.about.date_note:
        blocks.append(Prose(inline(pack.about.date_note)))
    return Reply(tuple(blocks), (_read(ref),) if ref else ())


def note_of_the_editors(ref: Ref, line: Line) -> Reply:
    """Cite a printed note, which is the editors' and not the author's."""
    number = str(ref.number)
    said = phrase(
        "Note {number} is by the editors, not by the author; it is cited as theirs.", number=number
    )
    cited = tuple(_span(piece.text, italic=piece.italic) for piece in line)
    title = Heading(phrase("Citing n. {number}", number=number))
    return Reply((title, Prose(said), Facts((Fact(_("Note"), cited),))), (_read(ref),))


def no_citation(pack: Pack) -> Reply:
    """Say that a bare text cannot be cited."""
    said = phrase(
        "This {document} comes without the details that a citation needs.", document=pack.noun
    )
    return Reply((Prose(said),), failed=True)


def _read(ref: Ref) -> Button:
    return Button(_("Read it"), Action("passage", (ref.code,)))


def _label(form: Form, what: str) -> str:
    return f"{_(form.name)}, {_(what)}" if what else _(form.name)


def _line(form: Form, line: Line) -> Inline:
    if form.key == "bibtex":
        return tuple(Code(piece.text) for piece in line)
    return tuple(_span(piece.text, italic=piece.italic) for piece in line)


def _span(text: str, *, italic: bool) -> Emphasis | Text:
    return Emphasis(text) if italic else Text(text)
