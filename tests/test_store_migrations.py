"""A database is made, brought up to date or refused on opening, whoever else opens it too."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.chat.request import Place
from bot.quiz.contest.events import BOT
from bot.store import SchemaTooNew, migrations, open_store
from bot.store.engine import Database
from bot.store.schema import metadata
from bot.store.url import parse_url
from bot.views.privacy import FORMER_PLAYER
from tests.storage import NOW, ROOM, a_person, a_practice, run_sql


async def test_an_empty_database_is_made_ready(empty_url: str) -> None:
    """The first opening makes the tables; the second finds them and what was kept in them."""
    async with open_store(empty_url) as store:
        assert store.schema_version == migrations.LATEST
        await store.practices.begin(a_person(), ROOM, a_practice(), NOW)
    async with open_store(empty_url) as store:
        assert await store.practices.running(a_person()) == a_practice()


async def test_a_database_in_memory_is_ready_at_once() -> None:
    """For a trial that leaves nothing behind."""
    async with open_store("sqlite:///:memory:") as store:
        await store.practices.begin(a_person(), ROOM, a_practice(), NOW)
        assert await store.practices.running(a_person()) == a_practice()
        assert (await store.check()).is_good


async def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    """The first start on a new machine needs no preparation."""
    path = tmp_path / "not" / "yet" / "there" / "100% mine" / "scores.db"
    async with open_store(f"sqlite:///{path}") as store:
        assert store.location == str(path)
    assert path.exists()


async def test_many_may_open_an_empty_database_at_once(empty_url: str) -> None:
    """One makes the tables, the others wait for it."""

    async def version() -> str:
        async with open_store(empty_url) as store:
            return store.schema_version

    assert await asyncio.gather(*(version() for _ in range(8))) == [migrations.LATEST] * 8


async def test_what_an_older_version_has_kept_stays(empty_url: str) -> None:
    """A database of the first version, with a person in it, is brought up to date."""
    database = Database(parse_url(empty_url), patience=5)
    async with database.writing() as connection:
        await connection.run_sync(migrations.upgrade, "0001")
    await database.close()
    await run_sql(
        empty_url, "INSERT INTO people (platform, user_id, name) VALUES ('terminal', 'ann', 'Ann')"
    )
    async with open_store(empty_url) as store:
        assert store.schema_version == migrations.LATEST
        assert (await store.check()).is_good
    assert await run_sql(empty_url, "SELECT name FROM people") == [("Ann",)]


async def test_seasons_that_have_become_namesakes_are_all_kept(empty_url: str) -> None:
    """They were told apart by case alone; the later ones are numbered, each with its sums."""
    database = Database(parse_url(empty_url), patience=5)
    async with database.writing() as connection:
        await connection.run_sync(migrations.upgrade, "0003")
    await database.close()
    long = "n" * 40
    names = ["Autumn", "autumn", "AUTUMN", "autumn (2)", long, long.upper()]
    for name in names:
        await run_sql(empty_url, OLD_SEASON.format(name))
    await run_sql(empty_url, "INSERT INTO people (platform, user_id, name) VALUES ('t', 'u', 'U')")
    await run_sql(
        empty_url,
        "INSERT INTO season_totals (season_id, person_id, channel, points, answers, right_answers)"
        " SELECT seasons.id, people.id, '', 10, 1, 1 FROM seasons, people",
    )
    async with open_store(empty_url) as store:
        found = {season.name for season in await store.seasons.all(Place("t", "room", "w"))}
    assert {"Autumn", "autumn (2)", long} < found
    assert len({name.casefold() for name in found}) == len(names)
    assert max(map(len, found)) == 40
    assert await run_sql(empty_url, "SELECT COUNT(*) FROM season_totals") == [(len(names),)]


OLD_SEASON = (
    "INSERT INTO seasons (platform, workspace, name, begins, ends) VALUES"
    " ('t', 'w', '{}', '2026-09-01 00:00:00', '2026-12-21 00:00:00')"
)


async def test_contests_of_an_older_version_are_read_as_they_were(empty_url: str) -> None:
    """A place was let in then by one admin alone, and a lost host not named; anybody may be forgotten."""
    database = Database(parse_url(empty_url), patience=5)
    async with database.writing() as connection:
        await connection.run_sync(migrations.upgrade, "0004")
    await database.close()
    for statement in OLD_CONTEST:
        await run_sql(empty_url, statement)
    async with open_store(empty_url) as store:
        await store.personal_data.forget(a_person(), NOW)
        found = await store.contests.find("old")
    assert found is not None
    assert found.state.places == ("terminal:w:hall", "terminal:w:yard")
    assert found.state.host == BOT
    assert [player.name for player in found.state.players.values()] == [FORMER_PLAYER]


OLD_LOG = """[
{"type": "opened", "at": "2025-03-01T12:00:00Z", "contest": "old", "host": "terminal:host",
 "settings": {"pack": "p", "seed": "s", "questions": ["q", "r", "s"]}, "place": "terminal:w:hall"},
{"type": "place-joined", "at": "2025-03-01T12:00:00Z", "place": "terminal:w:yard"},
{"type": "joined", "at": "2025-03-01T12:00:00Z", "player": "terminal:ann", "name": "Ann",
 "place": "terminal:w:yard"},
{"type": "host-lost", "at": "2025-03-01T12:00:00Z"}]"""

OLD_CONTEST = (
    "INSERT INTO people (platform, user_id, name) VALUES ('terminal', 'ann', 'Ann')",
    "INSERT INTO contests (public_id, version, snapshot_version, letters) VALUES ('old', 4, 0, 0)",
    f"INSERT INTO contest_events SELECT id, 1, '{OLD_LOG}' FROM contests",  # noqa: S608
)


async def test_a_newer_database_is_refused_and_left_alone(store_url: str) -> None:
    """The error says which version was found and which is known."""
    await run_sql(store_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew) as caught:
        async with open_store(store_url):
            pass
    assert (caught.value.found, caught.value.supported) == ("9999", migrations.LATEST)
    assert await run_sql(store_url, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_database_of_another_program_is_refused(store_url: str) -> None:
    """Alembic names its versions so by default."""
    await run_sql(store_url, "UPDATE alembic_version SET version_num = 'ae1027a6acf5'")
    with pytest.raises(SchemaTooNew):
        async with open_store(store_url):
            pass


async def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_url: str) -> None:
    """Its steps are one transaction: once the obstacle is gone, it starts from the same place."""
    await run_sql(empty_url, "CREATE TABLE totals (obstacle INTEGER)")
    with pytest.raises(Exception, match="totals"):
        async with open_store(empty_url):
            pass
    await run_sql(empty_url, "DROP TABLE totals")
    async with open_store(empty_url) as store:
        assert (await store.check()).is_good


async def test_a_current_database_opens_without_alembic(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading it would take longer than everything else at start."""
    for module in ("alembic", "alembic.command", "alembic.config"):
        monkeypatch.setitem(sys.modules, module, None)
    async with open_store(store_url) as store:
        assert store.schema_version == migrations.LATEST


def test_the_latest_step_is_the_one_that_is_declared() -> None:
    """``LATEST`` names the end of the one line of steps."""
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert steps.get_heads() == [migrations.LATEST]


async def test_the_steps_lead_to_the_schema_that_the_code_uses(store_url: str) -> None:
    """Nothing is missing in the database and nothing is left over."""
    database = Database(parse_url(store_url), patience=5)
    async with database.reading() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    await database.close()
    assert differences == []
