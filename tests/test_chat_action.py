"""What a control carries comes back unchanged, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import MAX_ENCODED, Action, StaleAction

PART = st.text(st.characters(exclude_characters="|", codec="utf-8"), max_size=12)


@given(st.builds(Action, PART.filter(bool), st.lists(PART, max_size=4).map(tuple)))
def test_an_action_is_read_back(action: Action) -> None:
    """Name and arguments survive the control id."""
    assert Action.decode(action.encode()) == action


@given(st.text(max_size=150))
def test_anything_else_is_refused_kindly(text: str) -> None:
    """A forged or outdated control id is never more than stale."""
    try:
        action = Action.decode(text)
    except StaleAction:
        return
    assert action.encode() == text


@pytest.mark.parametrize("action", [Action("a", ("x" * MAX_ENCODED,)), Action("a", ("b|c",))])
def test_what_does_not_fit_a_control_is_a_bug(action: Action) -> None:
    """It is caught where the control is made, not when it is pressed."""
    with pytest.raises(ValueError, match="does not fit"):
        action.encode()
