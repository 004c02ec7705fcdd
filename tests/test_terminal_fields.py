"""Reading the answer to one field from a typed line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.fields import how_to_answer, may_be_empty, read_answer
from bot.chat.form import Choose, Option, Write
from bot.chat.misread import Misread
from tests import terminal_hostile as hostile
from tests.terminal_bot import ARRANGE, CHOOSE, SEVERAL, WRITE

TRUE_FALSE = Choose("verdict", "True?", (Option("true", "True"), Option("false", "False")))
YEARS = Choose("year", "When?", (Option("a", "1935"), Option("b", "2"), Option("c", "1952")))
PERHAPS = Choose("any", "Any?", CHOOSE.options, at_least=0, at_most=3)
PAIR = Choose("two", "Which two?", CHOOSE.options, at_least=2, at_most=2)


@pytest.mark.parametrize("line", ["2", " 2 ", "2.", "(2)", "b", "B)", "Litvinov", "litv", "２"])
def test_one_is_chosen_by_number_letter_or_label(line):
    """However people write the second choice."""
    assert read_answer(CHOOSE, line) == ("b",)


@pytest.mark.parametrize("line", ["1 3", "1,3", "1, 3", "3;1", "1 & 3", "13", "a c", "1 1 3"])
def test_several_are_chosen_in_any_notation(line):
    """Spaces, commas or nothing between the numbers; naming one twice changes nothing."""
    assert set(read_answer(SEVERAL, line)) == {"a", "c"}


@pytest.mark.parametrize("line", ["2 1 3", "2,1,3", "213", "b a c", "2 > 1 > 3"])
def test_an_order_is_given_by_all_the_numbers(line):
    """The answer is in the order typed."""
    assert read_answer(ARRANGE, line) == ("b", "a", "c")


@pytest.mark.parametrize(("line", "key"), [("t", "true"), ("F", "false"), ("false", "false")])
def test_the_first_letter_of_a_label_will_do(line, key):
    """“t” and “f” are what people type for true and false."""
    assert read_answer(TRUE_FALSE, line) == (key,)


@pytest.mark.parametrize(("line", "key"), [("1935", "a"), ("1952", "c"), ("2", "b")])
def test_a_label_that_is_a_number_can_be_typed(line, key):
    """A number too great to be a position is the label."""
    assert read_answer(YEARS, line) == (key,)


@pytest.mark.parametrize(
    ("field", "line", "says"),
    [
        (CHOOSE, "4", "“4” is none of these. Type a number, 1–3."),
        (CHOOSE, "0", "“0” is none of these."),
        (CHOOSE, "Trotsky", "“Trotsky” is none of these."),
        (CHOOSE, "1 2", "You picked 2. Type a number, 1–3."),
        (CHOOSE, "", "You picked 0. Type a number, 1–3."),
        (CHOOSE, ",", "“,” is none of these."),
        (PAIR, "1", "You picked 1. Type 2 numbers of 1–3, like 1 3."),
        (ARRANGE, "1 2", "3 is missing. Type all the numbers in order, like 2 1 3."),
        (ARRANGE, "1 2 2", "2 is there twice."),
        (WRITE, "  ", "Type your answer."),
        (WRITE, "x" * 41, "That has 41 characters; there is room for 40. Say it shorter?"),
        (TRUE_FALSE, "3", "Type a number, 1 or 2."),
    ],
)
def test_what_is_no_answer_is_told_what_would_be(field, line, says):
    """The message names what was typed or what is wrong, and what to type instead."""
    with pytest.raises(Misread) as misread:
        read_answer(field, line)
    assert says in str(misread.value)


def test_nothing_is_an_answer_where_none_need_be_chosen():
    """An empty line chooses none, and the rule says so."""
    assert read_answer(PERHAPS, "") == ()
    assert how_to_answer(PERHAPS).endswith("or nothing for none")


def test_what_is_written_is_kept_as_it_is():
    """Only the spaces around it go."""
    assert read_answer(WRITE, "  “Radek”, I think ") == ("“Radek”, I think",)


@given(st.sampled_from([CHOOSE, SEVERAL, PERHAPS, PAIR, ARRANGE, WRITE, YEARS]), hostile.text)
def test_any_line_is_an_answer_of_the_field_or_misread(field, line):
    """Nothing typed can break the form, or choose what is not offered."""
    try:
        answer = read_answer(field, line)
    except Misread:
        return
    if isinstance(field, Write):
        assert 0 < len(answer[0]) <= field.limit
    else:
        assert set(answer) <= {option.key for option in field.options}


def test_an_empty_line_leaves_a_field_as_it_begins() -> None:
    """And what to type says so; one that may be left out and begins with nothing is left out."""
    line = Write("at", "When?", 12, "08:00")
    chosen = replace(CHOOSE, initial=(CHOOSE.options[1].key,))
    extra = Write("more", "And?", is_optional=True)
    assert read_answer(line, "") == ("08:00",)
    assert read_answer(chosen, " ") == (CHOOSE.options[1].key,)
    assert read_answer(extra, "") == ()
    assert all(map(may_be_empty, (line, chosen, extra)))
    assert "or nothing to leave it at “08:00”" in how_to_answer(line)
    assert "or nothing to leave it at “2”" in how_to_answer(chosen)
    assert "or nothing to leave it out" in how_to_answer(extra)
