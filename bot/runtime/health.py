"""How a process is, told truthfully: by asking the store, not by remembering."""

import asyncio
import logging
import os
import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.ports import Clock
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.serving import Serving

LOOK_AGAIN: Final = timedelta(seconds=0.5)
PATIENCE: Final = 2.0
"""Seconds that the store has to answer."""

_log = logging.getLogger(__name__)


class ProcessHealth:
    """The health of a process that serves platforms."""

    def __init__(self, bot: Dispatcher, serving: Serving) -> None:
        self._bot = bot
        self._serving = serving

    def is_alive(self) -> bool:
        """Return whether contests are kept in time and posts are told."""
        return self._bot.is_alive

    async def lacking(self) -> Mapping[str, str]:
        """Return which platforms are not connected, and whether the store does not answer."""
        return {**self._serving.lacking(), **await self._storage()}

    async def report_ready(self, clock: Clock) -> None:
        """Say once, in the log and to systemd, that people can use the bot on some platform.

        Systemd ends a service that never says so: one platform that is down must not end the others.
        """
        while not self._serving.serves_anyone() or await self._storage():
            await clock.wait(asyncio.Event(), clock.now() + LOOK_AGAIN)
        _log.info("ready")
        _tell_systemd("READY=1")

    async def _storage(self) -> dict[str, str]:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._bot.ask_store()
        except TimeoutError:
            return {"store": "does not answer in time"}
        except Exception as error:  # noqa: BLE001 - whatever it is, the store is not there for people
            return {"store": type(error).__name__}
        return {}


def _tell_systemd(state: str) -> None:
    """Tell systemd where it wants to know (``Type=notify``): see sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.connect(address.replace("@", "\0", 1))
            told.sendall(state.encode())
