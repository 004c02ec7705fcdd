"""The pictures as the rooms that need them know them."""

from collections.abc import Sequence

from bot.ports import Laureate


class DrawnPictures:
    """Draws with Pillow, which is imported when the first picture is drawn (a tenth of a second)."""

    def podium(self, title: str, best: Sequence[Laureate]) -> bytes:
        """Draw the first three ranks of a contest, as PNG."""
        from bot.pictures.podium import podium  # noqa: PLC0415 - most processes draw nothing

        return podium(title, best)


DRAWN = DrawnPictures()
