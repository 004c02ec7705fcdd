"""Reads packs from the disk; nothing in them is run, and nothing outside them is read."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.pack.model import Pack
from bot.pack.parse import MAX_SOURCE, SOURCE, bare, parse
from bot.pack.problems import PackInvalid, Problem
from bot.pack.toml import MAX_TOML

DEFAULT = "bullitt-730"
MAX_FILES = 1_000
"""Files of a pack, at most."""

MAX_BYTES = 4
"""Bytes of a character in UTF-8, at most."""


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
    try:
        if not folder.exists() and folder.name == str(folder):
            folder = content_folder() / folder
        if folder.is_file():
            return bare(folder.stem, _text(folder, SOURCE, folder.name))
        if folder.is_dir():
            return parse(_files(folder))
    except OSError as error:
        raise _unreadable(str(folder), error) from error
    raise _invalid(str(folder), "is no folder", "Name a pack folder, or a text file.")


def _files(folder: Path) -> dict[str, str]:
    names = sorted(_names(folder))
    if len(names) > MAX_FILES:
        raise _invalid(str(folder), f"has more than {MAX_FILES} files", "Split the pack.")
    for name in names:
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise _invalid(name, "is a link out of the pack", "Put a copy in its place.")
    return {name: _text(folder / name, name, name) for name in names}


def _names(folder: Path) -> Iterator[str]:
    found = (*folder.glob("*.toml"), folder / SOURCE, *(folder / "questions").glob("*.toml"))
    return (path.relative_to(folder).as_posix() for path in found if path.is_file())


def _text(path: Path, name: str, shown: str) -> str:
    most = MAX_BYTES * (MAX_SOURCE if name == SOURCE else MAX_TOML)
    try:
        if path.stat().st_size > most:
            raise _invalid(shown, "is too large", "Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(shown, error) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "is not a text in UTF-8"
        raise _invalid(shown, message, "Save it as plain text, UTF-8.", line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _invalid(shown, "has a null character", "Save it as plain text, UTF-8.", line)
    return text if name == SOURCE else text.removeprefix("\ufeff")


def _unreadable(name: str, error: OSError) -> PackInvalid:
    message = f"cannot be read ({os.strerror(error.errno or 0)})"
    return _invalid(name, message, "Check its name and its permissions.")


def _invalid(name: str, message: str, mend: str, line: int = 0) -> PackInvalid:
    return PackInvalid([Problem(name, line, message, mend)])
