"""Time that passes only when it is told to."""

import asyncio
from datetime import datetime


class SimulatedClock:
    """A clock that stands still between calls of ``advance``; it never goes back."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._now

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when the time has come; then ``woken`` is clear again."""
        sleeper = (until, woken) if until else None
        if sleeper:
            self._sleepers.append(sleeper)
            self._wake()
        try:
            await woken.wait()
        finally:
            woken.clear()
            if sleeper:
                self._sleepers.remove(sleeper)

    def advance(self, to: datetime) -> None:
        """Let time pass until ``to``, and wake whoever waited for it."""
        self._now = max(self._now, to)
        self._wake()

    def _wake(self) -> None:
        for until, woken in self._sleepers:
            if until <= self._now:
                woken.set()
