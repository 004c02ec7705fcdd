"""Arrangements of text that know the width they are given, for ``adapters.terminal.render``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

NARROW = 44
"""Below this many columns, what otherwise stands side by side is stacked."""


def spaced(parts: Iterable[RenderableType]) -> Group:
    """Put a blank line between the parts."""
    spread = [item for part in parts for item in (Text(), part)]
    return Group(*spread[1:])


@dataclass(frozen=True, slots=True)
class Indented:
    """Something set in, with no spaces at the ends of its lines: they would wrap, and be copied."""

    inside: RenderableType
    columns: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the inside that much narrower."""
        inner = options.update_width(max(options.max_width - self.columns, 1))
        for line in console.render_lines(self.inside, inner, pad=False):
            segments = _without_end(line)
            if segments:
                yield Segment(" " * self.columns)
            yield from segments
            yield Segment.line()


@dataclass(frozen=True, slots=True)
class Barred:
    """Something with a bar down its left side, on every line it takes."""

    inside: RenderableType
    style: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the inside two columns narrower, each line after the bar."""
        bar = Segment("▌ ", console.get_style(self.style))
        inner = options.update_width(max(options.max_width - 2, 1))
        for line in console.render_lines(self.inside, inner, pad=False):
            yield bar
            yield from line
            yield Segment.line()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and what belongs to them in two columns, or, where there is no room, in one.

    In one column, ``is_airy`` parts what does not fit into a line each by blank lines.
    """

    rows: Sequence[tuple[Text, Text]]
    is_airy: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the columns, or the stack."""
        widest = max((label.cell_len for label, _ in self.rows), default=0)
        fits = options.max_width >= NARROW and widest * 2 < options.max_width
        yield columns(self.rows) if fits else self._stack(options.max_width)

    def _stack(self, width: int) -> Group:
        parts = [_inline_or_below(label, value, width) for label, value in self.rows]
        has_long = any(isinstance(part, Group) for part in parts)
        return spaced(parts) if has_long and self.is_airy else Group(*parts)


@dataclass(frozen=True, slots=True)
class Flow:
    """Items one after another, broken into lines between items only, as long as an item fits."""

    items: Sequence[Text]
    gap: int = 3

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw as many items on each line as it holds."""
        line = Text()
        for item in self.items:
            room = options.max_width - line.cell_len - self.gap
            if line and item.cell_len > room:
                yield line
                line = Text()
            line = Text.assemble(line, " " * self.gap if line else "", item)
        yield line


def columns(rows: Iterable[tuple[Text, Text]]) -> Table:
    """Put labels and values side by side; a value goes on under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, value)
    return grid


def meter(count: int, total: int, cells: int, style: str) -> Text:
    """Return a bar of text: ``count`` of ``total`` as a part of ``cells`` columns."""
    share = min(max(count / total, 0.0), 1.0) if total > 0 else 0.0
    full = max(round(share * cells), 1) if share else 0
    return Text.assemble(("━" * full, style), ("┄" * (cells - full), "dim"))


def _inline_or_below(label: Text, value: Text, width: int) -> RenderableType:
    if "\n" not in value.plain and label.cell_len + 2 + value.cell_len <= width:
        return Text("  ").join(part for part in (label, value) if part)
    return Group(label, Padding(value, (0, 0, 0, 2)))


def _without_end(line: Sequence[Segment]) -> Sequence[Segment]:
    """Return a line without the spaces at its end."""
    end = len(line)
    while end and not line[end - 1].text.strip():
        end -= 1
    if not end:
        return ()
    last = line[end - 1]
    return (*line[: end - 1], Segment(last.text.rstrip(), last.style, last.control))
