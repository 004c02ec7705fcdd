"""Workspaces that the bot was removed from: what is kept of them is deleted, unless it comes back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.chat.request import Place
from bot.errors import StorageBusy
from bot.place_ports import Workspaces
from bot.ports import Clock
from bot.runtime.stopping import beside

LOOK_AGAIN = timedelta(hours=1)
"""How often to look whether the time of a workspace has come, here or by another process's word."""

_log = logging.getLogger(__name__)


class Departures:
    """Knows which workspaces are to be deleted, so that a request can prove that the bot is there again."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._leaving: frozenset[tuple[str, str]] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Delete what is due while the block runs."""
        async with beside(self._keep_time()):
            yield

    async def left(self, place: Place) -> None:
        """Take note that the bot was removed from a place's workspace."""
        if place.workspace:
            await self._workspaces.left(place.platform, place.workspace, self._clock.now())
            await self._learn()

    async def present(self, place: Place) -> None:
        """Take note that the bot is in a place's workspace; nothing to do where that is no news."""
        if await self.is_leaving(place):
            await self._workspaces.present(place.platform, [place.workspace])
            await self._learn()

    async def counted(
        self, platform: str, found: Collection[str], is_served: Callable[[str], bool]
    ) -> None:
        """Take note of all the workspaces that there are, among those that are served here.

        Of any other that is known nobody has heard that the bot was removed: nobody listened.
        """
        leaving = await self._learn()
        for known in await self._workspaces.known(platform):
            if known not in found and is_served(known) and (platform, known) not in leaving:
                await self._workspaces.left(platform, known, self._clock.now())
        await self._workspaces.present(platform, tuple(found))
        await self._learn()

    async def is_leaving(self, place: Place) -> bool:
        """Whether what is kept of a place's workspace is to be deleted."""
        known = await self._learn() if self._leaving is None else self._leaving
        return (place.platform, place.workspace) in known

    async def delete_due(self) -> None:
        """Delete what is due by now."""
        if deleted := await self._workspaces.delete_due(self._clock.now()):
            _log.info("workspaces deleted", extra={"count": deleted})
        await self._learn()

    async def _learn(self) -> frozenset[tuple[str, str]]:
        self._leaving = await self._workspaces.leaving()
        return self._leaving

    async def _keep_time(self) -> None:
        # Nothing is deleted at once: the platforms must have connected, and have said where the bot is.
        look: Callable[[], Awaitable[object]] = self._learn
        while True:
            try:
                await look()
            except StorageBusy:
                _log.warning("workspaces could not be deleted yet")
            except Exception:  # noqa: BLE001 - a bug over one workspace must not end the bot
                _log.exception("workspaces could not be deleted")
            look = self.delete_due
            await self._clock.wait(asyncio.Event(), self._clock.now() + LOOK_AGAIN)
