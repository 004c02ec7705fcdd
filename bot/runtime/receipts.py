"""What simulated players were told, written down outside the store that is being tried."""

import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.quiz.crowd import Sent


class Receipts:
    """A file with a line of JSON for each answer that was acknowledged; it outlives a killed process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[tuple[int, int]] = set()

    @classmethod
    def of(cls, folder: Path, location: str, contest: str) -> Self:
        """Return those of a contest in a store."""
        stored = blake2b(location.encode(), digest_size=4).hexdigest()
        return cls(folder / f"{contest}-{stored}.jsonl")

    def clear(self) -> None:
        """Forget what is there: it is of another contest. Not while the file is open."""
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Read what is there and open the file to go on."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._known = set(_read(self._path))
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        os.close(self._file)

    def __contains__(self, key: tuple[int, int]) -> bool:
        """Whether this player (second) was told, in this round (first), that the answer is recorded."""
        return key in self._known

    def add(self, asked: int, answer: Sent) -> None:
        """Write down that an answer was acknowledged."""
        self._known.add((asked, answer.player))
        line = {
            "round": asked,
            "player": answer.player,
            "seconds": answer.seconds,
            "response": answer.response,
        }
        # One write to a file opened for appending: whole, or at worst the last line cut.
        os.write(self._file, f"{json.dumps(line)}\n".encode())


def _read(path: Path) -> Iterator[tuple[int, int]]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            row = json.loads(line)
            yield int(row["round"]), int(row["player"])
        except (ValueError, KeyError, TypeError):
            continue  # the process was killed while it wrote the line
