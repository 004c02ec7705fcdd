"""Daily posts on a stand-in for Discord: over changes of clocks, failures, and a channel that is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.runtime.packs import content_folder, load
from tests.clock import ManualClock
from tests.discord_bot import said_in, started
from tests.platforms.standin_discord import Channel, StandIn, words
from tests.platforms.standin_discord_faults import UNKNOWN_CHANNEL, Broken
from tests.platforms.standin_discord_world import Message

PACK = load(content_folder() / "gettysburg")
EIGHT = {"time": "08:00", "zone": "Europe/Berlin"}
DAY = 86_400.0


@asynccontextmanager
async def at(discord: StandIn, folder: Path, now: datetime) -> AsyncIterator[ManualClock]:
    """The real bot on a store in the folder, at a time that tests set."""
    clock = ManualClock(now)
    async with started(discord, PACK, folder, clock=clock):
        yield clock


def quotes(channel: Channel) -> list[Message]:
    return [m for m in channel.messages if "Quote of the day" in words(m)]


async def seen(channel: Channel, count: int) -> None:
    """Wait until so many quotes are there."""
    async with asyncio.timeout(5):
        while len(quotes(channel)) < count:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize(
    ("begins", "hour"),
    [
        (datetime(2026, 3, 28, 6, 59, tzinfo=UTC), 6),
        (datetime(2026, 10, 24, 5, 59, tzinfo=UTC), 7),
    ],
    ids=["spring", "autumn"],
)
async def test_one_post_a_day_over_a_change_of_clocks(
    discord: StandIn, tmp_path: Path, begins: datetime, hour: int
) -> None:
    """At eight by the clocks of the class: not a minute before, and not twice."""
    hall, boss = discord.channel(), discord.member("boss", admin=True)
    async with at(discord, tmp_path, begins) as clock:
        await boss.slash(hall, "daily set", EIGHT)
        await clock.advance(60)
        await seen(hall, 1)
        eight = begins.replace(day=begins.day + 1, hour=hour, minute=0)
        await clock.advance((eight - clock.now()).total_seconds() - 1)
        assert len(quotes(hall)) == 1
        await clock.advance(1)
        await seen(hall, 2)
        await clock.advance(DAY)
        await seen(hall, 3)
    assert len(quotes(hall)) == 3


async def test_a_quote_is_read_saved_and_cited_by_its_buttons(
    discord: StandIn, tmp_path: Path
) -> None:
    """Each reader alone sees what comes of it."""
    hall, boss, ben = discord.channel(), discord.member("boss", admin=True), discord.member("ben")
    async with at(discord, tmp_path, datetime(2026, 3, 2, 5, 0, tzinfo=UTC)):
        await boss.slash(hall, "daily set", EIGHT)
        await boss.slash(hall, "daily now", {})
        await seen(hall, 1)
        saved = await ben.press(quotes(hall)[0], "Save")
        assert saved.ephemeral
        assert "Saved: 1 passage" in (await ben.slash(hall, "saved", {})).words
        assert "Lincoln" in (await ben.press(quotes(hall)[0], "Cite")).words


async def test_a_post_that_took_effect_though_discord_failed_is_there_once(
    discord: StandIn, tmp_path: Path
) -> None:
    """It is sent again under its nonce."""
    hall, boss = discord.channel(), discord.member("boss", admin=True)
    async with at(discord, tmp_path, datetime(2026, 3, 2, 5, 0, tzinfo=UTC)) as clock:
        await boss.slash(hall, "daily set", EIGHT)
        fault = Broken(500, took_effect=True)
        discord.faults.add(fault, "POST", f"/channels/{hall.id}/messages")
        await boss.slash(hall, "daily now", {})
        await seen(hall, 1)
        for _ in range(20):
            await clock.advance(5)
            await asyncio.sleep(0.01)
        await boss.slash(hall, "daily list", {})
    assert len(quotes(hall)) == 1


async def test_a_channel_that_is_gone_stops_what_is_posted_there_and_nothing_else(
    discord: StandIn, tmp_path: Path
) -> None:
    """The list says so."""
    hall, side = discord.channel(), discord.add_channel("side")
    boss = discord.member("boss", admin=True)
    async with at(discord, tmp_path, datetime(2026, 3, 2, 5, 0, tzinfo=UTC)) as clock:
        for place in (hall, side):
            await boss.slash(place, "daily set", EIGHT)
        discord.faults.add(UNKNOWN_CHANNEL, "*", f"/channels/{side.id}/messages*", times=1_000)
        await clock.advance(2 * 3_600)
        await seen(hall, 1)
        async with asyncio.timeout(5):
            while "Stopped" not in (await boss.slash(side, "daily list", {})).words:
                await asyncio.sleep(0.01)
        assert await said_in(hall, "Quote of the day")
