"""What platforms keep for themselves is sealed, stays in its place, and is gone when its time is over."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bot.errors import KeyInvalid, KeyMissing, WrongKey
from bot.store import Store, open_store
from bot.store.engine import Database
from bot.store.seal import Seal, new_key
from bot.store.url import parse_url
from bot.store.vault import renew_seals
from tests.rows import whole_database
from tests.storage import NOW, SqliteFiles, run_sql

KEY, OTHER = new_key(), new_key()
TOKEN = "xoxb-a-token-that-nobody-may-read"
SOON = NOW + timedelta(minutes=10)
ONE_TURN = 0.5
"""Seconds in which another has written, unless it has to wait for its turn."""


@dataclass
class Time:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


async def test_what_was_put_last_is_there_for_every_process(
    store: Store, store_url: str, time: Time
) -> None:
    """With the same key; what was there before is replaced."""
    await store.vault("slack", KEY, time).put("T1", "token", "an older one")
    await store.vault("slack", KEY, time).put("T1", "token", TOKEN)
    async with open_store(store_url) as other:
        assert await other.vault("slack", KEY, time).get("T1", "token") == TOKEN


async def test_what_is_of_another_platform_workspace_or_name_is_another(
    store: Store, time: Time
) -> None:
    """Each stays by itself."""
    vault = store.vault("slack", KEY, time)
    await vault.put("T1", "token", TOKEN)
    assert await vault.get("T2", "token") == ""
    assert await vault.get("T1", "other") == ""
    assert await store.vault("discord", KEY, time).get("T1", "token") == ""
    await vault.put("T2", "token", "another")
    assert await vault.of_all("token") == {"T1": TOKEN, "T2": "another"}


async def test_no_row_of_the_database_tells_a_value(
    store: Store, store_url: str, time: Time
) -> None:
    """Not to whoever has all of it, but not the key."""
    await store.vault("slack", KEY, time).put("T1", "token", TOKEN)
    rows = await whole_database(store_url)
    assert len(rows["vault"]) == 1
    assert TOKEN not in str(rows)
    with pytest.raises(WrongKey):
        await store.vault("slack", OTHER, time).get("T1", "token")


async def test_no_file_of_the_database_holds_a_value(sqlite_files: SqliteFiles, time: Time) -> None:
    """Byte for byte, the log of writes included."""
    url = await sqlite_files.migrated()
    async with open_store(url) as store:
        await store.vault("slack", KEY, time).put("T1", "token", TOKEN)
        file = Path(parse_url(url).path)
        held = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert b"vault" in held
    assert TOKEN.encode() not in held


async def test_a_value_moved_to_another_workspace_is_not_opened(
    store: Store, store_url: str, time: Time
) -> None:
    """Whoever can write to the database cannot give one workspace the token of another."""
    vault = store.vault("slack", KEY, time)
    await vault.put("T1", "token", TOKEN)
    await run_sql(store_url, "UPDATE vault SET workspace = 'T2'")
    with pytest.raises(WrongKey):
        await vault.get("T2", "token")


async def test_what_was_taken_is_gone(store: Store, time: Time) -> None:
    """Of many who take it at once, one gets it."""
    vault = store.vault("slack", KEY, time)
    await vault.put("", "state", "1", SOON)
    taken = await asyncio.gather(*(vault.take("", "state") for _ in range(4)))
    assert sorted(taken) == ["", "", "", "1"]
    assert await vault.take("", "state") == ""


async def test_of_many_who_add_the_same_one_is_first(
    store: Store, store_url: str, time: Time
) -> None:
    """Of two processes too."""
    async with open_store(store_url) as other:
        vaults = (store.vault("slack", KEY, time), other.vault("slack", KEY, time))
        added = await asyncio.gather(
            *(vault.add("T1", "event", "", SOON) for vault in vaults for _ in range(3))
        )
    assert sum(added) == 1


async def test_what_has_had_its_time_is_gone(store: Store, store_url: str, time: Time) -> None:
    """It can be added anew, and takes no room for ever."""
    vault = store.vault("slack", KEY, time)
    assert await vault.add("T1", "event", "first", SOON)
    time.now = SOON
    assert await vault.get("T1", "event") == ""
    assert await vault.take("T1", "event") == ""
    assert await vault.of_all("event") == {}
    assert await vault.add("T1", "event", "second", SOON + timedelta(minutes=1))
    assert await vault.get("T1", "event") == "second"
    time.now = SOON + timedelta(hours=1)
    await vault.add("T2", "event", "", time.now + timedelta(minutes=1))
    assert await run_sql(store_url, "SELECT workspace FROM vault") == [("T2",)]


async def test_a_key_is_changed_without_losing_anything(store: Store, time: Time) -> None:
    """The new one before the old one; when all is sealed anew, the old one can go."""
    await store.vault("slack", KEY, time).put("T1", "token", TOKEN)
    both = f"{OTHER}, {KEY}"
    assert await store.vault("slack", both, time).get("T1", "token") == TOKEN
    assert await store.renew_seals(both) == 1
    assert await store.vault("slack", OTHER, time).get("T1", "token") == TOKEN


class Interrupted(Seal):
    """Lets somebody else do something each time before a seal is renewed."""

    def __init__(self, keys: str, meanwhile: Callable[[], object]) -> None:
        super().__init__(keys)
        self._meanwhile = meanwhile

    def renew(self, sealed: str) -> str:
        self._meanwhile()
        return super().renew(sealed)


async def test_what_is_put_while_seals_are_renewed_stays(
    store: Store, store_url: str, time: Time
) -> None:
    """A new token is not lost to the one before; where writers take turns, it comes after."""
    vault = store.vault("slack", KEY, time)
    await vault.put("T1", "token", TOKEN)
    ((sealed,),) = await run_sql(store_url, "SELECT sealed FROM vault")
    await vault.put("T1", "token", "the one before")
    statement = f"UPDATE vault SET sealed = '{sealed}'"  # noqa: S608 - our own
    other = Thread(target=lambda: asyncio.run(run_sql(store_url, statement)))

    def put_meanwhile() -> None:
        other.start()
        other.join(ONE_TURN)

    database = Database(parse_url(store_url), patience=5)
    await renew_seals(database, Interrupted(f"{OTHER},{KEY}", put_meanwhile))
    await database.close()
    await asyncio.to_thread(other.join)
    assert await vault.get("T1", "token") == TOKEN


async def test_seals_that_cannot_be_opened_are_not_renewed(store: Store, time: Time) -> None:
    """All stays as it was."""
    await store.vault("slack", KEY, time).put("T1", "token", TOKEN)
    with pytest.raises(WrongKey):
        await store.renew_seals(OTHER)
    assert await store.vault("slack", KEY, time).get("T1", "token") == TOKEN


@pytest.mark.parametrize("keys", ["", " , ", ","])
async def test_without_a_key_nothing_is_kept(store: Store, time: Time, keys: str) -> None:
    """Rather than open to everybody."""
    with pytest.raises(KeyMissing):
        store.vault("slack", keys, time)


@pytest.mark.parametrize(
    "keys", ["secret", f"{KEY},x", "é" * 44], ids=["short", "second", "foreign"]
)
async def test_what_is_no_key_is_refused(store: Store, time: Time, keys: str) -> None:
    """Without being repeated."""
    with pytest.raises(KeyInvalid) as caught:
        store.vault("slack", keys, time)
    assert keys not in str(caught.value)
