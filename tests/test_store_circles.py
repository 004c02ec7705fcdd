"""Processes on one server lock rows in one order; where two wait for each other all the same, both get done.

A third party holds what each of the two needs in the middle of what it does, and lets go once both wait.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.chat.request import Place
from bot.daily.plan import Which
from bot.quiz.season import Season
from bot.settings.model import Role, Trusted
from bot.store import Store, engine, open_store
from bot.store.engine import Database
from bot.store.url import parse_url
from tests.storage import NOW, ROOM, PostgresCluster, a_practice, played, run_sql
from tests.stored_contests import HALL, KeptGame, keep_all, kept, person
from tests.stored_dailies import THREE, TWO, a_schedule, added, an_entry, asked

EVERYWHERE = (
    "SELECT 1 FROM totals WHERE workspace = '' AND channel = '' AND person_id = {} FOR UPDATE"
)
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two processes on one server."""

    url: str
    one: Store
    other: Store

    async def at_once(self, one: Awaitable[Any], other: Awaitable[Any], *holding: str) -> list[Any]:
        """Let one and then the other run until they wait for what is held, and then to their end."""
        async with self.held(*holding):
            both = []
            for number, each in enumerate((one, other), 1):
                both.append(asyncio.ensure_future(each))
                while (await run_sql(self.url, WAITING))[0][0] < number:
                    assert not both[-1].done(), both[-1]
        return await asyncio.gather(*both)

    @asynccontextmanager
    async def held(self, *statements: str) -> AsyncIterator[None]:
        """Hold what statements lock."""
        third = Database(parse_url(self.url), patience=PATIENCE * 2)
        async with third.writing() as connection:
            for statement in statements:
                await connection.execute(text(statement))
            yield
        await third.close()


WAITING = (
    "SELECT COUNT(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
async def pair(postgres: PostgresCluster) -> AsyncIterator[Pair]:
    url = await postgres.migrated()
    name = url.partition("?")[0].rpartition("/")[2]
    await postgres.run(f"ALTER DATABASE {name} SET deadlock_timeout = '50ms'")
    async with (
        open_store(url, patience=PATIENCE) as one,
        open_store(url, patience=PATIENCE) as other,
    ):
        yield Pair(url, one, other)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tries again: what goes well has met no circle."""
    monkeypatch.setattr(engine, "TRIES", 1)


async def over(store: Store, contest: str, players: str, place: str) -> KeptGame:
    """Return a game of which everything but its end was kept."""
    game = await kept(store, contest, players, place=Place("terminal", place, "school"))
    return game.play_out(players, "")


async def id_of(url: str, user: str) -> int:
    ((found,),) = await run_sql(url, f"SELECT id FROM people WHERE user_id = '{user}'")  # noqa: S608
    return int(found)


async def points(store: Store, user: str) -> int:
    return (await store.scores.record(person(user))).points


async def known(pair: Pair) -> tuple[str, str]:
    """Let Ann and Ben have totals; return what holds each."""
    assert await (await over(pair.one, "c0", "ann ben", "first")).keep(pair.one)
    ann, ben = [EVERYWHERE.format(await id_of(pair.url, user)) for user in ("ann", "ben")]
    return ann, ben


@pytest.mark.usefixtures("once")
async def test_contests_of_the_same_players_end_at_once_in_two_processes(pair: Pair) -> None:
    """Each ends several in one commit: everybody is locked before any sum, by name."""
    ann, ben = await known(pair)
    mine = [await over(pair.one, *each) for each in (("c1", "ann", "a"), ("c2", "ben", "b"))]
    yours = [await over(pair.one, *each) for each in (("d1", "ben", "c"), ("d2", "ann", "d"))]
    refused = await pair.at_once(keep_all(pair.one, mine), keep_all(pair.other, yours), ann, ben)
    assert refused == [frozenset(), frozenset()]
    assert [await points(pair.one, user) for user in ("ann", "ben")] == [90, 90]
    assert (await pair.one.check()).is_good


@pytest.mark.usefixtures("once")
async def test_who_was_removed_is_locked_in_their_turn(pair: Pair) -> None:
    """Their sums change too, though they are in no result any more."""
    ann, _ = await known(pair)
    game = await over(pair.one, "c1", "ann ben", "a")
    assert await game.keep(pair.one)
    game.remove("ann", at=1000)
    late = await over(pair.one, "d1", "ann", "b")
    later = await over(pair.one, "d2", "ben", "c")
    await pair.at_once(keep_all(pair.other, [late, later]), game.keep(pair.one), ann)
    assert [await points(pair.one, user) for user in ("ann", "ben")] == [60, 90]
    assert (await pair.one.check()).is_good


@pytest.mark.usefixtures("once")
async def test_a_question_of_the_day_closes_while_a_contest_ends(pair: Pair) -> None:
    """Both lock people by name, and not in the order in which they came."""
    quiz = await asked(pair.one, await added(pair.one, a_schedule(which=Which.QUIZ)), TWO)
    for user in ("a", "B"):
        await pair.one.daily_answers.answer(quiz, TWO, person(user), an_entry())
    game = await over(pair.one, "c1", "a B", "a")
    held = "SELECT 1 FROM people WHERE user_id = 'B' FOR UPDATE"
    await pair.at_once(game.keep(pair.one), asked(pair.other, quiz, THREE, "q1"), held)
    assert (await pair.one.check()).is_good


@pytest.mark.usefixtures("once")
async def test_contests_are_opened_in_the_same_places_in_two_processes(pair: Pair) -> None:
    """Whatever their codes are, the places are taken by name: one gets there first, and one is told."""
    places = [Place("terminal", each, "school") for each in ("east", "west")]
    mine = [KeptGame(f"c{number}", place=place) for number, place in enumerate(places)]
    yours = [KeptGame(f"d{number}", place=place) for number, place in enumerate(reversed(places))]
    holding = "LOCK TABLE contest_places IN SHARE MODE"
    refused = await pair.at_once(keep_all(pair.one, mine), keep_all(pair.other, yours), holding)
    assert sorted(map(len, refused)) == [0, 2]


@pytest.mark.usefixtures("once")
async def test_who_is_forgotten_may_be_answering(pair: Pair) -> None:
    """The answer is kept and then forgotten with the rest."""
    begun, after = a_practice(), played(a_practice(), "r")
    await pair.one.practices.begin(person("ann"), ROOM, begun, NOW)
    await pair.one.practices.save(begun, after)
    held = EVERYWHERE.format(await id_of(pair.url, "ann"))
    answering = pair.one.practices.save(after, played(after, "w"))
    await pair.at_once(answering, pair.other.personal_data.forget(person("ann"), NOW), held)
    assert await run_sql(pair.url, "SELECT 1 FROM people") == []


@pytest.mark.parametrize("sums", ["scores", "seasons"])
async def test_who_is_forgotten_while_sums_are_made_anew(pair: Pair, sums: str) -> None:
    """One comes wholly before the other, and the sums are right."""
    begun = a_practice()
    await pair.one.seasons.define(ROOM, Season("Spring", NOW.date(), NOW.date()))
    await pair.one.practices.begin(person("ann"), ROOM, begun, NOW)
    await pair.one.practices.save(begun, played(begun, "r"))
    held = {"scores": "SELECT 1 FROM totals FOR UPDATE", "seasons": SEASON_TOTALS}[sums]
    rebuilding = getattr(pair.one, sums).rebuild()
    await pair.at_once(rebuilding, pair.other.personal_data.forget(person("ann"), NOW), held)
    assert await run_sql(pair.url, "SELECT 1 FROM people") == []
    assert (await pair.one.check()).is_good


SEASON_TOTALS = "SELECT 1 FROM season_totals FOR UPDATE"


@pytest.mark.usefixtures("once")
async def test_two_who_trust_each_other_do_not_wait_for_each_other(pair: Pair) -> None:
    """Both are trusted, whoever was first."""
    await known(pair)
    ann, ben = person("ann"), person("ben")
    ids = [await id_of(pair.url, user) for user in ("ann", "ben")]
    holding = f"SELECT 1 FROM people WHERE id IN ({ids[0]}, {ids[1]}) ORDER BY id FOR UPDATE"  # noqa: S608
    await pair.at_once(
        pair.one.settings.trust(ann, HALL, Role.HOST, Trusted("ben", "Ben"), NOW),
        pair.other.settings.trust(ben, HALL, Role.HOST, Trusted("ann", "Ann"), NOW),
        holding,
    )
    assert {each.user for each in await pair.one.settings.trusted(HALL, Role.HOST)} == {
        "ann",
        "ben",
    }


async def test_of_two_that_wait_for_each_other_both_get_done(pair: Pair) -> None:
    """One is undone and done anew: nothing is lost, and nothing counts twice."""
    await run_sql(pair.url, "CREATE TABLE counted (id TEXT, times INTEGER)")
    await run_sql(pair.url, "INSERT INTO counted VALUES ('a', 0), ('b', 0), ('x', 0), ('y', 0)")

    def counting(*rows: str) -> Callable[[Connection], None]:
        def count(connection: Connection) -> None:
            for row in rows:
                connection.execute(text(COUNT.format(row)))

        return count

    await pair.at_once(
        pair.one._database.transact(counting("a", "x", "b")),
        pair.other._database.transact(counting("b", "y", "a")),
        "SELECT 1 FROM counted WHERE id IN ('x', 'y') FOR UPDATE",
    )
    found = await run_sql(pair.url, "SELECT id, times FROM counted ORDER BY id")
    assert found == [("a", 2), ("b", 2), ("x", 1), ("y", 1)]


COUNT = "UPDATE counted SET times = times + 1 WHERE id = '{}'"
