"""Reads packs from the disk; nothing in them is run, and nothing outside them is read."""

import os
from pathlib import Path

from bot.pack.model import Pack
from bot.pack.parse import MAX_SOURCE, PACK, bare, parse
from bot.pack.problems import PackInvalid, Problem

DEFAULT = "bullitt-730"
MAX_FILES = 1_000
"""Files of a pack, at most."""


def content_folder() -> Path:
    """Return the folder of the packs that come with the bot: the checkout's, else the installed one."""
    here = Path(__file__).resolve()
    checkout = here.parents[2] / "content"
    return checkout if checkout.is_dir() else here.parents[1] / "content"


def load(path: Path | None = None) -> Pack:
    """Read a pack folder, or a bare text file as a pack without apparatus. Raises ``PackInvalid``.

    A name without a slash that is no file here is looked for among the packs that come with the bot.
    """
    folder = path or Path(DEFAULT)
    if not folder.exists() and folder.name == str(folder):
        folder = content_folder() / folder
    if folder.is_file():
        return bare(folder.stem, _read(folder, folder.name))
    if not folder.is_dir():
        problem = Problem(str(folder), 0, "is no folder", "Name a pack folder, or a text file.")
        raise PackInvalid([problem])
    return parse(_files(folder))


def _files(folder: Path) -> dict[str, str]:
    names = sorted(_names(folder))
    if len(names) > MAX_FILES:
        problem = Problem(str(folder), 0, f"has more than {MAX_FILES} files", "Split the pack.")
        raise PackInvalid([problem])
    return {name: _read(folder / name, name) for name in names}


def _names(folder: Path) -> list[str]:
    found = [p for p in (*folder.glob("*.toml"), folder / "source.txt") if p.is_file()]
    found += [p for p in (folder / "questions").glob("*.toml") if p.is_file()]
    return [path.relative_to(folder).as_posix() for path in found]


def _read(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > MAX_SOURCE:
            raise PackInvalid([Problem(name, 0, "is too large", "Split it.")])
        with path.open(encoding="utf-8", newline="") as file:
            return file.read().removeprefix("\ufeff") if name != "source.txt" else file.read()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise PackInvalid([Problem(name, line, "is not UTF-8", "Save it as UTF-8.")]) from error
    except OSError as error:
        message = f"cannot be read ({os.strerror(error.errno or 0)})"
        raise PackInvalid([Problem(name, 0, message, "Check its permissions.")]) from error


__all__ = ["DEFAULT", "PACK", "content_folder", "load"]
