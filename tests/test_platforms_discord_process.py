"""The program as an admin starts it, against a stand-in for Discord over real sockets."""

import asyncio
import signal
from pathlib import Path

from tests.platforms.standin_discord import StandIn
from tests.program import killed, running


async def test_a_lookup_through_the_real_process(tmp_path: Path) -> None:
    """A member types /lookup; the passage comes back, quoted and placed, within Discord's limits."""
    async with StandIn() as discord, running(discord, tmp_path, "discord"):
        ada = discord.member("ada")
        seen = await ada.slash(discord.channel(), "lookup", {"query": "a finger in every pie"})
        assert "¶ 9 s. 2, p. 226" in seen.words
        assert discord.breaches == []


async def test_a_quiz_survives_a_killed_process(tmp_path: Path) -> None:
    """SIGKILL in mid-quiz; the next process goes on with the same question."""
    async with StandIn() as discord:
        ada = discord.member("ada")
        async with running(discord, tmp_path, "discord") as process:
            seen = await ada.slash(discord.channel(), "quiz", {"count": 3, "kinds": "vocabulary"})
            asked = seen.words
            await killed(process)
        async with running(discord, tmp_path, "discord"):
            again = await ada.slash(discord.channel(), "quiz", {})
        assert asked.splitlines()[-1] in again.words
        assert discord.breaches == []


async def test_it_stops_cleanly_when_asked(tmp_path: Path) -> None:
    """SIGTERM: status 0, and no token in what it wrote."""
    async with StandIn() as discord:
        async with running(discord, tmp_path, "discord") as process:
            process.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
        assert discord.env["DISCORD_TOKEN"].encode() not in said
