"""A copy is put back as a whole or not at all, whichever version made it, and under a bot that runs."""

import asyncio
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import BackupFailed, SchemaTooNew, StorageBusy
from bot.store import Store, migrations, open_store
from bot.store.backup import back_up
from bot.store.engine import Database
from bot.store.restore import restore
from bot.store.url import parse_url
from tests.storage import NOW, PostgresCluster, a_person, programs_of_the_server, run_sql
from tests.stored_dailies import HALL, PACK, added, found

AWKWARD = (
    "Ann\tBen",
    "a\\nb\\.",
    "\\.",
    "two\nlines",
    "COPY people FROM stdin;",
    "ñ “雪” 🙂",
    "NULL",
    "",
)
"""What somebody may be called, and what a script might take for something else."""


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    programs_of_the_server(monkeypatch)


async def at_version(url: str, version: str) -> None:
    """Make an empty database what an older version made of it, with people in it."""
    database = Database(parse_url(url), patience=5)
    async with database.writing() as connection:
        await connection.run_sync(migrations.upgrade, version)
    await database.close()
    for number, name in enumerate(AWKWARD):
        said = name.replace("'", "''")
        await run_sql(
            url,
            "INSERT INTO people (platform, user_id, name)"  # noqa: S608
            f" VALUES ('terminal', 'u{number}', '{said}')",
        )


async def names(url: str) -> list[str]:
    return [name for (name,) in await run_sql(url, "SELECT name FROM people ORDER BY id")]


async def version(url: str) -> str:
    ((found,),) = await run_sql(url, "SELECT version_num FROM alembic_version")
    return str(found)


async def pretend(url: str, version: str) -> None:
    """Have a database say that another version made it."""
    await run_sql(url, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608


@pytest.mark.parametrize("old", ["0001", "0004", f"{int(migrations.LATEST) - 1:04}"])
async def test_a_copy_of_an_older_version_is_put_back_over_a_newer_one(
    empty_url: str, tmp_path: Path, old: str
) -> None:
    """All that was kept then is there, nothing that came later, and all of it is up to date."""
    copy = tmp_path / "copy"
    await at_version(empty_url, old)
    await asyncio.to_thread(back_up, empty_url, copy)
    async with open_store(empty_url) as store:
        await added(store)
    await restore(empty_url, copy, NOW)
    assert await version(empty_url) == migrations.LATEST
    async with open_store(empty_url) as store:
        assert await names(empty_url) == list(AWKWARD)
        assert await store.dailies.running(PACK) == ()
        assert (await store.check()).is_good
        await added(store)


async def test_whoever_has_the_store_open_never_meets_an_older_version(
    empty_url: str, tmp_path: Path
) -> None:
    """A bot that runs asks all the time; it may be told to wait, and nothing else."""
    await at_version(empty_url, "0004")
    await asyncio.to_thread(back_up, empty_url, tmp_path / "copy")
    async with open_store(empty_url) as store:
        asking = asyncio.create_task(ask_on(store))
        for _ in range(3):
            await restore(empty_url, tmp_path / "copy", NOW)
        assert not asking.done(), asking.exception()
        asking.cancel()
        await added(store)
        await found(store)


async def ask_on(store: Store) -> None:
    """Read and write what the older version did not have, over and over."""
    while True:
        try:
            await store.dailies.running(PACK)
            await store.settings.choose(a_person(), HALL, "hosts", "admins", NOW)
        except StorageBusy:
            await asyncio.sleep(0)


async def test_nobody_waits_in_a_circle_with_what_is_put_back(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """Who is in the middle of writing finishes: what they want next is let go of again."""
    url = await postgres.migrated()
    await asyncio.to_thread(back_up, url, tmp_path / "copy")
    database = Database(parse_url(url), patience=5)
    async with database.writing() as connection:
        await connection.execute(text("LOCK TABLE vault IN ROW EXCLUSIVE MODE"))
        restoring = asyncio.create_task(restore(url, tmp_path / "copy", NOW))
        while not await run_sql(url, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not restoring.done()
        await connection.execute(text("LOCK TABLE people IN ROW SHARE MODE"))
    await restoring
    await database.close()


async def test_who_changes_the_schema_is_waited_for_before_anything_is_locked(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """They may be copying the tables first, and would wait for them in their turn."""
    url = await postgres.migrated()
    await asyncio.to_thread(back_up, url, tmp_path / "copy")
    database = Database(parse_url(url), patience=5)
    async with database.migrating() as connection:
        await migrations.take_turn(connection)
        restoring = asyncio.create_task(restore(url, tmp_path / "copy", NOW))
        while not await run_sql(url, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not restoring.done()
        assert await names(url) == []
        assert not restoring.done()
    await restoring
    await database.close()


async def test_what_belongs_to_the_owner_of_the_server_is_left_alone(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """Such as the extensions that hosts add to databases, which nobody else may drop."""
    url, role = await postgres.empty(), f"r_{uuid.uuid4().hex}"
    name = url.partition("?")[0].rpartition("/")[2]
    await postgres.run(f"CREATE ROLE {role} LOGIN")
    await postgres.run(f"ALTER DATABASE {name} OWNER TO {role}")
    await run_sql(url, "CREATE EXTENSION pg_stat_statements")
    ours = url.replace("postgres:@", f"{role}@")
    async with open_store(ours) as store:
        await added(store)
        await run_sql(ours, "CREATE VIEW best AS SELECT name FROM people")
        await asyncio.to_thread(back_up, ours, tmp_path / "copy")
        await restore(ours, tmp_path / "copy", NOW)
        await found(store)
        assert await run_sql(ours, "SELECT * FROM best") == [("Ada",)]


async def test_a_copy_that_a_newer_version_made_is_refused(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """It says so, and what is kept stays."""
    await pretend(store_url, "9999")
    await asyncio.to_thread(back_up, store_url, tmp_path / "copy")
    await pretend(store_url, migrations.LATEST)
    await added(store)
    with pytest.raises(SchemaTooNew):
        await restore(store_url, tmp_path / "copy", NOW)
    assert await version(store_url) == migrations.LATEST
    await found(store)


async def test_nothing_is_put_back_over_what_a_newer_version_keeps(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """It may have tables that are not known here, and would be left behind."""
    url = await postgres.migrated()
    await asyncio.to_thread(back_up, url, tmp_path / "copy")
    await pretend(url, "9999")
    with pytest.raises(SchemaTooNew):
        await restore(url, tmp_path / "copy", NOW)
    assert await version(url) == "9999"


async def test_a_copy_of_another_programs_server_is_refused(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """Nothing of it stays, and all of ours does."""
    other, url = await postgres.empty(), await postgres.migrated()
    await run_sql(other, "CREATE TABLE bookmarks (url TEXT)")
    await asyncio.to_thread(back_up, other, tmp_path / "copy")
    with pytest.raises(BackupFailed, match="another program"):
        await restore(url, tmp_path / "copy", NOW)
    async with open_store(url) as store:
        assert (await store.check()).is_good
    assert await run_sql(url, "SELECT to_regclass('bookmarks')") == [(None,)]


async def test_a_copy_that_is_cut_short_is_refused(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """However much of it is there."""
    await added(store)
    copy = tmp_path / "copy"
    await asyncio.to_thread(back_up, store_url, copy)
    whole = copy.read_bytes()
    for share in (0.3, 0.7, 0.99):
        copy.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BackupFailed):
            await restore(store_url, copy, NOW)
    await found(store)


async def test_the_tables_of_others_in_the_same_database_stay(
    postgres: PostgresCluster, tmp_path: Path
) -> None:
    """They are in the copy too, and are what they were then."""
    url = await postgres.migrated()
    await run_sql(url, 'CREATE TABLE "odd ""name" ("a ""b" TEXT, c INTEGER)')
    await run_sql(url, 'INSERT INTO "odd ""name" VALUES (\'x\', 1)')
    await asyncio.to_thread(back_up, url, tmp_path / "copy")
    await run_sql(url, 'INSERT INTO "odd ""name" VALUES (\'y\', 2)')
    await restore(url, tmp_path / "copy", NOW)
    assert await run_sql(url, 'SELECT * FROM "odd ""name"') == [("x", 1)]
