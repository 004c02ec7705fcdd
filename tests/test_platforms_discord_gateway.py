"""The gateway as Discord's can be: silent, away, forgetful, shared with another process, slow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import pytest

from adapters.discord import heartbeat
from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.discord_bot import point_at, said_in, started
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_faults import RateLimits
from tests.platforms.standin_discord_seen import Seen

PACK = load()
BEAT, TIMEOUT, INTERVAL = 0.4, 1.5, 3.0
"""In seconds: Discord's interval between heartbeats is longer than we wait for a sign of life."""


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


@asynccontextmanager
async def hurried(discord: StandIn, patch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Bot]:
    """Serve with all times of the connection in the same proportions, and much shorter."""
    discord.gateway.heartbeat_interval = INTERVAL
    patch.setattr(heartbeat, "BEAT", BEAT)
    patch.setattr(heartbeat, "TIMEOUT", TIMEOUT)
    async with started(discord, PACK, folder) as bot:
        yield bot


@pytest.mark.parametrize("shards", [1, 2])
async def test_nobody_says_anything_for_long_and_the_connection_stays(
    discord: StandIn,
    ada: Member,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    shards: int,
) -> None:
    """Trap 15: less patience than Discord's interval must not take quiet for silence."""
    discord.sharding.recommended = shards
    async with hurried(discord, monkeypatch, tmp_path):
        await discord.bot_ready(sessions=shards)
        await asyncio.sleep(3 * TIMEOUT)
        assert (await ada.slash(discord.channel(), "about")).words
    assert discord.gateway.resumes == []
    assert len(discord.gateway.identifies) == shards


async def test_a_gateway_that_falls_silent_is_replaced(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Trap 15: soon, though its connection stays open; the session goes on."""
    async with hurried(discord, monkeypatch, tmp_path):
        began = perf_counter()
        discord.gateway.fall_silent()
        async with asyncio.timeout(10):
            while not discord.gateway.resumes:
                await asyncio.sleep(0.01)
        assert perf_counter() - began < TIMEOUT + 5
        assert (await ada.slash(discord.channel(), "about")).words


async def test_a_session_that_discord_has_forgotten_is_begun_anew(
    discord: StandIn, ada: Member, tmp_path: Path
) -> None:
    """Trap 11: the library says a second time that it is ready, which changes nothing."""
    async with started(discord, PACK, tmp_path):
        await ada.slash(discord.channel(), "contest start", {"count": 3})
        lobby = await said_in(discord.channel(), "A contest is open")
        await discord.gateway.drop(resume=False)
        async with asyncio.timeout(20):
            while len(discord.gateway.identifies) < 2:
                await asyncio.sleep(0.01)
            await discord.bot_ready()
        await ada.press(lobby, "Join")
        assert "Ada" in words(await said_in(discord.channel(), "Ada"))
    assert sum("A contest is open" in words(m) for m in discord.channel().messages) == 1


async def test_after_an_outage_what_was_clicked_meanwhile_is_answered_or_let_go(
    discord: StandIn, ada: Member, tmp_path: Path
) -> None:
    """Traps 12 and 16: the library waits some seconds; a click that is over three seconds old is lost
    to whoever made it, not to the bot.
    """
    async with started(discord, PACK, tmp_path):
        discord.gateway.refuse()
        await discord.gateway.drop()
        with pytest.raises(TimeoutError):
            await ada.slash(discord.channel(), "about")
        discord.gateway.refuse(refused=False)
        await discord.bot_ready()
        assert (await ada.slash(discord.channel(), "about")).words
    assert discord.gateway.resumes
    assert len(discord.channel().messages) == 1


@pytest.mark.parametrize("seconds", [-3_600, 3_600])
async def test_a_clock_that_is_an_hour_off_keeps_nobody_from_an_answer(
    discord: StandIn, ada: Member, tmp_path: Path, seconds: int
) -> None:
    """Trap 14: by our clock the interaction is over long ago, or has not begun."""
    discord.clock.advance(seconds)
    async with started(discord, PACK, tmp_path):
        seen = await ada.slash(discord.channel(), "glossary")
        assert seen.message is not None
        turned = await ada.press(seen.message, "More ▶")
        assert "page 2 of" in turned.words


async def test_a_crowd_is_answered_though_its_channel_is_limited(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Trap 17: the message of a round is edited so seldom that nothing waits for Discord's limit."""
    async with StandIn(rate_limits=RateLimits()) as discord:
        point_at(discord, monkeypatch, tmp_path)
        hall, crowd = discord.channel(), [discord.member(f"player-{n}") for n in range(40)]
        async with started(discord, PACK, tmp_path):
            host = discord.member("host")
            await host.slash(hall, "contest start", {"count": 3, "kinds": "multiple-choice"})
            lobby = await said_in(hall, "A contest is open")
            clicks = [after(n / 20, player.press(lobby, "Join")) for n, player in enumerate(crowd)]
            joined = [await seen.final() for seen in await asyncio.gather(*clicks)]
        assert all("You are in" in seen.words for seen in joined)
        assert not [each for each in discord.requests if each.status == 429]
        assert discord.breaches == []


async def after(seconds: float, act: Awaitable[Seen]) -> Seen:
    await asyncio.sleep(seconds)
    return await act
