"""Forms as modals: within Slack's limits, and what is filled in comes back whole."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import modal
from adapters.slack.kept import Fill, fields_of, fill, meaning
from adapters.slack.kit import Json
from adapters.slack.modal import misfits, options_given, response_of, suggestions
from adapters.slack.origin import Origin
from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Field, FormIncomplete, Option, Write
from bot.commands.registry import COMMANDS
from bot.runtime.packs import load
from tests.platforms.standin_slack_limits import suggestion_problems, view_problems
from tests.replies import fields, texts

ORIGIN = Origin("T0000000001", "U0000000001", hook="https://hooks.slack.com/actions/T1/" + "x" * 60)
LONG = "The harbor was quiet before the storm, and nobody in it slept. "


def kept(*fields: Field) -> Fill:
    made = meaning(fill(Action("answer", ("k3", "2")), "Lock in", fields))
    assert isinstance(made, Fill)
    return made


def problems(view: Json) -> list[Any]:
    return list(view_problems(view, "modal"))


def element(view: Json, block_id: str) -> Json:
    return next(b["element"] for b in view["blocks"] if b.get("block_id") == block_id)


def test_every_question_of_the_pack_has_a_modal_that_slack_takes() -> None:
    for question in load().questions:
        assert problems(modal.form(kept(*question.form("seed")), ORIGIN)) == [], question.id


@settings(max_examples=60)
@given(fields())
def test_no_form_breaks_a_limit(field: Field) -> None:
    assert problems(modal.form(kept(field), ORIGIN)) == []


def test_what_is_cut_in_a_list_is_written_out_above() -> None:
    view = modal.form(
        kept(Choose("answer", "Which?", (Option("a", LONG * 2), Option("b", "No")))), ORIGIN
    )
    asked, written, choice = view["blocks"]
    assert "Which?" in str(asked)
    assert LONG.strip() in str(written)
    assert choice["label"]["text"] == "Your choice"
    assert element(view, "0")["type"] == "radio_buttons"


@pytest.mark.parametrize(
    ("count", "most", "kind"),
    [
        (4, 1, "radio_buttons"),
        (11, 1, "static_select"),
        (4, 2, "checkboxes"),
        (11, 2, "multi_static_select"),
    ],
)
def test_a_choice_looks_like_what_it_is(count: int, most: int, kind: str) -> None:
    options = tuple(Option(f"k{n}", f"Place {n}") for n in range(count))
    view = modal.form(kept(Choose("answer", "Which?", options, 1, most)), ORIGIN)
    assert element(view, "0")["type"] == kind


def test_an_order_has_a_list_for_each_place() -> None:
    order = Arrange("answer", "In order", (Option("a", "One"), Option("b", "Two")))
    view = modal.form(kept(order), ORIGIN)
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == ["0.0", "0.1"]
    chosen = {"0.0": _picked("b"), "0.1": _picked("a")}
    assert response_of(kept(order), chosen) == {"answer": ("b", "a")}


def test_what_is_filled_in_comes_back_by_field() -> None:
    form = kept(
        Write("line", "Say it"),
        Choose("some", "Which?", (Option("x", "Ex"), Option("y", "Why")), 1, 2),
    )
    ticked = {"choice": {"selected_options": [{"value": "y"}, {"value": "x"}]}}
    filled = response_of(form, {"0": {"text": {"value": "words"}}, "1": ticked})
    assert filled == {"line": ("words",), "some": ("y", "x")}


def test_what_was_left_empty_is_empty() -> None:
    form = kept(Write("line", "Say it"))
    assert response_of(form, {"0": {"text": {"value": None}}}) == {"line": ()}
    assert response_of(form, {}) == {"line": ()}


def test_what_does_not_fit_is_said_at_its_field() -> None:
    form = kept(
        Write("line", "Say it", 60),
        Choose("some", "Which?", (Option("x", "Ex"), Option("y", "Why")), 1, 2),
    )
    said = [misfits(form, FormIncomplete(field)) for field in fields_of(form)]
    assert said == [{"0": "Write something, in at most 60 characters."}, {"1": "Choose 1 to 2."}]


def test_every_command_has_a_modal_that_slack_takes() -> None:
    for command in COMMANDS:
        if command.options:
            for given_too in ({}, {option.name: "5" for option in command.options}):
                assert problems(modal.options(command, given_too, ORIGIN)) == [], command.name


def test_what_was_given_is_filled_in_already() -> None:
    command = next(each for each in COMMANDS if each.name == "season set")
    view = modal.options(command, {"name": "Term"}, ORIGIN)
    assert element(view, "name")["initial_value"] == "Term"


def test_options_come_back_as_they_would_be_typed() -> None:
    values = {
        "count": {"number": {"value": "5"}},
        "kinds": {"choice": {"selected_options": [{"value": "cloze"}, {"value": "number"}]}},
        "topic": {"complete:quiz:topic": {"selected_option": {"value": "japan"}}},
        "difficulty": {"choice": {"selected_option": None}},
    }
    assert options_given(values) == {"count": "5", "kinds": "cloze,number", "topic": "japan"}


def test_what_is_typed_is_suggested_first() -> None:
    offered = suggestions([Option("japan", "Japan and the Far East")], "jap")
    assert [each["value"] for each in offered] == ["jap", "japan"]


@given(texts(), st.lists(st.builds(Option, texts(), texts()), max_size=9))
def test_no_suggestion_breaks_a_limit(typed: str, found: list[Option]) -> None:
    assert not list(suggestion_problems({"options": suggestions(found, typed)}))


def _picked(key: str) -> Json:
    return {"choice": {"selected_option": {"value": key}}}


def test_a_field_begins_with_what_is_so_and_may_be_left_empty() -> None:
    options = (Option("x", "Ex"), Option("y", "Why"))
    fields = (
        Write("line", "Say it", 60, "08:00"),
        Write("more", "And?", 60, is_optional=True),
        Choose("one", "Which?", options, initial=("y",)),
        Choose("some", "Which?", options, 0, 2, ("x", "y")),
    )
    assert fields_of(kept(*fields)) == fields
    line, more, one, some = modal.form(kept(*fields), ORIGIN)["blocks"]
    assert line["element"]["initial_value"] == "08:00"
    assert [each["optional"] for each in (line, more, one, some)] == [False, True, False, True]
    assert one["element"]["initial_option"]["value"] == "y"
    assert [each["value"] for each in some["element"]["initial_options"]] == ["x", "y"]
