"""The program as an admin starts it, on a stand-in for Slack over real sockets."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.slack.manifest import manifest
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests.platforms.standin_slack import StandIn

PROGRAM = Path(sys.executable).with_name("dispatch-bot")


@asynccontextmanager
async def started(
    slack: StandIn, folder: Path, *platforms: str, **others: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process of its own until the block ends; then ask it to stop.

    On Slack alone unless ``platforms`` are named; "" is every one whose tokens are in ``others``.
    """
    slack.use_manifest(manifest(offer(load())))
    environment = {
        **os.environ,
        **slack.env,
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "XDG_DATA_HOME": str(folder),
        **others,
    }
    names = [name for name in platforms or ("slack",) if name]
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "run", *names, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await slack.bot_ready()
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)
        await slack.bot_gone()


async def killed(process: asyncio.subprocess.Process) -> None:
    """Kill the process as a power cut would."""
    process.kill()
    await process.wait()
