"""What goes on without anybody asking: contests and daily posts are kept in time, and told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.chat.platform import PLAIN, Abilities, Post, PostTaker
from bot.chat.reply import Reply
from bot.errors import StorageBusy
from bot.pack.model import Pack
from bot.place_ports import Settings
from bot.ports import Clock, Contests, Letter, Outbox, Pictures
from bot.quiz.contest.events import Withdrawn
from bot.quiz.contest.facts import CountChanged, Fact, RoundClosed, RoundOpened
from bot.quiz.contest.state import State
from bot.runtime.arena import StandardArena
from bot.runtime.due import DailyPosts
from bot.runtime.outbox import (
    CLAIM_SECONDS,
    RETRY,
    ContestTeller,
    InLanguageOfPlace,
    PostOffice,
    Teller,
    Wording,
)
from bot.runtime.round_teller import RoundTeller
from bot.views.rounds import gathering, thread_title, told, whole_round

Result = TypeVar("Result")

LONGEST_SLEEP = timedelta(seconds=1)
"""What another process has written is noticed after this, at the latest."""

LOOK_AGAIN = timedelta(minutes=5)
"""How often to look for rounds whose question is gone from the pack."""


class Backstage:
    """Runs the contests and the daily posts of one process, with post offices for each platform."""

    def __init__(  # noqa: PLR0913 - whoever makes it says what it works on
        self,
        pack: Pack,
        contests: Contests,
        outbox: Outbox[Fact],
        clock: Clock,
        pictures: Pictures,
        claim_seconds: float = CLAIM_SECONDS,
        *,
        settings: Settings | None = None,
    ) -> None:
        """``claim_seconds`` must be the same in every process: see ``PostOffice``.

        Without ``settings``, contests speak English everywhere.
        """
        self._daily: DailyPosts | None = None
        self._claim_seconds = claim_seconds
        self._pack = pack
        self._outbox = outbox
        self._clock = clock
        self._pictures = pictures
        self._settings = settings
        self._sleepers: list[asyncio.Event] = []
        self._closing: set[asyncio.Task[object]] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self.arena = StandardArena(contests, clock)

    def add(self, daily: DailyPosts) -> None:
        """See to daily posts as well, from ``running`` on."""
        self._daily = daily

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write contests and keep them in time while the block runs."""
        tasks = [
            asyncio.create_task(self.arena.write(), name="contests are written"),
            asyncio.create_task(
                self.arena.keep_time(self._sleeper(), LONGEST_SLEEP),
                name="contests are kept in time",
            ),
            asyncio.create_task(self._close_withdrawn(), name="withdrawn questions are closed"),
        ]
        if self._daily:
            keeping = self._daily.keep_time(self._sleeper(), LONGEST_SLEEP)
            tasks.append(asyncio.create_task(keeping, name="daily posts are kept in time"))
        self._tasks = tasks
        try:
            yield
        finally:
            ending = [*tasks, *self._closing]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    @property
    def is_alive(self) -> bool:
        """Whether everything runs that has to run all the time."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    def wake(self) -> None:
        """Let everybody who sleeps look whether there is something to do."""
        self.arena.note_changes()
        for sleeper in self._sleepers:
            sleeper.set()

    async def deliver(self, taker: PostTaker, abilities: Abilities = PLAIN) -> None:
        """Post what there is to tell on a platform, until cancelled."""
        delivering = [self._office(taker, abilities).deliver(self._sleeper(), LONGEST_SLEEP)]
        if self._daily:
            daily = self._daily.office(taker, self._claim_seconds)
            delivering.append(daily.deliver(self._sleeper(), LONGEST_SLEEP))
        # A group waits for all of them when it is cancelled; what is under way is finished first.
        async with asyncio.TaskGroup() as group:
            for each in delivering:
                group.create_task(each)

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now."""
        await self.arena.catch_up()
        await self._office(taker).flush()
        while self._closing:
            await asyncio.gather(*self._closing)
            await self._office(taker).flush()
        if self._daily:
            await self._daily.catch_up()
            await self._daily.office(taker, self._claim_seconds).flush()

    def _office(self, taker: PostTaker, abilities: Abilities = PLAIN) -> PostOffice[Fact]:
        teller = self._teller(abilities)
        if self._settings:
            teller = InLanguageOfPlace(teller, self._settings)
        return PostOffice(self._outbox, teller, self._clock, taker, self._claim_seconds)

    def _teller(self, abilities: Abilities) -> Teller[Fact]:
        if not abilities.whole_rounds:
            return self._contests_worded(self._worded)
        whole = self._contests_worded(self._worded_whole)
        pause = timedelta(seconds=abilities.count_pause)
        return RoundTeller(whole, self._outbox, self.arena, self._clock, pause)

    def _contests_worded(self, wording: Wording) -> ContestTeller:
        return ContestTeller(self.arena, self._clock, wording, self._opened)

    def _opened(self, state: State, post: Post) -> Post:
        thread = thread_title(self._pack) if state.settings.thread else ""
        return replace(post, thread=thread, gathering=gathering(self._pack, state))

    def _worded(self, state: State, letter: Letter[Fact]) -> Reply:
        self._mind_what_is_gone(state)
        return told(self._pack, state, letter.fact, self._pictures, letter.place)

    def _worded_whole(self, state: State, letter: Letter[Fact]) -> Reply:
        self._mind_what_is_gone(state)
        match letter.fact:
            case RoundOpened(round=number) | CountChanged(round=number) | RoundClosed(round=number):
                return whole_round(self._pack, state, number, letter.place)
            case fact:
                return told(self._pack, state, fact, self._pictures, letter.place)

    def _mind_what_is_gone(self, state: State) -> None:
        if self._asks_what_is_gone(state):
            self._soon(lambda: self._withdraw(state))

    async def insist(self, action: Callable[[], Awaitable[Result]]) -> Result:
        """Do something as soon as the store lets us, where nobody could be told to try again."""
        while True:
            try:
                return await action()
            except StorageBusy:
                await self._clock.wait(asyncio.Event(), self._clock.now() + RETRY)

    async def _close_withdrawn(self) -> None:
        """Look now and then for rounds that ask what is gone from the pack, until cancelled.

        One without a limit, asked before the pack was changed, is told already; so nothing else would
        come across it until somebody answers.
        """
        while True:
            self._soon(self._look_for_withdrawn)
            await self._clock.wait(asyncio.Event(), self._clock.now() + LOOK_AGAIN)

    async def _look_for_withdrawn(self) -> None:
        await self.arena.each_running(self._look_into)

    async def _look_into(self, state: State) -> None:
        if state.settings.pack == self._pack.id and self._asks_what_is_gone(state):
            await self._withdraw(state)

    def _asks_what_is_gone(self, state: State) -> bool:
        return state.is_asking and self._pack.question(state.rounds[-1].question) is None

    async def _withdraw(self, state: State) -> None:
        gone = Withdrawn(at=self._clock.now(), round=state.latest)
        await self.arena.submit(state.contest, gone)

    def _soon(self, action: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.create_task(self.insist(action))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _sleeper(self) -> asyncio.Event:
        sleeper = asyncio.Event()
        self._sleepers.append(sleeper)
        return sleeper
