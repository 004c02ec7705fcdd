"""People and places as one text, and read from it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.request import Actor, Place


@given(st.text(), st.text())
def test_a_person_is_read_as_they_were_written(platform: str, user: str) -> None:
    """Whatever is in an id, a colon too; the name is not in it."""
    assert Actor.from_key(Actor(platform, user, "Ada").key) == Actor(platform, user, "")


@given(st.text(), st.text(), st.text())
def test_a_place_is_read_as_it_was_written(platform: str, channel: str, workspace: str) -> None:
    place = Place(platform, channel, workspace)
    assert Place.from_key(place.key) == place


@pytest.mark.parametrize("key", ["", "bot", "discord"])
def test_what_names_no_person_has_no_id(key: str) -> None:
    """The bot itself hosts contests, too."""
    assert Actor.from_key(key) == Actor(key, "", "")
