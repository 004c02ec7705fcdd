"""What to say when a line cannot be understood."""

from collections.abc import Sequence

from bot.chat.plain import one_line


class Misread(Exception):
    """A line that was not understood; the message says kindly why, and what would be."""


def shown(typed: str, limit: int = 40) -> str:
    """Return what was typed in quotation marks, cut where it is long."""
    line = one_line(typed[: 4 * limit])
    return f"“{line if len(line) <= limit else line[: limit - 1] + '…'}”"


def listed(items: Sequence[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
