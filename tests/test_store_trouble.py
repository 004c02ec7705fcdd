"""When the database is in trouble nothing is half done, and the error says what a person can do."""

import asyncio
import sys
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.ports import StorageBusy
from bot.quiz.practice import answer
from bot.quiz.verdict import Verdict
from bot.store import DatabaseUnavailable, DriverMissing, Store, open_store
from bot.store.engine import Database
from bot.store.migrations import LATEST, migrate
from bot.store.store import PATIENCE
from bot.store.trouble import is_unavailable
from bot.store.url import parse_url
from tests.storage import (
    NOW,
    ROOM,
    PostgresCluster,
    SqliteFiles,
    a_person,
    a_practice,
    played,
    run_sql,
)

ANN = a_person()
LOCK = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE practices"}


async def begun(store: Store) -> None:
    await store.practices.begin(ANN, ROOM, a_practice(), NOW)


async def save(store: Store, moves: str = "r") -> None:
    await store.practices.save(a_practice(), played(a_practice(), moves))


async def test_a_locked_database_is_busy_and_then_is_not(store_url: str) -> None:
    """Another process that holds a lock for too long; when it lets go, trying again works."""
    other = Database(parse_url(store_url), patience=5)
    async with open_store(store_url, patience=0.3) as store:
        await begun(store)
        async with other.writing() as connection:
            await connection.execute(text(LOCK[connection.dialect.name]))
            with pytest.raises(StorageBusy) as caught:
                await save(store)
        await save(store)
        assert await store.practices.running(ANN) == played(a_practice(), "r")
    await other.close()
    assert isinstance(caught.value, DatabaseUnavailable)
    assert "lock" in caught.value.reason


def test_a_person_is_told_while_the_platform_still_listens() -> None:
    """Three seconds after a press Discord and Slack say by themselves that it failed."""
    time_to_say_so = 0.5
    assert PATIENCE + time_to_say_so < 3


async def test_who_opens_the_store_waits_longer_for_others(empty_url: str) -> None:
    """One process migrates; another that starts meanwhile finds it done, however long it took."""
    other = Database(parse_url(empty_url), patience=5)
    async with other.migrating() as connection:
        await connection.execute(text("CREATE TABLE contests (obstacle INTEGER)"))
        opening = asyncio.create_task(current_version(empty_url, patience=0.1))
        await asyncio.wait({opening}, timeout=0.2)
        assert not opening.done()
        await connection.execute(text("DROP TABLE contests"))
    assert await opening == LATEST
    await other.close()


async def current_version(url: str, patience: float) -> str:
    async with open_store(url, patience=patience) as store:
        return store.schema_version


async def test_the_patience_of_the_start_ends_with_it(empty_url: str) -> None:
    """On the very connection that has migrated."""
    other = Database(parse_url(empty_url), patience=5)
    async with open_store(empty_url, patience=0.05) as store, other.writing() as connection:
        await connection.execute(text(LOCK[connection.dialect.name]))
        async with asyncio.timeout(1):
            with pytest.raises(StorageBusy):
                await begun(store)
    await other.close()


async def test_reading_goes_on_while_somebody_writes(store_url: str) -> None:
    """Readers see what was there before, and wait for nobody."""
    other = Database(parse_url(store_url), patience=5)
    async with open_store(store_url, patience=0.05) as store:
        await begun(store)
        async with other.writing() as connection:
            await connection.execute(text("UPDATE practices SET hinted = TRUE"))
            assert await store.practices.running(ANN) == a_practice()
    await other.close()


async def test_a_full_disk_records_nothing(sqlite_files: SqliteFiles) -> None:
    """The answer is refused whole, and accepted once there is room again."""
    database = Database(parse_url(await sqlite_files.migrated()), patience=5)
    store = Store(database, await migrate(database))
    await begun(store)
    huge = answer(a_practice(), {"answer": ("x" * 10**6,)}, Verdict.right(), NOW)
    await limit_pages(database, 1)
    with pytest.raises(StorageBusy):
        await store.practices.save(a_practice(), huge)
    assert await store.practices.running(ANN) == a_practice()
    assert (await store.scores.record(ANN)).answers == 0
    await limit_pages(database, 10**6)
    await store.practices.save(a_practice(), huge)
    assert await store.practices.running(ANN) == huge
    await database.close()


async def limit_pages(database: Database, pages: int) -> None:
    """Let the file grow no further; one after the other, all use the one connection there is."""
    async with database.reading() as connection:
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))


async def test_a_disk_that_fails_at_the_commit_records_nothing(sqlite_files: SqliteFiles) -> None:
    """The last step can fail like any other; the answer is accepted once the disk works again."""
    resource = pytest.importorskip("resource")
    url = await sqlite_files.migrated()
    async with open_store(url) as store:
        await begun(store)
        written = url.removeprefix("sqlite:///") + "-wal"
        with no_growth(resource, Path(written)), pytest.raises(StorageBusy):
            await save(store)
        assert await store.practices.running(ANN) == a_practice()
        assert (await store.scores.record(ANN)).answers == 0
        await save(store)
        assert await store.practices.running(ANN) == played(a_practice(), "r")


@contextmanager
def no_growth(resource: Any, path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the size that this one has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_connection_lost_while_idle_is_no_ones_error(postgres: PostgresCluster) -> None:
    """After the server restarted, the next request simply connects anew."""
    async with open_store(await postgres.migrated()) as store:
        await begun(store)
        await end_others(postgres, store)
        await save(store)


async def test_a_connection_lost_in_the_middle_records_nothing(postgres: PostgresCluster) -> None:
    """Trying again is safe, and works."""
    url = await postgres.migrated()
    database = Database(parse_url(url), patience=5)
    async with open_store(url) as store:
        await begun(store)
        with pytest.raises(StorageBusy):
            await lose_connection(database, postgres, store)
        await save(store)
        assert await store.practices.running(ANN) == played(a_practice(), "r")
    await database.close()


async def lose_connection(database: Database, postgres: PostgresCluster, store: Store) -> None:
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM practices"))
        await end_others(postgres, store)
        await connection.execute(text("SELECT 1"))


async def end_others(postgres: PostgresCluster, store: Store) -> None:
    name = store.location.rpartition("/")[2]
    await postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
        f" WHERE datname = '{name}'"
    )


def test_a_server_that_hangs_up_between_two_messages_is_in_trouble() -> None:
    """What its driver says then is a class of its own, as it is and as SQLAlchemy passes it on."""
    error = asyncpg.InternalClientError("cannot switch to state 15; another operation (2)")
    assert is_unavailable(error)
    assert is_unavailable(DBAPIError("SELECT 1", {}, error))
    assert not is_unavailable(DBAPIError("SELECT 1", {}, ValueError("a bug")))


async def test_a_request_given_up_leaves_nothing_and_blocks_nobody(store_url: str) -> None:
    """A person who disconnects while waiting for a lock holds up nobody behind them."""
    other = Database(parse_url(store_url), patience=5)
    async with open_store(store_url, patience=2) as store:
        await begun(store)
        async with other.writing() as connection:
            await connection.execute(text(LOCK[connection.dialect.name]))
            waiting = asyncio.create_task(save(store, "w"))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(waiting, 0.05)
        await save(store)
        assert await store.practices.running(ANN) == played(a_practice(), "r")
    await other.close()


async def test_a_bug_is_not_taken_for_trouble(store_url: str) -> None:
    """Wrong SQL is nothing that a person could wait for or mend."""
    database = Database(parse_url(store_url), patience=5)
    with pytest.raises(DBAPIError):
        async with database.reading() as connection:
            await connection.execute(text("SELECT * FROM nothing"))
    await database.close()


async def unavailable(url: str) -> DatabaseUnavailable:
    with pytest.raises(DatabaseUnavailable) as caught:
        async with open_store(url):
            pass
    return caught.value


async def test_a_path_that_cannot_be_a_database_is_told_with_its_reason(tmp_path: Path) -> None:
    """A folder, a file in place of a folder, a file of another kind."""
    (tmp_path / "file").write_text("not a database, but long enough to be taken for one" * 100)
    for path, reason in [
        (tmp_path, "unable to open"),
        (tmp_path / "file" / "scores.db", "Not a directory"),
        (tmp_path / "file", "not a database"),
    ]:
        error = await unavailable(f"sqlite:///{path}")
        assert error.location == str(path)
        assert reason in error.reason


async def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    """Nothing listens on port 1."""
    error = await unavailable("postgresql://bot:s3cret@127.0.0.1:1/study")
    assert error.location == "postgresql://bot@127.0.0.1:1/study"
    shown = [line for line in traceback.format_exception(error) if "await unavailable(" not in line]
    assert "s3cret" not in "".join(shown)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///study?host=/no/such/folder",
        "postgresql://127.0.0.1:1/study?sslmode=nonsense",
    ],
)
async def test_a_server_that_cannot_be_is_told(url: str) -> None:
    """A socket that is not there, an option that does not exist."""
    assert (await unavailable(url)).reason


async def test_a_database_that_the_server_does_not_have_is_told(postgres: PostgresCluster) -> None:
    """The server's own words say which."""
    url = (await postgres.empty()).replace("/t_", "/no_t_")
    assert "does not exist" in (await unavailable(url)).reason


async def test_what_a_user_of_the_server_may_not_do_is_told(postgres: PostgresCluster) -> None:
    """Since PostgreSQL 15 nobody may make tables in a database of somebody else's."""
    url, role = await postgres.empty(), f"r_{uuid.uuid4().hex}"
    await postgres.run(f"CREATE ROLE {role} LOGIN")
    ours = url.replace("postgres:@", f"{role}@")
    with pytest.raises(DatabaseUnavailable, match="permission denied for schema public"):
        await current_version(ours, patience=1)
    await run_sql(url, "REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    with pytest.raises(DatabaseUnavailable, match="no schema has been selected"):
        await current_version(ours, patience=1)


async def test_who_may_not_write_is_told(postgres: PostgresCluster) -> None:
    """The tables are there, and somebody else's."""
    url, role = await postgres.migrated(), f"r_{uuid.uuid4().hex}"
    await postgres.run(f"CREATE ROLE {role} LOGIN")
    await run_sql(url, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    async with open_store(url.replace("postgres:@", f"{role}@")) as store:
        with pytest.raises(DatabaseUnavailable, match="permission denied for table"):
            await begun(store)


async def test_a_missing_driver_is_told_by_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most people use SQLite and install nothing for PostgreSQL."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(DriverMissing) as caught:
        async with open_store("postgresql://host/study"):
            pass
    assert caught.value.extra == "postgresql"


async def test_doctor_finds_damage(sqlite_files: SqliteFiles) -> None:
    """A page of the file overwritten by something else: the log of answers."""
    url = await sqlite_files.migrated()
    async with open_store(url) as store:
        await begun(store)
        await save(store)
    [(page,)] = await run_sql(url, "SELECT rootpage FROM sqlite_master WHERE name = 'answers'")
    overwrite(Path(url.removeprefix("sqlite:///")), page)
    async with open_store(url) as store:
        assert (await store.check()).damage


def overwrite(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)
