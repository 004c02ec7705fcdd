"""Asks after those for whom contests wait, since not every platform tells who has gone.

Each process asks the platforms that it serves, and seldom: a contest that waits is in no hurry.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.chat.platform import Acquainted, DeliveryFailed, PostTaker
from bot.chat.request import Actor, Place
from bot.commands.desk import Desk
from bot.commands.leaving import person_left
from bot.errors import StorageBusy
from bot.quiz.contest.people import awaited
from bot.quiz.contest.state import State
from bot.runtime.stopping import beside

LOOK_AGAIN = timedelta(minutes=5)
"""How often to ask after somebody."""

MOST_ASKED = 5
"""People of one contest that are asked after each time: those who stay away are the last ones left."""

PATIENCE = 10.0
"""Seconds that a platform has to tell whether somebody is there."""

_log = logging.getLogger(__name__)


class Absences:
    """Notices that somebody has gone without a word while a contest waits for them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._acquainted: dict[str, Acquainted] = {}

    def ask(self, taker: PostTaker) -> None:
        """Ask a platform from now on, if it is one that can tell."""
        if isinstance(taker, Acquainted):
            self._acquainted[taker.name] = taker

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ask now and then while the block runs."""
        async with beside(self._keep_looking()):
            yield

    async def look(self) -> None:
        """Ask after those for whom contests wait, and let go who has left."""
        await self._desk.arena.each_running(self._look_into)

    async def _look_into(self, state: State) -> None:
        for person, place in awaited(state)[:MOST_ASKED]:
            await self._look_for(Actor.from_key(person), Place.from_key(place))

    async def _look_for(self, person: Actor, place: Place) -> None:
        taker = self._acquainted.get(person.platform)
        is_there = place.platform == person.platform
        if taker and is_there and await _has_left(taker, place, person.user):
            await person_left(self._desk, person, replace(place, channel=""))

    async def _keep_looking(self) -> None:
        while True:
            await self._desk.clock.wait(asyncio.Event(), self._desk.clock.now() + LOOK_AGAIN)
            try:
                await self.look()
            except StorageBusy:
                _log.warning("nobody could be asked after")
            except Exception:  # noqa: BLE001 - a bug must not end it for good
                _log.exception("nobody could be asked after")


async def _has_left(taker: Acquainted, place: Place, user: str) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await taker.has_left(place, user)
    except (DeliveryFailed, TimeoutError) as error:
        _log.info("unknown who is there", extra={"why": str(error) or type(error).__name__})
    except Exception:  # noqa: BLE001 - a platform's bug over one person keeps nobody else waiting
        _log.exception("unknown who is there")
    return False
