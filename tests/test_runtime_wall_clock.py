"""What goes by the calendar follows the clock of the system when somebody sets it; contests do not."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.runtime.app import open_bot
from bot.runtime.clock import SteadyClock, SystemClock
from tests.builders import an_actor
from tests.clock import ManualClock
from tests.daily_bot import EIGHT, HOUR, MONDAY, PACK, Wall
from tests.talk import Talk


async def test_daily_posts_follow_a_clock_that_is_set_right(tmp_path: Path) -> None:
    """A machine that was asleep, or began with a wrong clock, is behind until its clock is set."""
    steady, system, board = ManualClock(MONDAY), ManualClock(MONDAY), Wall()
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url, steady, wall_clock=system) as bot:
        admin = Talk(bot, an_actor("ada", platform="tiny", is_admin=True))
        await admin.say("daily set", **EIGHT)
        await steady.advance(3 * HOUR)
        await bot.settle(board)
        assert board.texts == []
        await system.advance(3 * HOUR)
        await bot.settle(board)
        assert len(board.texts) == 1
        assert "was made already" in await admin.say("daily now")


async def test_of_the_day_is_what_the_clock_of_the_system_says(tmp_path: Path) -> None:
    """A post on request stands for the day that people have."""
    steady, system, board = ManualClock(MONDAY), ManualClock(MONDAY), Wall()
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url, steady, wall_clock=system) as bot:
        admin = Talk(bot, an_actor("ada", platform="tiny", is_admin=True))
        await admin.say("daily set", **EIGHT)
        for _ in range(2):
            await admin.say("daily now")
            await bot.settle(board)
            await system.advance(24 * HOUR)
        assert len(board.texts) == 2


async def test_cards_are_due_when_the_clock_of_the_system_says(tmp_path: Path) -> None:
    """A process that sleeps at night with its machine does not make people wait a night longer."""
    steady, system = ManualClock(MONDAY), ManualClock(MONDAY)
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url, steady, wall_clock=system) as bot:
        ada = Talk(bot)
        await ada.say("quiz", count=1, kinds="number")
        await ada.fill(dict.fromkeys((each.name for each in ada.form.fields), ("minus one",)))
        assert "Nothing is due now." in await ada.say("review")
        await system.advance(24 * HOUR)
        assert "1 card is due" in await ada.say("review")


async def test_one_clock_is_asked_each_time_and_the_other_once() -> None:
    """The system's clock is set an hour ahead: one shows that at once, the other never."""
    ahead = timedelta()
    system, steady = SystemClock(lambda: MONDAY + ahead), SteadyClock(lambda: MONDAY + ahead)
    ahead = timedelta(hours=1)
    assert system.now() == MONDAY + ahead
    assert steady.now() - MONDAY < timedelta(minutes=1)


async def test_whoever_waits_by_the_system_clock_is_woken() -> None:
    """When it is time, or when something else wakes them."""
    clock, woken = SystemClock(), asyncio.Event()
    await clock.wait(woken, clock.now() + timedelta(milliseconds=5))
    asyncio.get_running_loop().call_soon(woken.set)
    await clock.wait(woken, None)
    assert not woken.is_set()
