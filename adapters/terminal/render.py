"""Replies and panels as rich renderables: color and layout for eyes, at any width.

Color only adds to what the characters say: a match is bold and underlined, a printer's mark is in
brackets, a key has its number. Sixteen colors are used by name, so the person's own theme decides.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never
from urllib.parse import quote as percent_encoded

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.style import Style as Ink
from rich.table import Table
from rich.text import Text as Line

from adapters.terminal.layout import NARROW, Barred, Flow, Pairs, columns, meter, spaced
from adapters.terminal.panel import Entry, Panel
from bot.chat.language import _, number
from bot.chat.plain import bracketed, file_line, inert, one_line, plain_time, set_apart, time_left
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Countdown,
    Divider,
    Facts,
    File,
    Heading,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Standing,
    Standings,
    Style,
    Words,
)
from bot.chat.text import Code, Emphasis, Inline, Link, Mention, Span, Strong, Text, Time

HEADING = "bold"
KEY = "bold cyan"
MATCH = "bold underline black on bright_yellow"
MARK = "dim italic"
FAINT = "dim"
CODE = "cyan"
BAR = "cyan"
QUOTE_BAR = "blue"
_BUTTONS = {Style.PRIMARY: "bold", Style.PLAIN: "", Style.DANGER: "red"}

_LONGEST_BAR = 24


def render_blocks(blocks: Iterable[Block], now: datetime) -> RenderableType:
    """Return what a reply says, a blank line between blocks. ``now`` is in the reader's zone."""
    return spaced(render_block(block, now) for block in blocks)


def render_block(block: Block, now: datetime) -> RenderableType:  # noqa: C901, PLR0911 - one a kind
    """Return one block."""
    match block:
        case Heading(text):
            return _inline(text, now, HEADING)
        case Prose(text):
            return _inline(text, now)
        case Quote(pieces, source):
            below = [_source(source, now)] if source else []
            return Barred(Group(_quoted(pieces), *below), QUOTE_BAR)
        case Facts(facts):
            return Pairs([(_label(fact.label), _inline(fact.value, now)) for fact in facts])
        case Standings(rows):
            return Scoreboard(rows)
        case Bars(bars):
            return Chart(bars)
        case Countdown(label, until):
            return _countdown(label, until, now)
        case Picture(alt=alt):
            return Line.assemble((_("Picture:"), FAINT), " ", (inert(alt), "italic"))
        case File(label=label):
            return Line.assemble((f"{one_line(label)}: ", FAINT), (file_line(block), "bold"))
        case Divider():
            return Rule(style=FAINT)
        case _:
            assert_never(block)


def render_panel(panel: Panel) -> RenderableType:
    """Return the foot of a screen."""
    keys = [Group(*_group(group.label, group.entries)) for group in panel.groups]
    rule = Line(panel.rule, FAINT)
    foot = [*keys[:-1], Group(*keys[-1:], rule)]
    return spaced([*_question(panel), *foot])


def _question(panel: Panel) -> Iterator[RenderableType]:
    asked = [Line(inert(text), "bold") for text in (panel.title, panel.prompt) if text]
    if asked:
        yield Group(*asked)
    if panel.options:
        yield columns(_entry(entry) for entry in panel.options)


def _group(label: str, entries: Iterable[Entry]) -> Iterator[RenderableType]:
    pairs = [_entry(entry) for entry in entries]
    if label:
        yield Line(one_line(label), FAINT)
        yield columns(pairs)
    else:
        yield Flow([Line(" ").join(filter(None, pair)) for pair in pairs])


def _entry(entry: Entry) -> tuple[Line, Line]:
    return Line(entry.handle, KEY), Line(one_line(entry.label), _BUTTONS[entry.style])


class Scoreboard:
    """Standings as a table; in a narrow window, details under the names."""

    def __init__(self, rows: Iterable[Standing]) -> None:
        self._rows = tuple(rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw a line for each row."""
        is_wide = options.max_width >= NARROW
        has_details = is_wide and any(row.detail for row in self._rows)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=FAINT)
        table.add_column("#", justify="right", no_wrap=True)
        table.add_column(_("Name"), overflow="fold")
        table.add_column(_("Points"), justify="right", no_wrap=True)
        if has_details:
            table.add_column("", overflow="fold")
        for row in self._rows:
            detail = Line(one_line(row.detail), FAINT)
            name = self._name(row)
            if not is_wide and row.detail:
                name = Line("\n").join([name, detail])
            cells = [Line(str(row.rank)), name, Line(number(row.points), "bold")]
            table.add_row(*cells, *([detail] if has_details else []))
        yield table

    @staticmethod
    def _name(row: Standing) -> Line:
        if not row.is_you:
            return Line(one_line(row.name))
        return Line.assemble((one_line(row.name), "bold"), " ", (_("(you)"), KEY))


class Chart:
    """Bars of text with their counts and marks; in a narrow window, each under its label."""

    def __init__(self, bars: Iterable[Bar]) -> None:
        self._bars = tuple(bars)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw each bar to the scale of the room there is."""
        cells = max(min(_LONGEST_BAR, options.max_width // 3), 1)
        yield Pairs(
            [(_label(bar.label), self._bar(bar, cells)) for bar in self._bars], is_airy=False
        )

    @staticmethod
    def _bar(bar: Bar, cells: int) -> Line:
        mark = (f"  {one_line(bar.mark)}", "bold") if bar.mark else ""
        share = _("{count} of {total}", count=bar.count, total=bar.total)
        return Line.assemble(meter(bar.count, bar.total, cells, BAR), f" {share}", mark)


def _label(label: str) -> Line:
    return Line(one_line(label), FAINT)


def _countdown(label: str, until: datetime, now: datetime) -> Line:
    moment = plain_time(until, now)
    return Line.assemble(
        (f"{one_line(label)}: ", FAINT), moment, ", ", (time_left(until, now), "bold")
    )


def _source(source: Inline, now: datetime) -> Line:
    return Line.assemble("— ", _inline(source, now), style=FAINT)


def _quoted(pieces: Iterable[Words | PrinterMark]) -> Line:
    return Line.assemble(*map(_piece, set_apart(pieces)))


def _piece(piece: Words | PrinterMark) -> tuple[str, str]:
    match piece:
        case PrinterMark():
            return bracketed(piece), MARK
        case Words(text, is_match):
            return inert(text), MATCH if is_match else ""
        case _:
            assert_never(piece)


def _inline(text: Inline, now: datetime, style: str = "") -> Line:
    return Line.assemble(*(_span(span, now) for span in text), style=style)


def _span(span: Span, now: datetime) -> Line:
    match span:
        case Text(text):
            return Line(inert(text))
        case Strong(text):
            return Line(inert(text), "bold")
        case Emphasis(text):
            return Line(inert(text), "italic")
        case Code(text):
            return Line(inert(text), CODE)
        case Link(text, url):
            return _link(inert(text), one_line(url))
        case Mention(name=name):
            return Line(one_line(name), "bold")
        case Time(at):
            return Line(plain_time(at, now))
        case _:
            assert_never(span)


def _link(text: str, url: str) -> Line:
    """Show the address too: a terminal that cannot follow links shows nothing else of it."""
    is_web = url.startswith(("https://", "http://"))
    ink = Ink(underline=True, link=percent_encoded(url, safe=_URL) if is_web else None)
    return Line(url, ink) if text == url else Line.assemble((text, ink), (f" ({url})", FAINT))


_URL = ":/?#[]@!$&'()*+,;=%-._~"
