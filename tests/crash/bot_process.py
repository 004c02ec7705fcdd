"""Processes that are there to be killed, each with the real bot on a real store.

This program opens the pack once and then, for each line on its input, forks a process in some
milliseconds; a Python that begins from nothing would take a second. It prints each one's id, buries
those that were killed, and takes the rest along when its input ends.
"""

import asyncio
import logging
import os
import select
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

# Whatever the bot imports late is imported before the first fork.
import aiosqlite  # noqa: F401
import asyncpg  # type: ignore[import-untyped]  # noqa: F401
import msgspec

from bot.chat.action import Action
from bot.chat.plain import plain
from bot.chat.platform import Bot, DeliveryFailed, Post
from bot.chat.reply import Button, Form
from bot.chat.request import Actor, Invocation, Place, Press, Request
from bot.runtime.app import open_bot
from bot.runtime.clock import SteadyClock, SystemClock
from bot.runtime.packs import content_folder, load
from bot.runtime.study import index_of, judge_of
from tests.crash.wire import Ask, Birth, Ready, Shift, Take, Taken, Told, Wire

PACK = load(content_folder() / "gettysburg")
PLATFORM = "crowd"
ADMIN = "admin"
"""Who runs every place."""


class WallClock:
    """The system's clock as a process sees it, which somebody may set."""

    def __init__(self, hours_wrong: float) -> None:
        self.hours_wrong = hours_wrong

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self.hours_wrong)


class Life:
    """A bot that talks through a wire: requests come in, replies and posts go out."""

    name = PLATFORM

    def __init__(self, wire: Wire, wall: WallClock) -> None:
        self._wire = wire
        self._wall = wall
        self._numbers = count(1)
        self._posting: dict[int, asyncio.Future[Taken]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, bot: Bot) -> None:
        """Answer what is asked, until the platform hangs up."""
        async for message in self._wire.heard():
            match message:
                case Ask():
                    task = asyncio.create_task(self._answer(bot, message))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                case Taken():
                    posting = self._posting.pop(message.number)
                    if not posting.done():
                        # Otherwise the bot has stopped waiting for it.
                        posting.set_result(message)
                case Shift():
                    self._wall.hours_wrong = message.hours_wrong

    async def post(self, post: Post) -> str:
        number = next(self._numbers)
        future = self._posting[number] = asyncio.get_running_loop().create_future()
        self._wire.say(_take(number, post))
        taken: Taken = await future
        if taken.error or taken.gone:
            raise DeliveryFailed(taken.error, place_is_gone=taken.gone)
        return taken.message

    async def _answer(self, bot: Bot, ask: Ask) -> None:
        reply = await bot.handle(_request(ask))
        self._wire.say(Told(ask.id, plain(reply), reply.failed))


def _request(ask: Ask) -> Request:
    pressed = Press(Action(ask.action, ask.arguments), ask.response)
    return Request(
        id=ask.id,
        actor=Actor(PLATFORM, ask.user, ask.user.title(), is_admin=ask.user == ADMIN),
        place=Place(PLATFORM, ask.place),
        at=ask.at,
        what=Invocation(ask.command, ask.options) if ask.command else pressed,
    )


def _take(number: int, post: Post) -> Take:
    form = next((each for each in post.reply.controls if isinstance(each, Form)), None)
    button = next((each for each in post.reply.controls if isinstance(each, Button)), None)
    shown = form or button
    return Take(
        number=number,
        place=post.place.channel,
        nonce=post.nonce,
        message=post.message,
        text=plain(post.reply),
        form=form.title if form else "",
        arguments=shown.action.arguments if shown else (),
    )


async def live(birth: Birth) -> None:
    """Serve the platform at a socket, until it hangs up."""
    wire = Wire(*await asyncio.open_unix_connection(birth.socket, limit=2**24))
    wall = WallClock(birth.hours_wrong)
    life = Life(wire, wall)
    async with open_bot(
        PACK,
        birth.url,
        SteadyClock(wall),
        wall_clock=SystemClock(wall),
        patience=birth.patience,
        claim_seconds=birth.claim_seconds,
    ) as bot:
        delivering = asyncio.create_task(bot.deliver(life))
        wire.say(Ready(birth.name, os.getpid()))
        await life.serve(bot)
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)


def main() -> None:
    """Fork a process for each line of input, and say who was born and who has died."""
    index_of(PACK)
    judge_of(PACK)
    for line in lines():
        bear(msgspec.json.decode(line, type=Birth))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in CHILDREN:
        os.kill(pid, signal.SIGKILL)
    while CHILDREN:
        CHILDREN.discard(os.waitpid(-1, 0)[0])


def lines() -> Iterator[bytes]:
    """Yield each line of the input, and bury whoever dies meanwhile.

    A death just before the wait for a line would go unnoticed by a handler of signals until the next
    line comes; the pipe that it wakes us by can be read at once.
    """
    deaths, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    unfinished = b""
    while True:
        ready, _, _ = select.select([_INPUT, deaths], [], [])
        if deaths in ready:
            os.read(deaths, 4096)
            bury()
        if _INPUT in ready:
            read = os.read(_INPUT, 65_536)
            if not read:
                return
            *whole, unfinished = (unfinished + read).split(b"\n")
            yield from whole


def bear(birth: Birth) -> None:
    """Fork a process; there is no other thread that could be lost by it."""
    pid = os.fork()
    if not pid:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        logging.basicConfig(level=logging.ERROR)
        asyncio.run(live(birth))
        os._exit(0)
    CHILDREN.add(pid)
    os.write(1, b"born %d\n" % pid)


def bury() -> None:
    """Take note of every child that has died."""
    while CHILDREN:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        CHILDREN.discard(pid)
        os.write(1, b"died %d\n" % pid)


CHILDREN: set[int] = set()
_INPUT = 0

if __name__ == "__main__":
    main()
