"""Draws how every kind of reply looks on the platforms: ``python -m docs.gallery [PLATFORM…]``.

It needs a Chromium. The pictures of a platform and their index are written into the folder of its
name; each platform has a file ``PLATFORM_scenes.py`` whose ``scenes`` plays them.
"""

import asyncio
import sys
from importlib import import_module
from pathlib import Path

from docs.gallery.browser import picture
from docs.gallery.scene import Scene

HERE = Path(__file__).resolve().parent
PLATFORMS = sorted(path.stem.removesuffix("_scenes") for path in HERE.glob("*_scenes.py"))


def main(platforms: list[str]) -> None:
    """Draw the galleries of these platforms, or of all."""
    for platform in platforms or PLATFORMS:
        scenes: list[Scene] = asyncio.run(import_module(f"docs.gallery.{platform}_scenes").scenes())
        _hang(HERE / platform, scenes)
        print(f"{platform}: {len(scenes)} pictures")


def _hang(folder: Path, scenes: list[Scene]) -> None:
    """Write the pictures and their index; a picture that is no longer made is taken down."""
    folder.mkdir(exist_ok=True)
    for scene in scenes:
        (folder / f"{scene.name}.png").write_bytes(picture(scene.html, scene.width))
    for old in {path.stem for path in folder.glob("*.png")} - {scene.name for scene in scenes}:
        (folder / f"{old}.png").unlink()
    (folder / "README.md").write_text(_index(folder.name, scenes), "utf-8")


def _index(platform: str, scenes: list[Scene]) -> str:
    shown = (f"## {each.title}\n\n![{each.title}]({each.name}.png)\n" for each in scenes)
    head = f"# The bot on {platform.title()}\n\nMade by `make gallery` from what the bot really sent.\n"
    return "\n".join([head, *shown])


if __name__ == "__main__":
    main(sys.argv[1:])
