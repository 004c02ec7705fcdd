"""What lookups cost a bot and a bare one beside it, each against a stand-in of its own.

They take turns, so that whatever else the machine does slows both alike.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeAlias

from benchmarks.bot_process import processor_seconds
from bot.runtime.packs import load
from bot.runtime.study import index_of

QUERIES = Path(__file__).resolve().parents[1] / "tests" / "data" / "lookups.jsonl"
BLOCK = 50
"""Lookups before the other bot has its turn."""

AS_MUCH_AS_ONE = 20
"""Lookups of one person: of many more at once the bot would refuse some."""

RESTED = 5.0
"""Seconds in which is measured what a bot does while nobody asks anything."""

LookUp: TypeAlias = Callable[[str, str], Awaitable[float]]
"""Has a person, by name, look up a query; returns how many seconds they waited for the answer."""


@dataclass
class Cost:
    """What lookups cost a bot: processor time in each block, and how long each waited, in seconds.

    ``idle`` is the share of a core that it takes while nobody asks anything.
    """

    pid: int
    look_up: LookUp
    people: int = 0
    idle: float = 0.0
    seconds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    async def block(self, queries: Sequence[str]) -> None:
        """Have people look up the queries, one after the other."""
        began, waits = processor_seconds(self.pid), []
        for number, query in enumerate(queries):
            if number % AS_MUCH_AS_ONE == 0:
                self.people += 1
            waits.append(await self.look_up(f"reader-{self.people}", query))
        spent = processor_seconds(self.pid) - began - self.idle * sum(waits)
        self.seconds.append(spent / len(queries))
        self.waits += waits

    async def warm_up(self, queries: Sequence[str]) -> None:
        """Have a first block looked up that does not count, and note what the bot does at rest."""
        await self.block(queries)
        self.seconds, self.waits = [], []
        began = processor_seconds(self.pid)
        await asyncio.sleep(RESTED)
        self.idle = (processor_seconds(self.pid) - began) / RESTED

    @property
    def processor(self) -> float:
        """Microseconds of processor time for one, in the median block, without what it takes at rest."""
        return median(self.seconds) * 1e6

    @property
    def wait(self) -> float:
        """Microseconds from the command to the answer, in the median."""
        return median(self.waits) * 1e6

    def __str__(self) -> str:
        processor = (
            f"{self.processor:,.0f} µs of processor time ({self.idle:.1%} of a core at rest)"
        )
        return f"{processor}, answered in {self.wait:,.0f} µs"


async def compare(bare: Cost, ours: Cost, lookups: int) -> None:
    """Let both look up the same, each query once, and print what it costs."""
    queries = findable()
    first, asked = queries[:BLOCK], queries[BLOCK : BLOCK + lookups]
    for each in (bare, ours):
        await each.warm_up(first)
    for at in range(0, len(asked), BLOCK):
        for each in (bare, ours):
            await each.block(asked[at : at + BLOCK])
    print(f"{len(ours.waits)} lookups each")
    print(f"bare command: {bare}")
    print(f"lookup:       {ours}")
    processor, time = ours.processor / bare.processor - 1, ours.wait / bare.wait - 1
    print(f"added:        {processor:.0%} of processor time, {time:.0%} of time")


def findable() -> list[str]:
    """Return queries that readers might type and that are answered, in an order drawn once."""
    index = index_of(load())
    rows = map(json.loads, QUERIES.read_text("utf-8").splitlines())
    found = [row["query"] for row in rows if index.find(row["query"]).hits]
    random.Random(1).shuffle(found)
    return found
