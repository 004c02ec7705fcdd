"""The podium at the end of a contest, in the language spoken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chat.language import ngettext, number, tenths
from bot.pictures.canvas import ACCENT, FAINT, INK, Canvas, Color, Weight
from bot.ports import Laureate

WIDTH, HEIGHT = 1_200, 630
"""Pixels, as link previews have them."""

_NAMED = 3
"""Names above a step, at most, and a line for the rest: more would run into the title."""

_STEP_WIDTH, _GAP = 320, 24
_FLOOR = HEIGHT - 50
_STEPS: dict[int, tuple[int, int, Color]] = {
    1: (0, 250, (128, 112, 24)),
    2: (-1, 180, (82, 92, 104)),
    3: (1, 130, (106, 72, 40)),
}
"""Each rank's place from the middle, its height, and its color; its number stands on it as well."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of names above a step; ``room`` is how high it is, in pixels."""

    text: str
    size: int
    room: int
    color: Color
    weight: Weight


def podium(title: str, best: Sequence[Laureate]) -> bytes:
    """Draw who came first, second and third, as PNG. Those who share a rank share its step."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.text((WIDTH // 2, 52), title, size=40, color=FAINT, width=WIDTH - 80)
    for rank, (side, height, color) in _STEPS.items():
        there = [each for each in best if each.rank == rank]
        if there:
            _step(canvas, rank, WIDTH // 2 + side * (_STEP_WIDTH + _GAP), height, color)
            _names(canvas, there, WIDTH // 2 + side * (_STEP_WIDTH + _GAP), _FLOOR - height)
    return canvas.png()


def _step(canvas: Canvas, rank: int, middle: int, height: int, color: Color) -> None:
    half = _STEP_WIDTH // 2
    canvas.box(middle - half, _FLOOR - height, middle + half, _FLOOR, color)
    canvas.text((middle, _FLOOR - height // 2), str(rank), size=88, weight="Bold")


def _names(canvas: Canvas, there: Sequence[Laureate], middle: int, top: int) -> None:
    points = there[0].points
    shown = number(int(points)) if points == int(points) else tenths(points)
    canvas.text((middle, top - 30), shown, size=34, color=ACCENT, weight="Bold", width=_STEP_WIDTH)
    at = top - 57
    for line in reversed([*_lines(there)]):
        canvas.text(
            (middle, at - line.room // 2),
            line.text,
            size=line.size,
            color=line.color,
            weight=line.weight,
            width=_STEP_WIDTH - 10,
        )
        at -= line.room


def _lines(there: Sequence[Laureate]) -> Iterator[_Line]:
    for each in there[:_NAMED]:
        yield _name(each.name)
        for members in _members(each.members, len(there)):
            yield _Line(members, 26, 34, FAINT, "Regular")
    if len(there) > _NAMED:
        yield _name(_rest(len(there)))


def _name(text: str) -> _Line:
    return _Line(text, 38, 46, INK, "Bold")


def _members(names: Sequence[str], sharing: int) -> list[str]:
    """Return the lines for a team's members, as many as fit where so many share a step."""
    shown = [*names[:_NAMED], *([_rest(len(names))] if len(names) > _NAMED else [])]
    if sharing == 1 or not shown:
        return shown
    return [", ".join(shown)] if sharing == _NAMED - 1 else []


def _rest(people: int) -> str:
    return ngettext("and {n} more", "and {n} more", people - _NAMED)
