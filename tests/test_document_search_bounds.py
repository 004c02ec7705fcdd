"""Lookup under strain: whatever is typed is answered, at a bounded cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.model import Block, Document, Range
from bot.document.search import MAX_QUERY, THRESHOLD, Found, Index
from tests.harbour import an_index
from tests.steps import steps_of

SMALL = an_index()


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(query: str) -> None:
    """No input breaks the lookup; scores and marks are what they say."""
    check(SMALL.find(query))


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
    found = SMALL.find(query)
    assert found == SMALL.find(query[:MAX_QUERY])


def test_a_large_document_costs_little_more_to_ask_than_a_small_one() -> None:
    """The work of a lookup grows far more slowly than the document: forty times the text, not ten."""
    assert _steps_per_lookup(20_000) < 10 * _steps_per_lookup(500)


def _steps_per_lookup(count: int) -> int:
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
    assert all(index.find(query).hits for query in queries)
    return steps_of(lambda: [index.find(query) for query in queries])
