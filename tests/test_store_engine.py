"""Whoever is cancelled while they use the database leaves nothing behind; closing waits for the others."""

import asyncio
import gc
import threading
import warnings
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Connection, text

from bot.store.engine import POOL, Database
from bot.store.url import parse_url
from tests.storage import SqliteFiles

PATIENCE = 2.0
STEPS = 25
"""Turns of the event loop after which everything was begun that can be cut off."""

Use = Callable[[Database], Awaitable[object]]


async def read(database: Database) -> None:
    async with database.reading() as connection:
        await connection.execute(text("SELECT 1"))


async def write(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS things (thing TEXT)"))


async def transact(database: Database) -> None:
    def create(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE IF NOT EXISTS others (other TEXT)"))

    await database.transact(create)


async def migrate(database: Database) -> None:
    async with database.migrating() as connection:
        await connection.execute(text("SELECT 1"))


async def empty_journal(database: Database) -> None:
    await database.empty_journal()


USES = (read, write, transact, migrate, empty_journal)


async def turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


@pytest.mark.parametrize("use", USES)
async def test_who_is_cancelled_twice_at_any_moment_leaves_nothing(
    sqlite_files: SqliteFiles, use: Use
) -> None:
    """No thread, which would speak to an event loop that is gone; no task, which would wait for ever."""
    url = await sqlite_files.empty()
    tasks, threads = asyncio.all_tasks(), set(threading.enumerate())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for first in range(STEPS):
            database = Database(parse_url(url), PATIENCE)
            using = [asyncio.ensure_future(use(database)) for _ in range(POOL)]
            await turns(first)
            for again in range(2):
                for each in using:
                    each.cancel()
                await turns(1 + again)
            await asyncio.gather(*using, return_exceptions=True)
            await database.close()
            assert asyncio.all_tasks() == tasks, f"cancelled after {first} turns"
        gc.collect()
    for thread in set(threading.enumerate()) - threads:
        if not thread.name.startswith("asyncio"):  # the loop keeps those to itself
            thread.join(PATIENCE)
            assert not thread.is_alive(), f"{thread.name} is left"


@pytest.mark.parametrize("use", USES)
async def test_who_is_cancelled_hears_of_nothing_else(sqlite_files: SqliteFiles, use: Use) -> None:
    """What a connection says that is gone must not stand in for it: a task would go on that was to end."""
    database = Database(parse_url(await sqlite_files.empty()), PATIENCE)
    for number in range(12 * STEPS):
        using = asyncio.ensure_future(use(database))
        await turns(number)
        using.cancel()
        await asyncio.wait([using])
        assert using.cancelled() or using.exception() is None, f"cancelled after {number} turns"
    await database.close()


async def test_closing_lets_those_finish_who_are_under_way(store_url: str) -> None:
    """Their connections would never be closed otherwise."""
    database, may_end = Database(parse_url(store_url), PATIENCE), asyncio.Event()

    async def slow() -> object:
        async with database.reading() as connection:
            await connection.execute(text("SELECT 1"))
            await may_end.wait()
            return await connection.scalar(text("SELECT 2"))

    reading = asyncio.create_task(slow())
    await turns(1)
    closing = asyncio.create_task(database.close())
    await turns(STEPS)
    assert not closing.done()
    may_end.set()
    assert await reading == 2
    await closing


async def test_closing_does_not_wait_for_ever(sqlite_files: SqliteFiles) -> None:
    """Whoever holds on to a connection is not waited for longer than is patience."""
    database = Database(parse_url(await sqlite_files.empty()), 0.05)
    async with database.reading() as connection:
        async with asyncio.timeout(10):
            await database.close()
        await connection.invalidate()
