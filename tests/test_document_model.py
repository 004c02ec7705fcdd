"""The model of a document: what stands at an address, and on which pages."""

import pytest

from bot.document.model import Block, Document, NoSuchPassage, PageBreak, Range, Ref, pages_of


def a_block(number: int, text: str = "One. Two.", page: int | None = None) -> Block:
    """A paragraph of two sentences with a page break between them, to page 8."""
    return Block(
        "paragraph", number, text, (Range(0, 4), Range(5, 9)), (PageBreak(5, "[8]", 8),), page
    )


def test_pages_are_told_as_far_as_they_are_known() -> None:
    """A text that begins on an unknown page has those pages whose marks are there."""
    block = a_block(1)
    assert pages_of(block, Range(0, 9)) == (8,)
    assert pages_of(block, Range(0, 4)) == ()
    assert pages_of(a_block(1, page=7), Range(0, 9)) == (7, 8)


def test_paragraphs_are_found_by_number_and_by_page() -> None:
    """However long the document is, and the same each time."""
    document = Document(tuple(a_block(number) for number in range(1, 2_001)))
    for _ in range(2):
        assert document.block(Ref("paragraph", 2_000, 1, 1)).number == 2_000
        assert len(document.paragraphs_on[8]) == 2_000
    with pytest.raises(NoSuchPassage):
        document.block(Ref("paragraph", 2_001))
    with pytest.raises(NoSuchPassage):
        document.passage(Ref("paragraph", 1, 3, 3))


def test_documents_are_equal_whatever_has_been_looked_up_in_them() -> None:
    """What is kept for finding is no part of the value."""
    asked, other = Document((a_block(1),)), Document((a_block(1),))
    assert asked.numbers["paragraph"] == (1,)
    assert asked == other
