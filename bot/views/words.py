"""Small parts of sentences."""

from collections.abc import Sequence
from typing import Literal

from bot.chat.language import _, ngettext
from bot.chat.misread import listed
from bot.chat.text import Inline, inline


def count(number: int, one: str, many: str = "") -> str:
    """Return ``1 question``, ``2 questions``, in English: for the one who runs the program."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(items: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """Return ``a, b and c``."""
    return listed(items, last)


def sentences(said: Sequence[Inline]) -> Inline:
    """Return whole sentences one after the other."""
    parted = [part for each in said for part in (" ", *each)]
    return inline(*parted[1:])


def named(names: Sequence[str], limit: int) -> str:
    """Return the names as a list, those over the limit as a number: ``a, b and 3 more``."""
    rest = len(names) - limit
    if rest <= 0:
        return joined(names)
    return joined([*names[:limit], ngettext("{n} more", "{n} more", rest)])


def in_quotes(words: str) -> str:
    """Return words in the quotation marks of the language spoken."""
    return _("“{words}”", words=words)


def clipped(text: str, limit: int) -> str:
    """Return the text on one line, cut at a word with an ellipsis where it has over ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1].rsplit(" ", 1)[0] if " " in line[: limit - 1] else line[: limit - 1]
    return f"{cut.rstrip(',;:')}…"


def visible(text: str) -> str:
    """Return the text if anything in it can be seen, else nothing: no zero-width or control marks alone."""
    return (
        text
        if any(character.isprintable() and not character.isspace() for character in text)
        else ""
    )
