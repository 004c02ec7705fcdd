"""Lookup in the dispatch: what readers ask is found, what it does not say is not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.fold import words
from bot.document.model import Ref
from bot.document.search import MAX_QUERY, Hit
from bot.document.search_slips import one_slip_from
from bot.document.search_typos import Vocabulary
from bot.runtime.lexicon import english
from bot.runtime.packs import load
from bot.runtime.study import index_of
from tests.steps import steps_of
from tests.test_document_references import refs_of

PACK = load()
DISPATCH = index_of(PACK)
WORDS = {word for block in PACK.document.blocks for word in words(block.text)}
VOCABULARY = Vocabulary(sorted(WORDS))


@given(st.sampled_from(sorted(word for word in WORDS if len(word) > 4)), st.data())
def test_a_word_with_one_slip_in_it_is_near_the_word(word: str, data: st.DataObject) -> None:
    """Whatever single slip is made, the word meant is among the nearest."""
    slip = data.draw(st.sampled_from(sorted(one_slip_from(word))))
    near = VOCABULARY.near(slip, slips=1, limit=100)
    assert word in {each.word for each in near}


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
        "paraphrase": 0.82,
        "reference": 1.0,
        "nomatch": 0.95,
    }
    for kind, share in least.items():
        rows = [row for row in ROWS if row["kind"] == kind]
        wrong = [row["query"] for row in rows if not answers(row)]
        assert 1 - len(wrong) / len(rows) >= share, f"{kind}: {wrong}"


@pytest.mark.parametrize(
    "query",
    [
        "Soviet-German pact",
        "pact between Germany and the Soviet Union",
        "treaty with Germany",
        "Anglo-Soviet treaty",
        "the United States attacked Japan",
        "poland attacked by germany",
        "religion of japan",
        "railroads in China",
        "fall of France",
        "the Great Depression",
        "what did Stalin say",
        "Bullitt shouted",
        "secret police",
    ],
)
def test_words_that_stand_there_in_another_part_are_no_answer(query: str) -> None:
    """A treaty of others, an attack the other way, an event, a silent person, a word that looks alike."""
    assert DISPATCH.find(query).hits == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Franco-Soviet treaty", "p10.1"),
        ("treaty with France", "p10.1"),
        ("would Japan attack the Soviet Union", "p11.4"),
        ("who shouted", "p6.2"),
        ("what did radek yell", "p6.2"),
        ("reculer por mieux sauter", "p7.1"),
        ("will the us turn communist in the end", "p14"),
        ("not ready for a European war", "p9.4"),
    ],
)
def test_words_that_stand_there_in_the_same_part_are_an_answer(query: str, code: str) -> None:
    """The first hit is the sentence that says so, and no more than it."""
    assert DISPATCH.find(query).hits[0].ref.code == code


def test_a_silent_person_is_offered_where_he_is_spoken_of() -> None:
    """What did Stalin say: nothing, but these passages speak of him."""
    near = [each.text for each in DISPATCH.find("what did Stalin say").suggestions]
    assert near
    assert all("Stalin" in text for text in near)


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


def test_a_lookup_in_the_dispatch_is_little_work() -> None:
    """On average a few thousand lines of Python, however the machine is loaded."""
    rows = ROWS[::20]
    steps = steps_of(lambda: [DISPATCH.find(row["query"]) for row in rows])
    assert steps / len(rows) < 5_000


def test_english_is_known_well_enough_to_tell_a_slip() -> None:
    """The word list that ships with the bot has the words the rules above lean on."""
    assert {"despite", "respite", "naval", "british"} <= set(english().counts)
