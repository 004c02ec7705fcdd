"""The database: its connections and its transactions.

Both databases run the same statements. Every transaction of the store is made in
``Database.writing`` or ``Database.transact`` and nowhere else, so that many answers may come to share
one commit.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeAlias, TypeVar, assert_never

from sqlalchemy import ColumnElement, Connection, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseUnavailable, DriverMissing
from bot.store.sqlite import BEGIN, WritingThread, sqlite_engine
from bot.store.sqlite import limits as sqlite_limits
from bot.store.trouble import gave_way, is_unavailable, reason_of
from bot.store.url import MEMORY, Address, PostgresServer, SqliteFile

Upsert: TypeAlias = postgresql.Insert | sqlite.Insert
Result = TypeVar("Result")

POOL = 5
"""Connections that a process keeps: as many statements can run at once."""

TRIES = 3
"""How often a transaction is begun at most, where PostgreSQL undoes it for the sake of others."""

MIGRATING_SECONDS = 5.0
"""How long to wait at least for others at the start: nobody has asked anything yet."""

_CONNECT_SECONDS = 10
_COMMAND_SECONDS = 60


class Database:
    """A database that can be read and written. ``location`` may be shown: it holds no password."""

    def __init__(self, address: Address, patience: float) -> None:
        self.location = address.location
        self.is_sqlite = isinstance(address, SqliteFile)
        self._address = address
        self._patience = patience
        self._engine = _engine(address, patience)
        self._thread = _thread_of(address, patience)
        self._users = 0
        self._unused = asyncio.Event()
        # Each statement that only reads is a transaction of its own, for which neither database
        # needs to be told anything: see _arguments of SQLite.
        self._reader = (
            self._engine
            if self.is_sqlite
            else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        # SQLite has one writer at a time and lets the others wait in naps of up to 100 ms; those
        # of one process wait for each other here instead, woken at once and in their order. On
        # PostgreSQL this leaves a connection to those who read.
        self._turn = asyncio.Semaphore(1 if self.is_sqlite else POOL - 1)

    @property
    def address(self) -> Address:
        """Where the database is, perhaps with a password."""
        return self._address

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read from. Each statement by itself sees one moment; two may see two."""
        with self._in_use():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: durably committed when the block has ended, undone when it raises.

        On SQLite nobody else writes during it; on PostgreSQL each statement sees what others have
        committed before it (read committed), and rows are locked by changing them.
        """
        with self._in_use():
            async with self._turn, self._engine.begin() as connection:
                await self._begin(connection)
                yield connection

    async def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``work`` in a transaction as that of ``writing``, durably committed when this returns.

        Better than ``writing`` where every millisecond counts: on SQLite it all happens in one visit to
        a thread, instead of three for each statement, so ``work`` must touch nothing but the connection.
        Where PostgreSQL undoes it, to end a circle of those who wait for each other, it is done anew.

        When the caller is cancelled, it may still be committed: whole, or not at all.
        """
        with self._in_use():
            async with self._turn:
                if self._thread:
                    return await self._thread.transact(work)
                return await self._until_done(work)

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A transaction as that of ``writing``, with the patience that a change of all tables takes."""
        with self._in_use():
            async with self._turn, self._engine.begin() as connection:
                await self._wait_for_others(connection, max(self._patience, MIGRATING_SECONDS))
                await self._begin(connection)
                yield connection
                if self.is_sqlite:
                    # PostgreSQL forgets it with the transaction, SQLite with the connection. Not where
                    # the block was cancelled: the connection is gone, and would say that instead.
                    await self._wait_for_others(connection, self._patience)

    async def _until_done(self, work: Callable[[Connection], Result]) -> Result:
        tries = 1
        while True:
            try:
                async with self._engine.begin() as connection:
                    await self._begin(connection)
                    return await connection.run_sync(work)
            except DBAPIError as error:
                if tries == TRIES or not gave_way(error):
                    raise
            tries += 1

    async def _begin(self, connection: AsyncConnection) -> None:
        if self.is_sqlite:
            await connection.exec_driver_sql(BEGIN)

    async def _wait_for_others(self, connection: AsyncConnection, patience: float) -> None:
        limits = sqlite_limits(patience) if self.is_sqlite else _limits(patience, "SET LOCAL")
        for limit in limits:
            await connection.exec_driver_sql(limit)

    def by_code_point(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """Return a column to sort by as Python sorts text, whatever the server's language."""
        return column if self.is_sqlite else column.collate("C")

    def insert(self, table: Table) -> Upsert:
        """Begin an ``INSERT`` that may say ``ON CONFLICT``, which both databases know alike."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def connect(self) -> Any:
        """Return a new connection of asyncpg, the caller's to close: of PostgreSQL, outside the pool."""
        if not isinstance(self._address, PostgresServer):
            raise TypeError("SQLite has nothing to listen to")
        return await _connecting(self._address, self._patience)()

    async def empty_journal(self) -> None:
        """Leave nothing of what was deleted in the journal of an SQLite file.

        Unless somebody else uses the file at this moment: nobody waits, and it is emptied another time.
        PostgreSQL overwrites what was deleted by itself, in its time.
        """
        if self._thread:
            with self._in_use():
                await self._thread.empty_journal()

    async def engine_version(self) -> str:
        """Return the database's name and version, to be shown."""
        if self.is_sqlite:
            return f"SQLite {sqlite3.sqlite_version}"
        async with self.reading() as connection:
            version = await connection.scalar(text("SHOW server_version"))
        return f"PostgreSQL {version}"

    async def damage(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with its file, in its words; PostgreSQL sees to itself."""
        if not self.is_sqlite:
            return ()
        try:
            return await self._complaints()
        except DatabaseUnavailable as error:
            # Some damage is such that looking for it fails.
            return (error.reason,)

    async def close(self) -> None:
        """Close every connection, as soon as whoever has one is done, or patience with them is at an end."""
        if self._users:
            self._unused.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self._unused.wait()
        if self._thread:
            await self._thread.close()
        await self._engine.dispose()

    async def _complaints(self) -> tuple[str, ...]:
        async with self.reading() as connection:
            found = tuple(await connection.scalars(text("PRAGMA quick_check")))
            if found != ("ok",):
                return found
            orphans = await connection.execute(text("PRAGMA foreign_key_check"))
            return tuple(f"row without its parent: {tuple(row)}" for row in orphans)

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Count whoever uses the database, and say in our words what stands in their way."""
        self._users += 1
        try:
            yield
        except (DBAPIError, sqlite3.Error, OSError, PoolTimeout) as error:
            if not is_unavailable(error):
                raise
            raise DatabaseUnavailable(self.location, reason_of(error)) from error
        finally:
            self._users -= 1
            if not self._users:
                self._unused.set()


def _thread_of(address: Address, patience: float) -> WritingThread | None:
    """Return a thread for a SQLite file; what is in memory is there for one connection alone."""
    if not isinstance(address, SqliteFile) or address.path == MEMORY:
        return None
    return WritingThread(address.path, patience)


def _engine(address: Address, patience: float) -> AsyncEngine:
    match address:
        case SqliteFile(path):
            return sqlite_engine(path, patience, POOL)
        case PostgresServer():
            return _postgresql_engine(address, patience)
        case _:
            assert_never(address)


def _postgresql_engine(server: PostgresServer, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=_connecting(server, patience),
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=_CONNECT_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "checkout", _reconnect_if_dead)
    return engine


def _reconnect_if_dead(connection: Any, _record: object, _proxy: object) -> None:
    """Have the pool connect anew where a connection died in it: a restarted server, an idle limit.

    That is no one's error. The pool's own ``pool_pre_ping`` asks the server three times instead of once.
    """
    try:
        connection.run_async(lambda driver: driver.execute("SELECT 1"))
    except Exception as error:
        raise InvalidatePoolError from error


def _limits(patience: float, how: str = "SET") -> tuple[str, ...]:
    """Say how long to wait for a lock, and for whoever holds one.

    A process that was stopped in the middle of a transaction loses it, and what it had locked, before
    the patience of those who wait is at its end.
    """
    milliseconds = max(2, _milliseconds(patience))
    return (
        f"{how} lock_timeout = {milliseconds}",
        f"{how} idle_in_transaction_session_timeout = {milliseconds // 2}",
    )


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _connecting(server: PostgresServer, patience: float) -> Callable[..., Awaitable[Any]]:
    """Return what connects to a server, by asyncpg's own reading of the URL (TLS, sockets ...)."""
    try:
        import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise DriverMissing("postgresql") from error

    async def connect(*_: object, **__: object) -> Any:
        try:
            connection = await asyncpg.connect(
                server.dsn, timeout=_CONNECT_SECONDS, command_timeout=_COMMAND_SECONDS
            )
            try:
                # Not among the settings of the connection: a pooler in between might refuse those.
                await connection.execute(";".join(_limits(patience)))
            except BaseException:
                connection.terminate()
                raise
        except (
            OSError,
            ValueError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ) as error:
            raise DatabaseUnavailable(server.location, reason_of(error)) from error
        return connection

    return connect
