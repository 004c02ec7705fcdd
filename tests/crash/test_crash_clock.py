"""The system's clock may be set while a contest runs; no deadline moves by it."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from bot.quiz.contest.settings import GRACE_SECONDS
from tests.crash.audit import audit
from tests.crash.crowd import CLOCK, Match
from tests.crash.house import house
from tests.crash.scale import SEED, long
from tests.crash.stand_in import Shown
from tests.storage import SqliteFiles

PLAYERS = [f"player-{number}" for number in range(8)]
PAUSE, ROUND = timedelta(seconds=1), timedelta(seconds=5 + GRACE_SECONDS)
LEEWAY = timedelta(seconds=0.2)
"""How much earlier the bot may have noticed than its player what both wait from."""

SLACK = timedelta(seconds=3)
"""How late something may happen on a busy machine."""


@pytest.mark.parametrize("hours", [-1, pytest.param(1, marks=long)])
async def test_the_clock_is_set_while_a_contest_runs(
    sqlite_files: SqliteFiles, hours: float
) -> None:
    """An hour ahead or back: answers count as before, and what is due in a second comes in a second."""
    url = await sqlite_files.migrated()
    async with house(url) as home:
        bot = await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=5, pause=1)
        for number in range(3):
            shown = await match.asked(number)
            assert shown is not None
            bot.set_clock(hours * (number % 2 == 0))
            told = await match.answer_all(PLAYERS, shown)
            assert not any(each.failed for each in told)
            closed_at = CLOCK.now()
            await (match.asked(number + 1) if number < 2 else match.over())
            assert PAUSE - LEEWAY <= CLOCK.now() - closed_at <= PAUSE + SLACK
    await audit(url, [match])


@long
async def test_no_deadline_moves(sqlite_files: SqliteFiles) -> None:
    """A round that one player leaves unanswered closes after its five seconds and the grace."""
    url = await sqlite_files.migrated()
    async with house(url) as home:
        bot = await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=5, pause=0)
        for number, hours in enumerate((1, -1, 0)):
            shown = await match.asked(number)
            assert shown is not None
            asked_at = CLOCK.now()
            bot.set_clock(hours)
            await match.answer_all(PLAYERS[1:], shown)
            await (match.asked(number + 1) if number < 2 else match.over())
            assert ROUND - LEEWAY <= CLOCK.now() - asked_at <= ROUND + SLACK
    await audit(url, [match])


@pytest.mark.parametrize("hours", [1, -1])
@pytest.mark.parametrize("seconds", [20, pytest.param(0, marks=long)])
async def test_a_process_begun_under_a_wrong_clock(
    sqlite_files: SqliteFiles, hours: float, seconds: int
) -> None:
    """It died, the clock was set, it was begun again: the contest goes on, and every answer counts.

    Under a clock an hour ahead it seems to have been away for an hour, so a round with a limit closes;
    the next has its full time.
    """
    url = await sqlite_files.migrated()
    async with house(url) as home:
        bot = await home.begin_ready()
        match = Match(home, Random(SEED), "room", PLAYERS)  # noqa: S311 - chance to test with
        await match.open(count=3, seconds=seconds, pause=0)
        shown = await match.asked(0)
        assert shown is not None
        await match.answer_all(PLAYERS[:4], shown)
        bot.kill()
        await bot.dead.wait()
        home.hours_wrong = hours
        await home.begin_ready()
        told = await match.answer_all(PLAYERS[4:], shown)
        assert not any(each.failed for each in told) or (seconds and hours > 0)

        async def everybody_counts(shown: Shown) -> None:
            replies = await match.answer_all(PLAYERS, shown)
            assert not any(each.failed for each in replies), replies

        async with asyncio.timeout(15):
            await match.rounds(everybody_counts, first=1)
    await audit(url, [match])
