"""Reads ``docs/authoring.md`` as what it is: files to write, lines to change, commands to type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "authoring.md"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVE = re.compile(r"Save this as `([^`]+)`")
_CHANGE = re.compile(r"In `([^`]+)`, change this line:$")


@dataclass(frozen=True, slots=True)
class Save:
    """Write a file."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change a line of a file."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Run:
    """Type a command, then these lines into it; the guide shows this output."""

    command: str
    typed: tuple[str, ...]
    output: tuple[str, ...]


Step: TypeAlias = Save | Change | Run


def steps(guide: str) -> Iterator[Step]:
    """Return the steps of the guide in order. Raises ``ValueError`` for a block that is none."""
    blocks = [_Block("", "", 0, 0), *_blocks(guide)]
    for before, block in pairwise(blocks):
        said = guide[before.end : block.start].strip().rpartition("\n\n")[2]
        if block.language == "console":
            yield from _commands(block.text)
        elif saved := _SAVE.match(said):
            yield Save(saved[1], block.text)
        elif said == "to this:":
            yield Change(_path_of_change(guide[: before.start]), before.text, block.text)
        elif not _CHANGE.match(said):
            raise ValueError(f"the guide does not say what to do with this:\n{block.text}")


@dataclass(frozen=True, slots=True)
class _Block:
    language: str
    text: str
    start: int
    end: int


def _blocks(guide: str) -> Iterator[_Block]:
    for fence in _FENCE.finditer(guide):
        yield _Block(fence[1], fence[2], fence.start(), fence.end())


def _path_of_change(before: str) -> str:
    found = _CHANGE.match(before.strip().rpartition("\n\n")[2])
    if found is None:
        raise ValueError("the guide says “to this:” but not what to change")
    return found[1]


def _commands(console: str) -> Iterator[Run]:
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, answer = part.partition("\n")
        lines = [line for line in answer.split("\n") if line.strip()]
        typed = tuple(line[2:] for line in lines if line.startswith("> "))
        yield Run(command, typed, tuple(line for line in lines if not line.startswith("> ")))
