"""The two displays, and the foot of the screen that they share."""

import io

from adapters.terminal.display import PipedDisplay, PlainDisplay
from adapters.terminal.incoming import read_line
from adapters.terminal.panel import Entry, panel_of
from adapters.terminal.screen import Screen
from bot.chat.action import Action
from bot.chat.form import Write
from bot.chat.reply import Button, Reply
from bot.chat.vocabulary import Vocabulary
from tests.terminal_bot import CHOOSE, MENU, NOW, REPLIES, SampleBot, a_form

VOCABULARY = Vocabulary.of(SampleBot.commands, SampleBot().complete)


def panel(reply):
    return panel_of(Screen.of(reply), VOCABULARY)


def spoken(*replies, kind=PlainDisplay):
    out = io.StringIO()
    display = kind(out) if kind is PlainDisplay else kind(out, out)
    for reply in replies:
        display.reply(reply, panel(reply), NOW)
    return out.getvalue()


def test_without_a_form_keys_are_numbers():
    """Buttons together, menu entries under their menu's label."""
    buttons, menu = panel(REPLIES["sample"]).groups
    assert [entry.handle for entry in (*buttons.entries, *menu.entries)] == list("12345")
    assert (buttons.label, menu.label) == ("", "Other hits")


def test_while_a_form_is_open_keys_are_names_after_a_slash():
    """A name that says it all stands alone; a menu entry has its number."""
    reply = Reply((), (a_form(CHOOSE), *REPLIES["sample"].controls[:2], MENU))
    buttons, menu = panel(reply).groups
    assert [(entry.handle, entry.label) for entry in buttons.entries] == [
        ("/hint", "Hint, which costs 2 points"),
        ("/skip", ""),
    ]
    assert menu.entries[0] == Entry("/3", "¶ 9, p. 226")


def test_a_key_with_the_name_of_a_command_is_shown_by_number():
    """What is shown is what works."""
    reply = Reply((), (a_form(CHOOSE), Button("Help me", Action("a")), Button("Quit", Action("b"))))
    (keys,) = panel(reply).groups
    assert [entry.handle for entry in keys.entries] == ["/help-me", "/2"]


def test_every_handle_that_is_shown_works():
    """For each reply of the sample bot, typing a handle uses its key."""
    for reply in REPLIES.values():
        screen = Screen.of(reply)
        entries = [entry for group in panel(reply).groups for entry in group.entries]
        for key, entry in zip(screen.keys, entries, strict=True):
            assert read_line(entry.handle, screen, VOCABULARY).what.action == key.does


def test_the_rule_says_what_can_be_typed_now():
    """One short line, made of what is on the screen."""
    assert panel(REPLIES["start"]).rule == "Type words to look up or /help."
    assert panel(REPLIES["sample"]).rule == "Type a number, words to look up or /help."
    assert panel(REPLIES["choose"]).rule == "Type a number, 1–3."
    assert panel(REPLIES["write"]).rule == "Type your answer."
    assert panel(REPLIES["steps"]).rule == "Type a number, 1–3; /cancel leaves."
    bare = Vocabulary.of((), SampleBot().complete)
    assert panel_of(Screen(), bare).rule == "Type a command."


def test_a_title_that_the_question_begins_with_is_not_said_twice():
    """Forms are often called after what they ask."""
    same = Reply((), (a_form(Write("text", "Who shouted? Fill the gap."), title="Who shouted?"),))
    assert panel(same).title == ""
    assert panel(REPLIES["steps"]).title == "Two steps"


def test_the_plain_display_says_the_rule_only_when_it_has_changed():
    """A screen reader's user need not hear it after each answer."""
    out = spoken(REPLIES["choose"], REPLIES["choose"], REPLIES["start"])
    assert out.count("Type a number, 1–3.") == 1
    assert out.count("Type words to look up or /help.") == 1


def test_the_plain_display_lists_what_can_be_done_one_a_line():
    """Numbers with a point, names with a colon."""
    assert spoken(REPLIES["choose"]) == (
        "Your answer\nWhom does Radek answer?\n\n"
        "1. Bullitt\n2. Litvinov\n3. The President\n\n"
        "/hint: Hint, which costs 2 points\n/skip\n/stop\n\n"
        "Type a number, 1–3.\n\n"
    )


def test_a_pipe_is_not_told_what_to_type():
    """It gets the reply and what can be used, and no rule."""
    assert "Type" not in spoken(REPLIES["sample"], kind=PipedDisplay)


def test_notices_of_a_pipe_name_the_line():
    """Apart from the replies, like the messages of a compiler."""
    out, notices = io.StringIO(), io.StringIO()
    PipedDisplay(out, notices).notice("No \x1b[2J.", 7)
    assert (out.getvalue(), notices.getvalue()) == ("", "line 7: No ␛[2J.\n")
