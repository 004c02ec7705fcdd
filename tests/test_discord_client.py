"""When the client is told to stop, whatever the library asked for is done, or ended: nothing is left over."""

import asyncio
from typing import cast

import discord
import pytest

from adapters.discord import client as connection
from adapters.discord.client import StudyClient
from bot.chat.platform import Bot
from bot.chat.request import Place


class Slow:
    """A core that takes its time over a place that is gone."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()
        self.told: list[Place] = []

    async def place_lost(self, place: Place) -> None:
        await self.may_end.wait()
        self.told.append(place)


def a_thread_gone() -> discord.RawThreadDeleteEvent:
    return discord.RawThreadDeleteEvent({"id": "3", "guild_id": "1", "parent_id": "2", "type": 11})


async def begun(core: Slow) -> tuple[StudyClient, asyncio.Task[None]]:
    client = StudyClient(cast("Bot", core))
    telling = asyncio.create_task(client.on_raw_thread_delete(a_thread_gone()))
    await asyncio.sleep(0)
    return client, telling


async def test_what_is_under_way_is_finished_before_the_end() -> None:
    """A channel that was deleted just before is told to the core."""
    core = Slow()
    client, telling = await begun(core)
    settling = asyncio.create_task(client.settle())
    await asyncio.sleep(0)
    assert not settling.done()
    core.may_end.set()
    await settling
    await telling
    assert core.told == [Place("discord", "3", "1")]


async def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it would be cut off in the middle later, with a connection in its hand."""
    monkeypatch.setattr(connection, "LAST_WORDS", 0.01)
    client, telling = await begun(Slow())
    await client.settle()
    await asyncio.gather(telling, return_exceptions=True)
    assert telling.cancelled()
