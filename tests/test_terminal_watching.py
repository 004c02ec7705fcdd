"""Watching: what the bot says on its own, on a screen that is redrawn or as lines that are not."""

import io
import re

from rich.console import Console

from adapters.terminal.platform import Terminal
from adapters.terminal.watching import LiveWatching, PlainWatching
from bot.chat.platform import Post, PostTaker
from bot.chat.reply import Prose, Reply
from bot.chat.request import Place
from bot.chat.text import inline
from tests.terminal_bot import SampleBot


def a_post(text: str, message: str = "") -> Post:
    return Post(Place("terminal", "terminal"), Reply((Prose(inline(text)),)), "n1", message)


async def test_plain_lines_leave_out_what_is_only_edited() -> None:
    """A screen reader would read a running count over and over."""
    out = io.StringIO()
    watching = PlainWatching(out)
    assert await watching.post(a_post("Round 1")) == "n1"
    assert await watching.post(a_post("5 of 12", message="count")) == "count"
    assert out.getvalue() == "Round 1\n\n"


async def test_a_screen_draws_an_edited_message_where_it_stood() -> None:
    """What is new stays above it; at the end only what stays is left."""
    out = io.StringIO()
    with LiveWatching(Console(file=out, force_terminal=True, width=40, height=20)) as watching:
        for text in ("5 of 12", "6 of 12"):
            await watching.post(a_post(text, message="count"))
        await watching.post(a_post("Round 1"))
    shown = out.getvalue()
    assert shown.index("5 of 12") < shown.index("6 of 12") < shown.index("Round 1")
    up_and_erase = re.compile(r"\x1b\[1A\x1b\[2K")
    assert up_and_erase.search(shown[shown.index("5 of 12") : shown.index("6 of 12")])
    assert shown.rstrip("\x1b[?25h\n").endswith("\x1b[2K")


class Talkative(SampleBot):
    """Says one thing on its own and is done."""

    async def deliver(self, taker: PostTaker) -> None:
        await taker.post(a_post("Round 1 of 3"))


async def test_watching_ends_when_the_bot_has_no_more_to_say(capsys) -> None:
    """Nothing is read; without a terminal to draw on, what is said comes as plain lines."""
    assert await Terminal().run(Talkative(), ("--watch",)) == 0
    assert capsys.readouterr().out == "Round 1 of 3\n\n"
