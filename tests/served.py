"""A bot in this process on a stand-in for its platform, started and stopped as a user would."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from bot.chat.platform import Bot, Platform
from bot.pack.model import Pack
from bot.ports import Clock
from bot.runtime.app import open_bot


class StandIn(Protocol):
    """What stands in for a platform, and notices when the bot comes and goes."""

    async def bot_ready(self) -> None: ...

    async def bot_gone(self) -> None: ...


class Message(Protocol):
    """A message that people may see."""

    deleted: bool


Said = TypeVar("Said", bound=Message)


@asynccontextmanager
async def serving(platform: Platform, standin: StandIn, bot: Bot) -> AsyncIterator[None]:
    """Run the platform while the block runs, then end it with SIGTERM; it must end well."""
    running = asyncio.create_task(platform.run(bot, ()))
    ready = asyncio.create_task(standin.bot_ready())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done(), running
    try:
        yield
    finally:
        if not running.done():  # else nobody is there to hear it, and it would end the tests
            os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0
        await standin.bot_gone()


@asynccontextmanager
async def started(
    platform: Platform,
    standin: StandIn,
    pack: Pack,
    folder: Path,
    claim_seconds: float,
    clock: Clock | None,
) -> AsyncIterator[Bot]:
    """Run the real bot on a store in the folder, by the machine's clock or another."""
    url = f"sqlite:///{folder / 'bot.db'}"
    async with (
        open_bot(pack, url, clock, claim_seconds=claim_seconds) as bot,
        serving(platform, standin, bot),
    ):
        yield bot


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.005)


async def said(
    messages: Callable[[], Sequence[Said]],
    words: Callable[[Said], str],
    text: str,
    patience: float,
) -> Said:
    """The message with a text in its words, as soon as it is there; ``patience`` is in seconds."""
    async with asyncio.timeout(patience):
        while True:
            for message in messages():
                if text.lower() in words(message).lower() and not message.deleted:
                    return message
            await asyncio.sleep(0.005)
