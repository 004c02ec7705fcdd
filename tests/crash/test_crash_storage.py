"""While the store is in trouble, people are told so; the contest waits for it and goes on by itself."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from bot.quiz.contest.events import BOT, Paused, Resumed
from bot.store import open_store
from tests.crash import plays
from tests.crash.audit import Story, audit, folded
from tests.crash.crowd import BUSY, CLOCK, Match
from tests.crash.house import PROMPT_SECONDS, House, house
from tests.crash.own_postgres import OwnPostgres
from tests.crash.scale import IS_SHORT, SEED, long
from tests.crash.stand_in import Shown
from tests.crash.troubles import (
    Trouble,
    end_connections,
    full_disk,
    locked_file,
    locked_tables,
    stopped,
    unreachable,
)
from tests.storage import PostgresCluster, SqliteFiles

PLAYERS = [f"player-{number}" for number in range(12)]
PATIENCE = 0.2
OUTAGE = timedelta(seconds=1.2)


@pytest.mark.parametrize("trouble", [full_disk, pytest.param(locked_file, marks=long)])
async def test_sqlite_in_trouble(sqlite_files: SqliteFiles, trouble: Trouble) -> None:
    """A full disk, a file locked by another program."""
    await plays_through(await sqlite_files.migrated(), trouble)


@long
async def test_postgresql_locked(postgres: PostgresCluster) -> None:
    """A table locked by another program."""
    await plays_through(await postgres.migrated(), locked_tables)


async def test_postgresql_unreachable(postgres: PostgresCluster) -> None:
    """Every connection is lost, and no new one to be had."""
    await plays_through(await postgres.migrated(), unreachable(postgres))


@long
async def test_postgresql_restarted(own_postgres: OwnPostgres) -> None:
    """The server is stopped at once, without farewell, and started again."""
    await plays_through(await own_postgres.migrated(), stopped(own_postgres))


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that nobody else uses, so that it can be stopped."""
    cluster = OwnPostgres()
    yield cluster
    cluster.stop()


async def plays_through(url: str, trouble: Trouble) -> None:
    """Play a contest with an outage in its first round."""
    async with house(url) as home:
        home.patience = PATIENCE
        await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=30, pause=0)
        shown = await match.asked(0)
        assert shown is not None
        await match.answer_all(PLAYERS[:4], shown)
        async with trouble(home):
            await told_so(match, shown)
        await asyncio.gather(*(match.answer_at_last(player, shown) for player in PLAYERS[4:]))
        await match.rounds(lambda shown: match.answer_all(PLAYERS, shown), first=1)
    await audit(url, [match])
    assert time_given_back(await story_of(url, match)) >= OUTAGE


async def told_so(match: Match, shown: Shown) -> None:
    """Let people try during the outage: each is told that it could not be recorded.

    It lasts for ``OUTAGE`` from when the first were told: what was before, the bot cannot have noticed.
    """
    until = None
    while until is None or CLOCK.now() < until:
        told = await match.answer_all(PLAYERS[4:8], shown)
        assert {each.text for each in told} == {BUSY}
        until = until or CLOCK.now() + OUTAGE


async def story_of(url: str, match: Match) -> Story:
    async with open_store(url) as store:
        return folded(await store.contests.log(match.contest))


def time_given_back(story: Story) -> timedelta:
    """By how much the bot's pauses have put off the deadline."""
    given = timedelta()
    for before, paused, resumed in zip(
        story.states, story.log[1:], zip(story.log[2:], story.states[2:], strict=True), strict=False
    ):
        event, after = resumed
        if isinstance(paused, Paused) and paused.by == BOT:
            assert isinstance(event, Resumed)
            assert before.due is not None
            assert after.due is not None
            given += after.due - before.due
    return given


@long
async def test_a_round_whose_players_gave_up_ends_by_itself(sqlite_files: SqliteFiles) -> None:
    """One tries during the outage and nobody after it; the deadline is later by as long as it was."""
    url = await sqlite_files.migrated()
    async with house(url) as home:
        home.patience = PATIENCE
        await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=5, pause=0)
        shown = await match.asked(0)
        assert shown is not None
        began = CLOCK.now()
        async with locked_file(home):
            await told_so(match, shown)
        await match.asked(1)
        assert CLOCK.now() - began >= timedelta(seconds=5) + OUTAGE
        await match.rounds(lambda shown: match.answer_all(PLAYERS, shown), first=1)
    await audit(url, [match])


async def test_connections_lost_all_the_time(postgres: PostgresCluster) -> None:
    """Ended again and again while people answer: each who tries again is recorded, once."""
    url = await postgres.migrated()
    async with house(url) as home:
        await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3 if IS_SHORT else 10, seconds=0, pause=0)
        ending = asyncio.create_task(end_again_and_again(postgres, home))
        await match.rounds(lambda shown: everybody_at_last(match, shown))
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
    await audit(url, [match])


async def everybody_at_last(match: Match, shown: Shown) -> None:
    await asyncio.gather(*(match.answer_at_last(player, shown) for player in match.players))


async def end_again_and_again(postgres: PostgresCluster, home: House) -> None:
    random = Random(SEED)  # noqa: S311 - chance to test with
    while True:
        await end_connections(postgres, home)
        await asyncio.sleep(random.uniform(0.01, 0.2))


@long
async def test_a_store_lost_while_posts_are_made(sqlite_files: SqliteFiles) -> None:
    """The platform takes its time, and has posted when the disk is full: noted later, not repeated."""
    url = await sqlite_files.migrated()
    async with house(url) as home:
        home.patience = PATIENCE
        await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        hold = home.platform.held["room"] = asyncio.Event()
        opening = asyncio.create_task(plays.quickly(match))
        async with asyncio.timeout(PROMPT_SECONDS):
            while not home.platform.calls:
                await asyncio.sleep(0.005)
        async with locked_file(home):
            hold.set()
            await home.platform.seen("room", lambda _: True, PROMPT_SECONDS)
            await asyncio.sleep(2 * PATIENCE)
        del home.platform.held["room"]
        await opening
    await audit(url, [match])
