"""The bot on Slack in a process of its own, at a time that tests choose.

Run as a program it takes the URL of a store and the moment at which its clock begins.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.slack.manifest import manifest
from adapters.slack.platform import Slack
from bot.runtime.app import offer, open_bot
from bot.runtime.clock import SteadyClock
from bot.runtime.packs import content_folder, load
from tests.platforms.standin_slack import StandIn

PACK = load(content_folder() / "gettysburg")


@asynccontextmanager
async def child(
    slack: StandIn, url: str, begins: datetime, *, connections: int = 1
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process until the block ends; then ask it to stop, if it was not killed."""
    slack.use_manifest(manifest(offer(PACK)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slack_child", url, begins.isoformat(),
        env={**os.environ, **slack.env}, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await slack.bot_ready(connections)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)


async def _run(url: str, begins: datetime) -> int:
    clock = SteadyClock(lambda: begins)
    async with open_bot(PACK, url, clock) as bot:
        return await Slack().run(bot, ())


if __name__ == "__main__":
    sys.exit(asyncio.run(_run(sys.argv[1], datetime.fromisoformat(sys.argv[2]))))
