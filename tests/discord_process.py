"""The program as an admin starts it, on a stand-in for Discord."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.platforms.standin_discord import StandIn

PROGRAM = Path(sys.executable).with_name("dispatch-bot")


@asynccontextmanager
async def started(discord: StandIn, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process of its own until the block ends; then ask it to stop."""
    environment = {
        **os.environ,
        **discord.env,
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "XDG_DATA_HOME": str(folder),
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "run", "discord", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await discord.bot_ready()
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)
        await discord.bot_gone()


async def killed(process: asyncio.subprocess.Process) -> None:
    """Kill the process as a power cut would."""
    process.kill()
    await process.wait()
