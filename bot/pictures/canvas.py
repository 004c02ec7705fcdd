"""A sheet to draw on: text that fits, in a face that comes with the bot, and PNG at the end."""

import io
from functools import cache
from typing import Literal

import font_roboto
from PIL import Image, ImageDraw, ImageFont

Color = tuple[int, int, int]
Weight = Literal["Regular", "Bold"]
Anchor = Literal["lm", "mm", "rm"]

PAPER: Color = (22, 27, 34)
INK: Color = (240, 242, 245)
FAINT: Color = (158, 168, 180)
ACCENT: Color = (229, 214, 92)
"""Light on dark, each at least 4.5 to 1 against ``PAPER`` (WCAG 2.2, 1.4.3)."""

_UNPRINTABLE = "\uffff"
"""A character that no face has: what is drawn for it is drawn for every one that is missing."""


class Canvas:
    """A picture in the making; sizes and places are in pixels from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(  # noqa: PLR0913 - all of it is how one line looks
        self,
        at: tuple[int, int],
        text: str,
        *,
        size: int,
        color: Color = INK,
        weight: Weight = "Regular",
        anchor: Anchor = "mm",
        width: int = 0,
    ) -> None:
        """Write one line; with a ``width``, smaller or cut with an ellipsis so that it fits."""
        shown, font = fitted(printable(text), size, weight, width or self.width)
        self._draw.text(at, shown, fill=color, font=font, anchor=anchor)

    def box(self, left: int, top: int, right: int, bottom: int, color: Color) -> None:
        """Fill a box."""
        self._draw.rounded_rectangle((left, top, right, bottom), radius=10, fill=color)

    def png(self) -> bytes:
        """Return the picture as PNG."""
        out = io.BytesIO()
        self._image.save(out, "PNG", optimize=True)
        return out.getvalue()


def printable(text: str) -> str:
    """Return the text without the characters that the face lacks; the words beside it have them all."""
    return "".join(c for c in text if c == " " or (c.isprintable() and _has(c))).strip()


def fitted(text: str, size: int, weight: Weight, width: int) -> tuple[str, ImageFont.FreeTypeFont]:
    """Return the text and the face in which it is no wider than ``width``."""
    for smaller in range(size, size * 2 // 3, -2):
        if _face(smaller, weight).getlength(text) <= width:
            return text, _face(smaller, weight)
    font = _face(size * 2 // 3, weight)
    cut = text
    while cut and font.getlength(f"{cut}…") > width:
        cut = cut[:-1]
    return f"{cut.rstrip()}…", font


@cache
def _face(size: int, weight: Weight) -> ImageFont.FreeTypeFont:
    name = "Roboto" if weight == "Regular" else f"Roboto{weight}"
    return ImageFont.truetype(font_roboto.font_files[name], size)


@cache
def _has(character: str) -> bool:
    font = _face(24, "Regular")
    return bytes(font.getmask(character)) != bytes(font.getmask(_UNPRINTABLE))
