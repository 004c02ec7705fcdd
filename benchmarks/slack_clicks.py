"""What the bot costs on Slack, measured on the real program against a stand-in over real sockets.

``python -m benchmarks.slack_clicks [--lookups 2000] [--players 500]`` prints

* processor time for a lookup, and for a trivial command of an app on the bare slack-bolt;
* how long clicks wait to be acknowledged that many players make within one second: over Socket Mode,
  and over HTTP with two replicas on one PostgreSQL.

The stand-in runs in this process, the bots in processes of their own; on two cores each has one.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from adapters.slack.manifest import manifest
from benchmarks.bot_process import processor_seconds, running
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests.platforms.standin_slack import Channel, Member, Message, StandIn
from tests.platforms.standin_slack_seen import Seen
from tests.slack_bot import noted, said_in
from tests.slack_http import replica
from tests.storage import PostgresCluster

PROGRAM = (str(Path(sys.executable).with_name("dispatch-bot")), "run", "slack")
BARE = (sys.executable, str(Path(__file__).with_name("slack_bare.py")))
QUERIES = (
    "what did Radek say",
    "a finger in every pie",
    "p. 226",
    "Japan and Siberia",
    "armistise",
)
CONTEST = "contest start count=3 kinds=multiple-choice seconds=600"
BLOCK = 100
"""Lookups before the other app has its turn."""

AS_MUCH_AS_ONE = 20
"""Lookups of one person: of many more at once the bot would refuse some."""

PATIENCE = 30.0
RESTED = 5.0
"""Seconds in which is measured what an app does while nobody asks anything."""


@asynccontextmanager
async def workspace() -> AsyncIterator[StandIn]:
    """Slack with the app as its manifest says."""
    async with StandIn(acknowledge_within=PATIENCE, patience=PATIENCE) as slack:
        slack.use_manifest(manifest(offer(load())))
        yield slack


@dataclass
class Cost:
    """What commands have cost an app: processor time in all, and how long each took to be shown.

    ``idle`` is the share of a core that it takes while nobody asks anything.
    """

    slack: StandIn
    pid: int
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    idle: float = 0.0

    async def block(self, number: int) -> None:
        """Have some people look things up."""
        people = [self.slack.member(f"reader-{number}-{n}") for n in range(BLOCK // AS_MUCH_AS_ONE)]
        began = processor_seconds(self.pid)
        for person in people:
            self.waits += await _look_up(person, self.slack.channel())
        self.seconds += processor_seconds(self.pid) - began

    async def rest(self, seconds: float) -> None:
        """Leave it alone for a while, and note what it does meanwhile; begin to count anew."""
        began = processor_seconds(self.pid)
        await asyncio.sleep(seconds)
        self.idle = (processor_seconds(self.pid) - began) / seconds
        self.seconds, self.waits = 0.0, []

    def __str__(self) -> str:
        processor = f"{self.processor:,.0f} µs of processor time ({self.idle:.1%} of a core idle)"
        return f"{processor}, shown in {self.wait:,.0f} µs"

    @property
    def processor(self) -> float:
        """Microseconds of processor time of a command, without what the app does anyhow."""
        return (self.seconds - self.idle * sum(self.waits)) / len(self.waits) * 1e6

    @property
    def wait(self) -> float:
        """The median until a command is shown, in microseconds."""
        return median(self.waits) * 1e6


async def costs(lookups: int) -> tuple[Cost, Cost]:
    """Return what a command costs the bare app and ours; they take turns, so the machine is alike."""
    async with (
        workspace() as one,
        running(one, BARE) as bare_pid,
        workspace() as two,
        running(two, PROGRAM) as our_pid,
    ):
        bare, ours = Cost(one, bare_pid), Cost(two, our_pid)
        for each in (bare, ours):
            await each.block(0)  # to warm up
            await each.rest(RESTED)
        for number in range(1, 1 + lookups // BLOCK):
            await bare.block(number)
            await ours.block(number)
        return bare, ours


async def clicks(players: int) -> list[float]:
    """Return how long each of so many answers waited to be acknowledged over Socket Mode, in seconds."""
    async with workspace() as slack, running(slack, PROGRAM):
        return await _contest(slack, players)


async def clicks_over_http(players: int, url: str) -> list[float]:
    """Return how long each of so many answers waited with two replicas on one database."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            workspace() as slack,
            replica(slack, Path(folder), DATABASE_URL=url) as first,
            replica(slack, Path(folder), DATABASE_URL=url, PUBLIC_URL=first.address) as second,
        ):
            await slack.install_from(first.install_page)
            slack.request_urls = [f"{each.address}/slack/events" for each in (first, second)]
            slack.invite_bot(slack.channel())
            waits = await _contest(slack, players)
            slack.request_urls = []
            return waits


async def _look_up(who: Member, place: Channel) -> list[float]:
    waits = []
    for number in range(AS_MUCH_AS_ONE):
        began = perf_counter()
        seen = await who.slash(place, "/dispatch", f"lookup {QUERIES[number % len(QUERIES)]}")
        waits.append(perf_counter() - began)
        if not any(answer in seen.words for answer in ("¶", "pong")):
            raise RuntimeError(f"not answered: {seen.words}")
    return waits


async def _contest(slack: StandIn, players: int) -> list[float]:
    """Let so many answer one question within a second."""
    host, place = slack.member("host"), slack.channel()
    crowd = [slack.member(f"player-{number}") for number in range(players)]
    await host.slash(place, "/dispatch", CONTEST)
    lobby = await said_in(place, "A contest is open", within=PATIENCE)
    for start in range(0, players, BLOCK):
        some = crowd[start : start + BLOCK]
        for joined in await asyncio.gather(*(member.click(lobby, "Join") for member in some)):
            await noted(joined)
    panel = await noted(await host.click(lobby, "Host …"))
    await host.click(panel, "Start")
    question = await said_in(place, "Question 1 of 3", within=PATIENCE)
    await asyncio.sleep(1)
    seen = await asyncio.gather(*(_press(each, question) for each in crowd))
    return [each.after for each in seen]


async def _press(member: Member, question: Message) -> Seen:
    await asyncio.sleep(random.random())
    return await member.click(question, random.choice("ABCD"))


def _spread(waits: Sequence[float]) -> str:
    cuts = quantiles(waits, n=100)
    return f"p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s"


async def main(lookups: int, players: int) -> None:
    """Measure all of it in one run."""
    bare, ours = await costs(lookups)
    print(f"bare command: {bare}")
    print(f"lookup:       {ours}")
    processor, time = ours.processor / bare.processor - 1, ours.wait / bare.wait - 1
    print(f"added:        {processor:.0%} of processor time, {time:.0%} of time")
    print(f"{players} clicks within a second over Socket Mode: {_spread(await clicks(players))}")
    postgres = PostgresCluster()
    try:
        waits = await clicks_over_http(players, await postgres.migrated())
    finally:
        postgres.stop()
    print(f"{players} clicks within a second over HTTP, two replicas: {_spread(waits)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--players", type=int, default=500)
    asyncio.run(main(**vars(parser.parse_args())))
