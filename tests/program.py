"""The program as an admin starts it, on stand-ins for its platforms over real sockets."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

PROGRAM = Path(sys.executable).with_name("dispatch-bot")


class StandIn(Protocol):
    """What stands in for a platform, and notices when the bot comes and goes."""

    @property
    def env(self) -> Mapping[str, str]: ...

    async def bot_ready(self) -> None: ...

    async def bot_gone(self) -> None: ...


@asynccontextmanager
async def running(
    standin: StandIn, folder: Path, *platforms: str, **others: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process of its own until the block ends; then ask it to stop.

    Without names of ``platforms`` it serves every one whose tokens are set.
    """
    environment = {
        **os.environ,
        **standin.env,
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "XDG_DATA_HOME": str(folder),
        **others,
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "run", *platforms, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await standin.bot_ready()
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)
        await standin.bot_gone()


async def killed(process: asyncio.subprocess.Process) -> None:
    """Kill the process as a power cut would."""
    process.kill()
    await process.wait()


async def diagnosis(platform: str, *arguments: str) -> tuple[int | None, str]:
    """Run the doctor as an admin would; return its status and what it wrote."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "doctor", platform, *arguments,
        env=dict(os.environ), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    written, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, written.decode()
