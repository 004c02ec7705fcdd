"""The bot on a stand-in for Slack, started and stopped as a user would."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.slack.manifest import manifest
from adapters.slack.platform import Slack
from bot.chat.platform import Bot
from bot.pack.model import Pack
from bot.runtime.app import offer, open_bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Channel, Message, StandIn, words
from tests.platforms.standin_slack_seen import Seen


def point_at(slack: StandIn, patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the environment, and let the app be what its manifest says and no more."""
    slack.use_manifest(manifest(offer(load())))
    patch.setenv("XDG_DATA_HOME", str(folder))
    for name, value in slack.env.items():
        patch.setenv(name, value)


@asynccontextmanager
async def serving(slack: StandIn, bot: Bot) -> AsyncIterator[None]:
    """Run the platform while the block runs, then end it with SIGTERM; it must end well."""
    running = asyncio.create_task(Slack().run(bot, ()))
    ready = asyncio.create_task(slack.bot_ready())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done(), running
    try:
        yield
    finally:
        if not running.done():  # else nobody is there to hear it, and it would end the tests
            os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0
        await slack.bot_gone()


@asynccontextmanager
async def started(
    slack: StandIn, pack: Pack, folder: Path, *, claim_seconds: float = 20
) -> AsyncIterator[Bot]:
    """Run the real bot on a store in the folder."""
    url = f"sqlite:///{folder / 'bot.db'}"
    async with open_bot(pack, url, claim_seconds=claim_seconds) as bot, serving(slack, bot):
        yield bot


async def said_in(channel: Channel, text: str, *, within: float = 5) -> Message:
    """The message with these words, as soon as it is there."""
    async with asyncio.timeout(within):
        while True:
            for message in channel.messages:
                if text.lower() in words(message).lower() and not message.deleted:
                    return message
            await asyncio.sleep(0.005)


def shown(seen: Seen) -> str:
    """What the message says by now."""
    assert seen.message is not None
    return words(seen.message)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.005)


async def noted(seen: Seen) -> Message:
    """What was said to the person alone."""
    await until(lambda: any(each.ephemeral for each in seen.messages))
    return next(each for each in seen.messages if each.ephemeral)
