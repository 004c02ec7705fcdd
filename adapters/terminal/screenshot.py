"""A picture of the real program in use: ``python -m adapters.terminal.screenshot OUT.svg LINE…``.

The lines are typed to the real bot on a new, empty store, and what the terminal shows is written as
SVG. The same lines give the same picture.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI, TerminalTheme
from rich.text import Text

from adapters.terminal.conversation import PLATFORM, Conversation
from adapters.terminal.display import RichDisplay
from bot.chat.platform import Bot
from bot.chat.request import Actor
from bot.runtime.app import open_bot
from bot.runtime.packs import load

COLUMNS = 84


async def picture(bot: Bot, lines: Iterable[str], theme: TerminalTheme = MONOKAI) -> str:
    """Return the SVG of a conversation in which a person types the lines."""
    console = _console()
    reader = Actor(PLATFORM, user="reader", name="reader")
    conversation = Conversation(bot, RichDisplay(console), reader, session="picture")
    await conversation.go_on(Typed(lines, console))
    return console.export_svg(title=bot.title, theme=theme, unique_id="terminal")


class Typed:
    """Lines as if typed: each is shown after its prompt."""

    def __init__(self, lines: Iterable[str], console: Console) -> None:
        self._lines: Iterator[str] = iter(lines)
        self._console = console

    async def line(self, label: str) -> str | None:
        """Return the next line, or ``None`` after the last."""
        line = next(self._lines, None)
        if line is not None:
            prompt = f"{label} › " if label else "› "
            self._console.print(Text.assemble((prompt, "bold cyan"), line))
        return line


def main(arguments: list[str]) -> int:
    """Write the picture; return the exit status."""
    if len(arguments) < 2:
        print("usage: python -m adapters.terminal.screenshot OUT.svg LINE…", file=sys.stderr)
        return 2
    path, *lines = arguments
    Path(path).write_text(asyncio.run(_real_picture(lines)), encoding="utf-8")
    return 0


async def _real_picture(lines: Iterable[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        async with open_bot(load(None), f"sqlite:///{folder}/picture.db") as bot:
            return await picture(bot, lines)


def _console() -> Console:
    """Return a console that records, and takes nothing from the environment."""
    return Console(
        file=io.StringIO(),
        record=True,
        width=COLUMNS,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        highlight=False,
        _environ={},
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
