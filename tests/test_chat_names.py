"""Display names come from strangers: what is kept of them is short, visible and on one line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.names import MAX_NAME, display_name
from tests.storage import a_person


@pytest.mark.parametrize(
    "name", ["Ann", "Örjan Ö.", "李小龍", "نرگس‌نامه", "👩‍🚀 Sally", "x_X-1337"]
)
def test_an_ordinary_name_is_kept_as_it_is(name: str) -> None:
    """In any script, with what joins letters or emoji together."""
    assert display_name(a_person(name=name)) == name


def test_a_name_is_one_line_without_what_turns_or_hides_text() -> None:
    """No line breaks, no control characters, no marks that reverse the line."""
    assert display_name(a_person(name=" Ann\r\n\tof\u2028\x1b Kent\u202e\x00 ")) == "Ann of Kent"


@pytest.mark.parametrize("name", ["", "   ", "\x00\u202e", "\u200d", "\ud800"])
def test_who_has_no_name_is_called_by_their_id(name: str) -> None:
    """Better than a gap on the board."""
    assert display_name(a_person("U123", name=name)) == "U123"


def test_a_huge_name_is_cut() -> None:
    """And read no further than needed."""
    assert display_name(a_person(name="n" * 10**7)) == "n" * MAX_NAME


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Lu"])))
def test_any_name_can_be_stored_and_shown(name: str) -> None:
    """Whatever was typed, it is UTF-8, of bounded length, and without control characters."""
    kept = display_name(a_person("U123", name=name))
    assert 0 < len(kept) <= MAX_NAME
    assert kept.encode()
    assert not any(unicodedata.category(character) == "Cc" for character in kept)
