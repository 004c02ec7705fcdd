"""Long lists in pages, turned in place by the same controls on every platform."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.chat.action import Action
from bot.chat.language import _
from bot.chat.reply import Button

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Page(Generic[Thing]):
    """One page of a list. ``number`` counts from 1 to ``last``."""

    things: tuple[Thing, ...]
    number: int
    last: int

    @property
    def said(self) -> str:
        """Where one is: `` · page 2 of 7``, nothing where all is on one page."""
        number, last = str(self.number), str(self.last)
        where = _("page {number} of {last}", number=number, last=last)
        return f" · {where}" if self.last > 1 else ""

    def turning(self, to: Callable[[int], Action]) -> tuple[Button, ...]:
        """Return the buttons to the pages before and after; ``to`` makes the action for a page."""
        before = (Button(_("◀ Back"), to(self.number - 1)),) if self.number > 1 else ()
        after = (Button(_("More ▶"), to(self.number + 1)),) if self.number < self.last else ()
        return (*before, *after)


def page(things: Sequence[Thing], number: int, size: int) -> Page[Thing]:
    """Return a page of at most ``size`` things: the first or the last where there is no such page."""
    last = max(1, -(-len(things) // size))
    shown = min(max(number, 1), last)
    return Page(tuple(things[(shown - 1) * size : shown * size]), shown, last)
