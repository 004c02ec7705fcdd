"""Reading the dispatch through commands, as a reader sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.action import MAX_ENCODED
from bot.chat.reply import Quote, Words
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.talk import Talk

PACK = load()


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'talk.db'}") as bot:
        yield Talk(bot)


def quoted(talk: Talk) -> str:
    """The words of the first quotation on show."""
    quote = next(block for block in talk.reply.blocks if isinstance(block, Quote))
    return "".join(piece.text for piece in quote.pieces if isinstance(piece, Words))


async def test_a_hit_is_quoted_exactly_with_its_place_and_voice(talk: Talk) -> None:
    """The sentence stands as in the source, the match marked, with ¶, page and whose words they are."""
    said = await talk.say("lookup", query="world revolution is our religion")
    assert "¶ 6 s. 3, p. 225 · Mikhailsky, as Bullitt quotes him" in said
    assert "**world revolution is our religion**" in said
    assert quoted(talk) in PACK.document.written()


async def test_a_page_break_is_shown_where_the_page_ends(talk: Talk) -> None:
    """A reader of the book would see it; the words around it are the source's."""
    assert "but only [p. 225] by a renewal of battle" in await talk.say("lookup", query="armistice")


async def test_an_omission_beside_a_passage_is_shown(talk: Talk) -> None:
    """The last sentence before the dots says that text is missing."""
    said = await talk.say("passage", reference="¶ 7")
    assert "“reculer pour mieux sauter.” [text omitted by the editors]" in said


async def test_a_name_that_is_not_in_the_text_is_said_to_be_another(talk: Talk) -> None:
    """“Comintern” leads to the Communist International, and the reader is told so."""
    said = await talk.say("lookup", query="Comintern")
    assert said.startswith("The dispatch does not say “Comintern”. It says ")


async def test_what_it_does_not_say_is_said_not_to_be_there(talk: Talk) -> None:
    """No false hit; the words are shown back as text."""
    for query in ("Trotsky", "Molotov–Ribbentrop pact", "NEAR(a b) OR *", "asdfghjkl"):
        assert f"The dispatch does not say “{query}”." in await talk.say("lookup", query=query)


async def test_more_context_shows_the_paragraph(talk: Talk) -> None:
    """From the sentence to all of its paragraph, and on to the next."""
    await talk.say("lookup", query="happy respite")
    assert quoted(talk).startswith("The Soviet Union genuinely desires")
    await talk.press("More context")
    assert quoted(talk).startswith("Contrary to the comforting belief")
    await talk.press("Next paragraph")
    assert quoted(talk).startswith("If this basic postulate")


async def test_the_next_passage_of_a_lookup_keeps_its_match(talk: Talk) -> None:
    """The button remembers the places, so it works after a restart as well."""
    await talk.say("lookup", query="impregnable")
    first = quoted(talk)
    said = await talk.press("Next passage")
    assert quoted(talk) != first
    assert "**impregnable**" in said


async def test_every_button_fits_the_tightest_platform(talk: Talk) -> None:
    """A lookup with many long matches still encodes its buttons in a hundred characters."""
    for query in ("Soviet Union", "p. 227", "the conviction of the leaders of the Soviet Union"):
        await talk.say("lookup", query=query)
        for control in talk.reply.controls:
            assert len(control.action.encode()) <= MAX_ENCODED


@pytest.mark.parametrize(
    ("reference", "opening"),
    [
        ("¶9", "… The Soviet Union fears nothing"),
        ("para 9 sentence 2", "The key to the desire"),
        ("n. 47", "Signed on May 2, 1935"),
        ("last paragraph", "To summarize:"),
        ("¶ 15 s. 1", "To summarize:"),
    ],
)
async def test_a_passage_is_found_by_any_notation(talk: Talk, reference: str, opening: str) -> None:
    """Readers write references as their teachers taught them."""
    await talk.say("passage", reference=reference)
    assert quoted(talk).startswith(opening)


async def test_a_page_shows_all_its_paragraphs(talk: Talk) -> None:
    """Page 226 holds ¶ 9, ¶ 10 and the beginning of ¶ 11."""
    said = await talk.say("passage", reference="p. 226")
    assert [f"¶ {n}, p" in said for n in (8, 9, 10, 11, 12)] == [False, True, True, True, False]


@pytest.mark.parametrize("reference", ["p. 300", "¶ 16", "¶ 1 s. 9", "n. 48", "200", "over there"])
async def test_a_place_that_is_not_there_is_answered_with_what_is(
    talk: Talk, reference: str
) -> None:
    """The reader learns which paragraphs and pages there are."""
    said = await talk.say("passage", reference=reference)
    assert f"“{reference}”" in said
    assert "paragraphs 1 to 15, on pages 224 to 227" in said
    assert talk.reply.failed


async def test_a_passage_is_cited_with_its_own_page(talk: Talk) -> None:
    """In the form asked for, and in all forms where none is."""
    said = await talk.say("cite", reference="¶ 6", form="chicago")
    assert "1952), 225 (doc. 241)" in said
    everything = await talk.say("cite", reference="¶ 6")
    for name in ("House style", "Chicago", "MLA 9", "APA 7", "BibTeX", "Public address"):
        assert name in everything


async def test_a_citation_says_that_the_date_is_not_in_the_text(talk: Talk) -> None:
    """Metadata is not passed off as the document's words."""
    assert "not in the text" in await talk.say("cite")


async def test_a_term_is_explained_with_outside_context_marked(talk: Talk) -> None:
    """What the dispatch does not say is marked, with its source."""
    said = await talk.say("glossary", term="Comintern")
    assert "Outside the document:" in said
    assert "Encyclopaedia Britannica" in said


async def test_an_unknown_term_is_answered_with_near_ones(talk: Talk) -> None:
    """A slip in a name finds the name."""
    assert "Bolsheviks" in await talk.say("glossary", term="Bolshewiks")


async def test_the_terms_in_a_passage_are_explained(talk: Talk) -> None:
    """One press from the passage."""
    await talk.say("passage", reference="¶ 11")
    assert "Cession" in await talk.press("Terms in it")


async def test_the_outline_has_a_line_a_paragraph_and_shows_the_omissions(talk: Talk) -> None:
    """Fifteen lines, and three places where text was left out."""
    said = await talk.say("outline")
    assert all(f"¶ {number}, p" in said for number in range(1, 16))
    assert said.count("Text omitted by the editors") == 3


async def test_a_quote_comes_with_its_question_and_another_is_another(talk: Talk) -> None:
    """A random quote on a topic; pressing for another never repeats it."""
    said = await talk.say("quote", topic="Japan and the Far East")
    assert "To think about:" in said
    for _ in range(5):
        before, said = said, await talk.press("Another quote")
        assert said != before


async def test_a_topic_without_quotes_lists_those_that_have_some(talk: Talk) -> None:
    """The reader is told what there is."""
    assert "There are quotes on" in await talk.say("quote", topic="cookery")


async def test_about_says_how_to_weigh_the_document(talk: Talk) -> None:
    """What it is, whose voice it is, and that the extracts are extracts."""
    said = await talk.say("about")
    assert "no reliable information" in said
    assert "public domain" in said


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.text(max_size=60),
    st.sampled_from(["lookup", "passage", "cite", "glossary", "quote", "help"]),
)
async def test_nothing_a_person_types_is_a_bug(talk: Talk, typed: str, command: str) -> None:
    """Whatever is typed, the reply is words, never an apology for a fault."""
    option = {"lookup": "query", "glossary": "term", "quote": "topic", "help": "command"}
    said = await talk.say(command, **{option.get(command, "reference"): typed})
    assert "went wrong" not in said
    assert said


@pytest.mark.parametrize("name", ["passage", "cite", "terms", "quote", "hit", "nothing"])
@pytest.mark.parametrize(
    "code", ["x", "p99", "p3.99", "n1", "p-1", "", "p3.2-1", "p3:9-x", "p3:5-2"]
)
async def test_a_forged_button_is_refused_kindly(talk: Talk, name: str, code: str) -> None:
    """Codes that lead nowhere are answered, never a fault."""
    assert "went wrong" not in await talk.forge(name, code)


@pytest.mark.parametrize(
    ("reference", "shown", "left_out"),
    [
        ("¶¶ 1-2", 2, ""),
        ("¶¶ 1-5", 5, ""),
        ("¶¶ 1-6", 5, "1 more passage."),
        ("¶¶ 1-15", 5, "10 more"),
    ],
)
async def test_a_range_says_how_much_was_left_out(
    talk: Talk, reference: str, shown: int, left_out: str
) -> None:
    """Five passages at most; what is more is counted, and nothing is said where nothing is."""
    said = await talk.say("passage", reference=reference)
    assert len([block for block in talk.reply.blocks if isinstance(block, Quote)]) == shown
    assert left_out in said
    assert ("smaller range" in said) == bool(left_out)
    await talk.pick("¶ 2, p. 224")
    assert quoted(talk).startswith("I have no reliable information")


async def test_a_range_is_cited_with_all_its_pages(talk: Talk) -> None:
    """¶¶ 3–5 run from page 224 to 225."""
    said = await talk.say("cite", reference="¶¶ 3-5", form="chicago")
    assert "1952), 224–25 (doc. 241)" in said
    assert "Citing ¶ 3, pp. 224–225, ¶ 4, p. 225 and ¶ 5, p. 225" in said


async def test_a_note_of_the_editors_is_not_cited_as_the_authors(talk: Talk) -> None:
    """Note 47 is theirs: the edition, page and note, and no Bullitt."""
    said = await talk.say("cite", reference="n. 47")
    assert "226n47" in said
    assert "Bullitt" not in said


async def test_a_citation_leads_back_to_its_passage(talk: Talk) -> None:
    """One press."""
    await talk.say("cite", reference="¶ 4", form="mla")
    await talk.press("Read it")
    assert quoted(talk).startswith("If this basic postulate")


async def test_a_part_of_a_topic_is_enough(talk: Talk) -> None:
    """“peace” is “Peace and war”; what fits two topics is not guessed at."""
    assert "To think about:" in await talk.say("quote", topic="peace")
    assert "No quote is about" in await talk.say("quote", topic="and")


async def test_all_terms_of_a_passage_are_named(talk: Talk) -> None:
    """Six are explained, the others are named."""
    await talk.say("passage", reference="¶ 9")
    assert "Also in it:" in await talk.press("Terms in it")


async def test_what_cannot_be_seen_is_not_looked_up(talk: Talk) -> None:
    """Zero-width marks alone are answered as nothing."""
    assert "nothing to look for" in await talk.say("lookup", query="\u200b\u2060")
