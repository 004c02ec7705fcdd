"""The real clock, and waiting by it."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _system_time() -> datetime:
    return datetime.now(UTC)


def _ticks() -> float:
    """Return seconds of a clock that nobody sets; where there is one, it runs while a laptop sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class SteadyClock:
    """Tells the time as the system had it when the process began, carried on by a clock that cannot jump.

    When somebody sets the system's clock an hour back or ahead, a running contest does not notice.
    """

    def __init__(self, system_time: Callable[[], datetime] = _system_time) -> None:
        self._began = system_time()
        self._ticks = _ticks()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._began + timedelta(seconds=_ticks() - self._ticks)

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when the time has come; then ``woken`` is clear again."""
        await _wait(woken, None if until is None else until - self.now())


class SystemClock:
    """Tells the time as the system has it, which somebody may set.

    What goes by the calendar follows at once. Whoever waits for long notices only when they look again.
    """

    def __init__(self, system_time: Callable[[], datetime] = _system_time) -> None:
        self._system_time = system_time

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._system_time()

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when as long has passed as was left; see ``SteadyClock``."""
        await _wait(woken, None if until is None else until - self.now())


async def _wait(woken: asyncio.Event, left: timedelta | None) -> None:
    seconds = None if left is None else max(0.0, left.total_seconds())
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
    finally:
        woken.clear()
