"""Which passage or question is next: none comes back before all have been.

What there is to choose from is looked at anew each time, so what a pack gains joins the round that is
under way, and what it loses falls out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be shown: a passage or a question, by its id.

    ``group`` is what it shares with those that would seem the same two days running: its paragraph.
    """

    id: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Rotation:
    """How far a round has come: the ids shown in it, the latest last. Rounds are counted from 0."""

    round: int = 0
    shown: tuple[str, ...] = ()


def shuffled_next(
    rotation: Rotation, items: Sequence[Item], seed: str
) -> tuple[Item, Rotation] | None:
    """Return what is next in an order that the seed decides, and the rotation after it.

    Two of one group do not follow each other where there is a choice. ``None`` where there is nothing.
    """
    current = _opened(rotation, items)
    left = [item for item in items if item.id not in current.shown]
    if not left:
        return None
    last = next((item for item in items if rotation.shown[-1:] == (item.id,)), None)
    others = [item for item in left if last is None or item.group != last.group]
    new = [item for item in left if rotation.shown[-1:] != (item.id,)]
    choice = min(others or new or left, key=lambda item: _turn(seed, current.round, item))
    return choice, _after(current, items, choice)


def ordered_next(rotation: Rotation, items: Sequence[Item]) -> tuple[Item, Rotation] | None:
    """Return what comes next in the order of the items, and the rotation after it.

    What has joined behind the place that was reached comes at the end of the round. ``None`` where there
    is nothing.
    """
    current = _opened(rotation, items)
    left = [item for item in items if item.id not in current.shown]
    if not left:
        return None
    ids = [item.id for item in items]
    last = current.shown[-1] if current.shown else ""
    reached = ids.index(last) + 1 if last in ids else 0
    choice = next((item for item in items[reached:] if item in left), left[0])
    return choice, _after(current, items, choice)


def _opened(rotation: Rotation, items: Sequence[Item]) -> Rotation:
    """Return the round under way, or a new one where nothing is left of it."""
    if all(item.id in rotation.shown for item in items):
        return Rotation(rotation.round + 1)
    return rotation


def _after(current: Rotation, items: Sequence[Item], choice: Item) -> Rotation:
    # What was taken out of the pack is forgotten, so that this does not grow for ever.
    there = {item.id for item in items}
    return Rotation(current.round, (*(i for i in current.shown if i in there), choice.id))


def _turn(seed: str, number: int, item: Item) -> bytes:
    # By its id and not by its place among the others, which changes when one joins or falls out.
    return blake2b(f"{seed}/{number}/{item.id}".encode(), digest_size=16).digest()
