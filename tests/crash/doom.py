"""When a process dies."""

import asyncio
from collections import Counter
from random import Random

from tests.crash.house import Bot, House

MOMENTS = {"birth": 1, "ready": 1, "ask": 30, "told": 30, "take": 4, "posted": 4, "taken": 4}
"""At what a process may be killed, and how many of these it may see before, at most."""

LONGEST_DELAY = 0.02
"""Seconds after that moment, at most: about what a commit with its replies takes."""


class Doom:
    """Kills processes at moments decided by chance and begins a new one after each."""

    def __init__(self, house: House, random: Random, kills: int) -> None:
        self._house = house
        self._random = random
        self._kills = kills
        self._fate: dict[Bot, tuple[str, int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.killed = Counter[str]()

    def __str__(self) -> str:
        return f"{self.killed.total()} kills {dict(self.killed)}"

    @property
    def is_done(self) -> bool:
        """Whether as many have died as were to die."""
        return self.killed.total() >= self._kills

    async def begin(self, processes: int = 1) -> None:
        """Begin so many processes, and keep so many alive."""
        self._house.on_moment = self._moment
        for _ in range(processes):
            await self._house.begin()

    async def end(self) -> None:
        """Kill nobody any more."""
        self._house.on_moment = lambda _moment, _bot: None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _moment(self, moment: str, bot: Bot) -> None:
        if self.is_done:
            return
        fated, left = self._fate.get(bot) or self._decide()
        if moment == fated:
            left -= 1
        self._fate[bot] = fated, left
        if left == 0:
            self._fate[bot] = "dying", -1
            self.killed[fated] += 1
            task = asyncio.create_task(self._kill(bot))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _decide(self) -> tuple[str, int]:
        fated = self._random.choice(list(MOMENTS))
        return fated, self._random.randint(1, MOMENTS[fated])

    async def _kill(self, bot: Bot) -> None:
        delay = self._random.choice((0.0, self._random.uniform(0, LONGEST_DELAY)))
        if delay:
            await asyncio.sleep(delay)
        bot.kill()
        await bot.dead.wait()
        await self._house.begin()
