"""Small parts of sentences."""

from collections.abc import Sequence


def count(number: int, one: str, many: str = "") -> str:
    """Return ``1 question``, ``2 questions``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(items: Sequence[str], last: str = "and") -> str:
    """Return ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def named(names: Sequence[str], limit: int) -> str:
    """Return the names as a list, those over the limit as a number: ``a, b and 3 more``."""
    rest = len(names) - limit
    return joined([*names[:limit], f"{rest:,} more"] if rest > 0 else names)


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
