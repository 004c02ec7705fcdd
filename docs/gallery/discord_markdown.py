"""Discord's markdown as HTML, as far as the bot writes it."""

import re
from datetime import UTC, datetime
from html import escape

_BLOCK = re.compile(r"```\n(.*?)\n```", re.DOTALL)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_PRIVATE = 0xE000
"""Escaped characters hide in the private use area while markup is looked for."""

_INLINE = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"<b>\1</b>"),
    (re.compile(r"\*(.+?)\*", re.DOTALL), r"<i>\1</i>"),
    (re.compile(r"\[([^\]]+)\]\(&lt;([^)]+)&gt;\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"&lt;(https?://[^&]+)&gt;"), r'<a href="\1">\1</a>'),
)
_TIME = re.compile(r"&lt;t:(-?\d+):([Rf])&gt;")


def html(markdown: str, now: datetime) -> str:
    """Return the markdown of one text as HTML; moments are told from ``now``."""
    parts = _BLOCK.split(markdown)
    made = [
        f"<pre>{escape(part, quote=False)}</pre>" if number % 2 else _text(part.strip("\n"), now)
        for number, part in enumerate(parts)
    ]
    return "".join(made)


def _text(markdown: str, now: datetime) -> str:
    hidden = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), markdown)
    return _shown("".join(_lines(hidden.split("\n"), now))) if markdown else ""


def _lines(lines: list[str], now: datetime) -> list[str]:
    made: list[str] = []
    quoted: list[str] = []
    for line in lines:
        if line.startswith("> "):
            quoted.append(_inline(line[2:], now))
            continue
        if quoted:
            made.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        made.append(_line(line, now))
    if quoted:
        made.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
    return made


def _line(line: str, now: datetime) -> str:
    for mark, tag in (("### ", "h3"), ("-# ", "small"), ("- ", "li")):
        if line.startswith(mark):
            return f"<{tag}>{_inline(line.removeprefix(mark), now)}</{tag}>"
    return f"<p>{_inline(line, now)}</p>"


def _inline(text: str, now: datetime) -> str:
    text = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return _TIME.sub(lambda found: f"<time>{_moment(int(found[1]), found[2], now)}</time>", text)


def _moment(stamp: int, style: str, now: datetime) -> str:
    at = datetime.fromtimestamp(stamp, UTC)
    if style == "f":
        return f"{at:%-d %B %Y %H:%M}"
    left = round((at - now).total_seconds())
    size, unit = next(((s, u) for s, u in _UNITS if abs(left) >= s), (1, "second"))
    number = abs(left) // size
    said = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"in {said}" if left >= 0 else f"{said} ago"


_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def _shown(text: str) -> str:
    return "".join(
        escape(chr(ord(c) - _PRIVATE), quote=False) if _PRIVATE <= ord(c) < _PRIVATE + 128 else c
        for c in text
    )
