"""The program as an admin starts it, against a stand-in for Discord over real sockets."""

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
        PROGRAM, "run", "discord", env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await discord.bot_ready()
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)
        await discord.bot_gone()


async def test_a_lookup_through_the_real_process(tmp_path: Path) -> None:
    """A member types /lookup; the passage comes back, quoted and placed, within Discord's limits."""
    async with StandIn() as discord, started(discord, tmp_path):
        ada = discord.member("ada")
        seen = await ada.slash(discord.channel(), "lookup", {"query": "a finger in every pie"})
        assert "¶ 9 s. 2, p. 226" in seen.words
        assert discord.breaches == []


async def test_a_quiz_survives_a_killed_process(tmp_path: Path) -> None:
    """SIGKILL in mid-quiz; the next process goes on with the same question."""
    async with StandIn() as discord:
        ada = discord.member("ada")
        async with started(discord, tmp_path) as process:
            seen = await ada.slash(discord.channel(), "quiz", {"count": 3, "kinds": "vocabulary"})
            asked = seen.words
            process.kill()
            await process.wait()
        async with started(discord, tmp_path):
            again = await ada.slash(discord.channel(), "quiz", {})
        assert asked.splitlines()[-1] in again.words
        assert discord.breaches == []


async def test_it_stops_cleanly_when_asked(tmp_path: Path) -> None:
    """SIGTERM: status 0, and no token in what it wrote."""
    async with StandIn() as discord:
        async with started(discord, tmp_path) as process:
            process.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
        assert discord.env["DISCORD_TOKEN"].encode() not in said
