"""Whoever waits for what a contest does next is woken when it may be there."""

import asyncio
import gc
import warnings
from contextlib import AsyncExitStack

import pytest

from bot.errors import DatabaseUnavailable
from bot.store import Store, open_store
from bot.store.engine import Database
from bot.store.url import parse_url
from bot.store.wake import CHANNEL
from tests.storage import PostgresCluster, run_sql
from tests.stored_contests import kept

PATIENCE = 10
"""Seconds after which a test has failed; none takes nearly as long."""


async def test_whoever_waits_is_woken_by_a_commit(store: Store) -> None:
    """Of the same process, at once."""
    woken = asyncio.Event()
    async with store.bell.ringing(woken.set):
        woken.clear()
        await kept(store)
        assert woken.is_set()


async def test_another_process_is_woken(store: Store, store_url: str) -> None:
    """By a notification of PostgreSQL, or within a moment on SQLite."""
    async with open_store(store_url) as other:
        woken = asyncio.Event()
        async with other.bell.ringing(woken.set), asyncio.timeout(PATIENCE):
            await woken.wait()  # it has begun to listen
            woken.clear()
            await kept(store)
            await woken.wait()


async def test_nobody_is_woken_after_they_have_left(store: Store) -> None:
    """Neither by a commit nor later."""
    rings: list[int] = []
    async with store.bell.ringing(lambda: rings.append(1)):
        pass
    before = len(rings)
    await kept(store)
    assert len(rings) == before


async def test_all_who_wait_are_woken(store: Store) -> None:
    """As many as there are."""
    events = [asyncio.Event() for _ in range(3)]
    async with AsyncExitStack() as stack:
        for event in events:
            await stack.enter_async_context(store.bell.ringing(event.set))
        await kept(store)
        assert all(event.is_set() for event in events)


async def test_a_lost_connection_is_made_again(postgres: PostgresCluster) -> None:
    """And whoever waits is woken, since something may have been missed."""
    url = await postgres.migrated()
    async with open_store(url) as store, open_store(url) as other:
        woken = asyncio.Event()
        async with other.bell.ringing(woken.set), asyncio.timeout(PATIENCE):
            for _ in range(2):
                await woken.wait()
                woken.clear()
                await run_sql(url, KILL_LISTENERS)
            await woken.wait()
            woken.clear()
            await kept(store)
            await woken.wait()


async def test_a_connection_that_cannot_be_made_ready_is_closed(postgres: PostgresCluster) -> None:
    """A server, or whoever gives up waiting, may refuse it after it was made."""
    more_than_it_takes = 1e9
    database = Database(parse_url(await postgres.migrated()), more_than_it_takes)
    gc.collect()
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        with pytest.raises(DatabaseUnavailable, match="lock_timeout"):
            await database.connect()
        await asyncio.sleep(0)
        gc.collect()
    assert not [each for each in left_open if "SocketTransport" in str(each.message)]
    await database.close()


KILL_LISTENERS = f"""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%{CHANNEL}%'
"""  # noqa: S608 - made of a constant
