"""What the bot costs on Discord, measured on the real program against a stand-in over real sockets.

``python -m benchmarks.discord_clicks [--lookups 2000] [--players 500] [--guilds 1000]`` prints

* processor time for a lookup, and for a trivial command of a bot on the bare discord.py;
* how long clicks wait to be acknowledged that many players make within one second;
* the memory that so many servers take.

The stand-in runs in this process, the bots in processes of their own; on two cores each has one.
"""

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.bot_process import running
from tests.platforms.standin_discord import ChannelKind, Member, StandIn
from tests.platforms.standin_discord_seen import Seen
from tests.platforms.standin_discord_world import Channel, Message

PROGRAM = (str(Path(sys.executable).with_name("dispatch-bot")), "run", "discord")
BARE = (sys.executable, str(Path(__file__).with_name("discord_bare.py")))
QUERIES = (
    "what did Radek say",
    "a finger in every pie",
    "p. 226",
    "Japan and Siberia",
    "armistise",
)
CHANNELS = 30
"""Channels of a server, besides its first."""

BLOCK = 100
"""Lookups before another bot has its turn."""

AS_MUCH_AS_ONE = 20
"""Lookups of one person: of many more at once the bot would refuse some."""


@dataclass(slots=True)
class Cost:
    """What lookups took: each block of them in processor time, each of them until it was answered."""

    seconds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def processor(self) -> float:
        """Microseconds of processor time for one, in the median block."""
        return median(self.seconds) / BLOCK * 1e6

    @property
    def waited(self) -> float:
        """Microseconds from the click to the answer, in the median."""
        return median(self.waits) * 1e6


async def costs(lookups: int, *programs: Sequence[str]) -> list[Cost]:
    """Let programs that run side by side take turns, so that whatever else runs slows all alike."""
    async with AsyncExitStack() as stack:
        bots = []
        for program in programs:
            discord = await stack.enter_async_context(StandIn())
            bots.append(
                (discord, await stack.enter_async_context(running(discord, program)), Cost())
            )
            await _look_up(discord, "early")
        for block in range(max(1, lookups // BLOCK)):
            for discord, pid, cost in bots:
                began = _processor_seconds(pid)
                cost.waits += await _look_up(discord, f"reader-{block}")
                cost.seconds.append(_processor_seconds(pid) - began)
    return [cost for _, _, cost in bots]


async def clicks(players: int, within: float = 1.0) -> list[float]:
    """Return how long each of so many answers in a contest waited to be acknowledged, in seconds."""
    async with StandIn() as discord, running(discord, PROGRAM):
        host, place = discord.member("host"), discord.channel()
        crowd = [discord.member(f"player-{number}") for number in range(players)]
        wishes = {"count": 3, "kinds": "multiple-choice", "seconds": 600}
        await host.slash(place, "contest start", wishes)
        lobby = await _posted(place, "Join")
        for member in crowd:
            await member.press(lobby, "Join")
        panel = (await host.press(lobby, "Host …")).message
        assert panel is not None
        await host.press(panel, "Start")
        question = await _posted(place, "A")
        await asyncio.sleep(1)
        seen = await asyncio.gather(*(_press(each, question, within) for each in crowd))
        return [each.after for each in seen]


async def memory(guilds: int) -> float:
    """Return the megabytes of resident memory that a thousand servers take."""
    sizes = []
    for number in (0, guilds):
        async with StandIn() as discord:
            for guild in range(number):
                _add_guild(discord, f"Server {guild}")
            async with running(discord, PROGRAM) as pid:
                await asyncio.sleep(3)
                sizes.append(_resident_bytes(pid))
    return (sizes[1] - sizes[0]) / 1e6 / guilds * 1_000


async def _look_up(discord: StandIn, name: str) -> list[float]:
    """Look up a block in a new channel; return how long each lookup waited for its answer."""
    waits, place = [], discord.add_channel(name, ChannelKind.TEXT)
    for number in range(BLOCK):
        who = discord.member(f"{name}-{number // AS_MUCH_AS_ONE}")
        seen = await who.slash(place, "lookup", {"query": QUERIES[number % len(QUERIES)]})
        if seen.ephemeral:
            raise RuntimeError(f"refused: {seen.words}")
        waits.append(seen.after)
    return waits


async def _press(member: Member, question: Message, within: float) -> Seen:
    await asyncio.sleep(random.random() * within)
    return await member.press(question, random.choice("ABCD"))


async def _posted(place: Channel, label: str) -> Message:
    """Return the newest message with such a button, as soon as there is one."""
    async with asyncio.timeout(30):
        while True:
            for message in reversed(place.messages):
                if f'"label": "{label}"' in str(message.body).replace("'", '"'):
                    return message
            await asyncio.sleep(0.01)


def _add_guild(discord: StandIn, name: str) -> None:
    guild = discord.add_guild(name)
    for number in range(CHANNELS):
        discord.add_channel(f"channel-{number}", ChannelKind.TEXT, guild=guild)


def _processor_seconds(pid: int) -> float:
    """Return how long all threads of a process have run."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text("ascii").split()[0]) for each in threads) / 1e9


def _resident_bytes(pid: int) -> int:
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def main(lookups: int, players: int, guilds: int) -> None:
    bare, ours = await costs(lookups, BARE, PROGRAM)
    for name, each in (("bare command", bare), ("lookup", ours)):
        print(
            f"{name}: {each.processor:,.0f} µs of processor time, answered in {each.waited:,.0f} µs"
        )
    print(
        f"added: {ours.processor / bare.processor - 1:.0%} of processor time, "
        f"{ours.waited / bare.waited - 1:.0%} of time"
    )
    waits = sorted(await clicks(players))
    cuts = quantiles(waits, n=100)
    print(f"{players} clicks within a second: p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s")
    print(f"memory: {await memory(guilds):.0f} MB for 1,000 servers of {CHANNELS + 1} channels")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--players", type=int, default=500)
    parser.add_argument("--guilds", type=int, default=1_000)
    asyncio.run(main(**vars(parser.parse_args())))
