"""Text as it can be seen: nothing hidden in it, and cut to a length without cutting a character."""

import re
import unicodedata

from bot.chat.plain import inert, one_line

_BLANK_LETTERS = dict.fromkeys((0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0))
_JOINERS = "\u200c\u200d"
_MOST_MARKS = 4
"""Marks on one letter that are kept: more of them draw over the lines above and below."""

_PLAIN = re.compile(r"[\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*")
"""What nearly all texts are made of: letters, figures and punctuation with nothing to mind in them."""


def visible(text: str) -> str:
    """Return the text without characters that cannot be seen or that draw over their neighbors."""
    if _PLAIN.fullmatch(text):
        return text
    shown = inert(text).translate(_BLANK_LETTERS)
    kept = (c for c in shown if unicodedata.category(c) != "Cf" or c in _JOINERS)
    return _few_marks("".join(kept))


def shown_length(text: str) -> int:
    """Return the length as chat clients count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, limit: int) -> str:
    """Return one line of at most ``limit`` UTF-16 units, cut after a word and marked as cut."""
    line = visible(one_line(text))
    if shown_length(line) <= limit:
        return line
    kept = _first_units(line, limit - 1)
    head, space, _ = kept.rpartition(" ")
    return f"{(head if space and len(head) > len(kept) // 2 else kept).rstrip()}…"


def _few_marks(text: str) -> str:
    run = 0
    kept: list[str] = []
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _first_units(text: str, units: int) -> str:
    data = text.encode("utf-16-le", "surrogatepass")[: 2 * max(units, 0)]
    return data.decode("utf-16-le", "ignore")
