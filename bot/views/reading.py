"""Replies about the document: passages found, cited, explained, outlined."""

from collections.abc import Iterable, Sequence

from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.reply import Block, Button, Control, Fact, Facts, Heading, Menu, Prose, Reply
from bot.chat.text import Code, Emphasis, Inline, Link, Strong, inline
from bot.document.model import Passage, Range, Ref
from bot.document.references import describe
from bot.document.search import Found, Hit, Suggestion
from bot.pack.model import Note, Pack, QuoteEntry, Term
from bot.views.quotation import outside, quotation, with_source
from bot.views.words import clipped, count, joined, visible

MAX_TERMS = 6
"""Glossary terms explained in one reply, at most."""

_EXAMPLE = "/lookup what did Radek say"


def passage(pack: Pack, found: Passage, controls: Iterable[Control] = ()) -> Reply:
    """Show a passage, with what the editor of the pack says of it from outside the document."""
    note = pack.note_at(found.ref)
    blocks: list[Block] = [quotation(pack, found)]
    if note and note.outside and note.at in (found.ref, found.ref.whole):
        blocks.append(outside(note.outside))
    return Reply(tuple(blocks), tuple(controls) or passage_controls(pack, found))


def several_passages(pack: Pack, found: Sequence[Passage], left_out: int) -> Reply:
    """Show passages one after another, and say how many were left out."""
    blocks: list[Block] = [quotation(pack, each) for each in found]
    if left_out:
        rest = count(left_out, "more passage")
        blocks.append(Prose(inline(f"{rest}. Ask for a smaller range to see them.")))
    options = tuple(Option(each.ref.code, describe(each.ref, pack.document)) for each in found)
    return Reply(tuple(blocks), (Menu("Turn to", options, Action("passage")),))


def passage_controls(pack: Pack, found: Passage) -> tuple[Control, ...]:
    """Offer what one does next with a passage."""
    buttons = [Button("Cite", Action("cite", (found.ref.code,)))]
    if found.ref.first:
        buttons.insert(0, Button("More context", Action("passage", (found.ref.whole.code,))))
    elif neighbour := _following(pack, found.ref):
        following = Action("passage", (neighbour.code,))
        buttons.insert(0, Button("Next paragraph", following))
    if terms_in(pack, found):
        buttons.append(Button("Terms in it", Action("terms", (found.ref.code,))))
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
        controls.append(Button(f"Next passage ({left} more)", following))
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
        how = inline("There is nothing to look for in that. For example: ", Code(_EXAMPLE))
        return Reply((Prose(how),), failed=True)
    blocks: list[Block] = [Prose(inline(f"The {pack.noun} does not say “{asked}”."))]
    meant = [f"“{each.query}”" for each in suggestions if each.kind in ("spelling", "place")]
    if meant:
        blocks.append(Prose(inline(f"Did you mean {joined(meant, 'or')}?")))
    near = [
        pack.document.passage(each.ref)
        for each in suggestions
        if each.kind == "passage" and each.ref
    ]
    if near:
        blocks.append(Prose(inline("The nearest thing in it, which may not be what you mean:")))
        blocks.append(quotation(pack, near[0]))
    else:
        blocks.append(Prose(_elsewhere(suggestions)))
    return Reply(tuple(blocks), passage_controls(pack, near[0]) if near else ())


def _elsewhere(suggestions: Sequence[Suggestion]) -> Inline:
    topics = [f"“{each.query}”" for each in suggestions if each.kind == "topic"]
    spoken = f"It does speak of {joined(topics)}. " if topics else ""
    return inline(
        f"{spoken}What is in it: ",
        Code("/outline"),
        ". Who wrote it, to whom and when: ",
        Code("/about"),
    )


def no_such_place(pack: Pack, asked: str, *, understood: bool) -> Reply:
    """Say that a reference points to nothing, and what there is to point to."""
    place = clipped(asked, 40)
    said = (
        f"The {pack.noun} has no {place}."
        if understood
        else f"“{place}” does not name a place in the {pack.noun}."
    )
    paragraphs = len(pack.document.paragraphs)
    range_said = f"There are paragraphs 1 to {paragraphs}"
    if pages := pack.document.pages:
        range_said += f", on pages {pages[0]} to {pages[-1]}"
    how = inline(f"{said} {range_said}. For example: ", Code("/passage ¶ 1 sentence 1"))
    return Reply((Prose(how),), failed=True)


def remark(pack: Pack, hit: Hit) -> Inline:
    """Say, where the document has other words than the reader, which ones; else nothing."""
    if hit.via == "alias" and hit.typed:
        return inline(f"The {pack.noun} does not say “{hit.typed}”. It says “{hit.said}”.")
    if hit.via == "paraphrase":
        return inline(f"The {pack.noun} puts it in other words:")
    return ()


def term(pack: Pack, found: Term, place: Ref | None) -> Reply:
    """Explain a glossary term and show where it first stands."""
    controls: list[Control] = []
    if place:
        where = describe(place, pack.document)
        controls.append(Button(f"Read it in {where}", Action("passage", (place.code,))))
    return Reply(tuple(_explained(found)), tuple(controls))


def several_terms(found: Sequence[Term]) -> Reply:
    """Explain the terms that stand in a passage."""
    blocks = [block for each in found[:MAX_TERMS] for block in _explained(each)]
    if others := [each.name for each in found[MAX_TERMS:]]:
        more = inline(
            f"Also in it: {joined(others)}. To read one: ", Code(f"/glossary {others[0]}")
        )
        blocks.append(Prose(more))
    return Reply(tuple(blocks))


def glossary(pack: Pack) -> Reply:
    """List the terms that can be explained."""
    terms = sorted(pack.terms, key=lambda each: each.name.lower())
    if not terms:
        return Reply((Prose(inline(f"This {pack.noun} has no glossary.")),), failed=True)
    facts = tuple(Fact(each.name, inline(clipped(each.definition, 90))) for each in terms)
    how = inline("To read one: ", Code(f"/glossary {terms[-1].name}"))
    return Reply((Heading(inline("Glossary")), Facts(facts), Prose(how)))


def no_term(asked: str, near: Sequence[str]) -> Reply:
    """Say that the glossary does not have a term, and offer near ones."""
    said = f"The glossary has no entry for “{clipped(asked, 60)}”."
    if near:
        said += f" Near it are {joined([f'“{name}”' for name in near])}."
    more = inline(said, " For the whole list: ", Code("/glossary"))
    return Reply((Prose(more),), failed=True)


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
            facts.append(Fact("", inline(Emphasis("Text omitted by the editors"))))
    blocks: list[Block] = [Heading(inline(pack.title)), Facts(tuple(facts))]
    if pack.about.paragraphs_note:
        blocks.append(Prose(inline(pack.about.paragraphs_note)))
    return Reply(tuple(blocks))


def quote(pack: Pack, entry: QuoteEntry, found: Passage, topic: str) -> Reply:
    """Show a quotation of the collection with its note and its question."""
    start = entry.span.span.start - found.start
    matches = [Range(start, start + len(entry.span.text))]
    whole = matches[0] == Range(0, len(found.text))
    blocks: tuple[Block, ...] = (
        quotation(pack, found, () if whole else matches),
        Prose(inline(entry.note)),
        Prose(inline(Strong("To think about: "), entry.question)),
    )
    another = Button("Another quote", Action("quote", (entry.id, topic)))
    return Reply(blocks, (another, *passage_controls(pack, found)))


def no_quote(pack: Pack, topic: str) -> Reply:
    """Say that no quotation fits, and which topics have some."""
    with_quotes = {key for entry in pack.quotes for key in entry.topics}
    names = [name for key, name in pack.topics.items() if key in with_quotes]
    if not names:
        return Reply(
            (Prose(inline(f"This {pack.noun} has no collection of quotes.")),), failed=True
        )
    said = f"No quote is about “{clipped(topic, 40)}”. There are quotes on {joined(names)}."
    return Reply((Prose(inline(said)),), failed=True)


def about(pack: Pack) -> Reply:
    """Say what the document is, who wrote it and how to weigh it."""
    facts = [Fact("What it is", inline(pack.about.what))] if pack.about.what else []
    facts += [Fact("From outside", with_source(each)) for each in pack.about.outside]
    facts += [Fact("How to weigh it", inline(each)) for each in pack.about.weigh]
    for name, said in (
        ("Date", pack.about.date_note),
        ("Numbers", pack.about.paragraphs_note),
        ("Rights", pack.about.rights),
    ):
        facts += [Fact(name, inline(said))] if said else []
    if pack.work:
        address = inline(Link(pack.work.house_collection, pack.work.url))
        facts.append(Fact("Published", address))
    paragraphs = count(len(pack.document.paragraphs), "paragraph")
    facts.append(Fact("Here", inline(f"{paragraphs}, {count(len(pack.questions), 'question')}")))
    return Reply((Heading(inline(pack.title)), Facts(tuple(facts))))


def terms_in(pack: Pack, found: Passage) -> tuple[Term, ...]:
    """Return the glossary terms that stand in a passage, in the order of the glossary."""
    return tuple(term for term in pack.terms if any(form in found.text for form in term.forms))


def _explained(found: Term) -> list[Block]:
    blocks: list[Block] = [Heading(inline(found.name)), Prose(inline(found.definition))]
    if found.aliases:
        also = joined(found.aliases, "or")
        blocks.append(Prose(inline(Emphasis(f"Also called {also}."))))
    return [*blocks, outside(found.outside)] if found.outside else blocks


def _following(pack: Pack, ref: Ref) -> Ref | None:
    refs = [block.ref for block in pack.document.paragraphs]
    at = refs.index(ref) if ref in refs else len(refs)
    return refs[at + 1] if at + 1 < len(refs) else None
