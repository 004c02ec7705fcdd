"""Quiet hours hold posts back once and for all processes, whatever happens to these meanwhile."""

import asyncio

import pytest

from tests.clock import ManualClock
from tests.daily_bot import HOUR, MONDAY, House, Wall, daily_house

HALF, SEVEN = 0.5 * HOUR, HOUR
"""From six o'clock on, when the bot begins."""


async def set_up(house: House) -> None:
    """A post at half past six, in a place that is quiet until seven."""
    await house.say("settings set", setting="zone", value="Berlin")
    await house.say("settings set", setting="quiet-hours", value="22:00-07:00")
    await house.say("daily set", time="06:30")


@pytest.mark.parametrize("ends", [[HALF, HALF], [HALF, 60, HALF], [HALF / 2, SEVEN + HALF]])
async def test_a_post_that_waits_survives_a_restart(store_url: str, ends: list[float]) -> None:
    """Before, while and after it waits; it comes once, and not before seven."""
    clock, wall = ManualClock(MONDAY), Wall()
    async with daily_house(store_url, clock, wall) as house:
        await set_up(house)
    for seconds in ends:
        async with daily_house(store_url, clock, wall) as house:
            await house.pass_time(seconds)
            assert len(wall.posts) == (house.clock.now() >= MONDAY.replace(hour=6))
    async with daily_house(store_url, clock, wall) as house:
        await house.pass_time(HOUR)
    assert len(wall.posts) == 1


async def test_of_two_processes_that_hold_it_back_one_posts(store_url: str) -> None:
    """Both look at the same moment, when it is due and when the quiet hours end."""
    clock, wall = ManualClock(MONDAY), Wall()
    async with (
        daily_house(store_url, clock, wall) as here,
        daily_house(store_url, clock, wall) as there,
    ):
        await set_up(here)
        for seconds in (HALF, HALF, 60):
            await clock.advance(seconds)
            await asyncio.gather(*(house.bot.settle(wall) for house in (here, there)))
        assert len(wall.posts) == 1
        assert "Missed" not in await here.say("daily list")


async def test_what_is_asked_for_is_posted_in_quiet_hours_too(store_url: str) -> None:
    """Somebody wants it now; then it does not come again when they end."""
    async with daily_house(store_url) as house:
        await set_up(house)
        await house.say("daily now")
        assert len(house.wall.posts) == 1
        await house.pass_time(2 * HOUR)
    assert len(house.wall.posts) == 1


async def test_a_post_that_waits_can_be_skipped(store_url: str) -> None:
    """It is still the next."""
    async with daily_house(store_url) as house:
        await set_up(house)
        await house.pass_time(HALF)
        assert "leaves out Mon 2026-03-02" in await house.say("daily skip")
        assert await house.pass_time(2 * HOUR) == []
