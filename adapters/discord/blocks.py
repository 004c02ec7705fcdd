"""Blocks of a reply as texts, pictures, files and lines, each small enough for one message."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from adapters.discord.layout import Attached, Display, Gallery, Item, Rule
from adapters.discord.markdown import clipped, escaped, escaped_line, italic, shown_length, strong
from adapters.discord.markdown import span as written
from adapters.discord.split import Run, split
from bot.chat.plain import bracketed, file_line, set_apart
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Countdown,
    Divider,
    Fact,
    Facts,
    File,
    Heading,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Code, Emphasis, Inline, Link, Mention, Span, Strong, Text, Time

LONGEST_TEXT = 1_900
"""UTF-16 units of one text at most, so that two of them and a question fit into a message."""

_CELLS = 10
_QUOTED = "> "


def items(blocks: Iterable[Block]) -> Iterator[Item]:
    """Yield what shows the blocks, in order."""
    for block in blocks:
        yield from _items(block)


def texts(text: Inline, limit: int = LONGEST_TEXT) -> Iterator[str]:
    """Yield inline text as markdown, in parts of at most ``limit`` UTF-16 units."""
    return split(map(_run, text), limit)


def _items(block: Block) -> Iterable[Item]:  # noqa: C901, PLR0911 - one a kind
    match block:
        case Heading(text):
            return [Display(f"### {_flat(part)}") for part in texts(text, LONGEST_TEXT - 4)]
        case Prose(text):
            return map(Display, texts(text))
        case Quote(pieces, source):
            return map(Display, _quotation(pieces, source))
        case Facts(facts):
            return map(Display, lines(part for fact in facts for part in _fact(fact)))
        case Standings(rows):
            return map(Display, lines(map(_standing, rows)))
        case Bars(bars):
            return map(Display, lines(map(_bar, bars)))
        case Countdown(label, until):
            return [Display(f"{escaped_line(label)}: **<t:{int(until.timestamp())}:R>**")]
        case Picture(png, alt, filename):
            return [Gallery(png, alt, filename)]
        case File():
            said = f"{escaped_line(block.label)}: {escaped_line(file_line(block))}"
            return [Display(said), Attached(block.data, block.name)]
        case Divider():
            return [Rule()]
        case _:
            assert_never(block)


def _run(span: Span) -> Run:
    match span:
        case Text(text) | Strong(text) | Emphasis(text) | Code(text):
            return Run(text, lambda part: written(type(span)(part)))
        case Link() | Mention() | Time():
            return Run("…", lambda _: written(span), whole=True)
        case _:
            assert_never(span)


def _quotation(pieces: Iterable[Words | PrinterMark], source: Inline) -> Iterator[str]:
    runs = map(_quoted, set_apart(pieces))
    for part in split(runs, LONGEST_TEXT - len(_QUOTED)):
        yield f"{_QUOTED}{part}"
    if source:
        yield from (f"-# — {_flat(part)}" for part in texts(source, LONGEST_TEXT - 5))


def _quoted(piece: Words | PrinterMark) -> Run:
    match piece:
        case PrinterMark():
            return Run(bracketed(piece), lambda part: _set_in(italic(part)))
        case Words(text, is_match):
            write = strong if is_match else escaped
            return Run(text, lambda part: _set_in(write(part)))
        case _:
            assert_never(piece)


def _fact(fact: Fact) -> Iterator[str]:
    label = [Run(fact.label, strong), Run(": ", str)] if fact.label.strip() else []
    return split([*label, *map(_run, fact.value)], LONGEST_TEXT)


def _standing(row: Standing) -> str:
    name = strong(clipped(row.name, 100)) if row.is_you else escaped(clipped(row.name, 100))
    you = " (you)" if row.is_you else ""
    points = f"{row.points:,} {'point' if row.points == 1 else 'points'}"
    detail = f" · {escaped_line(row.detail)}" if row.detail else ""
    return f"{row.rank}\\. {name}{you} — **{points}**{detail}"


def _bar(bar: Bar) -> str:
    full = min(_CELLS * bar.count // bar.total, _CELLS) if bar.total > 0 else 0
    meter = "▰" * full + "▱" * (_CELLS - full)
    mark = f" · {strong(clipped(bar.mark, 40))}" if bar.mark else ""
    return f"{meter} {escaped_line(bar.label)}: {bar.count:,} of {bar.total:,}{mark}"


def lines(written: Iterable[str]) -> Iterator[str]:
    """Yield the lines one under the other, as many in one text as fit."""
    held: list[str] = []
    room = LONGEST_TEXT
    for line in written:
        cost = shown_length(line) + 1
        if held and cost > room:
            yield "\n".join(held)
            held, room = [], LONGEST_TEXT
        held.append(line)
        room -= cost
    if held:
        yield "\n".join(held)


def _set_in(text: str) -> str:
    return text.replace("\n", f"\n{_QUOTED}")


def _flat(text: str) -> str:
    return text.replace("\n", " ")
