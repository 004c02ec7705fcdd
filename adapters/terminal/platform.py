"""The terminal as a platform: who is there, what is read and where it is shown."""

import argparse
import asyncio
import contextlib
import getpass
import io
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TextIO

from platformdirs import user_data_path
from rich.console import Console

from adapters.terminal.conversation import PLATFORM, Conversation
from adapters.terminal.display import PipedDisplay, PlainDisplay, RichDisplay
from adapters.terminal.incoming import HOW_TO_LEAVE
from adapters.terminal.lines import Lines
from adapters.terminal.watching import LiveWatching, PlainWatching
from bot.chat.language import _, speaking
from bot.chat.platform import Bot
from bot.chat.request import Actor
from bot.config import APP


class Terminal:
    """A conversation on standard input and output."""

    name = PLATFORM

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Converse until the input ends.

        Returns 0. From a pipe it returns 1 when a line was not understood or could not be met;
        for arguments that do not exist, 2.
        """
        try:
            asked = _parser().parse_args(arguments)
        except SystemExit as stop:
            return int(stop.code or 0)
        with speaking(bot.language(_locale())):
            return await _way(asked)(bot)


def person() -> Actor:
    """Return who is logged in. Whoever runs the program owns what it keeps, so is its admin."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError):  # a user id that has no name, as in some containers
        login = "you"
    return Actor(PLATFORM, user=login, name=login, locale=_locale(), is_admin=True)


def _way(asked: argparse.Namespace) -> Callable[[Bot], Awaitable[int]]:
    plain = asked.plain or not _can_draw()
    if asked.watch:
        return _heard if plain else _watched
    if not sys.stdin.isatty():
        return _piped
    return _spoken if plain else _seen


async def _piped(bot: Bot) -> int:
    _speak_utf8(sys.stdout, sys.stderr)
    conversation = Conversation(bot, PipedDisplay(sys.stdout, sys.stderr), person())
    with _quiet_when_nobody_reads():
        await conversation.go_on(Lines(sys.stdin.buffer), settle=True)
    return 1 if conversation.failures else 0


async def _spoken(bot: Bot) -> int:
    _speak_utf8(sys.stdout)
    lines = Lines(sys.stdin.buffer, prompt=sys.stdout if sys.stdout.isatty() else None)
    with _quiet_when_nobody_reads(), _interrupts_clear_the_line(lines):
        conversation = Conversation(bot, PlainDisplay(sys.stdout), person())
        await conversation.greet()
        async with _delivering(bot, conversation):
            await conversation.go_on(lines)
    return 0


async def _seen(bot: Bot) -> int:
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - slow, needed only here

    from adapters.terminal.prompt import Prompt  # noqa: PLC0415 - as above

    display = RichDisplay(Console(highlight=False))
    conversation = Conversation(bot, display, person())
    await conversation.greet()
    history = user_data_path(APP, appauthor=False) / "history"
    with patch_stdout(raw=True):
        async with _delivering(bot, conversation):
            await conversation.go_on(Prompt(conversation.suggest, history))
    return 0


async def _watched(bot: Bot) -> int:
    with LiveWatching(Console(highlight=False)) as watching:
        await bot.deliver(watching)
    return 0


async def _heard(bot: Bot) -> int:
    _speak_utf8(sys.stdout)
    with _quiet_when_nobody_reads():
        await bot.deliver(PlainWatching(sys.stdout))
    return 0


@asynccontextmanager
async def _delivering(bot: Bot, conversation: Conversation) -> AsyncIterator[None]:
    """Let the bot say on its own what it has to say, while the block runs."""
    delivery = asyncio.create_task(bot.deliver(conversation), name="posts are delivered")
    try:
        yield
    finally:
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)


def _locale() -> str:
    """Return the language of messages that the person's session asks for (POSIX, 8.2)."""
    asked = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, asked), "").partition(".")[0]


def _can_draw() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in {"dumb", "unknown"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("dispatch-bot chat", description="Talk to the bot here.")
    parser.add_argument(
        "--plain", action="store_true", help="plain lines without color, for screen readers"
    )
    parser.add_argument(
        "--watch", action="store_true", help="only show what the bot says on its own"
    )
    return parser


def _speak_utf8(*streams: TextIO) -> None:
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def _quiet_when_nobody_reads() -> Iterator[None]:
    """End without a word when what reads the output has gone, as ``head`` does."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or the interpreter complains when it flushes


@contextmanager
def _interrupts_clear_the_line(lines: Lines) -> Iterator[None]:
    """Let Ctrl-C drop the line being typed, which the terminal has done when it tells us."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        loop.add_signal_handler(signal.SIGINT, lines.ask_again, _(HOW_TO_LEAVE))
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.remove_signal_handler(signal.SIGINT)
