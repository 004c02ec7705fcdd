"""The bot over HTTP on a stand-in for Slack: a process as an admin starts it."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.seal import new_key
from tests.platforms.standin_slack import StandIn
from tests.program import PROGRAM

KEY = new_key()


@dataclass
class Replica:
    """A process, and where it listens."""

    process: asyncio.subprocess.Process
    address: str

    @property
    def install_page(self) -> str:
        return f"{self.address}/slack/install"

    async def stop(self) -> str:
        """Ask it to stop; what it wrote."""
        self.process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(self.process.communicate(), 20)
        return said.decode()


def environment(slack: StandIn, folder: Path, **others: str) -> dict[str, str]:
    """What an admin sets for HTTP; nothing that Socket Mode needs."""
    theirs = {**slack.env, "DISPATCH_KEY": KEY, "DATABASE_URL": f"sqlite:///{folder}/bot.db"}
    del theirs["SLACK_BOT_TOKEN"], theirs["SLACK_APP_TOKEN"]
    return {**os.environ, "XDG_DATA_HOME": str(folder), **theirs, **others}


@asynccontextmanager
async def replica(
    slack: StandIn,
    folder: Path,
    command: Sequence[str] = ("run", "slack", "--http"),
    **others: str,
) -> AsyncIterator[Replica]:
    """Run a process until the block ends, and have Slack call it; then ask it to stop."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *command, "--listen", str(port),
        env={"PUBLIC_URL": address, **environment(slack, folder, **others)},
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    slack.request_urls = [f"{address}/slack/events"]
    try:
        await slack.bot_ready()
        yield Replica(process, address)
    finally:
        slack.request_urls = []
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)


def all_in(folder: Path) -> bytes:
    """Everything that is in a folder's files."""
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


async def ended(environment: Mapping[str, str]) -> tuple[int | None, str]:
    """Run a process that ends by itself; its status, and what it wrote."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "run", "slack", "--http", "--listen", "0",
        env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, said.decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
