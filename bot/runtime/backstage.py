"""What goes on without anybody asking: contests are written, kept in time, and told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.chat.platform import PostTaker
from bot.chat.reply import Reply
from bot.errors import StorageBusy
from bot.pack.model import Pack
from bot.ports import Clock, Contests, Letter, Outbox, Pictures
from bot.quiz.contest.events import Withdrawn
from bot.quiz.contest.state import State
from bot.runtime.arena import StandardArena
from bot.runtime.outbox import CLAIM_SECONDS, RETRY, PostOffice
from bot.views.rounds import told

LONGEST_SLEEP = timedelta(seconds=1)
"""What another process has written is noticed after this, at the latest."""


class Backstage:
    """Runs the contests of one process: its arena, and a post office for each platform."""

    def __init__(
        self,
        pack: Pack,
        contests: Contests,
        outbox: Outbox,
        clock: Clock,
        pictures: Pictures,
        claim_seconds: float = CLAIM_SECONDS,
    ) -> None:
        """``claim_seconds`` must be the same in every process: see ``PostOffice``."""
        self._claim_seconds = claim_seconds
        self._pack = pack
        self._outbox = outbox
        self._clock = clock
        self._pictures = pictures
        self._sleepers: list[asyncio.Event] = []
        self._closing: set[asyncio.Task[None]] = set()
        self.arena = StandardArena(contests, clock, self.wake)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write contests and keep them in time while the block runs."""
        tasks = [
            asyncio.create_task(self.arena.write(), name="contests are written"),
            asyncio.create_task(
                self.arena.keep_time(self._sleeper(), LONGEST_SLEEP),
                name="contests are kept in time",
            ),
        ]
        try:
            yield
        finally:
            ending = [*tasks, *self._closing]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    def wake(self) -> None:
        """Let everybody who sleeps look whether there is something to do."""
        for sleeper in self._sleepers:
            sleeper.set()

    async def deliver(self, taker: PostTaker) -> None:
        """Post what there is to tell on a platform, until cancelled."""
        await self._office(taker).deliver(self._sleeper(), LONGEST_SLEEP)

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now."""
        await self.arena.catch_up()
        await self._office(taker).flush()
        while self._closing:
            await asyncio.gather(*self._closing)
            await self._office(taker).flush()

    def _office(self, taker: PostTaker) -> PostOffice:
        return PostOffice(
            self._outbox, self.arena, self._clock, taker, self._worded, self._claim_seconds
        )

    def _worded(self, state: State, letter: Letter) -> Reply:
        if state.is_asking and self._pack.question(state.rounds[-1].question) is None:
            task = asyncio.create_task(self._withdraw(state.contest, state.latest))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        return told(self._pack, state, letter.fact, self._pictures, letter.place)

    async def _withdraw(self, contest: str, number: int) -> None:
        """Close a round that asks what the pack no longer has, as soon as the store lets us."""
        while True:
            try:
                await self.arena.submit(contest, Withdrawn(at=self._clock.now(), round=number))
            except StorageBusy:
                await self._clock.wait(asyncio.Event(), self._clock.now() + RETRY)
            else:
                return

    def _sleeper(self) -> asyncio.Event:
        sleeper = asyncio.Event()
        self._sleepers.append(sleeper)
        return sleeper
