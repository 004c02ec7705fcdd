"""Lookup: what a document says is found, and what it does not say is not."""

import pytest

from bot.document.model import Range
from bot.document.search import THRESHOLD, Hit, Index
from bot.document.source import read
from tests.harbour import LAYOUT, SOURCE, an_index, best, marked
from tests.test_document_references import codes


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
        ("pc", "pc", "Port Council"),
        ("sailing ships", "sailing ships", "Seven boats"),
        ("manchukuo", "manchukuo", "Manchuria"),
    ],
)
def test_a_name_the_document_does_not_use_finds_what_is_meant_and_says_so(
    query: str, typed: str, said: str
) -> None:
    """The hit tells the reader's name for it and the document's."""
    hit = best(query)
    assert (hit.via, hit.typed, hit.said) == ("alias", typed, said)
    assert said in marked(hit)


def test_a_people_is_its_country_in_another_form_and_no_other_name() -> None:
    """“Norwegian” needs no remark."""
    hit = best("Norwegian ships")
    assert (hit.via, hit.typed) == ("words", "")


def test_us_in_capitals_is_a_country_and_otherwise_is_not() -> None:
    """“Tell us about the reef” does not ask about America."""
    assert best("tell us about the reef").ref.code == "p1.3"
    assert not an_index().find("US reef").hits


@pytest.mark.parametrize("query", ["would the us fear the reef", "us norwegian grain"])
def test_the_us_is_a_country_however_it_is_typed(query: str) -> None:
    """Few who ask about America hold the shift key: “the us” and “us japanese war” are enough."""
    assert not an_index().find(query).hits
    assert an_index().find(query.replace("the us", "ships").removeprefix("us ")).hits


def test_a_paraphrase_the_editor_wrote_finds_the_passage() -> None:
    """A question in other words leads to the sentence it is about."""
    hit = best("was it calm to begin with", ("p1.1", "how calm was it at the start"))
    assert (hit.ref.code, hit.via) == ("p1.1", "paraphrase")


def test_a_question_of_everyday_words_finds_one_of_other_everyday_words() -> None:
    """“Why does he think so” may be “what makes him think so”; one word alone is not enough."""
    ask = ("p1.2", "what makes him think he is right")
    assert best("why does he think he is right", ask).ref.code == "p1.2"
    assert not an_index(ask).find("why").hits


def test_everyday_words_that_stand_together_are_found_if_not_to_the_letter() -> None:
    """“Possibly kept” leaves a word out; “nothing kept” says what nobody does."""
    assert best("possibly kept").ref.code == "p1.2"
    assert not an_index().find("nothing kept").hits


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
        "NEAR(reef vessel)",
        "reef AND vessel",
        '"reef" OR "miracle"',
        "reef NOT miracle",
        "title:reef",
        "+reef -miracle",
        "reef*",
        "1 2",
        "the new deal with Norway",
        "how old is Captain Okonjo",
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


def test_sentences_are_one_hit_only_where_each_says_what_the_other_lacks() -> None:
    """Neighbours that answer alike are two hits; a question about both is answered by both."""
    assert best("concluded a treaty that nobody trusts").ref.code == "p2.3-4"
    assert {hit.ref.code for hit in an_index().find("treaty").hits} == {"p2.3", "p2.4"}


def test_no_hits_come_with_something_to_try_instead() -> None:
    """An empty answer names the nearest place, the nearest passages, or what is spoken of."""
    index = an_index()
    assert [(s.kind, s.query) for s in index.find("p. 300").suggestions] == [("place", "p. 11")]
    near = index.find("weather in the harbour").suggestions[0]
    assert near.kind == "passage"
    assert near.ref is not None
    assert codes(near.query, read(SOURCE, LAYOUT)) == near.ref.code
    topics = index.find("photosynthesis").suggestions
    assert [(s.kind, s.query) for s in topics] == [
        ("topic", "Port Council"),
        ("topic", "The reef"),
        ("topic", "The fleet"),
    ]
