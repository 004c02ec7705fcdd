"""Running several platforms in one process, so that a fault in one never stops another."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.chat.platform import Bot, Connected, Platform
from bot.errors import StorageBusy, UserError
from bot.ports import Clock
from bot.runtime.stopping import told_to_stop, until_one_ends

STOPPED: Final = 0
NOT_SET_UP: Final = 2
"""What a platform returns when it was told to stop, and when trying again would not help."""

FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(minutes=1)
"""How long a platform that has failed is left alone: twice as long each time."""

_log = logging.getLogger(__name__)


class Serving:
    """Runs platforms, each again when it has failed, until told to stop."""

    def __init__(self, bot: Bot, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._bot = bot
        self._platforms = platforms
        self._clock = clock
        self._given_up: set[str] = set()

    async def run(self) -> int:
        """Run until told to stop, or until every platform has given up.

        Returns 0; or 2 when a platform was not set up as it must be.
        """
        async with told_to_stop() as stop:
            await asyncio.gather(
                *(self._keep_running(name, each, stop) for name, each in self._platforms.items())
            )
        return NOT_SET_UP if self._given_up else STOPPED

    async def run_alone(self, arguments: Sequence[str]) -> int:
        """Run the only platform once, with arguments, and return what it returns."""
        (platform,) = self._platforms.values()
        return await platform.run(self._bot, arguments)

    def lacking(self) -> dict[str, str]:
        """Return the platforms that people cannot use now, with why."""
        return {
            name: "given up" if name in self._given_up else "not connected"
            for name, platform in self._platforms.items()
            if name in self._given_up
            or (isinstance(platform, Connected) and not platform.is_connected)
        }

    def serves_anyone(self) -> bool:
        """Whether people can use at least one platform: connected, or unable to tell."""
        return len(self.lacking()) < len(self._platforms)

    async def _keep_running(self, name: str, platform: Platform, stop: asyncio.Event) -> None:
        pause = FIRST_PAUSE
        while not stop.is_set():
            begun = self._clock.now()
            status = await self._run_once(name, platform)
            if status == NOT_SET_UP and not stop.is_set():
                self._given_up.add(name)
            if status in {STOPPED, NOT_SET_UP} or stop.is_set():
                return
            if self._clock.now() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            _log.warning("platform failed", extra={"platform": name, "again_in": pause.seconds})
            await self._pause(stop, pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, name: str, platform: Platform) -> int:
        try:
            return await platform.run(self._bot, ())
        except StorageBusy:
            # The store comes back by itself, unlike what has to be set up.
            _log.warning("storage failed", extra={"platform": name})
            return 1
        except UserError as error:
            _log.error("platform not set up", extra={"platform": name, "reason": str(error)})
            return NOT_SET_UP
        except Exception:  # noqa: BLE001 - a bug in one platform must not stop the others
            _log.exception("platform failed", extra={"platform": name})
            return 1

    async def _pause(self, stop: asyncio.Event, pause: timedelta) -> None:
        until = self._clock.now() + pause
        await until_one_ends(stop.wait(), self._clock.wait(asyncio.Event(), until))
