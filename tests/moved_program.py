"""The program as an admin starts it, but for its clock, which tests move.

Run as a program it takes the moment at which its clock begins, and then what ``dispatch-bot`` takes. Each
line that it reads is a moment to move to; it is written back when everybody who waited for it waits again.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli import main
from bot.runtime import app
from bot.runtime.stopping import until_one_ends

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Moved:
    """A process whose clock is moved from outside."""

    process: asyncio.subprocess.Process

    @property
    def is_running(self) -> bool:
        return self.process.returncode is None

    async def move(self, now: datetime) -> None:
        """Move its clock, and wait until what was due by it is under way."""
        assert self.process.stdin
        assert self.process.stdout
        line = f"{now.isoformat()}\n".encode()
        self.process.stdin.write(line)
        async with asyncio.timeout(20):
            assert await self.process.stdout.readline() == line, "it has ended"

    async def stop(self) -> None:
        """Ask it to stop, as a service is asked."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(self.process.wait(), 20) == 0

    async def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        await self.process.wait()


async def begin(environment: Mapping[str, str], now: datetime, log: Path, *arguments: str) -> Moved:
    """Begin the program in an environment that holds nothing else; whoever does so ends it."""
    pipe = asyncio.subprocess.PIPE
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.moved_program", now.isoformat(), *arguments,
            cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=errors,
        )  # fmt: skip
    return Moved(process)


@dataclass(eq=False)
class _Sleeper:
    """Somebody who waits for a moment."""

    task: "asyncio.Task[Any] | None"
    until: datetime | None
    come: asyncio.Event = field(default_factory=asyncio.Event)


class MovedClock:
    """Stands still until it is told on standard input to move."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sleepers: set[_Sleeper] = set()
        self._moving: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The time that was set."""
        return self._now

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when the clock was moved to the time."""
        self._moving = self._moving or asyncio.create_task(self._follow())
        sleeper = _Sleeper(asyncio.current_task(), until)
        self._sleepers.add(sleeper)
        self._wake(sleeper)
        try:
            await until_one_ends(woken.wait(), sleeper.come.wait())
        finally:
            self._sleepers.discard(sleeper)
            woken.clear()

    async def _follow(self) -> None:
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        while line := await reader.readline():
            self._now = datetime.fromisoformat(line.decode().strip())
            tasks = {sleeper.task for sleeper in self._sleepers if self._wake(sleeper)}
            while any(task and not self._sleeps(task) for task in tasks):
                await asyncio.sleep(0.001)
            os.write(1, line)

    def _wake(self, sleeper: _Sleeper) -> bool:
        """Wake somebody whose time has come; return whether it has."""
        if sleeper.until is not None and sleeper.until <= self._now:
            sleeper.come.set()
        return sleeper.come.is_set()

    def _sleeps(self, task: "asyncio.Task[Any]") -> bool:
        return task.done() or any(
            each.task is task and not each.come.is_set() for each in self._sleepers
        )


if __name__ == "__main__":
    clock = MovedClock(datetime.fromisoformat(sys.argv.pop(1)))
    for name in ("SteadyClock", "SystemClock"):  # it takes the place of the machine's
        setattr(app, name, lambda: clock)
    main()
