"""The two ways of showing what the bot says: for eyes, and for ears and pipes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol, TextIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from adapters.terminal.layout import NARROW, Indented, spaced
from adapters.terminal.panel import Entry, Panel
from adapters.terminal.render import render_blocks, render_panel
from bot.chat.language import _
from bot.chat.plain import inert, one_line, plain_blocks
from bot.chat.reply import Reply

WIDEST = 88
"""Columns of text at most: longer lines are hard to read."""

NARROWEST = 16
"""Columns laid out for at least; in a window narrower still, the terminal breaks the lines."""


class Display(Protocol):
    """Shows a person what happens."""

    def reply(self, reply: Reply, panel: Panel, now: datetime) -> None:
        """Show a reply and what can be done next. ``now`` is in the reader's zone."""

    def panel(self, panel: Panel) -> None:
        """Show what can be done now, when that has changed without a reply."""

    def notice(self, text: str, line: int) -> None:
        """Say something about what was typed; ``line`` is the number of the line, from 1."""


class RichDisplay:
    """Color and layout, at most ``WIDEST`` columns wide."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def reply(self, reply: Reply, panel: Panel, now: datetime) -> None:
        """Show the blocks, then the panel."""
        blocks = [render_blocks(reply.blocks, now)] if reply.blocks else []
        self._print("", spaced([*blocks, render_panel(panel)]))

    def panel(self, panel: Panel) -> None:
        """Show the panel."""
        self._print("", render_panel(panel))

    def notice(self, text: str, line: int) -> None:  # noqa: ARG002 - it stands just below the line
        """Say it in a line of its own."""
        self._print(Text(inert(text), "magenta"))

    def _print(self, *what: RenderableType) -> None:
        width = max(self._console.width, NARROWEST)
        indent = 2 if width >= NARROW else 0
        self._console.print(Indented(Group(*what), indent), width=min(width, WIDEST + indent))
        self._console.print()


class PlainDisplay:
    """Plain lines for a screen reader. What to type is said again only when it has changed."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._rule_said = ""

    def reply(self, reply: Reply, panel: Panel, now: datetime) -> None:
        """Write the blocks, then the panel."""
        self._write([plain_blocks(reply.blocks, now), *self._panel(panel)])

    def panel(self, panel: Panel) -> None:
        """Write the panel."""
        self._write(self._panel(panel))

    def notice(self, text: str, line: int) -> None:  # noqa: ARG002 - it was the latest line
        """Say it in a line of its own."""
        self._write([inert(text)])

    def _panel(self, panel: Panel) -> Iterator[str]:
        yield "\n".join(filter(None, [inert(panel.title), inert(panel.prompt)]))
        yield "\n".join(f"{entry.handle}. {one_line(entry.label)}" for entry in panel.options)
        for group in panel.groups:
            heading = [f"{one_line(group.label)}:"] if group.label else []
            yield "\n".join([*heading, *map(_key, group.entries)])
        yield self._rule(panel)

    def _rule(self, panel: Panel) -> str:
        is_new = panel.rule != self._rule_said
        self._rule_said = panel.rule
        return panel.rule if is_new else ""

    def _write(self, parts: Iterable[str]) -> None:
        text = "\n\n".join(filter(None, parts))
        if text:
            print(text, end="\n\n", file=self._out, flush=True)


class PipedDisplay(PlainDisplay):
    """Plain lines for a pipe: nobody has to be told what to type, and notices name the line."""

    def __init__(self, out: TextIO, notices: TextIO) -> None:
        super().__init__(out)
        self._notices = notices

    def notice(self, text: str, line: int) -> None:
        """Write it to where notices go, with the number of the line."""
        where = _("line {number}", number=str(line))
        print(f"{where}: {inert(text)}", file=self._notices, flush=True)

    def _rule(self, panel: Panel) -> str:  # noqa: ARG002 - as in every display
        return ""


def _key(entry: Entry) -> str:
    if not entry.label:
        return entry.handle
    return f"{entry.handle}{':' if entry.handle.startswith('/') else '.'} {one_line(entry.label)}"
