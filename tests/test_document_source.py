"""Reading a source: structure out of marks, and not one character changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.model import NoSuchPassage, NoteMark, Omission, PageBreak, Ref
from bot.document.source import Layout, LayoutError, NoteLayout, read, sentences
from bot.runtime.packs import load
from tests.builders import CONTENT, a_document

PIECES = st.sampled_from(
    ["One went. ", "Two said, “Go.” Three", "\n\n", "\n", "[Page 7] ", "[Page 8]\n\n", " . . . . . .",
     "… ", "à la carte", "\t", "A.", "p. 4", "“", "”", "\r\n", "\u200b", "漢字"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200))
def test_whatever_is_read_is_written_out_again(source: str) -> None:
    """A document written out equals its source, whatever the source holds."""
    assert read(source).written() == source


def test_the_dispatch_is_written_out_byte_for_byte() -> None:
    """The dispatch, with its heading, marks, note and signature, survives the round trip."""
    source = (CONTENT / "bullitt-730" / "source.txt").read_bytes()
    assert load().document.written().encode() == source


def test_the_dispatch_has_fifteen_paragraphs_and_forty_one_sentences() -> None:
    """Omission lines, page marks, heading, closing and note are no paragraphs."""
    paragraphs = load().document.paragraphs
    assert [len(each.sentences) for each in paragraphs] == [
        1, 1, 3, 1, 3, 3, 1, 4, 6, 3, 5, 4, 1, 1, 4
    ]  # fmt: skip
    assert load().document.pages == (224, 225, 226, 227)


def test_a_page_break_inside_a_sentence_does_not_break_it() -> None:
    """The words read on across the mark, and each knows its page."""
    block = load().document.block(Ref("paragraph", 3))
    start = block.text.index("but only by a renewal of battle")
    assert block.page_at(start) == 224
    assert block.page_at(block.text.index("by a renewal")) == 225
    assert block.marks == (PageBreak(block.text.index("by a renewal"), "[Page 225] ", 225),)


def test_a_note_number_glued_to_a_word_ends_its_sentence() -> None:
    """“France.47” is the end of a sentence and the mark of note 47, not a word."""
    block = load().document.block(Ref("paragraph", 10))
    assert len(block.sentences) == 3
    assert block.text[: block.sentences[0].end].endswith("with France.")
    assert [mark.note for mark in block.marks if isinstance(mark, NoteMark)] == [47]
    assert load().document.block(Ref("note", 47)).page == 226


def test_the_three_omissions_stand_where_the_editors_put_them() -> None:
    """A reader sees that text is missing after ¶ 7, ¶ 8 and ¶ 11, and before what follows."""
    document = load().document
    assert sum(isinstance(element, Omission) for element in document.elements) == 3
    after = [p.number for p in document.paragraphs if document.passage(p.ref).omission_after]
    before = [p.number for p in document.paragraphs if document.passage(p.ref).omission_before]
    assert (after, before) == ([7, 8, 11], [8, 9, 12])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He said, “Go.” She went.", 2),
        ("See No. 730 of vol. 3, p. 395.", 1),
        ("William C. Bullitt signed. He left.", 2),
        ("Why? Because! So.", 3),
        ("Reasons: (a) one; (b) two. Then three.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    """Quotation marks close a sentence; abbreviations, initials and lists do not."""
    assert len(sentences(text)) == count


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_leave_out_only_space(text: str) -> None:
    """Between two sentences there is nothing but white space."""
    spans = sentences(text)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert list(spans) == sorted(spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_layout_that_misquotes_the_source_is_refused() -> None:
    """The error names the field and the words."""
    with pytest.raises(LayoutError) as caught:
        read("One. Two.", Layout(body_starts="Three"))
    assert (caught.value.field, caught.value.words) == ("body_starts", "Three")


def test_a_note_whose_text_is_not_in_its_place_is_refused() -> None:
    """The text of a note must stand after the words that begin its line."""
    layout = Layout(notes=(NoteLayout(1, "One.", "  1. Two", "Three"),))
    with pytest.raises(LayoutError):
        read("One.1\n\n  1. Two", layout)


def test_a_passage_knows_its_pages_marks_and_sentences() -> None:
    """The second sentence of the second paragraph is on page 2 alone; the first runs over the break."""
    document = a_document()
    assert document.passage(Ref("paragraph", 2, 2, 2)).text == "The storm took two."
    first = document.passage(Ref("paragraph", 2, 1, 1))
    assert first.text == "Seven boats left the harbor and five came back."
    assert [mark.raw for mark in first.marks] == ["[Page 2] "]


@pytest.mark.parametrize("ref", [Ref("paragraph", 9), Ref("paragraph", 1, 9, 9), Ref("note", 1)])
def test_an_address_that_does_not_exist_is_refused(ref: Ref) -> None:
    """Nothing is made up for a place that the document does not have."""
    with pytest.raises(NoSuchPassage):
        a_document().passage(ref)


@given(
    st.builds(
        Ref,
        st.sampled_from(["heading", "paragraph", "closing", "note"]),
        st.integers(0, 999),
        st.just(0),
        st.just(0),
    )
    | st.builds(lambda n, a, b: Ref("paragraph", n, a, a + b), *[st.integers(1, 99)] * 3)
)
def test_a_reference_code_is_read_back(ref: Ref) -> None:
    """What a button carries leads back to the same place."""
    assert Ref.from_code(ref.code) == ref
