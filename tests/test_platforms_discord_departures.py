"""People who leave a server without a word: only a privileged intent would have Discord tell of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.deliver import Courier
from bot.chat.platform import DeliveryFailed
from bot.chat.request import Place
from bot.runtime import absences
from bot.runtime.packs import load
from tests.discord_bot import said_in, standing_in, started
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_faults import MISSING_ACCESS, NOT_FOUND, Broken, Fault
from tests.test_platforms_discord_permissions import courier

__all__ = ["courier"]

MEMBERS = "/guilds/*/members/*"


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[StandIn]:
    async with standing_in(monkeypatch, tmp_path) as standin:
        yield standin


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
