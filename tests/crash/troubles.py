"""Troubles that a store can have, each from when its block begins until it ends."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.crash.house import House
from tests.crash.own_postgres import OwnPostgres
from tests.storage import PostgresCluster

Trouble = Callable[[House], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def full_disk(home: House) -> AsyncIterator[None]:
    """No file of any process can be written any more."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux lets one process limit another")
    living = [bot for bot in home.bots if not bot.dead.is_set()]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for bot in living:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    for bot in living:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def locked_file(home: House) -> AsyncIterator[None]:
    """Another program writes, and does not come to an end."""
    connection = sqlite3.connect(home.url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@asynccontextmanager
async def locked_tables(home: House) -> AsyncIterator[None]:
    """Somebody has locked the contests, for writing and for reading."""
    connection = await asyncpg.connect(home.url)
    await connection.execute("BEGIN; LOCK TABLE contests IN ACCESS EXCLUSIVE MODE")
    yield
    await connection.execute("ROLLBACK")
    await connection.close()


def unreachable(postgres: PostgresCluster) -> Trouble:
    """The server ends every connection to the database and lets nobody in."""

    @asynccontextmanager
    async def trouble(home: House) -> AsyncIterator[None]:
        name = home.url.partition("?")[0].rpartition("/")[2]
        await postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await end_connections(postgres, home)
        yield
        await postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    return trouble


async def end_connections(postgres: PostgresCluster, home: House) -> None:
    """End every connection to the database; nobody is kept from connecting anew."""
    name = home.url.partition("?")[0].rpartition("/")[2]
    await postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
        f" WHERE datname = '{name}'"
    )


def stopped(postgres: OwnPostgres) -> Trouble:
    """The server is shut down in the middle of its work, and started again."""

    @asynccontextmanager
    async def trouble(_: House) -> AsyncIterator[None]:
        postgres.crash()
        yield
        postgres.start()

    return trouble
