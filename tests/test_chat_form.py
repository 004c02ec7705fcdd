"""What comes back from a form is checked again, whatever a platform let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import (
    Arrange,
    Choose,
    Field,
    FormForged,
    FormIncomplete,
    Option,
    Write,
    checked,
)
from bot.errors import UserError

OPTIONS = tuple(Option(key, key.upper()) for key in "abc")
ONE = Choose("one", "Which?", OPTIONS)
SOME = Choose("some", "Which ones?", OPTIONS, at_least=1, at_most=3)
ORDER = Arrange("order", "In which order?", OPTIONS)
LINE = Write("line", "What?", limit=10)


@pytest.mark.parametrize(
    ("field", "given"),
    [(ONE, ("b",)), (SOME, ("a", "c")), (ORDER, ("c", "a", "b")), (LINE, ("ten digits",))],
)
def test_what_a_form_asks_for_is_taken(field: Field, given: tuple[str, ...]) -> None:
    """As it is."""
    assert checked([field], {field.name: given}) == {field.name: given}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (ONE, ()),
        (ONE, ("a", "b")),
        (SOME, ()),
        (ORDER, ("a", "b")),
        (LINE, ()),
        (LINE, ("  ",)),
        (LINE, ("eleven digs",)),
    ],
)
def test_too_little_or_too_much_is_said(field: Field, given: tuple[str, ...]) -> None:
    """Nobody loses their one answer to an empty form."""
    with pytest.raises(FormIncomplete):
        checked([field], {field.name: given})


@pytest.mark.parametrize(
    "response",
    [
        {"one": ("z",)},
        {"one": ("a",), "another": ("x" * 2_000_000,)},
        {"some": ("a", "a")},
        {"line": ("a", "b")},
    ],
)
def test_what_the_form_never_had_is_forged(response: dict[str, tuple[str, ...]]) -> None:
    """Unknown fields and options, the same option twice, two lines for one."""
    form = [each for each in (ONE, SOME, LINE) if each.name in response]
    with pytest.raises(FormForged):
        checked(form, response)


@given(
    st.dictionaries(
        st.sampled_from(["one", "some", "order", "line", "x"]),
        st.lists(st.sampled_from(["a", "b", "c", "z", "", "words"]), max_size=4).map(tuple),
    )
)
def test_whatever_passes_is_what_was_asked_for(response: dict[str, tuple[str, ...]]) -> None:
    """Fields of the form only, keys of its options only."""
    try:
        good = checked([ONE, SOME, ORDER, LINE], response)
    except UserError:
        return
    assert set(good) == {"one", "some", "order", "line"}
    assert len(good["one"]) == 1
    assert sorted(good["order"]) == ["a", "b", "c"]


@pytest.mark.parametrize("written", [(), ("",), (" ",), ("a word",)])
def test_a_line_that_may_be_left_out_may_be_empty(written: tuple[str, ...]) -> None:
    """But not too long, nor two."""
    line = Write("line", "What?", limit=10, is_optional=True)
    assert checked([line], {"line": written}).get("line", ()) == written
    with pytest.raises(FormIncomplete):
        checked([line], {"line": ("x" * 11,)})
    with pytest.raises(FormForged):
        checked([line], {"line": ("a", "b")})
