"""What a typed line means on a screen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.incoming import (
    MAX_LINE,
    Ask,
    Leave,
    Nothing,
    Turn,
    read_line,
)
from adapters.terminal.screen import Screen
from bot.chat.action import Action
from bot.chat.command import Where
from bot.chat.form import Choose
from bot.chat.misread import Misread
from bot.chat.reply import Button, Form, Reply
from bot.chat.request import Invocation, Press
from bot.chat.vocabulary import Vocabulary
from tests import terminal_hostile as hostile
from tests.terminal_bot import BUTTONS, CHOOSE, MENU, REPLIES, WRITE, SampleBot, a_form

BOT = SampleBot()
VOCABULARY = Vocabulary.of(BOT.commands, BOT.complete)
EMPTY = Screen()
KEYS = Screen.of(REPLIES["sample"])
STEPS = Screen.of(REPLIES["steps"])
ANSWER = Action("answer", ("7",))


def meant(line, screen=EMPTY):
    return read_line(line, screen, VOCABULARY)


def on(name):
    return Screen.of(REPLIES[name])


def refused(line, screen=EMPTY):
    with pytest.raises(Misread) as misread:
        meant(line, screen)
    return str(misread.value)


@pytest.mark.parametrize("line", ["/lookup radek", "/find radek", "/LOOKUP\t radek", "radek"])
def test_a_command_is_asked_by_its_name_or_alias_and_bare_words_are_looked_up(line):
    """The bot is asked under the command's own name."""
    assert meant(line) == Ask(Invocation("lookup", {"query": "radek"}))


@pytest.mark.parametrize("line", ["2", "b", "/2", "/skip", "/sk", "/Skip"])
def test_a_key_is_used_by_number_letter_or_name(line):
    """Bare, where no form is open; and after a slash at any time."""
    assert meant(line, KEYS) == Ask(Press(Action("skip")))


@pytest.mark.parametrize(("line", "key"), [("4", "p9"), ("/9-p-226", "p9"), ("5", "p11")])
def test_a_menu_entry_is_used_like_a_button_and_its_key_goes_with_the_action(line, key):
    """Menu entries are numbered on after the buttons."""
    assert meant(line, KEYS) == Ask(Press(Action("show", (key,))))


def test_a_command_goes_before_a_key_of_the_same_name():
    """A reply cannot take a command away."""
    screen = Screen.of(Reply((), (Button("Help", Action("other")),)))
    assert meant("/help", screen) == Ask(Invocation("help", {}))
    assert meant("/1", screen) == Ask(Press(Action("other")))


@pytest.mark.parametrize("line", ["2", "Litvinov"])
def test_a_bare_line_answers_the_open_form(line):
    """The form's action is asked with the answer under the field's name."""
    assert meant(line, on("choose")) == Ask(Press(ANSWER, {"answer": ("b",)}))


@pytest.mark.parametrize("line", ["/hint", "/1", "/hi", "/hint-which-costs-2-points"])
def test_keys_stay_within_reach_while_a_form_is_open(line):
    """After a slash, so that any words can be the answer."""
    assert meant(line, on("write")) == Ask(Press(Action("hint", ("7",))))
    assert meant("hint", on("write")) == Ask(Press(ANSWER, {"text": ("hint",)}))


def test_words_that_are_no_choice_are_not_looked_up():
    """Nobody is led away from a question by a slip."""
    assert "none of these" in refused("armistice", on("choose"))


def test_the_fields_of_a_form_are_asked_one_after_another():
    """And the bot is asked once, at the end, with all the answers."""
    first = meant("1", STEPS)
    assert isinstance(first, Turn)
    assert first.screen.filling.field == WRITE
    whole = {"answer": ("a",), "text": ("Radek",)}
    assert meant("Radek", first.screen) == Ask(Press(ANSWER, whole))


def test_back_takes_back_the_latest_answer():
    """The field before is asked again."""
    second = meant("1", STEPS).screen
    assert meant("/back", second) == Turn(STEPS)
    assert "nothing before this" in refused("/back", STEPS)


def test_cancel_leaves_the_form_and_a_number_opens_it_again():
    """A closed form is a key like the others; the answers are gone."""
    closed = meant("/cancel", meant("1", STEPS).screen).screen
    assert closed.filling is None
    assert closed.keys[0].label == "Two steps"
    assert meant("1", closed) == Turn(STEPS)


def test_of_several_forms_the_first_is_open_and_the_others_can_be_opened():
    """A screen asks one thing at a time."""
    other = a_form(WRITE, title="Appeal")
    screen = Screen.of(Reply((), (a_form(CHOOSE), other)))
    opened = meant("/appeal", screen).screen
    assert opened.filling.form == other
    assert opened.keys[0].label == "Your answer"


def test_a_form_without_fields_is_a_button():
    """There is nothing to ask before it is sent."""
    screen = Screen.of(Reply((), (Form("Join", (), Action("join"), "Send"),)))
    assert screen.filling is None
    assert meant("1", screen) == Ask(Press(Action("join")))


@pytest.mark.parametrize("line", ["/quit", "/exit", "/QUIT"])
@pytest.mark.parametrize("screen", [EMPTY, KEYS, STEPS])
def test_quit_leaves_from_anywhere(line, screen):
    """Also in the middle of a form."""
    assert meant(line, screen) == Leave()


@pytest.mark.parametrize("line", ["", "   ", "\t"])
@pytest.mark.parametrize("screen", [EMPTY, KEYS, STEPS, on("write")])
def test_an_empty_line_does_nothing(line, screen):
    """Pressing Enter once too often costs nothing."""
    assert meant(line, screen) == Nothing()


def test_an_empty_line_chooses_none_where_none_may_be_chosen():
    """That is the one field which nothing answers."""
    field = Choose("any", "Any?", CHOOSE.options, at_least=0, at_most=3)
    screen = Screen.of(Reply((), (a_form(field),)))
    assert meant("", screen) == Ask(Press(ANSWER, {"any": ()}))


@pytest.mark.parametrize(
    ("line", "screen", "says"),
    [
        ("/lokup radek", EMPTY, "There is no command “/lokup”. Did you mean /lookup?"),
        ("/zzz", EMPTY, "There is no command “/zzz”. /help lists the commands."),
        ("/skp", KEYS, "Did you mean /skip"),
        ("/", EMPTY, "There is no command “/”."),
        ("/skip it", KEYS, "/skip is “Skip” here, and takes nothing after it."),
        ("/7", KEYS, "There is no 7 here: 1 to 5."),
        ("7", KEYS, "There is no 7 here: 1 to 5. To look it up: /lookup 7"),
        ("/7", on("write"), "There is no /7 here: /1 to /3."),
        ("/1", EMPTY, "There is nothing numbered here."),
        ("/" + "9" * 50, KEYS, "There is no 99999999 here"),
        ("/lookup", EMPTY, "/lookup needs query"),
        ("x" * (MAX_LINE + 1), EMPTY, "That line is too long: 4,000 characters is the most."),
    ],
)
def test_what_means_nothing_is_answered_with_what_would(line, screen, says):
    """The nearest command, the numbers there are, the option that is missing."""
    assert says in refused(line, screen)


def test_a_number_is_looked_up_where_nothing_is_numbered():
    """It may be a page."""
    assert meant("226") == Ask(Invocation("lookup", {"query": "226"}))


def test_without_a_lookup_command_bare_words_are_refused():
    """And told how commands begin."""
    vocabulary = Vocabulary.of(BOT.commands[1:], BOT.complete)
    with pytest.raises(Misread, match="Commands begin with “/”"):
        read_line("radek", EMPTY, vocabulary)


def test_a_command_for_groups_is_not_there():
    """In a terminal nobody else is."""
    party = replace(BOT.commands[0], name="party", where=Where.GROUP)
    vocabulary = Vocabulary.of((*BOT.commands, party), BOT.complete)
    with pytest.raises(Misread, match="no command “/party”"):
        read_line("/party", EMPTY, vocabulary)


def test_pasted_lines_are_read_as_one():
    """A paste with line breaks asks one thing."""
    assert meant("in every\r\npie\n") == Ask(Invocation("lookup", {"query": "in every pie"}))


def test_two_keys_with_one_name_are_told_apart_by_number():
    """A name that could be either means neither."""
    screen = Screen.of(Reply((), (Button("More", Action("a")), Button("More", Action("b")))))
    assert "no command “/more”" in refused("/more", screen)
    assert meant("/2", screen) == Ask(Press(Action("b")))


@given(
    st.one_of(hostile.text, hostile.text.map("/".__add__)),
    st.one_of(hostile.replies.map(Screen.of), st.sampled_from([EMPTY, KEYS, STEPS])),
)
def test_any_line_on_any_screen_means_something_or_is_misread(line, screen):
    """Nothing typed can break the conversation."""
    try:
        meaning = meant(line, screen)
    except Misread:
        return
    assert isinstance(meaning, Ask | Turn | Nothing | Leave)


def test_a_button_keeps_its_style_and_a_screen_its_order():
    """Keys are numbered from 1 in the order of the controls."""
    labels = [key.label for key in KEYS.keys]
    assert labels == [*(each.label for each in BUTTONS), *(o.label for o in MENU.options)]
    assert [key.number for key in KEYS.keys] == [1, 2, 3, 4, 5]
    assert [key.style for key in KEYS.keys[:3]] == [each.style for each in BUTTONS]
