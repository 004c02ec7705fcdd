"""Files that a reply brings, saved in the folder in which the program runs."""

from itertools import count
from pathlib import Path

from bot.chat.plain import one_line
from bot.chat.reply import File

_LONGEST = 100
"""Characters of a file's name that are kept."""


def save(file: File, folder: Path) -> Path:
    """Save a file under its name, or with a number after it where that is taken; return where.

    Raises ``OSError`` where it cannot be written.
    """
    name = Path(one_line(file.name).replace("\\", "/")).name.lstrip(".")[-_LONGEST:] or "file"
    stem = Path(name.removesuffix(".gz")).stem
    for number in count(1):
        path = folder / (name if number == 1 else f"{stem}-{number}{name.removeprefix(stem)}")
        try:
            with path.open("xb") as opened:
                opened.write(file.data)
        except FileExistsError:
            continue
        return path
    raise AssertionError
