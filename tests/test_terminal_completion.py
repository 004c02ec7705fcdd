"""How a line could go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.completion import suggestions
from adapters.terminal.screen import Screen
from bot.chat.vocabulary import Vocabulary
from tests import terminal_hostile as hostile
from tests.terminal_bot import REPLIES, SampleBot

BOT = SampleBot()
VOCABULARY = Vocabulary.of(BOT.commands, BOT.complete)


def completed(line, screen=Screen()):  # noqa: B008 - a value
    """Return the lines that come of taking each suggestion."""
    return [
        line[: len(line) - each.replaces] + each.text
        for each in suggestions(line, screen, VOCABULARY)
    ]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("/lo", ["/lookup"]),
        ("/LO", ["/lookup"]),
        ("/fin", ["/find"]),
        ("/qu", ["/quiz", "/quit"]),
        ("/quiz ja", ["/quiz japan"]),
        ("/quiz world", ["/quiz world-revolution"]),
        ("/quiz japan ", ["/quiz japan easy", "/quiz japan medium", "/quiz japan hard"]),
        ("/quiz japan m", ["/quiz japan medium"]),
        ("/quiz diff", ["/quiz difficulty="]),
        ("/quiz difficulty=h", ["/quiz difficulty=hard"]),
        ("/quiz topic=World", ["/quiz topic=world-revolution"]),
        ("/quiz timed=", ["/quiz timed=yes", "/quiz timed=no"]),
        ("/cite a", ["/cite apa"]),
        ("/drill kinds=cl", ["/drill kinds=cloze"]),
        ("/drill kinds=cloze,", ["/drill kinds=cloze,number"]),
        ("/quiz e", ["/quiz easy", "/quiz world-revolution"]),
        ("/nothing x", []),
        ("/quiz a easy 5 no more", []),
        ("/quiz count=5 count=", []),
        ("plain words", []),
        ("", []),
    ],
)
def test_a_line_goes_on_with_what_fits(line, lines):
    """Commands, options and their values, as far as they are known."""
    assert completed(line)[: max(len(lines), 1)] == lines


def test_options_still_open_are_offered_by_name():
    """Those already given are not."""
    assert [line for line in completed("/quiz count=5 topic=japan ") if line.endswith("=")] == [
        "/quiz count=5 topic=japan difficulty=",
        "/quiz count=5 topic=japan timed=",
    ]


def test_keys_of_the_screen_come_first():
    """While a form is open, its ways out come next."""
    screen = Screen.of(REPLIES["steps"])
    assert completed("/", screen)[:5] == ["/hint", "/skip", "/stop", "/back", "/cancel"]


@given(st.one_of(hostile.text, hostile.text.map("/quiz ".__add__), hostile.text.map("/".__add__)))
def test_any_line_can_be_completed(line):
    """Every suggestion replaces what has been typed of it, no more."""
    for each in suggestions(line, Screen(), VOCABULARY):
        assert 0 <= each.replaces <= len(line)
