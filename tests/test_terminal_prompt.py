"""The input line, through the real prompt library with typed keys."""

import io
import stat

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.terminal.completion import Suggestion
from adapters.terminal.incoming import HOW_TO_LEAVE
from adapters.terminal.prompt import Prompt

CTRL_C, CTRL_D, ENTER, UP = "\x03", "\x04", "\r", "\x1b[A"


def suggest(line):
    return [Suggestion("/quiz", len(line), "Take a quiz\x1b[2J")] if line.startswith("/q") else []


@pytest.fixture
def keyboard():
    """Keys to send, and what the screen was sent."""
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(24, 80), term="xterm", enable_cpr=False)
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        yield keys, screen


async def typed(keyboard, *keys, history=None, lines=1, label=""):
    keyboard[0].send_text("".join(keys))
    prompt = Prompt(suggest, history)
    return [await prompt.line(label) for _ in range(lines)]


async def test_a_line_is_what_was_typed_up_to_enter(keyboard):
    """Words in any script."""
    assert await typed(keyboard, "Радек сказал", ENTER) == ["Радек сказал"]


async def test_ctrl_c_clears_the_line_and_ctrl_d_leaves(keyboard):
    """A slip of the fingers does not end the conversation."""
    assert await typed(keyboard, "slip", CTRL_C, "kept", ENTER) == ["kept"]
    assert await typed(keyboard, CTRL_D) == [None]


async def test_ctrl_c_on_an_empty_line_says_how_to_leave(keyboard):
    """Somebody who wants to go is told how, and only then."""
    await typed(keyboard, "slip", CTRL_C, "kept", ENTER)
    assert HOW_TO_LEAVE not in keyboard[1].getvalue()
    await typed(keyboard, CTRL_C, CTRL_D)
    assert HOW_TO_LEAVE in keyboard[1].getvalue()


async def test_the_label_says_what_is_asked(keyboard):
    """While a form is open, the prompt shows it."""
    await typed(keyboard, "x", ENTER, label="answer 1 of 2")
    assert "answer 1 of 2" in keyboard[1].getvalue()


async def test_history_is_kept_for_its_owner_and_comes_back(keyboard, tmp_path):
    """The arrow key brings back the line of an earlier day; nobody else can read the file."""
    history = tmp_path / "data" / "history"
    await typed(keyboard, "/lookup radek", ENTER, history=history)
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "/lookup radek" in history.read_text(encoding="utf-8")
    assert await typed(keyboard, "/look", UP, ENTER, history=history) == ["/lookup radek"]


async def test_what_was_pasted_at_length_is_not_remembered(keyboard, tmp_path):
    """The history stays small."""
    history = tmp_path / "history"
    await typed(keyboard, "x" * 501, ENTER, "short", ENTER, history=history, lines=2)
    kept = history.read_text(encoding="utf-8")
    assert "short" in kept
    assert "xxx" not in kept


async def test_without_a_place_for_history_the_prompt_still_works(keyboard, tmp_path):
    """Where a home cannot be written, lines are remembered for the session only."""
    (tmp_path / "file").write_text("")
    history = tmp_path / "file" / "history"
    assert await typed(keyboard, "a", ENTER, history=history) == ["a"]
    assert await typed(keyboard, "b", ENTER, history=None) == ["b"]
