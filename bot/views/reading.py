"""Replies about the document: passages found, cited, explained, outlined."""

from collections.abc import Iterable, Sequence

from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import Block, Button, Control, Fact, Facts, Heading, Menu, Prose, Reply
from bot.chat.text import Code, Emphasis, Inline, Link, Strong, inline
from bot.document.model import Passage, Range, Ref
from bot.document.references import describe
from bot.document.search import Found, Hit, Suggestion
from bot.pack.model import Note, Pack, QuoteEntry, Term
from bot.views.paging import page
from bot.views.quotation import outside, quotation, with_source
from bot.views.words import clipped, in_quotes, joined, sentences, visible

TERMS_ON_A_PAGE = 12

MAX_TERMS = 6
"""Glossary terms explained in one reply, at most."""


def passage(pack: Pack, found: Passage, controls: Iterable[Control] = ()) -> Reply:
    """Show a passage, with what the editor of the pack says of it from outside the document."""
    note = pack.note_at(found.ref)
    blocks: list[Block] = [quotation(pack, found)]
    if note and note.outside and note.at in (found.ref, found.ref.whole):
        blocks.append(outside(note.outside))
    return Reply(tuple(blocks), tuple(controls) or passage_controls(pack, found))


def elsewhere(pack: Pack) -> Reply:
    """Say that an address is not that of the document."""
    said = phrase("The {document} does not stand at this address.", document=pack.noun)
    return Reply((Prose(said),), failed=True)


def several_passages(pack: Pack, found: Sequence[Passage], left_out: int) -> Reply:
    """Show passages one after another, and say how many were left out."""
    blocks: list[Block] = [quotation(pack, each) for each in found]
    if left_out:
        rest = ngettext(
            "{n} more passage. Ask for a smaller range to see them.",
            "{n} more passages. Ask for a smaller range to see them.",
            left_out,
        )
        blocks.append(Prose(inline(rest)))
    options = tuple(Option(each.ref.code, describe(each.ref, pack.document)) for each in found)
    return Reply(tuple(blocks), (Menu(_("Turn to"), options, Action("passage")),))


def passage_controls(pack: Pack, found: Passage) -> tuple[Control, ...]:
    """Offer what one does next with a passage."""
    buttons = [Button(_("Cite"), Action("cite", (found.ref.code,)))]
    if found.ref.first:
        buttons.insert(0, Button(_("More context"), Action("passage", (found.ref.whole.code,))))
    elif neighbour := _following(pack, found.ref):
        following = Action("passage", (neighbour.code,))
        buttons.insert(0, Button(_("Next paragraph"), following))
    if any(term.stands_in(found.text) for term in pack.terms):
        buttons.append(Button(_("Terms in it"), Action("terms", (found.ref.code,))))
    return tuple(buttons)


def hit(
    pack: Pack,
    found: Passage,
    matches: Sequence[Range],
    remark: Inline = (),
    following: Action | None = None,
    left: int = 0,
) -> Reply:
    """Show a passage that was looked up, with a way to the next of the ``left`` others."""
    blocks: tuple[Block, ...] = (Prose(remark),) if remark else ()
    controls = list(passage_controls(pack, found))
    if following:
        controls.append(Button(_("Next passage ({left} more)", left=left), following))
    return Reply((*blocks, quotation(pack, found, matches)), tuple(controls))


def results(pack: Pack, query: str, found: Found) -> Reply:
    """Show all passages found at once, as a script or a page wants them."""
    if not found.hits:
        return not_found(pack, query, found.suggestions)
    said = remark(pack, found.hits[0])
    quotations = [quotation(pack, pack.document.passage(h.ref), h.matches) for h in found.hits]
    return Reply((*((Prose(said),) if said else ()), *quotations))


def not_found(pack: Pack, query: str, suggestions: Sequence[Suggestion]) -> Reply:
    """Say that the document does not say it, and offer the nearest things, marked as such."""
    asked = clipped(visible(query), 80)
    if not asked:
        how = phrase(
            "There is nothing to look for in that. For example: {example}",
            example=Code("/lookup what did Radek say"),
        )
        return Reply((Prose(how),), failed=True)
    blocks: list[Block] = [
        Prose(phrase("The {document} does not say “{asked}”.", document=pack.noun, asked=asked))
    ]
    meant = [in_quotes(each.query) for each in suggestions if each.kind in ("spelling", "place")]
    if meant:
        blocks.append(Prose(phrase("Did you mean {meant}?", meant=joined(meant, "or"))))
    near = [
        pack.document.passage(each.ref)
        for each in suggestions
        if each.kind == "passage" and each.ref
    ]
    if near:
        blocks.append(Prose(phrase("The nearest thing in it, which may not be what you mean:")))
        blocks.append(quotation(pack, near[0]))
    else:
        blocks.append(Prose(_elsewhere(suggestions)))
    return Reply(tuple(blocks), passage_controls(pack, near[0]) if near else ())


def _elsewhere(suggestions: Sequence[Suggestion]) -> Inline:
    topics = [in_quotes(each.query) for each in suggestions if each.kind == "topic"]
    spoken = phrase("It does speak of {topics}.", topics=joined(topics)) if topics else ()
    ways = phrase(
        "What is in it: {outline}. Who wrote it, to whom and when: {about}",
        outline=Code("/outline"),
        about=Code("/about"),
    )
    return inline(*spoken, " ", *ways) if spoken else ways


def no_such_place(pack: Pack, asked: str, *, understood: bool) -> Reply:
    """Say that a reference points to nothing, and what there is to point to."""
    place = clipped(asked, 40)
    words = {"document": pack.noun, "place": place}
    said = (
        _("The {document} has no “{place}”.", **words)
        if understood
        else _("“{place}” does not name a place in the {document}.", **words)
    )
    example = phrase("For example: {example}", example=Code("/passage ¶ 1 sentence 1"))
    return Reply((Prose(inline(said, " ", _extent(pack), " ", *example)),), failed=True)


def _extent(pack: Pack) -> str:
    paragraphs = str(len(pack.document.paragraphs))
    pages = pack.document.pages
    if not pages:
        return _("There are paragraphs 1 to {paragraphs}.", paragraphs=paragraphs)
    return _(
        "There are paragraphs 1 to {paragraphs}, on pages {first} to {last}.",
        paragraphs=paragraphs,
        first=str(pages[0]),
        last=str(pages[-1]),
    )


def remark(pack: Pack, hit: Hit) -> Inline:
    """Say, where the document has other words than the reader, which ones; else nothing."""
    if hit.via == "alias" and hit.typed:
        return phrase(
            "The {document} does not say “{typed}”. It says “{said}”.",
            document=pack.noun,
            typed=hit.typed,
            said=hit.said,
        )
    if hit.via == "paraphrase":
        return phrase("The {document} puts it in other words:", document=pack.noun)
    return ()


def term(pack: Pack, found: Term, place: Ref | None) -> Reply:
    """Explain a glossary term and show where it first stands."""
    controls: list[Control] = []
    if place:
        where = describe(place, pack.document)
        controls.append(
            Button(_("Read it in {where}", where=where), Action("passage", (place.code,)))
        )
    number = _by_name(pack).index(found) // TERMS_ON_A_PAGE + 1
    controls.append(Button(_("All terms"), Action("glossary", (str(number),))))
    return Reply(tuple(_explained(found)), tuple(controls))


def several_terms(found: Sequence[Term]) -> Reply:
    """Explain the terms that stand in a passage."""
    blocks = [block for each in found[:MAX_TERMS] for block in _explained(each)]
    if others := [each.name for each in found[MAX_TERMS:]]:
        more = phrase(
            "Also in it: {terms}. To read one: {command}",
            terms=joined(others),
            command=Code(f"/glossary {others[0]}"),
        )
        blocks.append(Prose(more))
    return Reply(tuple(blocks))


def glossary(pack: Pack, number: int = 1) -> Reply:
    """List the terms that can be explained, page by page, each with a way to read it."""
    terms = _by_name(pack)
    if not terms:
        none = phrase("This {document} has no glossary.", document=pack.noun)
        return Reply((Prose(none),), failed=True)
    shown = page(terms, number, TERMS_ON_A_PAGE)
    facts = tuple(Fact(each.name, inline(clipped(each.definition, 90))) for each in shown.things)
    options = tuple(Option(each.id, clipped(each.name, 75)) for each in shown.things)
    turning = shown.turning(lambda to: Action("glossary", (str(to),)))
    read = Menu(_("Read one of these"), options, Action("term"))
    title = Heading(inline(_("Glossary"), shown.said))
    return Reply((title, Facts(facts)), (read, *turning))


def no_term(asked: str, near: Sequence[str]) -> Reply:
    """Say that the glossary does not have a term, and offer near ones."""
    said = [phrase("The glossary has no entry for “{asked}”.", asked=clipped(asked, 60))]
    if near:
        said.append(
            phrase("Near it are {terms}.", terms=joined([in_quotes(name) for name in near]))
        )
    said.append(phrase("For the whole list: {command}", command=Code("/glossary")))
    return Reply((Prose(sentences(said)),), failed=True)


def outline(
    pack: Pack, rows: Sequence[tuple[Ref, Note | None]], omitted_after: Sequence[Ref]
) -> Reply:
    """Show what each paragraph says in a line, and where the editors left text out."""
    facts = []
    for ref, note in rows:
        opening = pack.document.block(ref).text
        gist = inline(note.gist) if note else inline(f"“{clipped(opening, 70)}”")
        facts.append(Fact(describe(ref, pack.document), gist))
        if ref in omitted_after:
            facts.append(Fact("", inline(Emphasis(_("Text omitted by the editors")))))
    blocks: list[Block] = [Heading(inline(pack.title)), Facts(tuple(facts))]
    if pack.about.paragraphs_note:
        blocks.append(Prose(inline(pack.about.paragraphs_note)))
    return Reply(tuple(blocks))


def quote(pack: Pack, entry: QuoteEntry, found: Passage, topic: str) -> Reply:
    """Show a quotation of the collection with its note and its question."""
    blocks = (*quoted(pack, entry, found), to_think_about(entry))
    another = Button(_("Another quote"), Action("quote", (entry.id, topic)))
    return Reply(blocks, (another, *passage_controls(pack, found)))


def quoted(pack: Pack, entry: QuoteEntry, found: Passage) -> tuple[Block, ...]:
    """Return a quotation of the collection, marked in its sentences, with the note on it."""
    start = entry.span.span.start - found.start
    matches = [Range(start, start + len(entry.span.text))]
    whole = matches[0] == Range(0, len(found.text))
    return (quotation(pack, found, () if whole else matches), Prose(inline(entry.note)))


def to_think_about(entry: QuoteEntry) -> Prose:
    """Return the question that goes with a quotation."""
    return Prose(inline(Strong(_("To think about:")), " ", entry.question))


def no_quote(pack: Pack, topic: str) -> Reply:
    """Say that no quotation fits, and which topics have some."""
    with_quotes = {key for entry in pack.quotes for key in entry.topics}
    names = [name for key, name in pack.topics.items() if key in with_quotes]
    if not names:
        none = phrase("This {document} has no collection of quotes.", document=pack.noun)
        return Reply((Prose(none),), failed=True)
    said = phrase(
        "No quote is about “{topic}”. There are quotes on {topics}.",
        topic=clipped(topic, 40),
        topics=joined(names),
    )
    return Reply((Prose(said),), failed=True)


def about(pack: Pack) -> Reply:
    """Say what the document is, who wrote it and how to weigh it."""
    facts = [Fact(_("What it is"), inline(pack.about.what))] if pack.about.what else []
    facts += [Fact(_("From outside"), with_source(each)) for each in pack.about.outside]
    facts += [Fact(_("How to weigh it"), inline(each)) for each in pack.about.weigh]
    for name, said in (
        (_("Date"), pack.about.date_note),
        (_("Numbers"), pack.about.paragraphs_note),
        (_("Rights"), pack.about.rights),
    ):
        facts += [Fact(name, inline(said))] if said else []
    if pack.work:
        address = inline(Link(pack.work.house_collection, pack.work.url))
        facts.append(Fact(_("Published"), address))
    paragraphs = ngettext("{n} paragraph", "{n} paragraphs", len(pack.document.paragraphs))
    questions = ngettext("{n} question", "{n} questions", len(pack.questions))
    facts.append(Fact(_("Here"), inline(f"{paragraphs}, {questions}")))
    return Reply((Heading(inline(pack.title)), Facts(tuple(facts))))


def terms_in(pack: Pack, found: Passage) -> tuple[Term, ...]:
    """Return the glossary terms that stand in a passage, in the order of the glossary."""
    return tuple(term for term in pack.terms if term.stands_in(found.text))


def _by_name(pack: Pack) -> list[Term]:
    return sorted(pack.terms, key=lambda each: each.name.lower())


def _explained(found: Term) -> list[Block]:
    blocks: list[Block] = [Heading(inline(found.name)), Prose(inline(found.definition))]
    if found.aliases:
        also = joined(found.aliases, "or")
        blocks.append(Prose(inline(Emphasis(_("Also called {names}.", names=also)))))
    return [*blocks, outside(found.outside)] if found.outside else blocks


def _following(pack: Pack, ref: Ref) -> Ref | None:
    refs = [block.ref for block in pack.document.paragraphs]
    at = refs.index(ref) if ref in refs else len(refs)
    return refs[at + 1] if at + 1 < len(refs) else None
