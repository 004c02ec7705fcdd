"""Many processes on one PostgreSQL are one bot: it does everything once."""

import asyncio
from random import Random

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.crash import plays
from tests.crash.audit import audit
from tests.crash.crowd import Match
from tests.crash.doom import Doom
from tests.crash.house import CLAIM_SECONDS, PROMPT_SECONDS, Bot, House, house
from tests.crash.scale import IS_SHORT, KILLS, SEED, long
from tests.storage import PostgresCluster

PLAYERS = [f"player-{number}" for number in range(24)]


@pytest.mark.parametrize("processes", [8, pytest.param(2, marks=long)])
async def test_many_processes_are_one_bot(postgres: PostgresCluster, processes: int) -> None:
    """Answers go to any of them: each deadline fires once, each post is made once."""
    random = Random(SEED)  # noqa: S311 - chance to test with
    url = await postgres.migrated()
    games = (plays.with_a_pause,) if IS_SHORT else plays.ALL
    async with house(url) as home:
        # Nobody dies here, so nobody need take over what another one is slow to post.
        home.claim_seconds = 2 * PROMPT_SECONDS
        await asyncio.gather(*(home.begin_ready() for _ in range(processes)))
        matches = [Match(home, random, f"room-{n}", PLAYERS) for n in range(len(games))]
        await asyncio.gather(*(play(match) for play, match in zip(games, matches, strict=True)))
        assert home.platform.repeated == 0, "a post was made by two of them"
    await audit(url, matches)


@long
async def test_many_processes_that_die_and_freeze_are_one_bot(postgres: PostgresCluster) -> None:
    """Four of them, some killed, some stopped for longer than their claims on posts and woken."""
    random = Random(SEED)  # noqa: S311 - chance to test with
    url = await postgres.migrated()
    matches: list[Match] = []
    async with house(url) as home:
        doom = Doom(home, random, KILLS // 4)
        await doom.begin(processes=4)
        freezing = asyncio.create_task(freeze_now_and_then(home, random))
        while not doom.is_done:
            played = [Match(home, random, f"room-{len(matches) + n}", PLAYERS) for n in range(2)]
            matches += played
            await asyncio.gather(plays.quickly(played[0]), plays.with_second_thoughts(played[1]))
        await doom.end()
        freezing.cancel()
        await asyncio.gather(freezing, return_exceptions=True)
    print(f"{len(matches)} contests, {home.platform.repeated} posts repeated, killed at {doom}")
    await audit(url, matches)


async def freeze_now_and_then(home: House, random: Random) -> None:
    """Stop one process after the other, wherever it is, for longer than its claims last."""
    while True:
        await asyncio.sleep(random.uniform(0, 0.5))
        awake = [bot for bot in home.bots if bot.ready.is_set() and not bot.dead.is_set()]
        bot = random.choice(awake)
        bot.stop()
        await asyncio.sleep(1.5 * CLAIM_SECONDS)
        bot.wake()


async def test_a_process_frozen_while_it_posts_does_no_harm(postgres: PostgresCluster) -> None:
    """It has claimed a post and is stopped; another makes it; woken, it makes none."""
    url = await postgres.migrated()
    async with house(url) as home:
        frozen = await home.begin_ready()

        def freeze(moment: str, bot: Bot) -> None:
            if moment == "take" and bot is frozen and not bot.is_stopped:
                bot.stop()

        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311
        home.on_moment = freeze
        other = await home.begin_ready()
        playing = asyncio.create_task(plays.quickly(match))
        async with asyncio.timeout(20):
            while not frozen.is_stopped:
                await asyncio.sleep(0.01)
            await asyncio.sleep(1.5 * CLAIM_SECONDS)
            home.on_moment = lambda _moment, _bot: None
            frozen.wake()
            await playing
        assert not other.dead.is_set()
    await audit(url, [match])


@long
@pytest.mark.parametrize("lock", ["contests", "outbox"])
async def test_a_process_frozen_in_a_transaction_holds_up_nobody_for_long(
    postgres: PostgresCluster, lock: str
) -> None:
    """It is stopped with locks in its hand; the database takes them away, and the others go on."""
    url = await postgres.migrated()
    async with house(url) as home:
        home.patience = 0.5
        frozen = await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=0, pause=0)
        shown = await match.asked(0)
        assert shown is not None
        asking = [asyncio.create_task(match.answer(player, shown)) for player in PLAYERS[:-1]]
        await stop_in_a_transaction(url, frozen, lock)
        await home.begin_ready()
        until_recorded = asyncio.create_task(match.answer_at_last(PLAYERS[-1], shown))
        await asyncio.sleep(0)
        assert not (await until_recorded).failed
        frozen.wake()
        for player, told in zip(PLAYERS, await asyncio.gather(*asking), strict=False):
            if told.failed:
                assert not (await match.answer_at_last(player, shown)).failed
        await match.rounds(lambda shown: match.answer_all(PLAYERS, shown), first=1)
    await audit(url, [match])


async def stop_in_a_transaction(url: str, bot: Bot, table: str) -> None:
    """Stop a process while it holds a lock on a table in a transaction."""
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(PROMPT_SECONDS):
            while True:
                bot.stop()
                if await connection.fetchval(_HOLDS_LOCK, table):
                    return
                bot.wake()
                await asyncio.sleep(0.002)
    finally:
        await connection.close()


_HOLDS_LOCK = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE relation = to_regclass($1) AND mode IN ('RowShareLock', 'RowExclusiveLock')
    AND state = 'idle in transaction' AND datname = current_database()
"""
