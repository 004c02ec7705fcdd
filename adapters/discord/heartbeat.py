"""Asks the gateway for a sign of life, so that its silence is noticed soon.

Discord wants a heartbeat every 41 seconds, and the library sends no others. So a gateway from which
nothing came for 20 seconds may be as quiet as its servers; one that was asked is not. Discord answers as
many heartbeats as it is sent.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

BEAT = 8.0
"""Seconds between two questions."""

TIMEOUT = 20.0
"""Seconds without an answer after which the library replaces the connection."""


async def keep_asking(sockets: Callable[[], Iterable[DiscordWebSocket]]) -> None:
    """Ask on all connections that there are, now and then, until cancelled."""
    while True:
        await asyncio.sleep(BEAT)
        for socket in sockets():
            # One that breaks is seen to by whoever listens on it.
            with contextlib.suppress(aiohttp.ClientError, OSError, discord.ConnectionClosed):
                await _ask(socket)


async def _ask(socket: DiscordWebSocket) -> None:
    # As the library answers when the gateway itself asks for a heartbeat.
    alive = socket._keep_alive
    if alive is not None and socket.open:
        await socket.send_heartbeat(alive.beat())
