"""Cutting inline text into parts of markdown that fit."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from bot.chat.split import Measure, Stretch
from bot.chat.split import split as parts
from bot.chat.visible import shown_length

Write: TypeAlias = Callable[[str], str]
"""Writes text as markdown."""


class Run(Stretch[Write]):
    """A stretch of text whose style writes it as markdown."""

    __slots__ = ()


_MARKS = 8
"""What the marks of a style cost, at most."""

_WIDEST = 4
"""Of a character, an escape makes two and UTF-16 two more; a line break in a quotation makes three."""


def split(runs: Iterable[Run], limit: int) -> Iterator[str]:
    """Return the runs as markdown, in parts of at most ``limit`` UTF-16 units each."""
    every = tuple(runs)
    whole = _joined(every)
    written: Iterable[str] = [whole]
    if shown_length(whole) > limit:  # hardly ever
        written = map(_joined, parts(every, Measure(limit, _cost, _MARKS, _WIDEST)))
    return filter(None, map(str.strip, written))


def _joined(part: Iterable[Stretch[Write]]) -> str:
    return "".join(map(_written, part))


def _cost(run: Stretch[Write]) -> int:
    return shown_length(_written(run))


def _written(run: Stretch[Write]) -> str:
    return run.style(run.text)
