"""Lookup: what a document says is found, and what it does not say is not."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.fold import words
from bot.document.lexicon import Lexicon
from bot.document.model import Block, Document, Range, Ref
from bot.document.search import MAX_QUERY, THRESHOLD, Found, Hit, Index
from bot.document.search_corpus import Alias, Annotation
from bot.document.search_slips import one_slip_from
from bot.document.search_typos import Vocabulary
from bot.document.source import Layout, NoteLayout, read
from bot.runtime.lexicon import english
from bot.runtime.packs import load
from tests.test_document_references import codes, refs_of

LAYOUT = Layout(
    first_page=10,
    body_starts="The harbour",
    closing_starts="Yours faithfully,",
    notes=(
        NoteLayout(4, "of Safe Passage.", "1. Signed", "Signed in May; see the Port Register."),
    ),
)
SOURCE = (
    "The Pilot (Marlow) to the Harbour Board\n\n"
    "The harbour was quiet before the storm. Captain Okonjo’s “promise” can not possibly be kept but "
    "only [Page 11] by a miracle. The Port Council believes that within ten years no vessel will fear "
    "the reef.\n\n"
    ". . . . . .\n\n"
    "The merchants vis-à-vis the council are in a happy mood. Seven boats left and five came back. "
    "The Port Council concluded the Treaty of Safe Passage.4 Nobody trusts the treaty.\n\n"
    "The Port Council is proud of its illfounded hopes. Ships from Norway unload grain.\n\n"
    "Yours faithfully,\nE. Marlow\n1. Signed in May; see the Port Register."
)
ALIASES = (
    Alias("Port Council", ("Port Council",), ("PC", "city fathers")),
    Alias("The reef", ("the reef",), ("Devil’s Teeth",)),
)
ENGLISH = (
    "despite mood desire believe naval theory weather pizza boat treaty trust miracle home stay stayed "
    "immediate"
)


def an_index(*asks: tuple[str, str]) -> Index:
    """A small letter, its glossary, and what its editor wrote: an address and a question to each."""
    document = read(SOURCE, LAYOUT)
    notes = [
        Annotation(next(r for r in _refs(document) if r.code == at), asks=(ask,))
        for at, ask in asks
    ]
    return Index.build(document, notes, ALIASES, Lexicon(dict.fromkeys(ENGLISH.split(), 10**8)))


def _refs(document: Document) -> Iterator[Ref]:
    for block in document.blocks:
        yield block.ref
        for number in range(1, len(block.sentences) + 1):
            yield Ref(block.part, block.number, number, number)


PACK = load()
WORDS = {word for block in PACK.document.blocks for word in words(block.text)}
VOCABULARY = Vocabulary(sorted(WORDS))


def dispatch_index() -> Index:
    """The index of the dispatch, with all that its pack says."""
    notes = [Annotation(note.at, note.gist, note.asks, note.topics) for note in PACK.notes]
    aliases = [Alias(term.name, term.forms, term.aliases) for term in PACK.terms]
    return Index.build(PACK.document, notes, aliases, english())


DISPATCH = dispatch_index()


def best(query: str, *asks: tuple[str, str]) -> Hit:
    """The best hit."""
    found = an_index(*asks).find(query)
    assert found.hits, f"nothing found for {query!r}: {found.suggestions}"
    return found.hits[0]


def marked(hit: Hit) -> list[str]:
    """The words marked in a hit."""
    return [hit.text[start:end] for start, end in hit.matches]


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("five came back", "p2.2", "five came back"),
        ("FIVE CAME BACK", "p2.2", "five came back"),
        ('Captain Okonjo\'s "promise"', "p1.2", "Captain Okonjo’s “promise"),
        ("but only by a miracle", "p1.2", "but only by a miracle"),
        ("five\u200b came ba\u00adck", "p2.2", "five came back"),
        ("vis a vis the council", "p2.1", "vis-à-vis the council"),
        ("vis-a\u0300-vis", "p2.1", "vis-à-vis"),
        ("before the storm. Captain", "p1.1-2", "before the storm. Captain"),
        ("reef", "p1.3", "reef"),
        ("Port Register", "n4.1", "Port Register"),
        ("E. Marlow", "c.2", "E. Marlow"),
    ],
)
def test_the_very_words_are_found_whatever_the_typography(
    query: str, code: str, words: str
) -> None:
    """Quotes, dashes, case, accents, invisible characters, pages and sentences are no obstacle."""
    hit = best(query)
    assert (hit.ref.code, hit.via, hit.score) == (code, "exact", 1.0)
    assert marked(hit)[:1] == [words]


def test_a_hit_is_the_exact_text_without_page_marks() -> None:
    """What is shown is what the document's own passage says."""
    index = an_index()
    for hit in index.find("port council").hits:
        assert hit.text == index.places.block(hit.ref).text[slice(*_span(index, hit))]
        assert "[Page" not in hit.text


def _span(index: Index, hit: Hit) -> Range:
    sentences = index.places.block(hit.ref).sentences
    return Range(sentences[hit.ref.first - 1].start, sentences[hit.ref.last - 1].end)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Norwegian ships unloading", "p3.2"),
        ("believed vessels would fear the reefs", "p1.3"),
        ("10 years", "p1.3"),
        ("did five boats come back", "p2.2"),
        ("cannot possibly be kept", "p1.2"),
        ("ill founded hope", "p3.1"),
        ("who trusted the treaty?", "p2.4"),
    ],
)
def test_other_forms_of_the_words_are_found(query: str, code: str) -> None:
    """Endings, figures, peoples, compounds and the order of words do not matter."""
    hit = best(query)
    assert hit.ref.code == code
    assert hit.via in {"words", "exact"}
    assert THRESHOLD <= hit.score <= 1


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("miracel", "p1.2", "miracle"),
        ("unlaod grian", "p3.2", "unload"),
        ("teh merchnats happi mood", "p2.1", "merchants"),
        ("captian okonjo", "p1.2", "Captain"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven(query: str, code: str, said: str) -> None:
    """A letter missed, wrong, doubled or changed about; the hit tells what was understood."""
    hit = best(query)
    assert (hit.ref.code, hit.via) == (code, "typo")
    assert said in marked(hit) or any(said in words for words in marked(hit))


def test_a_slip_in_a_word_that_does_not_matter_is_forgiven_too() -> None:
    """A misspelt English word counts like the word itself: as one the document lacks, not as a name."""
    assert best("imediate miracle from captain Okonjo").ref.code == "p1.2"


def test_another_english_word_is_no_slip() -> None:
    """“Despite” is not “desire”, and “theory” not a slip of anything."""
    assert not an_index().find("naval theory").hits
    assert not an_index().find("despite").hits


@pytest.mark.parametrize(
    ("query", "typed", "said"),
    [
        ("city fathers", "city fathers", "Port Council"),
        ("Devils Teeth", "Devils Teeth", "the reef"),
    ],
)
def test_a_name_the_document_does_not_use_finds_what_is_meant_and_says_so(
    query: str, typed: str, said: str
) -> None:
    """The hit tells the reader's name for it and the document's."""
    hit = best(query)
    assert (hit.via, hit.typed, hit.said) == ("alias", typed, said)
    assert said in marked(hit)


def test_us_in_capitals_is_a_country_and_otherwise_is_not() -> None:
    """“Tell us about the reef” does not ask about America."""
    assert best("tell us about the reef").ref.code == "p1.3"
    assert not an_index().find("US reef").hits


def test_a_paraphrase_the_editor_wrote_finds_the_passage() -> None:
    """A question in other words leads to the sentence it is about."""
    hit = best("was it calm to begin with", ("p1.1", "how calm was it at the start"))
    assert (hit.ref.code, hit.via) == ("p1.1", "paraphrase")


def test_what_an_editor_says_of_a_paragraph_finds_the_paragraph() -> None:
    """A question about a whole paragraph is answered by all of it."""
    hit = best("losses at sea", ("p2", "losses at sea"))
    assert (hit.ref.code, hit.via) == ("p2", "paraphrase")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   \n\t",
        "the",
        "of the and",
        "pizza",
        "weather in the harbour",
        "naval pizza theory",
        "Portuguese merchants",
        "harbour of Lisbon",
        "zxqv",
        "within 20 years",
        "AND OR NOT",
        "NEAR(pizza, weather)",
        "'; DROP TABLE passages;--",
        "<script>alert(1)</script>",
        "<@!123456789012345678> <#99>",
        "@everyone",
        "${jndi:ldap://x}",
        "😀😀",
        "p. 300",
        "¶ 99",
        "\x00\x07",
        "\u202e\u200b",
    ],
)
def test_what_is_not_said_is_not_found(query: str) -> None:
    """No hit for other countries, unknown words, figures, gibberish, operators, markup or mentions."""
    assert an_index().find(query).hits == ()


def test_everyday_words_do_not_stand_in_the_way() -> None:
    """How a question is put does not matter where its telling words are said."""
    assert best("please tell me what the author thinks about the merchants").ref.code == "p2.1"


def test_words_in_quotation_marks_must_stand_so() -> None:
    """A phrase in quotation marks is exact where it stands, and no exact hit where it does not."""
    index = an_index()
    hit = index.find('where does it say "seven boats left"').hits[0]
    assert (hit.ref.code, hit.via) == ("p2.2", "exact")
    assert all(hit.via != "exact" for hit in index.find('"left seven boats"').hits)


def test_a_reference_has_one_hit_a_paragraph() -> None:
    """A page shows all its paragraphs, however many hits are asked for."""
    found = an_index().find("p. 11", limit=1)
    assert [hit.ref.code for hit in found.hits] == ["p1", "p2", "p3"]
    assert {hit.via for hit in found.hits} == {"reference"}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("port council on p. 11", ["p3.1", "p1.3", "p2.3"]),
        ("port council, ¶ 2", ["p2.3"]),
        ("promise (page 10)", ["p1.2"]),
        ("mood on page 10", []),
        ("quiet p. 11", []),
    ],
)
def test_words_may_be_looked_for_at_a_place(query: str, codes: list[str]) -> None:
    """Who adds a page or paragraph gets only what stands there, to the sentence."""
    assert sorted(hit.ref.code for hit in an_index().find(query).hits) == sorted(codes)


def test_a_number_that_is_no_place_is_looked_for_in_the_text() -> None:
    """A bare figure that names no page, paragraph or note may still stand in the text."""
    document = read("The treaty of 1935 was signed.\n\nNobody read it.")
    hit = Index.build(document).find("1935").hits[0]
    assert (hit.ref.code, hit.via) == ("p1.1", "exact")


def test_paragraphs_come_before_more_sentences_of_one() -> None:
    """Each paragraph that answers is shown once before any is shown again."""
    found = an_index().find("port council", limit=3)
    assert [hit.ref.whole.code for hit in found.hits] == ["p3", "p2", "p1"]


def test_no_hits_come_with_something_to_try_instead() -> None:
    """An empty answer names the nearest place, the nearest passages, or what is spoken of."""
    index = an_index()
    assert [(s.kind, s.query) for s in index.find("p. 300").suggestions] == [("place", "p. 11")]
    near = index.find("weather in the harbour").suggestions[0]
    assert near.kind == "passage"
    assert near.ref is not None
    assert codes(near.query, read(SOURCE, LAYOUT)) == near.ref.code
    topics = index.find("photosynthesis").suggestions
    assert [(s.kind, s.query) for s in topics] == [("topic", "Port Council"), ("topic", "The reef")]


@given(st.sampled_from(sorted(word for word in WORDS if len(word) > 4)), st.data())
def test_a_word_with_one_slip_in_it_is_near_the_word(word: str, data: st.DataObject) -> None:
    """Whatever single slip is made, the word meant is among the nearest."""
    slip = data.draw(st.sampled_from(sorted(one_slip_from(word))))
    near = VOCABULARY.near(slip, slips=1, limit=100)
    assert word in {each.word for each in near}


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(query: str) -> None:
    """No input breaks the lookup; scores and marks are what they say."""
    check(SMALL.find(query))


SMALL = an_index()


def check(found: Found) -> None:
    """Hits are ordered answers with marks inside their text, and come instead of suggestions."""
    assert not (found.hits and found.suggestions)
    for hit in found.hits:
        assert THRESHOLD <= hit.score <= 1
        ends = [0, *(end for _, end in hit.matches)]
        for (start, end), before in zip(hit.matches, ends, strict=False):
            assert before <= start < end <= len(hit.text)


@pytest.mark.parametrize(
    "query",
    [
        "reef " * 100_000,
        "r" * 1_000_000,
        '"' * 50_000,
        "“reef” " * 20_000,
        "unlaod grian captian " * 5_000,
        "a'" * 50_000,
        "\u0301" * 50_000,
        "¶" * 50_000,
        "cannotcannot " * 5_000,
    ],
)
def test_a_huge_query_costs_no_more_than_its_first_part(query: str) -> None:
    """Only the beginning of what is pasted is read, and it takes no time worth noticing."""
    started = time.perf_counter()
    found = SMALL.find(query)
    assert time.perf_counter() - started < 0.5
    assert found == SMALL.find(query[:MAX_QUERY])


@given(refs_of(PACK.document))
def test_every_passage_of_the_dispatch_is_found_by_its_own_words(ref: Ref) -> None:
    """Whoever pastes a passage is shown that passage first."""
    index = DISPATCH
    text = PACK.document.passage(ref).text
    if len(text) < MAX_QUERY and len(text.split()) > 2:
        hit = index.find(text).hits[0]
        assert (hit.via, hit.score) == ("exact", 1.0)
        assert text in hit.text or hit.text in text


ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "lookups.jsonl").read_text().splitlines()
]


def test_readers_find_what_they_ask_for_in_the_dispatch() -> None:
    """Of the queries of each kind, at least this share is answered right by the first hit or by none."""
    least = {
        "exact": 1.0,
        "typo": 0.95,
        "partial": 0.97,
        "keyword": 1.0,
        "paraphrase": 0.75,
        "reference": 1.0,
        "nomatch": 0.98,
    }
    for kind, share in least.items():
        rows = [row for row in ROWS if row["kind"] == kind]
        wrong = [row["query"] for row in rows if not answers(row)]
        assert 1 - len(wrong) / len(rows) >= share, f"{kind}: {wrong}"


def answers(row: dict[str, Any]) -> bool:
    """Whether the first hit is in a paragraph that answers, with the words; or rightly there is none."""
    hits = DISPATCH.find(row["query"]).hits
    expected, says = row["expect"], row.get("says", [""])
    if not expected:
        return not hits
    places = [place_of(hit) for hit in hits]
    if row["kind"] == "reference":
        return places == expected and any(word in hits[0].text for word in says)
    return bool(hits) and places[0] in expected and any(word in hits[0].text for word in says)


def place_of(hit: Hit) -> int | str:
    """A paragraph's number, a note's as fn47, or the name of another part."""
    if hit.ref.part == "paragraph":
        return hit.ref.number
    return f"fn{hit.ref.number}" if hit.ref.part == "note" else hit.ref.part


def test_the_index_of_the_dispatch_is_built_and_asked_in_no_time() -> None:
    """Building takes milliseconds and a lookup less than one; the bounds allow for a busy machine."""
    started = time.perf_counter()
    dispatch_index()
    assert time.perf_counter() - started < 0.5
    started = time.perf_counter()
    for row in ROWS:
        DISPATCH.find(row["query"])
    assert (time.perf_counter() - started) / len(ROWS) < 0.01


def test_a_large_document_is_asked_as_quickly_as_a_small_one() -> None:
    """The time of a lookup grows far more slowly than the document."""
    assert _seconds_per_lookup(20_000) < 10 * _seconds_per_lookup(500) + 0.005


def _seconds_per_lookup(count: int) -> float:
    text = "The council of port {0} met ship {1} and gave berth {0} to captain number {1} in the storm."
    sentences = (text.format(i, i * 7 % count) for i in range(count))
    blocks = tuple(
        Block("paragraph", i, t, (Range(0, len(t)),)) for i, t in enumerate(sentences, 1)
    )
    index = Index.build(Document(blocks))
    queries = [
        "council met captain",
        "berth 37 storm",
        "captian in the strom",
        "gave berth",
        "ship 49",
    ]
    started = time.perf_counter()
    for query in queries:
        assert index.find(query).hits
    return (time.perf_counter() - started) / len(queries)


def test_english_is_known_well_enough_to_tell_a_slip() -> None:
    """The word list that ships with the bot has the words the rules above lean on."""
    assert {"despite", "respite", "naval", "british"} <= set(english().counts)
