"""Pages as pictures, by way of a Chromium that is installed on the machine."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
TALLEST = 4_000
"""Pixels; a reply that is taller than this could not be looked at anyhow."""


def picture(html: str, width: int) -> bytes:
    """Return a page as PNG of so many pixels across, as tall as what stands on it.

    Raises ``FileNotFoundError`` where there is no Chromium.
    """
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(html, "utf-8")
        _run(f"--window-size={width},{TALLEST}", f"--screenshot={shot}", page.as_uri())
        return _small(_cropped(Image.open(shot).convert("RGB")))


def _run(*arguments: str) -> None:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError(f"none of {', '.join(NAMES)} is installed")
    still = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    subprocess.run(  # noqa: S603 - a browser by its known names, on a page of our own
        [program, *still, *arguments], check=True, capture_output=True, timeout=60
    )


def _cropped(shot: Image.Image) -> Image.Image:
    """Cut off what is empty below: rows of the colour that the last row has."""
    empty = Image.new("RGB", shot.size, shot.getpixel((0, shot.height - 1)))
    box = ImageChops.difference(shot, empty).getbbox()
    bottom = min(box[3] + 16, shot.height) if box else 1
    return shot.crop((0, 0, shot.width, bottom))


def _small(shot: Image.Image) -> bytes:
    kept = io.BytesIO()
    shot.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        kept, "PNG", optimize=True
    )
    return kept.getvalue()
