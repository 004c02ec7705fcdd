"""What to say when a line cannot be understood."""

from collections.abc import Sequence
from typing import Final, Literal

from bot.chat.language import N_, _
from bot.chat.plain import one_line

_LISTED: Final = {"and": N_("{most} and {last}"), "or": N_("{most} or {last}")}


class Misread(Exception):
    """A line that was not understood; the message says kindly why, and what would be."""


def shown(typed: str, limit: int = 40) -> str:
    """Return what was typed in quotation marks, cut where it is long."""
    line = one_line(typed[: 4 * limit])
    return _("“{words}”", words=line if len(line) <= limit else line[: limit - 1] + "…")


def listed(items: Sequence[str], last: Literal["and", "or"] = "or") -> str:
    """Return ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return _(_LISTED[last], most=", ".join(items[:-1]), last=items[-1])
