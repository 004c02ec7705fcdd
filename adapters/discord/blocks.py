"""Blocks of a reply as texts, pictures, files and lines, each small enough for one message."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from adapters.discord.layout import Attached, Display, Gallery, Item, Rule
from adapters.discord.markdown import escaped, escaped_line, italic, strong
from adapters.discord.markdown import span as written
from adapters.discord.split import Run, split
from bot.chat.language import _, ngettext
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
from bot.chat.visible import clipped, shown_length

LONGEST_TEXT = 1_900
"""UTF-16 units of one text at most, so that two of them and a question fit into a message."""

_CELLS = 10
_QUOTED = "> "
_BULLET = "- "
_ONE_LINE = 75
"""Characters that stand on one line of a desktop client beside a label."""


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
            return map(Display, lines(_facts(facts)))
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
        case other:
            assert_never(other)


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


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    """Yield the facts, as a list where some take more than a line: it sets them apart."""
    is_list = len(facts) > 1 and any(map(_is_long, facts))
    for fact in facts:
        mark = _BULLET if is_list and fact.label.strip() else ""
        for part in _fact(fact, LONGEST_TEXT - len(mark)):
            yield f"{mark}{part}"
            mark = ""


def _is_long(fact: Fact) -> bool:
    return sum(len(_run(span).text) for span in fact.value) > _ONE_LINE


def _fact(fact: Fact, limit: int) -> Iterator[str]:
    label = [Run(fact.label, strong), Run(": ", str)] if fact.label.strip() else []
    return split([*label, *map(_run, fact.value)], limit)


def _standing(row: Standing) -> str:
    name = clipped(row.name, 100)
    shown = _("{name} (you)", name=strong(name)) if row.is_you else escaped(name)
    points = ngettext("{n} point", "{n} points", row.points)
    detail = f" · {escaped_line(row.detail)}" if row.detail else ""
    return f"{row.rank}\\. {shown} — **{points}**{detail}"


def _bar(bar: Bar) -> str:
    full = min(_CELLS * bar.count // bar.total, _CELLS) if bar.total > 0 else 0
    meter = "▰" * full + "▱" * (_CELLS - full)
    mark = f" · {strong(clipped(bar.mark, 40))}" if bar.mark else ""
    share = _("{count} of {total}", count=bar.count, total=bar.total)
    return f"{meter} **{share}** · {escaped_line(bar.label)}{mark}"


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
