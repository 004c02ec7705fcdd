"""Where the bot's processes live and die."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Self

import msgspec

from tests.crash.stand_in import StandIn
from tests.crash.wire import Ask, Birth, Message, Ready, Shift, Take, Told, Wire

CLAIM_SECONDS = 1.0
"""How long a post is left to a process: short, since tests kill those that have claimed one."""

PATIENCE = 5.0

PROMPT_SECONDS = 90.0
"""How long anything may take that takes milliseconds on a machine that is not busy.

A post that fails after its process has died four times waits for half a minute before it is tried again.
"""

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(eq=False)
class Bot:
    """A process, from its birth to its death; ``asked`` are those who wait for its reply."""

    name: str
    pid: int
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    dead: asyncio.Event = field(default_factory=asyncio.Event)
    asked: dict[str, asyncio.Future[Told]] = field(default_factory=dict)
    wire: Wire | None = None
    is_stopped: bool = False

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if not self.dead.is_set():
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it, wherever it is."""
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        """Freeze it, wherever it is."""
        self.signal(signal.SIGSTOP)
        self.is_stopped = True

    def wake(self) -> None:
        """Let it go on as if nothing had been."""
        self.is_stopped = False
        self.signal(signal.SIGCONT)

    def set_clock(self, hours_wrong: float) -> None:
        """Set the system's clock, as this process sees it, so many hours off."""
        assert self.wire is not None
        self.wire.say(Shift(hours_wrong))


class House:
    """Processes on one store, and the platform that they serve.

    ``on_moment`` is called at each moment of interest ("birth", "ready", "ask", "told", "take",
    "posted", "taken") with the process that it concerns, which the caller may kill.
    """

    def __init__(self, url: str, platform: StandIn, folder: Path, nursery: "Nursery") -> None:
        self.url = url
        self.platform = platform
        self.bots: list[Bot] = []
        self.on_moment: Callable[[str, Bot], None] = lambda _moment, _bot: None
        self.claim_seconds = CLAIM_SECONDS
        self.patience = PATIENCE
        self.hours_wrong = 0.0
        self._socket = folder / f"{next(_NUMBERS)}.sock"
        self._nursery = nursery
        self._names = count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()

    async def open(self) -> Self:
        self._server = await asyncio.start_unix_server(self._meet, self._socket, limit=2**24)
        return self

    async def close(self) -> None:
        """End whoever still lives."""
        self.on_moment = lambda _moment, _bot: None
        for bot in self.bots:
            bot.kill()
        await asyncio.gather(*(bot.dead.wait() for bot in self.bots))
        self._server.close()
        await self._server.wait_closed()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def begin(self) -> Bot:
        """Begin a process; it is asked nothing before it is ready."""
        name = f"bot-{next(self._names)}"
        birth = Birth(
            name=name,
            url=self.url,
            socket=str(self._socket),
            claim_seconds=self.claim_seconds,
            patience=self.patience,
            hours_wrong=self.hours_wrong,
        )
        bot = Bot(name, await self._nursery.bear(birth))
        self.bots.append(bot)
        self._watch(self._bury(bot))
        self.on_moment("birth", bot)
        return bot

    async def begin_ready(self) -> Bot:
        """Begin a process and wait until it serves."""
        bot = await self.begin()
        async with asyncio.timeout(PROMPT_SECONDS):
            await bot.ready.wait()
        return bot

    async def ask(self, ask: Ask, random: Random | None = None) -> Told:
        """Ask one of the processes, again and again as they die, until one has replied."""
        async with asyncio.timeout(2 * PROMPT_SECONDS):
            while True:
                bot = await self._some_bot(random)
                if told := await self._asked(bot, ask):
                    return told

    async def _some_bot(self, random: Random | None) -> Bot:
        async with self._changed:
            await self._changed.wait_for(self._awake)
        awake = self._awake()
        return random.choice(awake) if random else awake[0]

    def _awake(self) -> list[Bot]:
        return [
            bot
            for bot in self.bots
            if bot.ready.is_set() and not bot.dead.is_set() and not bot.is_stopped
        ]

    async def _asked(self, bot: Bot, ask: Ask) -> Told | None:
        """Return the reply, or none when the process died before it gave one."""
        assert bot.wire is not None
        future = bot.asked.get(ask.id) or asyncio.get_running_loop().create_future()
        bot.asked[ask.id] = future
        bot.wire.say(ask)
        self.on_moment("ask", bot)
        dead = asyncio.create_task(bot.dead.wait())
        await asyncio.wait({future, dead}, return_when=asyncio.FIRST_COMPLETED)
        dead.cancel()
        return future.result() if future.done() else None

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a process as long as it is there."""
        wire, bot = Wire(reader, writer), None
        async for message in wire.heard():
            if isinstance(message, Ready):
                bot = next(each for each in self.bots if each.name == message.name)
                bot.wire = wire
                bot.ready.set()
                await self._tell_changed()
                self.on_moment("ready", bot)
            elif bot:
                self._hear(bot, message)
        wire.close()

    def _hear(self, bot: Bot, message: Message) -> None:
        match message:
            case Told():
                future = bot.asked.pop(message.id, None)
                if future and not future.done():
                    future.set_result(message)
                self.on_moment("told", bot)
            case Take():
                self.on_moment("take", bot)
                self._watch(self._take(bot, message))
            case _:
                raise AssertionError(f"nobody says {message} to a platform")

    async def _take(self, bot: Bot, take: Take) -> None:
        taken = await self.platform.take(take)
        self.on_moment("posted", bot)
        assert bot.wire is not None
        bot.wire.say(taken)
        self.on_moment("taken", bot)

    async def _bury(self, bot: Bot) -> None:
        await self._nursery.death_of(bot.pid)
        bot.dead.set()
        await self._tell_changed()

    async def _tell_changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _watch(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Nursery:
    """The program that bears processes; see ``bot_process``. ``complaints`` is what they wrote."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._deaths: dict[int, asyncio.Event] = {}
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.bot_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=_ROOT,
        )
        self._reading = [
            asyncio.create_task(self._read_names()),
            asyncio.create_task(self._read_complaints()),
        ]

    async def bear(self, birth: Birth) -> int:
        """Fork a process and return its id."""
        assert self._process.stdin is not None
        async with self._turn:
            self._process.stdin.write(msgspec.json.encode(birth) + b"\n")
            async with asyncio.timeout(PROMPT_SECONDS):
                pid = await self._born.get()
        assert pid, "the program that bears processes has ended"
        return pid

    async def death_of(self, pid: int) -> None:
        """Wait until a process is dead."""
        await self._deaths.setdefault(pid, asyncio.Event()).wait()

    async def close(self) -> None:
        """Take every process along."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await asyncio.gather(*self._reading)

    async def _read_names(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            what, pid = line.split()
            death = self._deaths.setdefault(int(pid), asyncio.Event())
            if what == b"born":
                await self._born.put(int(pid))
            else:
                death.set()
        await self._born.put(0)

    async def _read_complaints(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.complaints.append(line.decode(errors="replace"))


@asynccontextmanager
async def house(url: str, platform: StandIn | None = None) -> AsyncIterator[House]:
    """A house without anybody in it; afterwards all who lived there are dead, and no file is left."""
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    nursery = Nursery()
    await nursery.open()
    opened = House(url, platform or StandIn(), folder, nursery)
    await opened.open()
    try:
        yield opened
    finally:
        await opened.close()
        await nursery.close()
        shutil.rmtree(folder)
        print("".join(nursery.complaints))
    assert not any("Traceback" in line for line in nursery.complaints), "a process had a bug"


_NUMBERS = count(1)
