"""What the bot costs on Discord, measured on the real program against a stand-in over real sockets.

``python -m benchmarks.discord_clicks [--lookups 550] [--players 500] [--guilds 1000]`` prints

* what a lookup costs, and what a trivial command of a bot on the bare discord.py does;
* how long clicks wait to be acknowledged that many players make within one second;
* the memory that so many servers take.

The stand-in runs in this process, the bots in processes of their own; on two cores each has one.
"""

import argparse
import asyncio
import os
import random
import sys
from functools import partial
from pathlib import Path
from statistics import quantiles

from benchmarks.bot_process import running
from benchmarks.turns import Cost, compare
from tests.platforms.standin_discord import ChannelKind, Member, StandIn
from tests.platforms.standin_discord_seen import Seen
from tests.platforms.standin_discord_world import Channel, Message

PROGRAM = (str(Path(sys.executable).with_name("dispatch-bot")), "run", "discord")
BARE = (sys.executable, str(Path(__file__).with_name("discord_bare.py")))
CHANNELS = 30
"""Channels of a server, besides its first."""


async def compare_lookups(lookups: int) -> None:
    """Print what so many lookups cost, and so many trivial commands."""
    async with (
        StandIn() as one,
        running(one, BARE) as bare,
        StandIn() as two,
        running(two, PROGRAM) as ours,
    ):
        beside = Cost(bare, partial(_look_up, one))
        await compare(beside, Cost(ours, partial(_look_up, two)), lookups)


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


async def _look_up(discord: StandIn, name: str, query: str) -> float:
    seen = await discord.member(name).slash(discord.channel(), "lookup", {"query": query})
    if seen.ephemeral:
        raise RuntimeError(f"refused: {seen.words}")
    return seen.after


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


def _resident_bytes(pid: int) -> int:
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def main(lookups: int, players: int, guilds: int) -> None:
    await compare_lookups(lookups)
    cuts = quantiles(sorted(await clicks(players)), n=100)
    print(f"{players} clicks within a second: p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s")
    print(f"memory: {await memory(guilds):.0f} MB for 1,000 servers of {CHANNELS + 1} channels")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=int, default=550)
    parser.add_argument("--players", type=int, default=500)
    parser.add_argument("--guilds", type=int, default=1_000)
    asyncio.run(main(**vars(parser.parse_args())))
