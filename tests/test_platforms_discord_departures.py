"""People who leave a server without a word: only a privileged intent would have Discord tell of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.deliver import Courier
from bot.chat.platform import Bot, DeliveryFailed
from bot.chat.request import Actor, Place
from bot.runtime import absences
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.discord_bot import said_in, started
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_faults import MISSING_ACCESS, NOT_FOUND, Broken, Fault
from tests.talk import Talk
from tests.test_platforms_discord_permissions import courier

__all__ = ["courier"]

MEMBERS = "/guilds/*/members/*"


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


def hall(discord: StandIn) -> Place:
    return Place("discord", str(discord.channel().id), str(discord.guild.id))


async def test_a_contest_whose_host_has_left_the_server_is_told_of_it(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Once; and somebody who is in may go on with it."""
    monkeypatch.setattr(absences, "LOOK_AGAIN", timedelta(seconds=0.1))
    bob = discord.member("bob")
    async with started(discord, load(), tmp_path):
        await ada.slash(discord.channel(), "contest start", {"count": 3})
        lobby = await said_in(discord.channel(), "A contest is open")
        await bob.press(lobby, "Join")
        discord.depart(ada)
        await said_in(discord.channel(), "has no host now")
        taken = await bob.slash(discord.channel(), "contest status")
        assert "[Host it myself]" in taken.words
    assert sum("has no host now" in words(m) for m in discord.channel().messages) == 1


async def test_whoever_is_there_has_not_left(
    discord: StandIn, courier: Courier, ada: Member
) -> None:
    assert not await courier.has_left(hall(discord), str(ada.id))
    discord.depart(ada)
    assert await courier.has_left(hall(discord), str(ada.id))


async def test_nobody_leaves_direct_messages(courier: Courier, ada: Member) -> None:
    """There is no server to ask."""
    assert not await courier.has_left(Place("discord", str(ada.direct.id)), str(ada.id))


@pytest.mark.parametrize("fault", [MISSING_ACCESS, NOT_FOUND, Broken(503)])
async def test_what_discord_does_not_say_is_not_taken_for_a_departure(
    discord: StandIn, courier: Courier, ada: Member, fault: Fault
) -> None:
    discord.faults.add(fault, "GET", MEMBERS)
    with pytest.raises(DeliveryFailed):
        await courier.has_left(hall(discord), str(ada.id))


async def test_a_server_that_removed_the_bot_while_it_was_down_is_forgotten_in_time(
    discord: StandIn, tmp_path: Path
) -> None:
    """Discord tells of it only who listens; one that is away for a while has removed nothing."""
    other = discord.add_guild("Other")
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as before:
        for place in (hall(discord), Place("discord", "1", str(other.id))):
            await Talk(before, Actor("discord", "1", "Ada"), place).say("quiz", count=1)
    discord.remove_bot(discord.guild)
    async with started(discord, load(), tmp_path) as bot:
        async with asyncio.timeout(5):
            while not await is_leaving(bot, discord.guild.id):
                await asyncio.sleep(0.01)
        assert not await is_leaving(bot, other.id)


async def test_a_server_that_is_away_for_a_while_has_removed_nothing(
    discord: StandIn, ada: Member, tmp_path: Path
) -> None:
    """What is asked there is asked there, and nothing is to be deleted."""
    async with started(discord, load(), tmp_path) as bot:
        await ada.slash(discord.channel(), "contest start", {"count": 3})
        await said_in(discord.channel(), "A contest is open")
        discord.lose_sight_of(discord.guild)
        seen = await ada.slash(discord.channel(), "contest status")
        assert "No contest" not in seen.words
        assert not await is_leaving(bot, discord.guild.id)


async def is_leaving(bot: Bot, guild: int) -> bool:
    return await bot._departures.is_leaving(Place("discord", "", str(guild)))  # type: ignore[attr-defined]
