"""The program as an admin starts it, on a stand-in for Slack whose app is what its manifest says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.slack.manifest import manifest
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests.platforms.standin_slack import StandIn
from tests.program import running


@asynccontextmanager
async def started(
    slack: StandIn, folder: Path, *platforms: str, **others: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process of its own until the block ends; then ask it to stop.

    On Slack alone unless ``platforms`` are named; "" is every one whose tokens are in ``others``.
    """
    slack.use_manifest(manifest(offer(load())))
    names = [name for name in platforms or ("slack",) if name]
    async with running(slack, folder, *names, **others) as process:
        yield process
