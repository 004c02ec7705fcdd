"""The podium at the end of a contest."""

from collections.abc import Sequence

from bot.pictures.canvas import ACCENT, FAINT, INK, Canvas, Color
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


def podium(title: str, best: Sequence[Laureate]) -> bytes:
    """Draw who came first, second and third, as PNG. Those who share a rank share its step."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.text((WIDTH // 2, 52), title, size=40, color=FAINT, width=WIDTH - 80)
    for rank, (side, height, color) in _STEPS.items():
        there = [each for each in best if each.rank == rank]
        if there:
            _step(canvas, rank, WIDTH // 2 + side * (_STEP_WIDTH + _GAP), height, color)
            _people(canvas, there, WIDTH // 2 + side * (_STEP_WIDTH + _GAP), _FLOOR - height)
    return canvas.png()


def _step(canvas: Canvas, rank: int, middle: int, height: int, color: Color) -> None:
    half = _STEP_WIDTH // 2
    canvas.box(middle - half, _FLOOR - height, middle + half, _FLOOR, color)
    canvas.text((middle, _FLOOR - height // 2), str(rank), size=88, weight="Bold")


def _people(canvas: Canvas, there: Sequence[Laureate], middle: int, top: int) -> None:
    points = f"{there[0].points:,}"
    canvas.text((middle, top - 30), points, size=34, color=ACCENT, weight="Bold", width=_STEP_WIDTH)
    shown = [each.name for each in there[:_NAMED]]
    if len(there) > _NAMED:
        shown.append(f"and {len(there) - _NAMED:,} more")
    for line, name in enumerate(reversed(shown)):
        at = (middle, top - 80 - 46 * line)
        canvas.text(at, name, size=38, color=INK, weight="Bold", width=_STEP_WIDTH - 10)
