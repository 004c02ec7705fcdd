"""The bot on a stand-in for Discord, started and stopped as a user would."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.platform import Discord
from bot.chat.platform import Bot
from bot.pack.model import Pack
from bot.ports import Clock
from tests import served
from tests.platforms.standin_discord import Channel, StandIn, words
from tests.platforms.standin_discord_world import Message


def point_at(discord: StandIn, patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the environment, and let the library's addresses be put back after the test."""
    patch.setattr(Route, "BASE", Route.BASE)
    patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    patch.setenv("XDG_DATA_HOME", str(folder))
    for name, value in discord.env.items():
        patch.setenv(name, value)


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[StandIn]:
    """Stand in for the platform, with the environment set; in the end nothing was sent amiss."""
    async with StandIn() as standin:
        point_at(standin, monkeypatch, tmp_path)
        yield standin
        assert standin.breaches == []


def serving(discord: StandIn, bot: Bot) -> AbstractAsyncContextManager[None]:
    """Run the platform while the block runs, then end it with SIGTERM; it must end well."""
    return served.serving(Discord(), discord, bot)


def started(
    discord: StandIn,
    pack: Pack,
    folder: Path,
    *,
    claim_seconds: float = 20,
    clock: Clock | None = None,
) -> AbstractAsyncContextManager[Bot]:
    """Run the real bot on a store in the folder, by the machine's clock or another."""
    return served.started(Discord(), discord, pack, folder, claim_seconds, clock)


async def said_in(channel: Channel, text: str, *, patience: float = 5) -> Message:
    """The message with these words, as soon as it is there."""
    return await served.said(lambda: channel.messages, words, text, patience)
