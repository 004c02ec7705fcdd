"""A clock that tests set; whoever waits by it wakes when its time has come."""

import asyncio
from datetime import datetime, timedelta

from tests.builders import NOON


class ManualClock:
    """Stands still until a test lets time pass."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._passed = asyncio.Condition()

    def now(self) -> datetime:
        """The time that was set."""
        return self._now

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when tests have let the time come."""
        waking = asyncio.create_task(woken.wait())
        coming = asyncio.create_task(self._come(until))
        try:
            await asyncio.wait({waking, coming}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waking.cancel()
            coming.cancel()
            woken.clear()

    async def advance(self, seconds: float) -> None:
        """Let time pass."""
        async with self._passed:
            self._now += timedelta(seconds=seconds)
            self._passed.notify_all()

    async def _come(self, until: datetime | None) -> None:
        async with self._passed:
            await self._passed.wait_for(lambda: until is not None and self._now >= until)
