"""What follows the first answer on Discord, through the real library."""

from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord

from adapters.discord.follow_up import follow_up
from adapters.discord.incoming import Interaction
from adapters.discord.layout import Display, Message


class Unplugged:
    """A session of a machine without a network."""

    def __init__(self) -> None:
        self.asked = 0

    @asynccontextmanager
    async def request(self, *_target: Any, **_options: Any) -> Any:
        self.asked += 1
        raise aiohttp.ClientConnectionError
        yield


async def test_each_message_is_asked_for_once_however_many_there_are() -> None:
    """And the last takes no more than the first."""
    session = Unplugged()
    state = discord.Client(intents=discord.Intents.none())._connection
    webhook = discord.Webhook(
        {"id": 1, "type": 3, "token": "token"},
        session=cast("aiohttp.ClientSession", session),
        state=state,
    )
    interaction = cast("Interaction", SimpleNamespace(followup=webhook))
    for _ in range(500):
        assert not await follow_up(interaction, Message((Display("more"),)))
    assert session.asked == 500
