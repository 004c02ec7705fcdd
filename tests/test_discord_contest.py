"""Contests on a stand-in for Discord: restarts, and what is taken away meanwhile."""

import asyncio
from pathlib import Path

from bot.runtime.packs import load
from tests.discord_bot import said_in, started
from tests.platforms.standin_discord import Channel, Member, StandIn, words
from tests.platforms.standin_discord_faults import UNKNOWN_CHANNEL
from tests.platforms.standin_discord_world import Message

PACK = load()


async def open_lobby(discord: StandIn, host: Member, *, where: Channel | None = None) -> Message:
    place = where or discord.channel()
    wishes = {"count": 3, "kinds": "multiple-choice", "pause": 0}
    await host.slash(place, "contest start", wishes)
    return await said_in(place, "A contest is open")


async def begin(lobby: Message, host: Member) -> None:
    panel = await host.press(lobby, "Host …")
    assert panel.message is not None
    await host.press(panel.message, "Start")


async def test_a_contest_is_played_with_buttons(discord: StandIn, tmp_path: Path) -> None:
    """Lobby, questions, answers and podium come by themselves into the channel."""
    hall = discord.channel()
    players = {key: discord.member(f"player-{key}") for key in "ABCD"}  # one of them is right
    async with started(discord, PACK, tmp_path):
        lobby = await open_lobby(discord, players["A"])
        for member in players.values():
            assert (await member.press(lobby, "Join")).ephemeral
        await begin(lobby, players["A"])
        for number in (1, 2, 3):
            question = await said_in(hall, f"Question {number} of 3")
            for key, member in players.items():
                assert (await member.press(question, key)).ephemeral
        assert "(picture:" in words(await said_in(hall, "podium"))


async def test_a_round_goes_on_after_the_bot_was_started_anew(
    discord: StandIn, tmp_path: Path
) -> None:
    """What it was about to note when it stopped is posted again, under the same nonce."""
    hall, ada = discord.channel(), discord.member("ada")
    async with started(discord, PACK, tmp_path, claim_seconds=1):
        lobby = await open_lobby(discord, ada)
        await ada.press(lobby, "Join")
        await begin(lobby, ada)
        question = await said_in(hall, "Question 1 of 3")
    async with started(discord, PACK, tmp_path, claim_seconds=1):
        assert (await ada.press(question, "A")).ephemeral
        await said_in(hall, "Question 2 of 3")
    assert [m for m in hall.messages if "Question 1 of 3" in words(m)] == [question]
    assert "the answer" in words(question)


async def test_a_channel_that_is_no_more_ends_its_contest_and_holds_up_no_other(
    discord: StandIn, tmp_path: Path
) -> None:
    hall, side, ada = discord.channel(), discord.add_channel("side"), discord.member("ada")
    async with started(discord, PACK, tmp_path):
        lobby = await open_lobby(discord, ada, where=side)
        await ada.press(lobby, "Join")
        await begin(lobby, ada)
        question = await said_in(side, "Question 1 of 3")
        discord.faults.add(UNKNOWN_CHANNEL, "*", f"/channels/{side.id}/messages*", times=1_000)
        await ada.press(question, "A")
        async with asyncio.timeout(5):
            while "no contest" not in (await ada.slash(side, "contest status")).words.lower():
                await asyncio.sleep(0.01)
        other = await open_lobby(discord, ada)
    assert other in hall.messages
