"""Inline text as elements of Slack's rich text, cut into parts that fit.

Slack takes the text of these elements as it stands: nothing in it is markup.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias, assert_never
from urllib.parse import quote as percent_encoded

from adapters.slack.kit import MAX_TEXT, Json
from bot.chat.language import N_, _
from bot.chat.plain import bracketed, one_line, plain_time, set_apart
from bot.chat.reply import PrinterMark, Words
from bot.chat.split import Measure, Stretch, split
from bot.chat.text import Code, Emphasis, Inline, Link, Mention, Span, Strong, Text, Time
from bot.chat.visible import clipped, shown_length, visible

COMMAND = "/dispatch"
"""The slash command of which the core's commands are subcommands."""

MOMENT = N_("{date_short_pretty} at {time}")
"""How Slack writes a moment, in each reader's own time zone."""

TO_THE_SECOND = N_("{date_short_pretty} at {time_secs}")

_COMMANDS = re.compile(r"(?<!\S)/(?=[a-z])")
_URL = ":/?#@!$&'*+,;=%-._~"
_LONGEST_URL = 2_000
_LONGEST_NAME = 200

Bit: TypeAlias = Stretch[Callable[[str], Json]]
"""A stretch of text whose style makes an element of it."""

Part: TypeAlias = Sequence[Stretch[Callable[[str], Json]]]


def bits(text: Inline) -> Iterator[Bit]:
    """Yield inline text as stretches of rich text."""
    return map(_bit, text)


def quoted(pieces: Iterable[Words | PrinterMark]) -> Iterator[Bit]:
    """Yield the pieces of a quotation: what the reader looked for is bold, the printer's marks italic."""
    return map(_piece, set_apart(pieces))


def parts(stretches: Iterable[Bit], limit: int = MAX_TEXT) -> Iterator[Part]:
    """Yield the stretches in parts of at most ``limit`` UTF-16 units of text."""
    return split(stretches, Measure(limit, lambda bit: shown_length(bit.text), widest=2))


def elements(part: Part) -> list[Json]:
    """Return a part as elements."""
    return [bit.style(bit.text) for bit in part if bit.text]


def said(part: Iterable[Bit]) -> str:
    """Return a part as plain text."""
    return "".join(bit.text for bit in part)


def bold(text: str) -> Bit:
    """Return bold text."""
    return Stretch(visible(text), _styled(bold=True))


def normal(text: str) -> Bit:
    """Return text in no style."""
    return Stretch(visible(text), _styled())


def moment(at: datetime, template: str = MOMENT) -> Bit:
    """Return a moment, which Slack shows in the reader's own time zone."""
    date = {"type": "date", "timestamp": int(at.timestamp()), "format": _(template)}
    return Stretch(plain_time(at), lambda text: {**date, "fallback": text}, whole=True)


def typed(text: str) -> str:
    """Return a command of the core as it is typed in Slack; any other text as it is."""
    is_command = text.startswith("/") and text[1:2].isalpha()
    return f"{COMMAND} {text[1:]}" if is_command else text


def typed_within(text: str) -> str:
    """Return a sentence with the commands of the core in it as they are typed in Slack."""
    return _COMMANDS.sub(f"{COMMAND} ", text)


def _bit(span: Span) -> Bit:
    match span:
        case Text(text):
            return normal(text)
        case Strong(text):
            return bold(text)
        case Emphasis(text):
            return Stretch(visible(text), _styled(italic=True))
        case Code(text):
            return Stretch(visible(typed(text)), _styled(code=True))
        case Link(text, url):
            return _link(text, one_line(url))
        case Mention(name=name):
            return bold(clipped(name, _LONGEST_NAME))
        case Time(at):
            return moment(at)
        case _:
            assert_never(span)


def _piece(piece: Words | PrinterMark) -> Bit:
    match piece:
        case PrinterMark():
            return Stretch(visible(bracketed(piece)), _styled(italic=True))
        case Words(text, is_match):
            return bold(text) if is_match else normal(text)
        case _:
            assert_never(piece)


def _link(text: str, url: str) -> Bit:
    address = percent_encoded(url, safe=_URL)
    if not url.startswith(("https://", "http://")) or len(address) > _LONGEST_URL:
        return normal(clipped(text or url, _LONGEST_URL))
    words = clipped(text, _LONGEST_NAME) or clipped(address, _LONGEST_NAME)
    link = {"type": "link", "url": address}
    return Stretch(words, lambda shown: {**link, "text": shown}, whole=True)


def _styled(**style: bool) -> Callable[[str], Json]:
    said: dict[str, Any] = {"style": style} if style else {}
    return lambda text: {"type": "text", "text": text, **said}
