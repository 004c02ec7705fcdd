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
    """Labels and what belongs to them in two columns, or, where there is no room, in one."""

    rows: Sequence[tuple[Text, Text]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the columns, or the stack."""
        widest = max((label.cell_len for label, _ in self.rows), default=0)
        fits = options.max_width >= NARROW and widest * 2 < options.max_width
        yield columns(self.rows) if fits else stack(self.rows, options.max_width)


def columns(rows: Iterable[tuple[Text, Text]]) -> Table:
    """Put labels and values side by side; a value goes on under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for label, value in rows:
        grid.add_row(label, value)
    return grid


def stack(rows: Iterable[tuple[Text, Text]], width: int) -> Group:
    """Put each value after its label where both fit into a line, or else under it, set in."""
    parts = [_inline_or_below(label, value, width) for label, value in rows]
    is_airy = any(isinstance(part, Group) for part in parts)
    return spaced(parts) if is_airy else Group(*parts)


def _inline_or_below(label: Text, value: Text, width: int) -> RenderableType:
    if "\n" not in value.plain and label.cell_len + 2 + value.cell_len <= width:
        return Text("  ").join(part for part in (label, value) if part)
    return Group(label, Padding(value, (0, 0, 0, 2)))


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


def meter(count: int, total: int, cells: int, style: str) -> Text:
    """Return a bar of text: ``count`` of ``total`` as a part of ``cells`` columns."""
    share = min(max(count / total, 0.0), 1.0) if total > 0 else 0.0
    full = round(share * cells)
    full = max(full, 1) if count > 0 else full
    return Text.assemble(("━" * full, style), ("┄" * (cells - full), "dim"))
