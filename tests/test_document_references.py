"""References: everything people type for a place is read, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.model import Document, Ref
from bot.document.references import Places, describe, read_reference, resolve
from bot.document.source import Layout, NoteLayout, read
from bot.runtime.packs import load
from tests.builders import a_document

DISPATCH = load().document

LAYOUT = Layout(
    first_page=10,
    body_starts="First one.",
    closing_starts="Yours,",
    notes=(NoteLayout(4, "here.", "1. See", "See elsewhere."),),
)
SOURCE = (
    "A heading\nof two lines\n\nFirst one. First two. First three.\n\n. . . . . .\n\n"
    "Second one ends here.4 Second two [Page 11] goes on.\n\nThird and last.\n\n"
    "Yours,\nA. Writer\n1. See elsewhere."
)


def a_letter() -> Document:
    """Three paragraphs on pages 10 and 11, an omission after the first, a note, heading and closing."""
    return read(SOURCE, LAYOUT)


def codes(typed: str, document: Document | None = None) -> str:
    """The addresses that a reference means, in their compact form."""
    reference = read_reference(typed)
    assert reference is not None, f"{typed!r} is not read as a reference"
    return " ".join(ref.code for ref in resolve(reference, document or a_letter()))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("p. 10", "p1 p2"),
        ("page 11", "p2 p3"),
        ("p11", "p2 p3"),
        ("PG. 11", "p2 p3"),
        ("pp. 10-11", "p1 p2 p3"),
        ("pages 10–11", "p1 p2 p3"),
        ("pp. 10, 11", "p1 p2 p3"),
        ("pp. 10–1", "p1 p2 p3"),
        ("first page", "p1 p2"),
        ("¶2", "p2"),
        ("¶ 2", "p2"),
        ("§ 2", "p2"),
        ("para 2", "p2"),
        ("par. 2", "p2"),
        ("Paragraph two", "p2"),
        ("paragraph ii", "p2"),
        ("pargraph 2", "p2"),
        ("¶¶ 2–3", "p2 p3"),
        ("¶¶ 1, 2 and 3", "p1 p2 p3"),
        ("paragraphs 1 to 3", "p1 p2 p3"),
        ("¶1 and ¶3", "p1 p3"),
        ("¶ 3; n. 4", "p3 n4"),
        ("¶ 1 s. 2", "p1.2"),
        ("¶1s2", "p1.2"),
        ("¶1.2", "p1.2"),
        ("1:2", "p1.2"),
        ("1.2", "p1.2"),
        ("1.2-3", "p1.2-3"),
        ("¶ 1-2 sentence 2", "p1.2 p2.2"),
        ("¶¶ 1–3, last sentence", "p1.3 p2.2 p3.1"),
        ("para 1 sentence 2", "p1.2"),
        ("paragraph 1, second sentence", "p1.2"),
        ("the second sentence of paragraph 1", "p1.2"),
        ("sentences 2-3 of ¶ 1", "p1.2-3"),
        ("last sentence of ¶ 1", "p1.3"),
        ("first sentence", "p1.1"),
        ("last sentence of the letter", "p3.1"),
        ("first paragraph", "p1"),
        ("third paragraph", "p3"),
        ("the 3rd paragraph", "p3"),
        ("last paragraph", "p3"),
        ("final paragraph", "p3"),
        ("penultimate paragraph", "p2"),
        ("second to last paragraph", "p2"),
        ("last two paragraphs", "p2 p3"),
        ("opening", "p1"),
        ("opening paragraph", "p1"),
        ("closing paragraph", "p3"),
        ("first paragraph of page 11", "p2"),
        ("second paragraph on p. 11", "p3"),
        ("bottom of page 10", "p2"),
        ("p. 11, ¶ 3", "p3"),
        ("n. 4", "n4"),
        ("n4", "n4"),
        ("note 4", "n4"),
        ("fn 4", "n4"),
        ("Footnote no. 4", "n4"),
        ("the footnotes", "n4"),
        ("first note", "n4"),
        ("omissions", "p1 p2"),
        ("What was left out?", "p1 p2"),
        ("what did the editors omit", "p1 p2"),
        ("the first omission", "p1 p2"),
        ("last omission", "p1 p2"),
        ("omission 1", "p1 p2"),
        ("signature", "c"),
        ("closing", "c"),
        ("heading", "h"),
        ("whole text", "p1 p2 p3"),
        ("11", "p2 p3"),
        ("2", "p2"),
        ("4", "n4"),
        ("2-3", "p2 p3"),
        ("show me page 11, please", "p2 p3"),
        ("what is on p. 11?", "p2 p3"),
        ("[p. 11]", "p2 p3"),
    ],
)
def test_people_find_a_place_however_they_write_it(typed: str, expected: str) -> None:
    """Signs, abbreviations, words, ordinals, ranges, lists and politeness are all read."""
    assert codes(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "15 years",
        "within ten years",
        "the end of a decade",
        "page",
        "paragraph",
        "what is 47",
        "no. 730",
        "two",
        "the first step",
        "on all fronts",
        "<#99>",
        "<@!123456789012345678>",
        "p. 226 and the treaty",
        "chapter 3",
        "9.2 percent",
        "$ 9",
        "",
        "   ",
        ";;; ,,,",
        "p. " + "9" * 200,
        "¶" * 500,
    ],
)
def test_what_only_looks_like_a_reference_is_not_one(typed: str) -> None:
    """A number in a question, a mention or a lone word is left to the search."""
    assert read_reference(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["p. 9", "¶ 4", "¶ 0", "¶ 1 s. 4", "1.4", "n. 5", "12", "¶ 9-12", "the second omission"],
)
def test_a_place_that_is_not_there_is_nowhere(typed: str) -> None:
    """A reference beyond the document is read, and means no passage."""
    assert codes(typed) == ""


def test_a_range_may_run_past_the_end() -> None:
    """Who asks for more than there is gets what there is."""
    assert codes("¶¶ 2-99") == "p2 p3"


def test_a_document_without_pages_has_paragraphs_for_bare_numbers() -> None:
    """Without pages, 2 is the second paragraph, and "p. 2" is nowhere."""
    document = read("One.\n\nTwo.")
    assert codes("2", document) == "p2"
    assert codes("p. 2", document) == ""


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("p1", "¶ 1, p. 10"),
        ("p1.2", "¶ 1 s. 2, p. 10"),
        ("p1.2-3", "¶ 1 ss. 2–3, p. 10"),
        ("p2", "¶ 2, pp. 10–11"),
        ("p2.2", "¶ 2 s. 2, pp. 10–11"),
        ("n4", "n. 4, p. 10"),
        ("h", "heading, p. 10"),
        ("c.1", "closing s. 1, p. 11"),
    ],
)
def test_a_label_says_paragraph_sentence_and_pages(code: str, label: str) -> None:
    """Labels are what a reader would write in a margin."""
    assert describe(Ref.from_code(code), a_letter()) == label


def refs_of(document: Document) -> st.SearchStrategy[Ref]:
    """Every address in a document, whole blocks and runs of sentences."""

    def within(ref: Ref, count: int) -> st.SearchStrategy[Ref]:
        first = st.integers(1, count)
        return first.flatmap(
            lambda a: st.integers(a, count).map(lambda b: Ref(ref.part, ref.number, a, b))
        )

    blocks = [(block.ref, len(block.sentences)) for block in document.blocks]
    return st.sampled_from(blocks).flatmap(lambda pair: st.just(pair[0]) | within(*pair))


@given(refs_of(DISPATCH))
def test_a_label_of_the_dispatch_is_read_back_as_the_same_address(ref: Ref) -> None:
    """Whatever address the bot prints can be typed back."""
    assert codes(describe(ref, DISPATCH), DISPATCH) == ref.code


@given(refs_of(a_document()))
def test_a_label_is_read_back_where_there_are_few_pages(ref: Ref) -> None:
    """It holds for a text that begins without a page number, too."""
    document = a_document()
    assert codes(describe(ref, document), document) == ref.code


@given(st.text(max_size=60) | st.text("p¶s.n0123456789 -–,:&of", max_size=40))
def test_whatever_is_typed_is_read_without_trouble(typed: str) -> None:
    """No input breaks the reader, and all it finds is in the document."""
    places = Places(a_letter())
    reference = read_reference(typed)
    for ref in places.resolve(reference) if reference else ():
        assert places.describe(ref)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("p. 300", "p. 11"),
        ("p. 9", "p. 10"),
        ("¶ 99", "¶ 3, p. 11"),
        ("n. 1", "n. 4, p. 10"),
        ("sentence 99 of ¶ 2", "¶ 2 s. 2, pp. 10–11"),
        ("1.9", "¶ 1 s. 3, p. 10"),
        ("omissions", None),
    ],
)
def test_the_nearest_place_is_offered(typed: str, near: str | None) -> None:
    """Who misses the document by a few pages is shown where it ends."""
    reference = read_reference(typed)
    assert reference is not None
    found = Places(a_letter()).nearest(reference)
    assert (found[0] if found else None) == near
