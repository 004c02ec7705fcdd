"""Every reply as plain text: what pipes, screen readers and notifications get.

The text is linear: no boxes, no drawn lines, nothing that has to be seen to be understood, and each
paragraph is one line, which whoever shows it may wrap. Words of the document are set in by two
spaces, the printer's marks stand in square brackets, and the words that met a reader's query stand
between ``**``, which printed pages do not use. No control character that reaches a reply comes out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeAlias, assert_never

from babel.dates import format_datetime

from bot.chat.form import Arrange, Choose, Field, Option, Write
from bot.chat.language import _, ngettext, spoken
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Control,
    Countdown,
    Divider,
    Fact,
    Facts,
    File,
    Form,
    Heading,
    Menu,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Reply,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Code, Emphasis, Inline, Link, Mention, Span, Strong, Text, Time

Piece: TypeAlias = Words | PrinterMark


def plain(reply: Reply, now: datetime | None = None) -> str:
    """Return a reply as plain text, its controls last.

    Moments are given in the zone of ``now``; without it, in their own and without the time left.
    """
    return _paragraphs([plain_blocks(reply.blocks, now), *map(plain_control, reply.controls)])


def plain_blocks(blocks: Iterable[Block], now: datetime | None = None) -> str:
    """Return what a reply says, without its controls; a blank line parts the blocks."""
    return _paragraphs(plain_block(block, now) for block in blocks)


def plain_block(block: Block, now: datetime | None = None) -> str:  # noqa: PLR0911 - one a kind
    """Return one block. A divider is silent: the blank line around each block parts already."""
    match block:
        case Heading(text) | Prose(text):
            return plain_inline(text, now)
        case Quote(pieces, source):
            below = f"\n  — {plain_inline(source, now)}" if source else ""
            return _indented(_quoted(pieces)) + below
        case Facts(facts):
            return "\n".join(_fact(fact, now) for fact in facts)
        case Standings(rows):
            return "\n".join(map(_standing, rows))
        case Bars(bars):
            return "\n".join(map(_bar, bars))
        case Countdown(label, until):
            return f"{one_line(label)}: {_with_time_left(until, now)}"
        case Picture(alt=alt):
            return _("Picture: {what}", what=inert(alt))
        case File():
            return f"{one_line(block.label)}: {file_line(block)}"
        case Divider():
            return ""
        case other:
            assert_never(other)


def file_line(file: File) -> str:
    """Return a file's name and size: ``record.csv, 12 kB``, a kB being 1,000 bytes."""
    return f"{one_line(file.name)}, {_size(len(file.data))}"


def plain_inline(text: Inline, now: datetime | None = None) -> str:
    """Return inline text without its styles; the address of a link follows its words."""
    return "".join(_span(span, now) for span in text)


def plain_control(control: Control) -> str:
    """Return a control as words, for where it can only be read about."""
    match control:
        case Button(label):
            return f"[{one_line(label)}]"
        case Menu(label, options):
            return f"{one_line(label)}: {'; '.join(one_line(option.label) for option in options)}"
        case Form(title=title, fields=fields, submit=submit):
            return "\n".join([one_line(title), *map(_field, fields), f"[{one_line(submit)}]"])
        case other:
            assert_never(other)


def plain_time(at: datetime, now: datetime | None = None) -> str:
    """Return a moment in the zone of ``now``, or else in its own: ``19 July 2035, 14:05 UTC``."""
    shown = at.astimezone(now.tzinfo) if now else at
    # Translators: a date and a time, such as 2 March 2026, 14:05, in the letters of Unicode's patterns.
    said = format_datetime(shown.replace(tzinfo=None), _("d MMMM y, HH:mm"), locale=spoken().code)
    return f"{said} {shown.tzname() or ''}".rstrip()


def time_left(until: datetime, now: datetime) -> str:
    """Return how long there is to wait, in the two greatest units: ``in 3 minutes 20 seconds``."""
    if until <= now:
        return _("over")
    seconds = -(-(until - now) // timedelta(seconds=1))
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    greatest, *rest = [amount for amount in enumerate((days, hours, minutes, seconds)) if amount[1]]
    return " ".join([_first_part(*greatest), *(_second_part(*each) for each in rest[:1])])


def set_apart(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of a quotation as they are set: a space between a mark and a word.

    Matches that only a space parts become one, so that a phrase is marked as a phrase.
    """
    joined = tuple(_joined_matches(pieces))
    set_pieces: list[Piece] = list(joined[:1])
    for before, after in pairwise(joined):
        if _need_a_space(before, after):
            set_pieces.append(Words(" "))
        set_pieces.append(after)
    return tuple(set_pieces)


def bracketed(mark: PrinterMark) -> str:
    """Return a printer's mark in square brackets: it must not be read as words of the text."""
    text = one_line(mark.text)
    return text if text.startswith("[") and text.endswith("]") else f"[{text}]"


def inert(text: str) -> str:
    """Return the text with nothing left that could act on a terminal or reorder what is around it.

    Line breaks of all kinds become a line feed, a tab becomes a space, other control characters
    their visible pictures; embeddings, overrides and isolates of the writing direction are dropped.
    """
    return text.replace("\r\n", "\n").translate(_INERT)


def one_line(text: str) -> str:
    """Return the text inert and on one line: labels and names must not forge other lines."""
    return " ".join(inert(text).split())


def _size(size: int) -> str:
    if size < 1_000:
        return ngettext("{n} byte", "{n} bytes", size)
    return _("{size} kB", size=-(-size // 1_000))


def _first_part(unit: int, n: int) -> str:
    match unit:
        case 0:
            return ngettext("in {n} day", "in {n} days", n)
        case 1:
            return ngettext("in {n} hour", "in {n} hours", n)
        case 2:
            return ngettext("in {n} minute", "in {n} minutes", n)
        case _:
            return ngettext("in {n} second", "in {n} seconds", n)


def _second_part(unit: int, n: int) -> str:
    match unit:
        case 1:
            return ngettext("{n} hour", "{n} hours", n)
        case 2:
            return ngettext("{n} minute", "{n} minutes", n)
        case _:
            return ngettext("{n} second", "{n} seconds", n)


def _inert_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x80, 0xA0), *_SURROGATES), "\ufffd")
    table |= {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    table |= dict.fromkeys(map(ord, "\n\r\v\f\x85\u2028\u2029"), "\n") | {ord("\t"): " "}
    return table | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


_SURROGATES = range(0xD800, 0xE000)
_INERT = _inert_table()


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))


def _span(span: Span, now: datetime | None) -> str:
    match span:
        case Text(text) | Strong(text) | Emphasis(text) | Code(text):
            return inert(text)
        case Link(text, url):
            words, address = inert(text), one_line(url)
            return address if words == address else f"{words} ({address})"
        case Mention(name=name):
            return one_line(name)
        case Time(at):
            return plain_time(at, now)
        case _:
            assert_never(span)


def _quoted(pieces: Iterable[Piece]) -> str:
    return "".join(map(_piece, set_apart(pieces)))


def _piece(piece: Piece) -> str:
    match piece:
        case PrinterMark():
            return bracketed(piece)
        case Words(text, match=True) if text.strip():
            words = inert(text)
            core = words.strip()
            return words.replace(core, f"**{core}**", 1)
        case Words(text):
            return inert(text)
        case _:
            assert_never(piece)


def _joined_matches(pieces: Iterable[Piece]) -> Iterator[Piece]:
    queue = [piece for piece in pieces if piece.text]
    held: Words | None = None
    for index, piece in enumerate(queue):
        match piece:
            case Words(text) if held and (piece.match or _only_parts_matches(queue, index)):
                held = replace(held, text=held.text + text)
            case Words(match=True):
                held = piece
            case _:
                if held:
                    yield held
                held = None
                yield piece
    if held:
        yield held


def _only_parts_matches(pieces: list[Piece], index: int) -> bool:
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    is_next_a_match = isinstance(following, Words) and following.match
    return is_next_a_match and pieces[index].text.isspace()


def _need_a_space(before: Piece, after: Piece) -> bool:
    is_mark_beside = isinstance(before, PrinterMark) or isinstance(after, PrinterMark)
    return is_mark_beside and not (before.text[-1:].isspace() or after.text[:1].isspace())


def _fact(fact: Fact, now: datetime | None) -> str:
    label = one_line(fact.label)
    value = plain_inline(fact.value, now)
    return f"{label}: {value}" if label else value


def _standing(row: Standing) -> str:
    name = one_line(row.name)
    shown = _("{name} (you)", name=name) if row.is_you else name
    points = ngettext("{n} point", "{n} points", row.points)
    detail = f", {one_line(row.detail)}" if row.detail else ""
    return f"{row.rank}. {shown}, {points}{detail}"


def _bar(bar: Bar) -> str:
    mark = f", {one_line(bar.mark)}" if bar.mark else ""
    share = _("{count} of {total}", count=bar.count, total=bar.total)
    return f"{one_line(bar.label)}: {share}{mark}"


def _with_time_left(until: datetime, now: datetime | None) -> str:
    moment = plain_time(until, now)
    return f"{moment}, {time_left(until, now)}" if now else moment


def _field(field: Field) -> str:
    match field:
        case Choose(prompt=prompt, options=options) | Arrange(prompt=prompt, options=options):
            return "\n".join([one_line(prompt), *_numbered(options)])
        case Write(prompt=prompt):
            return one_line(prompt)
        case _:
            assert_never(field)


def _numbered(options: Iterable[Option]) -> Iterator[str]:
    return (f"{number}. {one_line(option.label)}" for number, option in enumerate(options, 1))
