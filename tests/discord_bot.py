"""The bot on a stand-in for Discord, started and stopped as a user would."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.platform import Discord
from bot.chat.platform import Bot
from bot.pack.model import Pack
from bot.runtime.app import open_bot
from tests.platforms.standin_discord import Channel, StandIn, words
from tests.platforms.standin_discord_world import Message


def point_at(discord: StandIn, patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the environment, and let the library's addresses be put back after the test."""
    patch.setattr(Route, "BASE", Route.BASE)
    patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    patch.setenv("XDG_DATA_HOME", str(folder))
    for name, value in discord.env.items():
        patch.setenv(name, value)


@asynccontextmanager
async def serving(discord: StandIn, bot: Bot) -> AsyncIterator[None]:
    """Run the platform while the block runs, then end it with SIGTERM; it must end well."""
    running = asyncio.create_task(Discord().run(bot, ()))
    ready = asyncio.create_task(discord.bot_ready())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done(), running
    try:
        yield
    finally:
        if not running.done():  # else nobody is there to hear it, and it would end the tests
            os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0
        await discord.bot_gone()


@asynccontextmanager
async def started(
    discord: StandIn, pack: Pack, folder: Path, *, claim_seconds: float = 20
) -> AsyncIterator[Bot]:
    """Run the real bot on a store in the folder."""
    url = f"sqlite:///{folder / 'bot.db'}"
    async with open_bot(pack, url, claim_seconds=claim_seconds) as bot, serving(discord, bot):
        yield bot


async def said_in(channel: Channel, text: str, *, patience: float = 5) -> Message:
    """The message with these words, as soon as it is there."""
    async with asyncio.timeout(patience):
        while True:
            for message in channel.messages:
                if text.lower() in words(message).lower() and not message.deleted:
                    return message
            await asyncio.sleep(0.005)
