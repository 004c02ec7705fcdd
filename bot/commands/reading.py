"""Reading: look up, turn to a passage, cite, explain, outline, quote."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypeAlias

from bot.chat.action import Action, StaleAction
from bot.chat.command import Command, CommandOption, Handler
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Press, Request
from bot.chat.text import Inline
from bot.commands.arguments import argument, arguments, number_of, option, passage_of, range_of
from bot.commands.closed_book import forbid, secret_of
from bot.commands.desk import Desk
from bot.commands.topics import complete_topic, topic_key
from bot.document.fold import fold
from bot.document.locate import locate
from bot.document.model import Document, Range, Ref
from bot.document.references import read_reference
from bot.document.search import Hit, Suggestion
from bot.pack.model import Pack, Term
from bot.quiz.contest.refused import ClosedBook
from bot.quiz.draw import shuffled
from bot.views import reading as views

GROUP = "Reading"

MAX_PASSAGES = 5
"""Passages shown in one reply, at most."""

MAX_HITS = 5
"""Passages that a lookup offers, at most."""

MAX_QUERY = 200
"""Characters of a query, at most."""

Place: TypeAlias = tuple[Ref, Sequence[Range]]
"""Where a passage stands, and what to mark in it."""


async def lookup(desk: Desk, request: Request) -> Reply:
    """Find a passage by words, by a question or by a reference."""
    query = option(request, "query")
    found = desk.index.find(query)
    if not found.hits:
        return await not_found(desk, request, query, found.suggestions)
    return await show_hits(desk, request, found.hits)


async def not_found(
    desk: Desk, request: Request, query: str, suggestions: Sequence[Suggestion]
) -> Reply:
    """Say that the document does not say it, and suggest what may be suggested here now."""
    secret = await secret_of(desk, request)
    open_ones = [each for each in suggestions if not (each.ref and secret.covers(each.ref))]
    return views.not_found(desk.pack, query, open_ones)


async def show_hits(desk: Desk, request: Request, hits: Sequence[Hit]) -> Reply:
    """Show the first of the passages found, with a way to the others."""
    await forbid(desk, request, [hits[0].ref])
    places = [(hit.ref, hit.matches) for hit in hits[:MAX_HITS]]
    return _show(desk.pack, places, views.remark(desk.pack, hits[0]))


async def next_hit(desk: Desk, request: Request) -> Reply:
    """Turn to the next passage of a lookup, whose places the control has kept."""
    kept = [_kept(each, desk.pack.document) for each in arguments(request)]
    if not kept:
        raise StaleAction
    await forbid(desk, request, [kept[0][0]])
    return _show(desk.pack, kept, ())


async def passage(desk: Desk, request: Request) -> Reply:
    """Turn to a passage by reference."""
    asked = option(request, "reference")
    reference = read_reference(asked)
    refs = desk.index.places.resolve(reference) if reference else ()
    if not refs:
        return views.no_such_place(desk.pack, asked, understood=reference is not None)
    await forbid(desk, request, refs[:MAX_PASSAGES])
    passages = [desk.pack.document.passage(ref) for ref in refs]
    if len(passages) == 1:
        return views.passage(desk.pack, passages[0])
    left_out = max(0, len(passages) - MAX_PASSAGES)
    return views.several_passages(desk.pack, passages[:MAX_PASSAGES], left_out)


async def turn_to(desk: Desk, request: Request) -> Reply:
    """Turn to the passage that a control names."""
    found = passage_of(argument(request, 0), desk.pack.document)
    await forbid(desk, request, [found.ref])
    return views.passage(desk.pack, found)


async def glossary(desk: Desk, request: Request) -> Reply:
    """Explain a term, or list them all."""
    asked = option(request, "term")
    if not asked:
        await forbid(desk, request, terms=desk.pack.terms)
        return views.glossary(desk.pack)
    names = _names(desk.pack)
    term = names.get(fold(asked))
    if term is None:
        near = get_close_matches(fold(asked), names, n=3)
        return views.no_term(asked, list(dict.fromkeys(names[name].name for name in near)))
    await forbid(desk, request, terms=[term])
    return views.term(desk.pack, term, _first_place(desk.pack.document, term))


async def glossary_page(desk: Desk, request: Request) -> Reply:
    """Turn to a page of the list of terms."""
    await forbid(desk, request, terms=desk.pack.terms)
    return views.glossary(desk.pack, number_of(argument(request, 0)))


async def read_term(desk: Desk, request: Request) -> Reply:
    """Explain the term that was picked from the list."""
    term = next((each for each in desk.pack.terms if each.id == argument(request, 0)), None)
    if term is None:
        raise StaleAction
    await forbid(desk, request, terms=[term])
    return views.term(desk.pack, term, _first_place(desk.pack.document, term))


async def terms(desk: Desk, request: Request) -> Reply:
    """Explain the terms that stand in a passage."""
    found = passage_of(argument(request, 0), desk.pack.document)
    explained = views.terms_in(desk.pack, found)
    await forbid(desk, request, [found.ref], explained)
    return views.several_terms(explained)


async def outline(desk: Desk, request: Request) -> Reply:
    """Show what each paragraph says."""
    document = desk.pack.document
    rows = [(block.ref, desk.pack.note_at(block.ref)) for block in document.paragraphs]
    await forbid(desk, request, [ref for ref, _ in rows])
    cut = [ref for ref, _ in rows if document.passage(ref).omission_after]
    return views.outline(desk.pack, rows, cut)


async def quote(desk: Desk, request: Request) -> Reply:
    """Show a quote, at random or about a topic, and another one each time it is asked for."""
    pack = desk.pack
    pressed = isinstance(request.what, Press)
    topic = argument(request, 1) if pressed else option(request, "topic")
    key = topic_key(pack, topic)
    fitting = [entry for entry in pack.quotes if not topic or key in entry.topics]
    others = [each for each in fitting if not pressed or each.id != argument(request, 0)]
    if not fitting:
        return views.no_quote(pack, topic)
    secret = await secret_of(desk, request)
    shown = [entry for entry in others or fitting if not secret.covers(entry.span.ref)]
    if not shown:
        raise ClosedBook
    entry = shuffled(shown, request.id)[0]
    return views.quote(pack, entry, pack.document.passage(entry.span.ref), key)


async def about(desk: Desk, request: Request) -> Reply:
    """Say what the document is and how to weigh it."""
    if (await secret_of(desk, request)).is_about_the_source:
        raise ClosedBook
    return views.about(desk.pack)


def complete_term(desk: Desk, typed: str) -> tuple[Option, ...]:
    """Complete a glossary term by its name or by any of its other names."""
    wanted = fold(typed)
    fitting = {term.id: term for name, term in _names(desk.pack).items() if wanted in name}
    return tuple(Option(term.name, term.name) for term in fitting.values())


def complete_query(desk: Desk, typed: str) -> tuple[Option, ...]:
    """Complete a lookup by the terms and topics that begin so."""
    wanted = fold(typed)
    names = [*(term.name for term in desk.pack.terms), *desk.pack.topics.values()]
    return tuple(Option(name, name) for name in names if wanted and fold(name).startswith(wanted))


def complete_reference(desk: Desk, typed: str) -> tuple[Option, ...]:
    """Complete a reference by the paragraphs, with what each says."""
    wanted = fold(typed).strip("¶ ")
    options = []
    for block in desk.pack.document.paragraphs:
        note = desk.pack.note_at(block.ref)
        said = note.gist if note else block.text
        if str(block.number).startswith(wanted) or wanted in fold(said):
            options.append(Option(f"¶ {block.number}", f"¶ {block.number}: {said}"[:100]))
    return tuple(options)


def complete_number(desk: Desk, typed: str) -> tuple[Option, ...]:
    """Complete a reference by the paragraphs, without what each says."""
    wanted = fold(typed).strip("¶ ")
    numbers = (block.number for block in desk.pack.document.paragraphs)
    labels = (f"¶ {number}" for number in numbers if str(number).startswith(wanted))
    return tuple(Option(label, label) for label in labels)


def _show(pack: Pack, places: Sequence[Place], remark: Inline) -> Reply:
    (ref, matches), *others = places
    following = Action("hit", _keeping(others)) if others else None
    found = pack.document.passage(ref)
    return views.hit(pack, found, matches, remark, following, len(others))


def _keeping(places: Sequence[Place]) -> tuple[str, ...]:
    kept: tuple[str, ...] = ()
    for ref, matches in places:
        spans = ",".join(f"{match.start}-{match.end}" for match in matches[:2])
        longer = (*kept, f"{ref.code}:{spans}")
        if not Action("hit", longer).fits:
            break
        kept = longer
    return kept


def _kept(text: str, document: Document) -> Place:
    code, _, spans = text.partition(":")
    return passage_of(code, document).ref, [range_of(span) for span in spans.split(",") if span]


def _names(pack: Pack) -> dict[str, Term]:
    return {
        fold(name): term for term in pack.terms for name in (*term.aliases, *term.forms, term.name)
    }


def _first_place(document: Document, term: Term) -> Ref | None:
    places = [place.ref for form in term.forms for place in locate(document, form)]
    return min((place for place in places if place.part == "paragraph"), default=None)


REFERENCE: CommandOption[Desk] = CommandOption(
    name="reference",
    summary="Where: ¶ 9, p. 226, ¶ 9 sentence 2, n. 47, last paragraph",
    rest=True,
    required=True,
    maximum=60,
    complete=complete_reference,
    complete_closed=complete_number,
)

COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="lookup",
        summary="Find a passage by words, by a question or by a reference",
        handler=lookup,
        group=GROUP,
        example="/lookup what did Radek say",
        options=(
            CommandOption(
                name="query",
                summary="Words, a phrase, a question, or a reference such as p. 226",
                required=True,
                rest=True,
                maximum=MAX_QUERY,
                complete=complete_query,
            ),
        ),
        aliases=("find",),
    ),
    Command(
        name="passage",
        summary="Turn to a paragraph, a sentence or a page",
        handler=passage,
        group=GROUP,
        example="/passage ¶ 9",
        options=(REFERENCE,),
    ),
    Command(
        name="glossary",
        summary="Explain a name or a term, or list them all",
        handler=glossary,
        group=GROUP,
        example="/glossary Comintern",
        options=(
            CommandOption(
                name="term",
                summary="The name or term",
                rest=True,
                maximum=80,
                complete=complete_term,
            ),
        ),
    ),
    Command(
        name="outline",
        summary="What each paragraph says, in a line",
        handler=outline,
        group=GROUP,
        example="/outline",
    ),
    Command(
        name="quote",
        summary="A passage worth thinking about, at random or on a topic",
        handler=quote,
        group=GROUP,
        example="/quote Japan and the Far East",
        options=(
            CommandOption(
                name="topic",
                summary="What it should be about",
                rest=True,
                maximum=60,
                complete=complete_topic,
            ),
        ),
    ),
    Command(
        name="about",
        summary="What this document is, who wrote it, and how to weigh it",
        handler=about,
        group=GROUP,
        example="/about",
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "hit": next_hit,
    "passage": turn_to,
    "glossary": glossary_page,
    "term": read_term,
    "terms": terms,
    "quote": quote,
}
