"""Who installed the bot for themselves takes it along to servers that know nothing of it."""

import asyncio
from pathlib import Path

from bot.chat.request import Actor, Place
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.discord_bot import serving
from tests.platforms.standin_discord import StandIn
from tests.test_discord_conversation import Held


async def test_a_server_without_the_bot_is_no_workspace_of_its(
    discord: StandIn, tmp_path: Path
) -> None:
    """Its admins run nothing there, and what is asked there is kept of the person alone."""
    eva = discord.member("eva", admin=True, installed=True)
    hall = discord.add_guild("Elsewhere", installed=False).channels[0]
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        held.until.set()
        async with serving(discord, held):
            seen = await eva.slash(hall, "home")
            assert "[Settings]" not in seen.words
            await eva.press(seen.message, "Take a quiz")
    for asked in held.asked:
        assert asked.actor == Actor("discord", str(eva.id), "Eva", "", "en-US")
        assert asked.place == Place("discord", str(hall.id))


async def test_who_travels_to_a_server_does_not_keep_it_from_being_forgotten(
    discord: StandIn, tmp_path: Path
) -> None:
    """It has removed the bot: that some member still has it is nothing to the server."""
    ada, guild = discord.member("ada", installed=True), discord.guild
    there = Place("discord", "", str(guild.id))
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        assert bot._departures
        async with serving(discord, bot):
            await ada.slash(discord.channel(), "about")
            discord.remove_bot(guild)
            async with asyncio.timeout(5):
                while not await bot._departures.is_leaving(there):
                    await asyncio.sleep(0.01)
            assert (await ada.slash(discord.channel(), "about")).words
            assert await bot._departures.is_leaving(there)
