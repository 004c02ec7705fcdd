"""Controls and forms on Discord: what is kept in their ids, and how a form is answered."""

from string import ascii_letters

import pytest
from discord.components import _component_factory
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.control_id import Answer, Do, Fill, answer_id, form_id, list_id, menu_id, read
from adapters.discord.controls import is_answered_in_place
from adapters.discord.layout import Display, Knobs, Picker
from adapters.discord.modal import Unreadable, modal, response_of
from adapters.discord.render import draw, render
from adapters.discord.wording import Wording, wordings_in
from bot.chat.action import Action, StaleAction
from bot.chat.form import Arrange, Choose, Option, Write
from bot.chat.reply import Form, Reply
from bot.quiz.question import Question
from bot.runtime.packs import load
from tests.platforms.standin_discord_components import Json, layout_problems, modal_problems

ACT = Action("c-answer", ("k3", "2"))
THREE = (Option("a", ""), Option("b", ""), Option("c", ""))
FIELDS = (Write("w", "", 60), Arrange("o", "", THREE), Choose("one", "", THREE))
PACK = load()
IDS = ("0123456789abcdef0123456789abcdef", "49")
"""As long as the ids of a practice and its last question are."""


def test_an_id_says_what_the_control_does() -> None:
    assert read(ACT.encode()) == Do(ACT)
    assert read(menu_id(ACT, 2)) == Do(ACT, appends=True)
    assert read(answer_id(ACT, "answer", "b")) == Answer(ACT, "answer", "b")
    assert read(list_id(ACT, "answer")) == Answer(ACT, "answer")
    several = Choose("few", "", THREE, 2, 3)
    assert read(form_id(ACT, (*FIELDS, several))) == Fill(ACT, (*FIELDS, several))


def test_an_action_may_hold_what_parts_an_id() -> None:
    action = Action("hit", ("p9;s2=1", ":,"))
    assert read(menu_id(action, 0)) == Do(action, appends=True)
    assert read(action.encode()) == Do(action)


@given(st.text(max_size=120))
def test_a_forged_id_is_read_or_is_stale(forged: str) -> None:
    try:
        read(forged)
    except StaleAction:
        return
    assert len(forged) <= 100


@pytest.mark.parametrize("forged", ["", ";", "f;1|x", "f;a:q;1|x", "a;b;1|x", "0|x", "p;1|x"])
def test_an_id_of_another_make_is_stale(forged: str) -> None:
    with pytest.raises(StaleAction):
        read(forged)


def test_what_does_not_fit_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        menu_id(Action("x", ("a" * 95,)), 0)
    with pytest.raises(ValueError, match="cannot be kept"):
        answer_id(ACT, "answer", "a;b")


@pytest.mark.parametrize("question", PACK.questions, ids=lambda question: question.id)
def test_every_shipped_question_can_be_answered(question: Question) -> None:
    """In place, or in a modal that Discord takes."""
    fields = question.form("seed")
    form = Form(question.prompt, fields, Action("c-answer", IDS), "Answer")
    items = [item for message in render(Reply((), (form,))) for item in message.items]
    assert any(isinstance(item, Knobs | Picker) for item in items)
    if not is_answered_in_place(form):
        fill = Fill(form.action, fields)
        opened = modal(fill, PACK.title, [Wording() for _ in fields]).to_dict()
        assert not list(modal_problems(opened))


def test_one_choice_is_a_button_each_and_more_are_a_list() -> None:
    one = Form("?", (Choose("answer", "?", THREE),), ACT, "Answer")
    several = Form("?", (Choose("answer", "?", THREE, 1, 3),), ACT, "Answer")
    many = tuple(Option(str(n), "x") for n in range(30))
    too_many = Form("?", (Choose("answer", "?", many[:24], 1, 1),), ACT, "Answer")
    assert [type(i) for i in controls_of(one)] == [Knobs]
    assert [type(i) for i in controls_of(several)] == [Picker]
    assert [type(i) for i in controls_of(too_many)] == [Picker]


@pytest.mark.parametrize("written", ["C A B", "cab", " c, a; b. "])
def test_an_order_is_written_in_letters(written: str) -> None:
    fill = Fill(ACT, (Arrange("answer", "", THREE),))
    assert response_of(fill, {"0": [written]}) == {"answer": ("c", "a", "b")}


@pytest.mark.parametrize("written", ["", "A B", "A B B", "A B D", "A B C D", "first", "1 2 3"])
def test_an_order_that_cannot_be_read_counts_for_nothing(written: str) -> None:
    with pytest.raises(Unreadable):
        response_of(Fill(ACT, (Arrange("answer", "", THREE),)), {"0": [written]})


def test_a_choice_among_very_many_is_written_as_a_number() -> None:
    many = tuple(Option(f"k{n}", "") for n in range(1, 41))
    fill = Fill(ACT, (Choose("answer", "", many, 1, 2),))
    assert response_of(fill, {"0": ["12, 40"]}) == {"answer": ("k12", "k40")}


@given(st.text(max_size=300))
def test_no_written_order_upsets_the_reading(written: str) -> None:
    try:
        answer = response_of(Fill(ACT, (Arrange("o", "", THREE),)), {"0": [written]})["o"]
    except Unreadable:
        return
    assert sorted(answer) == ["a", "b", "c"]


def controls_of(form: Form) -> list[object]:
    [message] = render(Reply((), (form,)))
    return [item for item in message.items if isinstance(item, Knobs | Picker)]


def opened_by(form: Form) -> Json:
    """The modal that the button of a form opens, by what its message says."""
    shown = [_component_factory(each) for each in components_of(form)]  # type: ignore[arg-type]
    fill = read(form_id(form.action, form.fields))
    assert isinstance(fill, Fill)
    opened = modal(fill, "Say", wordings_in(shown, fill)).to_dict()
    assert not list(modal_problems(opened))
    return opened


def test_a_form_that_begins_with_what_is_so_takes_a_line_for_each_field() -> None:
    """In small print: it is not a question, and what is so already stands above it."""
    days = (Option("mon", "Monday"), Option("tue", "Tue · sday"))
    fields = (Write("at", "At what *time*", 60, "8:00"), Choose("on", "On which days", days, 0, 2))
    [message] = render(Reply((), (Form("A daily post", fields, ACT, "Fill in"),)))
    assert [item.markdown for item in message.items if isinstance(item, Display)] == [
        r"-# **At what \*time\*** 8:00",
        "-# **On which days** Monday · Tue, sday",
    ]
    line, some = opened_by(Form("A daily post", fields, ACT, "Fill in"))["components"]
    assert (line["label"], line["component"]["value"]) == ("At what *time*", "8:00")
    assert some["label"] == "On which days"
    labels = [each["label"] for each in some["component"]["options"]]
    assert labels == ["Monday", "Tue, sday"]


@given(st.lists(st.text(max_size=120), min_size=2, max_size=25), st.text(max_size=70))
def test_whatever_a_form_says_its_modal_can_be_opened(labels: list[str], said: str) -> None:
    """However long, empty, or full of markup: a button for it is there, and Discord takes the modal."""
    options = tuple(Option(key, label) for key, label in zip(ascii_letters, labels, strict=False))
    fields = (Write("w", said, 60, "x"), Choose("c", said, options[:8]), Write("v", "", 60, said))
    opened = opened_by(Form("Say", fields, ACT, "Say"))
    assert len(opened["components"]) >= len(fields)
    wide = Choose("c", said, options, 0, len(options), ("a",))
    assert not list(layout_problems(components_of(Form("Say", (wide, fields[0]), ACT, "Say"))))


def components_of(form: Form) -> list[Json]:
    [message] = render(Reply((), (form,)))
    components: list[Json] = draw(message).view.to_components()
    return components


def test_a_field_begins_with_what_is_so_and_may_be_left_empty() -> None:
    """Keys are kept in the id, a line in the message."""
    fields = (
        Write("line", "At what time?", 60, "08:00"),
        Write("more", "And?", 60, is_optional=True),
        Choose("one", "Which?", THREE, initial=("b",)),
        Choose("some", "Which of them?", THREE, 0, 3, ("a", "c")),
    )
    opened = opened_by(Form("Say", fields, ACT, "Say"))
    line, more, one, some = (each["component"] for each in opened["components"])
    assert (line["value"], line["required"]) == ("08:00", True)
    assert ("value" in more, more["required"]) == (False, False)
    assert [each.get("default", False) for each in one["options"]] == [False, True, False]
    assert [each.get("default", False) for each in some["options"]] == [True, False, True]
    assert (some["required"], some["min_values"]) == (False, 0)
