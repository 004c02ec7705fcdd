"""What is wrong with a pack, said so that its author can mend it: the file, the line, the mend."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.plain import one_line
from bot.errors import UserError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong. ``line`` counts from 1, 0 where no line is to blame; ``entry`` is its id."""

    file: str
    line: int
    message: str
    mend: str
    entry: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        entry = f" [{self.entry}]" if self.entry else ""
        return one_line(f"{place}:{entry} {self.message}. {self.mend}")


class PackInvalid(UserError):
    """A pack cannot be used as it is."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Lines:
    """Finds the line of a TOML file to blame, since the parser keeps no lines of what it has read."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._found: dict[str, list[int]] = {}

    def of_entry(self, array: str, index: int) -> int:
        """Return the line of the ``index``-th ``[[array]]``, counted from 0; 0 where there is none."""
        return self._entries(array)[index] if index < len(self._entries(array)) else 0

    def of_value(self, array: str, index: int, name: str, value: str) -> int:
        """Return the line of a value in an entry, else of the field, else of the entry."""
        start = self.of_entry(array, index)
        if not start:
            return self._first(range(len(self._lines)), name, value)
        following = self.of_entry(array, index + 1) or len(self._lines) + 1
        return self._first(range(start, following - 1), name, value) or start

    def _first(self, numbers: range, name: str, value: str) -> int:
        inner = value.splitlines()[0][:40] if value else ""
        within = [number for number in numbers if inner and inner in self._lines[number]]
        field = re.compile(rf"\s*(?:{re.escape(name)}|\"{re.escape(name)}\")\s*=")
        named = [number for number in numbers if field.match(self._lines[number])]
        return next(iter([*within, *named]), -1) + 1

    def _entries(self, array: str) -> list[int]:
        if array not in self._found:
            header = f"[[{array}]]"
            lines = enumerate(self._lines, 1)
            self._found[array] = [n for n, line in lines if line.split("#")[0].strip() == header]
        return self._found[array]
