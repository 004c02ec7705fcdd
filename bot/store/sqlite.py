"""Connections to SQLite: one that writes, in a thread of its own, and some for the event loop.

Those for the event loop are each served by a thread of aiosqlite. Whoever waits for one may be cancelled
at any moment, twice if need be, and yet no thread may be left that has something to say to an event loop
that is gone, nor anybody who waits for a thread that is gone.
"""

import asyncio
import errno
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from bot.errors import DatabaseUnavailable
from bot.store.url import MEMORY

Result = TypeVar("Result")

BEGIN: Final = "BEGIN IMMEDIATE"
"""A plain ``BEGIN`` that reads first can fail later, when it comes to write."""


def sqlite_engine(path: str, patience: float, pool: int) -> AsyncEngine:
    """Return an engine of so many connections, each made when it is needed."""
    if path != MEMORY:
        _make_folder(path)
        make_private(Path(path))
    engine = create_async_engine(
        "sqlite+aiosqlite://",
        async_creator=_connecting(path, patience),
        poolclass=AsyncAdaptedQueuePool,
        # A database in memory is gone with its connection, so there is one, and it is kept.
        pool_size=1 if path == MEMORY else pool,
        max_overflow=0,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    # Where somebody was cancelled, the connection is terminated: a task closes it, and when they are
    # cancelled once more, its thread is stopped under that task, which then waits for ever, and with
    # it the end of the event loop. Closing takes as long, and may be cancelled at any point.
    engine.dialect.do_terminate = engine.dialect.do_close  # type: ignore[method-assign]
    return engine


class WritingThread:
    """A thread of one SQLite file, with a connection of its own."""

    def __init__(self, path: str, patience: float) -> None:
        self._engine = _thread_engine(path, patience)
        self._patience = patience
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``work`` in a transaction; see ``Database.transact``."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._transact, work)

    async def empty_journal(self) -> None:
        """Empty the journal beside the file; see ``Database.empty_journal``."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._executor, self._empty_journal)

    async def close(self) -> None:
        """End the thread when what was begun is done."""
        await asyncio.to_thread(self._executor.shutdown)
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], Result]) -> Result:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(BEGIN)
            return work(connection)

    def _empty_journal(self) -> None:
        with self._engine.connect() as connection:
            try:
                self._wait_for_others(connection, 0)
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._wait_for_others(connection, self._patience)

    def _wait_for_others(self, connection: Connection, patience: float) -> None:
        for limit in limits(patience):
            connection.exec_driver_sql(limit)


def make_private(path: Path) -> None:
    """Begin a file that only its owner can read, if there is none: it will have people's names in it.

    SQLite makes the files beside it alike.
    """
    with suppress(OSError):  # SQLite says what is wrong
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def limits(patience: float) -> tuple[str, ...]:
    """Return the statements that say how long to wait for whoever writes."""
    return (f"PRAGMA busy_timeout = {int(patience * 1000)}",)


def _thread_engine(path: str, patience: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args=_arguments(patience),
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    return engine


def _connecting(path: str, patience: float) -> Callable[[], Any]:
    where = path if path == MEMORY else os.path.abspath(path)  # noqa: PTH100 - as it was given, links and all

    async def connect() -> aiosqlite.Connection:
        connection = aiosqlite.connect(where, **_arguments(patience))
        # No thread keeps the process from ending.
        connection._thread.daemon = True
        connecting = asyncio.ensure_future(connection)
        try:
            return await asyncio.shield(connecting)
        except asyncio.CancelledError:
            await _at_an_end(connecting)
            if not connecting.exception():
                await _at_an_end(asyncio.ensure_future(connection.close()))
            raise

    return connect


async def _at_an_end(task: "asyncio.Future[Any]") -> None:
    """Wait for what takes milliseconds, however often we are cancelled meanwhile."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({task})


def _arguments(patience: float) -> dict[str, Any]:
    """Say how to connect: no transaction begins by itself, which is the ``isolation_level``."""
    return {"timeout": patience, "isolation_level": None, "check_same_thread": False}


def _make_folder(path: str) -> None:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise DatabaseUnavailable(path, os.strerror(errno.ENOTDIR)) from error
    except OSError as error:
        raise DatabaseUnavailable(path, error.strerror or str(error)) from error


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    try:
        # Readers and the writer do not wait for each other.
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # SQLite does not wait here. Whoever holds the new file is switching it over itself.
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
    cursor.close()


_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # NORMAL would survive the death of the process, but lose the last commits when the power fails;
    # an answer that was acknowledged must be there afterwards, so each commit reaches the disk.
    "PRAGMA synchronous = FULL",
    # What is deleted is overwritten: somebody who was forgotten must not be found in the file. Debian's
    # SQLite does that by itself, others do not.
    "PRAGMA secure_delete = ON",
    # macOS alone tells a flush to the drive from a flush to the disk.
    "PRAGMA fullfsync = ON",
)
