"""Blocks of a reply as blocks of Block Kit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, assert_never

from adapters.slack import kit
from adapters.slack.kit import MAX_CELLS, MAX_HEADER, MAX_ROWS, MAX_TEXT, Json
from adapters.slack.layout import Attached, Gallery, Item, Solid
from adapters.slack.rich import (
    TO_THE_SECOND,
    Bit,
    Part,
    bits,
    bold,
    elements,
    moment,
    normal,
    parts,
    quoted,
    said,
    typed,
)
from bot.chat.language import _, ngettext, number
from bot.chat.plain import file_line, plain_block, plain_inline
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
    Prose,
    Quote,
    Standing,
    Standings,
)
from bot.chat.text import Inline, Link, Time
from bot.chat.visible import clipped, shown_length

Thing = TypeVar("Thing")

LONGEST_LINE = 600
"""UTF-16 units of one line of a list; what is longer is cut at the end of a sentence, and goes on."""

MOST_LINES = 40
"""Lines of one list."""

_CELLS = 10
_LONGEST_NAME = 80


def items(blocks: Iterable[Block], *, in_view: bool = False) -> Iterator[Item]:
    """Yield what shows the blocks, in order. A message takes one table, and a view none."""
    no_table = in_view
    for block in blocks:
        yield from _items(block, no_table=no_table)
        no_table |= isinstance(block, Standings)


def paragraphs(text: Iterable[Bit]) -> Iterator[Solid]:
    """Yield rich text as paragraphs, each small enough for one block."""
    return _each_part(text, kit.section)


def listed(lines: Iterable[Iterable[Bit]]) -> Iterator[Solid]:
    """Yield lines as lists, as many in one as fit."""
    fitting = (part for whole in lines for part in parts(whole, LONGEST_LINE))
    for some in _dealt(fitting, lambda line: shown_length(said(line)) + 1, MAX_TEXT, MOST_LINES):
        yield _list(some)


def _items(block: Block, *, no_table: bool) -> Iterable[Item]:  # noqa: C901, PLR0911 - one a kind
    match block:
        case Heading(text):
            return _heading(text)
        case Prose(text):
            return paragraphs(bits(text))
        case Quote(pieces, source):
            return [*_each_part(quoted(pieces), kit.quote), *_source(source)]
        case Facts(facts):
            return listed(map(_fact, facts))
        case Standings(rows):
            return listed(map(_standing, rows)) if no_table else _tables(rows)
        case Bars(bars):
            return paragraphs(_bars(bars))
        case Countdown(label, until):
            return paragraphs([bold(label), normal(": "), moment(until, TO_THE_SECOND)])
        case Picture(png, alt, filename):
            return [Gallery(png, alt, filename)]
        case File():
            return [Attached(block.data, block.name, f"{block.label}: {file_line(block)}")]
        case Divider():
            return [Solid(kit.divider())]
        case _:
            assert_never(block)


def _heading(text: Inline) -> Iterable[Solid]:
    line = typed(plain_inline(text))
    if shown_length(line) <= MAX_HEADER:
        return [Solid(kit.header(line), line)]
    return paragraphs([bold(line)])


def _each_part(text: Iterable[Bit], made: Callable[[Sequence[Json]], Json]) -> Iterator[Solid]:
    for part in parts(text):
        yield Solid(kit.rich_text([made(elements(part))]), said(part).strip())


def _source(source: Inline) -> Iterable[Solid]:
    if not source:
        return []
    if any(isinstance(span, Link | Time) for span in source):
        return paragraphs([normal("— "), *bits(source)])
    line = f"— {plain_inline(source)}"
    return [Solid(kit.context(line), line)]


def _list(lines: Sequence[Part]) -> Solid:
    block = kit.rich_text([kit.bullets(map(elements, lines))])
    return Solid(block, "\n".join(said(line) for line in lines))


def _fact(fact: Fact) -> Iterator[Bit]:
    if fact.label.strip():
        yield bold(typed(fact.label))
        yield normal(": ")
    yield from bits(fact.value)


def _standing(row: Standing) -> Iterator[Bit]:
    detail = clipped(row.detail, _LONGEST_NAME)
    points = ngettext("{n} point", "{n} points", row.points)
    yield normal(f"{row.rank}. ")
    yield (bold if row.is_you else normal)(_name(row))
    yield normal(f", {points}")
    yield normal(f", {detail}" if detail else "")


def _tables(rows: Iterable[Standing]) -> Iterator[Solid]:
    for some in _dealt(rows, _length_of_cells, MAX_CELLS, MAX_ROWS - 1):
        head = (_("Rank"), _("Name"), _("Points"), _("Details"))
        cells = [head, *map(_cells, some)]
        width = 4 if any(row.detail for row in some) else 3
        aligned = ("right", "left", "right", "left")[:width]
        block = kit.table([row[:width] for row in cells], aligned)
        yield Solid(block, plain_block(Standings(tuple(some))))


def _dealt(
    things: Iterable[Thing], length: Callable[[Thing], int], room: int, most: int
) -> Iterator[list[Thing]]:
    """Deal things out in their order, as many at once as have room by their lengths, ``most`` at most."""
    held: list[Thing] = []
    left = room
    for thing in things:
        cost = length(thing)
        if held and (cost > left or len(held) == most):
            yield held
            held, left = [], room
        held.append(thing)
        left -= cost
    if held:
        yield held


def _length_of_cells(row: Standing) -> int:
    return sum(map(shown_length, _cells(row)))


def _cells(row: Standing) -> tuple[str, str, str, str]:
    return str(row.rank), _name(row), number(row.points), clipped(row.detail, _LONGEST_NAME)


def _name(row: Standing) -> str:
    name = clipped(row.name, _LONGEST_NAME)
    return _("{name} (you)", name=name) if row.is_you else name


def _bars(bars: Iterable[Bar]) -> Iterator[Bit]:
    for at, bar in enumerate(bars):
        yield normal("\n" if at else "")
        yield from _bar(bar)


def _bar(bar: Bar) -> Iterator[Bit]:
    full = min(_CELLS * bar.count // bar.total, _CELLS) if bar.total > 0 else 0
    share = _("{count} of {total}", count=bar.count, total=bar.total)
    yield normal(f"{'▰' * full}{'▱' * (_CELLS - full)} {bar.label}: {share}")
    if bar.mark:
        yield normal(" · ")
        yield bold(bar.mark)
