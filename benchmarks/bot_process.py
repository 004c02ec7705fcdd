"""A bot in a process of its own, against a stand-in for its platform, and what it costs there."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol


class StandIn(Protocol):
    """A platform that a bot is pointed at by its environment."""

    @property
    def env(self) -> Mapping[str, str]:
        """What the bot's environment needs."""

    async def bot_ready(self, *, timeout: float) -> None:  # noqa: ASYNC109
        """Wait until the bot is there."""


@asynccontextmanager
async def running(platform: StandIn, program: Sequence[str]) -> AsyncIterator[int]:
    """Run a bot while the block runs; hand out its process's id."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **platform.env,
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
            "XDG_DATA_HOME": folder,
        }
        silent = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*program, env=environment, stderr=silent)
        try:
            await platform.bot_ready(timeout=120)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


def processor_seconds(pid: int) -> float:
    """Return how long all threads of a process have run."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text("ascii").split()[0]) for each in threads) / 1e9
