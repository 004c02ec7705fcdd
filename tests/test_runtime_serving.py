"""Several platforms in one process: a fault in one never stops another."""

import asyncio
import logging
import os
import signal
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.errors import DatabaseUnavailable, SecretUnreadable, StorageBusy
from bot.runtime.app import open_bot
from bot.runtime.health import ProcessHealth
from bot.runtime.packs import load
from bot.runtime.serving import NOT_SET_UP, STOPPED, Serving
from bot.runtime.stopping import told_to_stop
from tests.clock import ManualClock

PACK = load()
TURNS = 20
"""Turns of the event loop in which whoever waits by the clock has noticed the time."""


class Scripted:
    """A platform whose runs go as they are told, one after another; then it serves until stopped."""

    def __init__(self, name: str, clock: ManualClock, *runs: int | Exception) -> None:
        self.name = name
        self.is_connected = False
        self.begun: list[datetime] = []
        self._clock = clock
        self._runs = [*runs]

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        self.begun.append(self._clock.now())
        if self._runs:
            outcome = self._runs.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        async with told_to_stop() as stop:
            self.is_connected = True
            await stop.wait()
        self.is_connected = False
        return STOPPED


class Process:
    """A process that serves platforms on a new store, by a clock that tests set."""

    def __init__(self, folder: Path, clock: ManualClock, *platforms: Scripted) -> None:
        self.clock = clock
        self.lacking: dict[str, str] = {}
        self._folder = folder
        self._platforms = platforms

    async def run(self) -> int:
        """Serve until all platforms are connected or have ended; then stop as a service is stopped."""
        async with open_bot(PACK, f"sqlite:///{self._folder / 'serving.db'}") as bot:
            serving = Serving(bot, {each.name: each for each in self._platforms}, self.clock)
            running = asyncio.create_task(serving.run())
            while not (running.done() or self._is_settled(serving)):
                await self.clock.advance(1)
                for _ in range(TURNS):
                    await asyncio.sleep(0)
            self.lacking = serving.lacking()
            if not running.done():
                os.kill(os.getpid(), signal.SIGTERM)
            return await asyncio.wait_for(running, 10)

    def _is_settled(self, serving: Serving) -> bool:
        waiting = [name for name, why in serving.lacking().items() if why != "given up"]
        return not waiting


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


async def test_one_signal_stops_every_platform(clock: ManualClock, tmp_path: Path) -> None:
    """Each is told, and the process ends well."""
    both = [Scripted("one", clock), Scripted("other", clock)]
    assert await Process(tmp_path, clock, *both).run() == STOPPED
    assert not any(each.is_connected for each in both)


@pytest.mark.parametrize(
    "fault",
    [
        1,
        RuntimeError("a bug"),
        OSError("no network"),
        StorageBusy(),
        DatabaseUnavailable("localhost/bot", "is starting up"),
    ],
)
async def test_a_platform_that_fails_is_started_again_and_the_other_never_notices(
    fault: int | Exception, clock: ManualClock, tmp_path: Path
) -> None:
    """A network that is away and a bug are the same from outside: it comes back by itself."""
    failing, sound = Scripted("failing", clock, fault, fault), Scripted("sound", clock)
    assert await Process(tmp_path, clock, failing, sound).run() == STOPPED
    assert (len(failing.begun), len(sound.begun)) == (3, 1)


async def test_a_platform_that_keeps_failing_is_tried_less_and_less_often(
    clock: ManualClock, tmp_path: Path
) -> None:
    """Twice as long each time, and once a minute in the end."""
    failing = Scripted("failing", clock, *[1] * 8)
    await Process(tmp_path, clock, failing).run()
    pauses = [(after - before).seconds for before, after in pairwise(failing.begun)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("fault", [NOT_SET_UP, SecretUnreadable("DISCORD_TOKEN_FILE", "is gone")])
async def test_what_is_not_set_up_is_given_up_and_said_while_the_other_goes_on(
    fault: int | Exception, clock: ManualClock, tmp_path: Path
) -> None:
    """Trying again would not help; the exit status tells it in the end."""
    unset, sound = Scripted("unset", clock, fault), Scripted("sound", clock)
    process = Process(tmp_path, clock, unset, sound)
    assert await process.run() == NOT_SET_UP
    assert process.lacking == {"unset": "given up"}
    assert (len(unset.begun), len(sound.begun)) == (1, 1)


@pytest.mark.parametrize("fault", [[NOT_SET_UP], [1] * 8], ids=["given up", "down"])
async def test_a_process_is_ready_when_one_platform_is_served(
    fault: list[int], clock: ManualClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A platform that is missing is told to whoever asks for all, and keeps nobody from the other."""
    caplog.set_level(logging.INFO, "bot.runtime.health")
    unserved, sound = Scripted("unserved", clock, *fault), Scripted("sound", clock)
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'ready.db'}") as bot:
        serving = Serving(bot, {each.name: each for each in (unserved, sound)}, clock)
        health = ProcessHealth(bot, serving)
        told = asyncio.create_task(health.report_ready(clock))
        await asyncio.sleep(0)
        assert not serving.serves_anyone()
        running = asyncio.create_task(serving.run())
        while not serving.serves_anyone():
            await asyncio.sleep(0)
        assert "ready" not in caplog.messages
        await clock.advance(1)
        await asyncio.wait_for(told, 10)
        assert "ready" in caplog.messages
        assert "unserved" in await health.lacking()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 10)


async def test_a_process_whose_platforms_have_all_given_up_is_not_ready(
    clock: ManualClock, tmp_path: Path
) -> None:
    """Nobody can use it."""
    unset = Scripted("unset", clock, NOT_SET_UP)
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'unready.db'}") as bot:
        serving = Serving(bot, {"unset": unset}, clock)
        assert await serving.run() == NOT_SET_UP
        assert not serving.serves_anyone()
