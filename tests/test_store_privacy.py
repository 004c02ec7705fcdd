"""Everything about a person can be had and can be deleted, and every table is covered."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.request import Actor
from bot.errors import TooOften
from bot.quiz.contest import events as e
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Phase
from bot.settings.model import Role, Trusted
from bot.store import Store, open_store
from bot.store.personal import COVERED, Person, tables
from bot.store.schema import metadata
from bot.views.privacy import FORMER_PLAYER
from tests.contest_builders import second
from tests.rows import fill_every_table, whole_database
from tests.storage import NOW, SqliteFiles, a_person, a_practice, played, run_sql
from tests.stored_contests import HALL, kept, person

ZED = person("zed-4711")
BEN = person("ben")
OF_CONTESTS = {"contests", "contest_events", "contest_snapshots", "contest_places", "outbox"}


def points(state) -> list[tuple[int, int, str]]:
    return sorted((each.rank, each.points, each.team) for each in standings(state))


async def known_everywhere(store: Store, url: str) -> None:
    """Let Zed be in every table, and Ben beside him where it may matter."""
    for actor in (ZED, BEN):
        practice = a_practice(f"p-{actor.user}")
        await store.practices.begin(actor, HALL, practice, NOW)
        await store.practices.save(practice, played(practice, "rwr"))
    game = (await kept(store, "c1", f"{ZED.user} ben ann")).play_out(ZED.user, "ben")
    game.appeal("ben", at=1_000)
    assert await game.keep(store)
    await store.settings.trust(ZED, HALL, Role.HOST, Trusted(BEN.user, BEN.name), NOW)
    await store.settings.trust(BEN, HALL, Role.HOST, Trusted(ZED.user, ZED.name), NOW)
    await fill_every_table(
        url,
        {"user_id": ZED.user, "platform": ZED.platform, "workspace": "w2", "channel": "c2"},
        but=OF_CONTESTS | {"people", "answers", "contest_results"},
    )


def test_every_table_is_declared_once() -> None:
    """Whoever adds a table says what it has to do with people, or this fails."""
    declared = [each.table.name for each in COVERED]
    assert sorted(declared) == sorted(metadata.tables)


async def test_an_export_has_rows_of_every_table_that_knows_the_person(
    store: Store, store_url: str
) -> None:
    """And nothing of anybody else."""
    await known_everywhere(store, store_url)
    found = await store.personal_data.export(ZED)
    wanted = {*tables(Person.OWN), *tables(Person.UNSIGNED), *tables(Person.LOGGED)}
    assert set(found) == {table.name for table in wanted}
    assert ZED.user in str(found)
    assert BEN.key not in str(found)
    assert len(found["answers"]) == 3


async def test_an_export_of_a_stranger_is_empty(store: Store, store_url: str) -> None:
    """Who was never here is not known, and neither is a namesake on another platform."""
    await known_everywhere(store, store_url)
    assert await store.personal_data.export(Actor("elsewhere", ZED.user, ZED.name)) == {}


async def test_an_export_gives_nothing_away_of_a_contest_that_runs(store: Store) -> None:
    """Neither which questions come, nor whether one's answer was right, to a host or to a player."""
    game = await kept(store, "c1", f"{ZED.user} ben")
    game.answer(ZED.user)
    assert await game.keep(store)
    found = str(await store.personal_data.export(ZED))
    assert "'answered'" in found
    assert "outcome" not in found
    assert "q1" not in found


async def test_an_export_gives_nothing_away_of_a_question_of_the_day(
    store: Store, store_url: str
) -> None:
    """While its answer is not out, nobody learns whether theirs was right."""
    practice = a_practice("today", questions=1)
    await store.practices.begin(ZED, HALL, practice, NOW)
    await store.practices.save(practice, played(practice, "r"))
    (told,) = (await store.personal_data.export(ZED))["answers"]
    assert told["outcome"] == "right"
    await run_sql(store_url, "UPDATE practices SET state = 'held'")
    (told,) = (await store.personal_data.export(ZED))["answers"]
    assert not {"outcome", "credit", "points"} & told.keys()


async def test_who_is_forgotten_is_nowhere_in_the_database(store: Store, store_url: str) -> None:
    """Neither their id nor their name, in any row of any table, the logs of contests included."""
    await known_everywhere(store, store_url)
    await store.personal_data.forget(ZED, NOW)
    left = await whole_database(store_url)
    assert not [name for name, rows in left.items() if ZED.user in str(rows).casefold()]
    assert await store.personal_data.export(ZED) == {}


async def test_who_is_forgotten_is_nowhere_in_the_file_either(sqlite_files: SqliteFiles) -> None:
    """What SQLite deletes it may leave in the file, and in the journal beside it, until it needs the room."""
    url = await sqlite_files.migrated()
    async with open_store(url) as store:
        await known_everywhere(store, url)
        await store.personal_data.forget(ZED, NOW)
        live = Path(url.removeprefix("sqlite:///"))
        for file in live.parent.glob(f"{live.name}*"):
            assert ZED.user.encode() not in file.read_bytes(), file.name


async def test_forgetting_does_not_wait_for_whoever_reads(sqlite_files: SqliteFiles) -> None:
    """A program that copies the journal all the time, say: it is emptied another time."""
    url = await sqlite_files.migrated()
    async with open_store(url, patience=30) as store:
        await known_everywhere(store, url)
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM people").fetchall()
            async with asyncio.timeout(5):
                await store.personal_data.forget(ZED, NOW)
    assert await run_sql(url, f"SELECT 1 FROM people WHERE user_id = '{ZED.user}'") == []  # noqa: S608


async def test_forgetting_one_leaves_the_others(store: Store, store_url: str) -> None:
    """All that is known of Ben is what it was, and every sum is right."""
    await known_everywhere(store, store_url)
    before = await store.personal_data.export(BEN)
    await store.personal_data.forget(ZED, NOW)
    assert await store.personal_data.export(BEN) == before
    await run_sql(store_url, "DELETE FROM season_totals")
    await store.seasons.rebuild()
    assert (await store.check()).wrong_totals == 0


async def test_a_contest_keeps_its_standings_under_a_former_player(store: Store) -> None:
    """Rank by rank and point by point, in the log and in the snapshot."""
    game = (await kept(store, "c1", f"{ZED.user} ben ann")).play_out(ZED.user, "ben")
    assert await game.keep(store)
    await store.personal_data.forget(ZED, NOW)
    found = await store.contests.find("c1")
    assert found is not None
    assert points(found.state) == points(game.state)
    assert found.state.players.keys() > {BEN.key, person("ann").key}
    assert standings(found.state)[0].name == FORMER_PLAYER


@pytest.mark.parametrize("teams", Teams)
async def test_teams_stay_as_they_were(store: Store, teams: Teams) -> None:
    """Also where the seed drew them, by who the players were."""
    names = () if teams is Teams.NONE else ("Red", "Blue", "Green")
    game = await kept(store, "c1", "", begin=False, teams=teams, team_names=names)
    for number, player in enumerate(["ann", ZED.user, "ben", "cid"]):
        game.join(player, team=names[number % 3] if teams is Teams.CHOSEN else "")
    game.do(e.Left(at=second(0), player=ZED.key))
    game.join(ZED.user, team=names[0] if teams is Teams.CHOSEN else "")
    game.start()
    game.play_out(ZED.user, "ben")
    assert await game.keep(store)
    await store.personal_data.forget(ZED, NOW)
    found = await store.contests.find("c1")
    assert found is not None
    assert points(found.state) == points(game.state)


async def test_every_process_learns_of_it(store: Store, store_url: str) -> None:
    """One that remembers the contest from before reads it anew."""
    game = (await kept(store, "c1", f"{ZED.user} ben")).play_out(ZED.user, "ben")
    assert await game.keep(store)
    async with open_store(store_url) as other:
        assert ZED.name in str(await other.contests.find("c1"))
        await store.personal_data.forget(ZED, NOW)
        found = await other.contests.find("c1")
        assert ZED.name not in str(found)
        assert found == await store.contests.find("c1")


async def test_a_contest_that_runs_goes_on_without_them(store: Store) -> None:
    """The question that waited for them alone closes; what another process decided before is refused."""
    game = await kept(store, "c1", f"{ZED.user} ben")
    game.answer("ben")
    assert await game.keep(store)
    await store.personal_data.forget(ZED, second(3))
    game.answer(ZED.user, 4)
    assert not await game.keep(store)
    found = await store.contests.find("c1")
    assert found is not None
    assert found.state.phase is Phase.BETWEEN
    assert not any(key == ZED.key for key in found.state.players)


async def test_forgetting_again_changes_nothing(store: Store, store_url: str) -> None:
    """A request that a platform delivers twice, or one that was interrupted."""
    await known_everywhere(store, store_url)
    await store.personal_data.forget(ZED, NOW)
    once = await whole_database(store_url)
    await store.personal_data.forget(ZED, NOW)
    assert await whole_database(store_url) == once


async def test_who_comes_back_begins_with_nothing(store: Store, store_url: str) -> None:
    """They are a newcomer, and not the former player."""
    await known_everywhere(store, store_url)
    await store.personal_data.forget(ZED, NOW)
    await store.practices.begin(ZED, HALL, a_practice("new"), NOW)
    assert (await store.scores.record(ZED)).answers == 0
    assert set(await store.personal_data.export(ZED)) == {"people", "practices"}


async def test_a_class_that_asks_at_once_is_served_one_after_the_other(store: Store) -> None:
    """Nobody is sent away for what takes a moment."""
    data = store.personal_data
    asked = [data.export(a_person(f"pupil-{number}")) for number in range(30)]
    assert await asyncio.gather(*asked) == [{}] * 30


async def test_who_would_wait_for_too_long_is_told_when_to_try_again(store: Store) -> None:
    """One search is under way at a time; afterwards everybody is served."""
    data = store.personal_data
    data._patience = 0.01
    async with data._alone():
        exported, forgotten = await asyncio.gather(
            data.export(BEN), data.forget(BEN, NOW), return_exceptions=True
        )
    assert [type(each) for each in (exported, forgotten)] == [TooOften, TooOften]
    assert await data.export(BEN) == {}
    await data.forget(BEN, NOW)
