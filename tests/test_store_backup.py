"""A store is copied and put back while it is used, and what was there before is not lost."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import program
from bot.errors import BackupFailed, ToolMissing
from bot.store import Store, backup, migrations, open_store
from bot.store.backup import back_up, copy_before
from bot.store.engine import Database
from bot.store.restorations import LOOK_AGAIN_SECONDS, Restorations
from bot.store.restore import restore
from bot.store.url import parse_url
from tests.storage import (
    NOW,
    ROOM,
    PostgresCluster,
    SqliteFiles,
    a_person,
    a_practice,
    played,
    programs_of_the_server,
    run_sql,
)
from tests.stored_contests import kept


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    programs_of_the_server(monkeypatch)


async def answered(store: Store, name: str, user: str = "ann") -> None:
    practice = a_practice(name)
    await store.practices.begin(a_person(user), ROOM, practice, NOW)
    await store.practices.save(practice, played(practice, "rwr"))


def restored(url: str, file: Path) -> str:
    """Restore as a person would, by the command."""
    done = CliRunner().invoke(program, ["restore", str(file), "--yes"], env={"DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    return done.output


async def test_what_was_copied_can_be_put_back(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """While others have the store open; and what came after the copy is gone."""
    await answered(store, "p1")
    copy = tmp_path / "copy"
    await asyncio.to_thread(back_up, store_url, copy)
    await answered(store, "p2")
    await asyncio.to_thread(restored, store_url, copy)
    async with open_store(store_url) as again:
        assert (await again.scores.record(a_person())).answers == 3
        assert (await again.check()).is_good


async def test_a_copy_is_for_its_owner_alone(store: Store, store_url: str, tmp_path: Path) -> None:
    """It has people's names in it. Nothing is left beside it, and an older one is replaced."""
    copy = tmp_path / "copy"
    for _ in range(2):
        await asyncio.to_thread(back_up, store_url, copy)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert os.listdir(tmp_path) == ["copy"]  # noqa: PTH208


@pytest.fixture
def generous() -> Iterator[None]:
    """Let others read every file that nobody thinks about."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("generous")
async def test_a_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Like its copies; and where one is put back to when there was nothing before, too."""
    url, copy = f"sqlite:///{tmp_path}/bot.db", tmp_path / "copy"
    async with open_store(url) as store:
        await answered(store, "p1")
        assert modes(tmp_path) == {0o600}
    await asyncio.to_thread(back_up, url, copy)
    await restore(f"sqlite:///{tmp_path}/other.db", copy, NOW)
    assert modes(tmp_path) == {0o600}


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}


async def test_a_copy_is_of_one_moment(store: Store, store_url: str, tmp_path: Path) -> None:
    """However much is written meanwhile: an answer is in it with all its sums, or not at all."""
    writing = asyncio.gather(*(answered(store, f"p{number}", f"u{number}") for number in range(20)))
    await asyncio.to_thread(back_up, store_url, tmp_path / "copy")
    await writing
    await asyncio.to_thread(restored, store_url, tmp_path / "copy")
    async with open_store(store_url) as again:
        assert (await again.check()).is_good


async def test_a_bot_that_runs_goes_on_with_what_was_put_back(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """A contest that it remembers is what it was when the copy was made, also the second time."""
    copy, clock = tmp_path / "copy", 0.0
    store.contests._restorations = Restorations(lambda: clock)
    game = await kept(store, "c1", "ann ben")
    before = await store.contests.find("c1")
    await asyncio.to_thread(back_up, store_url, copy)
    for _ in range(2):
        game.answer("ann")
        await store.contests.keep([game.change])
        assert await store.contests.find("c1") != before
        await asyncio.to_thread(restored, store_url, copy)
        clock += LOOK_AGAIN_SECONDS
        assert await store.contests.find("c1") == before
        await answered(store, "p1")


async def test_what_was_there_before_is_copied_first(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    """And can be put back in its turn."""
    url, copy = await sqlite_files.migrated(), tmp_path / "copy"
    back_up(url, copy)
    async with open_store(url) as store:
        await answered(store, "p1")
    before = (await restore(url, copy, NOW)).before
    assert before is not None
    await restore(url, before, NOW)
    async with open_store(url) as store:
        assert (await store.scores.record(a_person())).answers == 3


async def test_a_database_is_copied_before_it_is_brought_up_to_date(
    sqlite_files: SqliteFiles,
) -> None:
    """Beside it, as it was: whoever must go back to the older version can."""
    url = await sqlite_files.empty()
    await at_version(url, "0004")
    async with open_store(url):
        pass
    live = Path(url.removeprefix("sqlite:///"))
    (copy,) = live.parent.glob(f"{live.name}.before-{migrations.LATEST}-*")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)
    connection.close()


async def test_a_server_is_copied_before_it_is_brought_up_to_date(
    postgres: PostgresCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into the data folder, as it was: whoever must go back to the older version can."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url, old = await postgres.empty(), "0004"
    await at_version(url, old)
    async with open_store(url):
        pass
    (copy,) = (tmp_path / "dispatch-study-bot").glob(f"t_*.before-{migrations.LATEST}-*.backup")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    other = await postgres.empty()
    await restore(other, copy, NOW)
    async with open_store(other) as store:
        assert (await store.check()).is_good


async def test_of_many_that_begin_at_once_one_copies_the_server(
    postgres: PostgresCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy under way would hold up whoever brings it up to date, until they give up."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = await postgres.empty()
    await at_version(url, "0004")

    async def version() -> str:
        async with open_store(url, patience=0.1) as store:
            return store.schema_version

    assert await asyncio.gather(*(version() for _ in range(6))) == [migrations.LATEST] * 6
    assert len(list((tmp_path / "dispatch-study-bot").iterdir())) == 1


async def test_a_server_that_cannot_be_copied_is_brought_up_to_date_all_the_same(
    postgres: PostgresCluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its owner may copy it otherwise; the log says that we did not."""
    url = await postgres.empty()
    await at_version(url, "0004")
    monkeypatch.setenv("PATH", str(tmp_path))
    async with open_store(url) as store:
        assert store.schema_version == migrations.LATEST
    assert "database not copied" in [record.message for record in caplog.records]


async def at_version(url: str, version: str) -> None:
    """Make an empty database what an older version made of it."""
    database = Database(parse_url(url), patience=5)
    async with database.writing() as connection:
        await connection.run_sync(migrations.upgrade, version)
    await database.close()


async def test_a_start_that_fails_again_and_again_leaves_one_copy(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The latest, whole: a service manager may start the bot every few seconds for a whole night."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    await at_version(empty_url, "0004")
    await run_sql(empty_url, "CREATE TABLE cards (obstacle INTEGER)")
    for _ in range(3):
        with pytest.raises(Exception, match="cards"):
            async with open_store(empty_url):
                pass
        assert len(copies(empty_url, tmp_path)) == 1


async def test_who_comes_too_late_to_copy_leaves_the_copy_of_whoever_was_first(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    """Theirs alone is of the older version: the file was brought up to date in between."""
    url = await sqlite_files.empty()
    await at_version(url, "0004")
    async with open_store(url):
        pass
    before = copies(url, tmp_path)
    copy_before(parse_url(url), "0004", migrations.LATEST)
    assert copies(url, tmp_path) == before


async def test_two_that_begin_at_once_both_copy_a_file(
    sqlite_files: SqliteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second, which is done while the first still looks at its copy, does not take that away."""
    url = await sqlite_files.empty()
    await at_version(url, "0004")
    look = backup._version

    def meanwhile(copy: Path) -> str:
        monkeypatch.setattr(backup, "_version", look)
        copy_before(parse_url(url), "0004", migrations.LATEST)
        return look(copy)

    monkeypatch.setattr(backup, "_version", meanwhile)
    copy_before(parse_url(url), "0004", migrations.LATEST)
    assert copies(url, tmp_path)


async def test_a_copy_of_another_version_stays(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """It may be the way back that somebody counts on."""
    url = await sqlite_files.empty()
    for version in ("0004", "0005"):
        await at_version(url, version)
        async with open_store(url):
            pass
        await asyncio.to_thread(Path(url.removeprefix("sqlite:///")).unlink)
    assert len(copies(url, tmp_path)) == 2


def copies(url: str, data: Path) -> list[Path]:
    """Return what was copied before a database was brought up to date, wherever that goes."""
    live = Path(url.removeprefix("sqlite:///"))
    server = data / "dispatch-study-bot"
    return [*live.parent.glob(f"{live.name}.before-*"), *server.glob("t_*.before-*")]


async def test_a_new_database_is_not_copied(sqlite_files: SqliteFiles) -> None:
    """There is nothing in it, and one that is up to date needs no copy."""
    url = await sqlite_files.empty()
    for _ in range(2):
        async with open_store(url):
            pass
    live = Path(url.removeprefix("sqlite:///"))
    assert list(live.parent.glob(f"{live.name}.before-*")) == []


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"notes of mine", b"PGDMP\x01"])
async def test_what_is_no_backup_is_not_put_back(
    store: Store, store_url: str, tmp_path: Path, content: bytes
) -> None:
    """Nothing is changed."""
    await answered(store, "p1")
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BackupFailed):
        await restore(store_url, tmp_path / "file", NOW)
    assert (await store.scores.record(a_person())).answers == 3


async def test_a_database_of_another_program_is_neither_overwritten_nor_put_back(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    """Though it is one."""
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    url, other = await sqlite_files.migrated(), tmp_path / "other.db"
    with pytest.raises(BackupFailed, match="another program"):
        back_up(url, other)
    with pytest.raises(BackupFailed, match="another program"):
        await restore(url, other, NOW)


async def test_the_database_itself_is_neither_overwritten_nor_put_back(
    sqlite_files: SqliteFiles,
) -> None:
    """Whoever confuses the two loses nothing."""
    url = await sqlite_files.migrated()
    itself = Path(url.removeprefix("sqlite:///"))
    with pytest.raises(BackupFailed, match="the database itself"):
        back_up(url, itself)
    with pytest.raises(BackupFailed, match="the database itself"):
        await restore(url, itself, NOW)


def test_a_file_that_is_no_backup_is_not_overwritten(store_url: str, tmp_path: Path) -> None:
    """A slip of the finger must not cost anybody their notes."""
    notes = tmp_path / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    with pytest.raises(BackupFailed, match="no backup"):
        back_up(store_url, notes)
    assert notes.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite:////nowhere/at/all.db"])
def test_where_nothing_is_kept_nothing_is_copied(url: str, tmp_path: Path) -> None:
    """No empty file is left that looks like a backup."""
    with pytest.raises(BackupFailed, match="no database yet"):
        back_up(url, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_without_the_programs_of_postgresql_it_is_said_which_one_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what to do about it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing) as caught:
        back_up("postgresql://me:secret@nowhere/db", tmp_path / "copy")
    assert caught.value.program == "pg_dump"


@pytest.mark.parametrize(
    "url", ["postgresql://me:s3cr3t@h/db", "postgresql://h/db?user=me&password=s3cr3t"]
)
def test_no_password_is_in_the_list_of_processes(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever in the URL it was; the program gets it all the same."""
    pg_dump = tmp_path / "pg_dump"
    pg_dump.write_text(f'#!/bin/sh\necho "$PGPASSWORD $*" > {tmp_path / "seen"}\n')
    pg_dump.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    back_up(url, tmp_path / "copy")
    password, _, arguments = (tmp_path / "seen").read_text().partition(" ")
    assert password == "s3cr3t"
    assert "s3cr3t" not in arguments


def test_no_password_is_told(tmp_path: Path) -> None:
    """Whatever PostgreSQL's program says of a server that is not there."""
    with pytest.raises(BackupFailed) as caught:
        back_up("postgresql://me:s3cr3t@127.0.0.1:1/db", tmp_path / "copy")
    assert "s3cr3t" not in str(caught.value)


def test_a_restore_is_confirmed(store_url: str, tmp_path: Path) -> None:
    """It replaces everything."""
    arguments = ["restore", str(tmp_path / "copy")]
    done = CliRunner().invoke(program, arguments, input="n\n", env={"DATABASE_URL": store_url})
    assert done.exit_code == 1
    assert "replaces everything" in done.output
