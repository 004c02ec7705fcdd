"""The whole adapter: from a pipe, at a keyboard, with a screen reader's plain output."""

import html
import io
import os
import re
import subprocess
import sys

import pexpect
import pytest

from adapters.terminal.conversation import Conversation
from adapters.terminal.display import PipedDisplay
from adapters.terminal.incoming import MAX_LINE
from adapters.terminal.lines import Lines
from adapters.terminal.platform import Terminal, person
from adapters.terminal.screenshot import picture
from bot.chat.action import Action
from bot.chat.form import Choose, Option
from bot.chat.platform import Post
from bot.chat.reply import Form, Prose, Reply
from bot.chat.request import Place, Press
from bot.chat.text import inline
from tests.terminal_bot import NOW, SampleBot

SAMPLE = [sys.executable, "-m", "tests.terminal_bot"]


def piped(text, *arguments, **environment):
    data = text if isinstance(text, bytes) else text.encode()
    return subprocess.run(
        [*SAMPLE, *arguments],
        input=data,
        capture_output=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )


async def conversed(*lines):
    """Return the bot, what was written and the conversation, after these lines."""
    bot, out = SampleBot(), io.StringIO()
    conversation = Conversation(bot, PipedDisplay(out, out), person())
    text = "".join(f"{line}\n" for line in lines).encode()
    await conversation.go_on(Lines(io.BytesIO(text)))
    return bot, out.getvalue(), conversation


async def test_every_line_is_a_request_with_an_id_of_its_own():
    """From this person, in this place, at the time it was typed; and unlike those of another session."""
    first, _, _ = await conversed("/start", "radek", "/choose", "2")
    second, _, _ = await conversed("/start")
    ids = [request.id for request in (*first.asked, *second.asked)]
    assert len(set(ids)) == 5
    for request in first.asked:
        assert request.actor == person()
        assert (request.actor.platform, request.place.platform) == ("terminal", "terminal")
        assert request.place.channel == "terminal"
        assert request.at == NOW


async def test_a_form_over_several_lines_is_one_request():
    """With all the answers together."""
    bot, out, conversation = await conversed("/steps", "5", "1", "/back", "Litvinov", "Radek")
    assert len(bot.asked) == 2
    assert bot.asked[1].what.response == {"answer": ("b",), "text": ("Radek",)}
    assert "line 2: “5” is none of these." in out
    assert conversation.failures == 1


async def test_controls_of_an_older_reply_are_gone():
    """A number means what the latest reply offers, or else is looked up."""
    bot, _, _ = await conversed("/sample", "/start", "2")
    assert bot.asked[-1].what.command == "lookup"


async def test_lines_arrive_one_by_one_whatever_their_ends():
    """Windows line ends, a byte order mark, a last line without an end, bytes that are not UTF-8."""
    lines = Lines(io.BytesIO(b"\xef\xbb\xbfone\r\n\ntwo\xff\nthree"))
    assert [await lines.line("") for _ in range(5)] == ["one", "", "two\ufffd", "three", None]


async def test_a_line_without_end_does_not_fill_the_memory():
    """Only so much of it is kept that it is seen to be too long, and the next line is read."""
    lines = Lines(io.BytesIO(b"x" * 1_000_000 + b"\nnext\n"))
    assert MAX_LINE < len(await lines.line("")) < 5 * MAX_LINE
    assert await lines.line("") == "next"


def test_a_pipe_gets_plain_text_and_status_0():
    """One command a line, answers to forms on the lines that follow; end of input ends it."""
    done = piped("/choose\n2\nwhat did he say\n/quit\n/fail\n")
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.decode().endswith("answer 7 answer=b\n\nlookup query=what did he say\n\n")
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("text", ["/fail\n", "/nonsense\n", "/choose\n9\n", "/lookup\n"])
def test_a_line_that_cannot_be_met_is_status_1(text):
    """Whether the bot refused it or it was not understood."""
    assert piped(text).returncode == 1


def test_an_argument_that_does_not_exist_is_status_2():
    """And told how the program is used."""
    done = piped("", "--color")
    assert done.returncode == 2
    assert b"usage: dispatch-bot chat" in done.stderr


def test_the_end_of_input_may_come_anywhere():
    """In the middle of a form, of a line, or at once."""
    assert piped("").returncode == 0
    assert piped("/steps\n1\n").returncode == 0
    assert piped("/start").stdout == b"Sample\n\nThree things to try.\n\n"


def test_a_pipe_speaks_utf8_whatever_the_locale():
    """Curly quotes and scripts survive an old locale, both ways."""
    done = piped("“Радек” 漢字\n", PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    assert done.stdout.decode() == "lookup query=“Радек” 漢字\n\n"


def test_a_reader_that_goes_away_is_no_error():
    """``… | head -1`` ends quietly."""
    command = f"yes /sample | head -2000 | {' '.join(SAMPLE)} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=30, check=False)
    assert done.stdout == b"Every kind of block\n"
    assert done.stderr == b""


@pytest.fixture
def at_a_terminal(tmp_path):
    """Start the sample bot on a pseudo-terminal."""
    children = []

    def start(*arguments, columns=80, **environment):
        child = pexpect.spawn(
            SAMPLE[0],
            [*SAMPLE[1:], *arguments],
            env={
                **os.environ,
                "XDG_DATA_HOME": str(tmp_path),
                "TERM": "xterm-256color",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "NO_COLOR": "",
                **environment,
            },
            dimensions=(40, columns),
            encoding="utf-8",
            timeout=30,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_person_is_greeted_asks_answers_and_leaves(at_a_terminal, tmp_path):
    """A session on a real pseudo-terminal; its history is in the user's data folder."""
    child = at_a_terminal()
    child.expect("Three things to try")
    child.expect("› ")
    child.send("/choose\r")
    child.expect("Whom does Radek answer")
    child.expect("answer .*› ")
    child.send("2\r")
    child.expect("answer 7 answer=b")
    child.expect("› ")
    child.send("\x04")
    assert ended(child) == 0
    assert "/choose" in (tmp_path / "dispatch-study-bot" / "history").read_text()


def test_a_command_is_completed_as_it_is_typed(at_a_terminal):
    """The menu explains it; Tab takes it."""
    child = at_a_terminal()
    child.expect("› ")
    child.send("/lo")
    child.expect("Shows lookup")
    child.send("\t radek\r")
    child.expect("lookup query=radek")


def test_ctrl_c_does_not_end_the_session(at_a_terminal):
    """It clears the line; ``/quit`` leaves."""
    child = at_a_terminal()
    child.expect("› ")
    child.send("half a thought\x03/start\r")
    child.expect("Three things to try")
    child.expect("› ")
    child.send("/quit\r")
    assert ended(child) == 0


@pytest.mark.parametrize(("arguments", "term"), [(["--plain"], "xterm"), ([], "dumb")])
def test_plain_output_is_linear_and_has_no_escape_sequence(at_a_terminal, arguments, term):
    """For a screen reader, or a terminal that can do no more."""
    child = at_a_terminal(*arguments, TERM=term)
    child.expect("Three things to try.*> ")
    shown = child.before + child.after
    child.send("/sample\n")
    child.expect("Type a number.*> ")
    shown += child.before + child.after
    child.sendintr()
    child.expect("quit leaves.*> ")
    child.send("/quit\n")
    assert ended(child) == 0
    assert "\x1b" not in shown
    assert not set("▌━┄─█│") & set(shown)


def test_the_login_name_is_the_person():
    """Whoever runs the program owns what it keeps, so may do what an admin may."""
    assert person().user == person().name != ""
    assert person().is_admin


def test_the_platform_has_its_name():
    """It is found by this name among the entry points."""
    assert Terminal.name == "terminal"


async def test_a_picture_of_the_program_shows_what_was_typed_and_answered():
    """The picture in the README is made of the real display; the same lines give the same picture."""
    made = await picture(SampleBot(), ["/sample", "/choose", "2"])
    assert made == await picture(SampleBot(), ["/sample", "/choose", "2"])
    text = html.unescape(re.sub(r"<[^>]*>", "", made)).replace("\xa0", " ")
    assert "› /sample" in text
    assert "renewal of battle" in text
    assert "answer 7 answer=b" in text


async def test_what_the_bot_says_on_its_own_is_said_before_the_next_line_is_read():
    """Its controls are the live ones then, and each post gets an id."""
    bot, out = SampleBot(), io.StringIO()
    question = Form("Which?", (Choose("a", "Which?", (Option("x", "One"),)),), Action("post"), "Go")
    posts = [Reply((Prose(inline("Round one")),), (question,)), Reply((Prose(inline("1 of 2")),))]
    bot.posts = [
        Post(Place("terminal", "terminal"), reply, str(n)) for n, reply in enumerate(posts)
    ]
    conversation = Conversation(bot, PipedDisplay(out, out), person())
    await conversation.go_on(Lines(io.BytesIO(b"/start\n1\n")), settle=True)
    assert "Round one" in out.getvalue()
    assert bot.asked[-1].what == Press(Action("post"), {"a": ("x",)})
    assert len(set(bot.posted)) == 2


async def test_a_post_without_controls_leaves_the_open_question_alone():
    """And does not print it again."""
    bot, out = SampleBot(), io.StringIO()
    bot.posts = [Post(Place("terminal", "terminal"), Reply((Prose(inline("1 of 2")),)), "n")]
    conversation = Conversation(bot, PipedDisplay(out, out), person())
    await conversation.go_on(Lines(io.BytesIO(b"/choose\n2\n")), settle=True)
    assert out.getvalue().count("1 of 2") == 1
    assert isinstance(bot.asked[-1].what, Press)
