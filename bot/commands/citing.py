"""Citing a passage, or the whole document."""

from dataclasses import replace

from bot.chat.command import Command, CommandOption, Handler
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Press, Request
from bot.commands.arguments import argument, option, passage_of
from bot.commands.closed_book import forbid
from bot.commands.desk import Desk
from bot.commands.reading import GROUP, REFERENCE
from bot.document.cite import FORMS, editors_note
from bot.document.model import Document, Ref
from bot.document.references import read_reference
from bot.views import citing as views
from bot.views.reading import no_such_place
from bot.views.words import joined


async def cite(desk: Desk, request: Request) -> Reply:
    """Cite a place, or the whole document, in one form or in all."""
    if isinstance(request.what, Press):
        code, form_key = argument(request, 0), argument(request, 1)
        kept = [passage_of(code, desk.pack.document).ref] if code else []
        await forbid(desk, request, kept)
        return _citation(desk, tuple(kept), form_key)
    asked = option(request, "reference")
    reference = read_reference(asked) if asked else None
    refs = desk.index.places.resolve(reference) if reference else ()
    if asked and not refs:
        return no_such_place(desk.pack, asked, understood=reference is not None)
    await forbid(desk, request, refs)
    return _citation(desk, refs, option(request, "form"))


def _citation(desk: Desk, refs: tuple[Ref, ...], form_key: str) -> Reply:
    pack, work = desk.pack, desk.pack.work
    if work is None:
        return views.no_citation(pack)
    if len(refs) == 1 and refs[0].part == "note":
        pages = pack.document.passage(refs[0]).pages
        return views.note_of_the_editors(refs[0], editors_note(work, refs[0].number, pages))
    forms = [form for form in FORMS if not form_key or form.key == form_key]
    pages = _pages(pack.document, refs)
    lines = [(form, form.cite(work, pages)) for form in forms]
    place = joined([desk.index.places.describe(ref) for ref in refs]) or pack.title
    return views.citation(pack, place, refs[0] if refs else None, lines)


def _pages(document: Document, refs: tuple[Ref, ...]) -> tuple[int, ...]:
    every = {page for ref in refs for page in document.passage(ref).pages}
    return tuple(sorted(every))


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="cite",
        summary="Cite a passage, or the whole document, in the form your teacher asks for",
        handler=cite,
        group=GROUP,
        example="/cite form=chicago reference=¶ 6",
        options=(
            CommandOption(
                name="form",
                summary="The form of the citation",
                choices=tuple(Option(form.key, form.name) for form in FORMS),
            ),
            replace(REFERENCE, required=False),
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {"cite": cite}
