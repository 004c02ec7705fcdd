"""Tells what the contests have to tell: each fact once, in order, one place never waiting for another."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b

from bot.chat.platform import DeliveryFailed, Post, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Place
from bot.errors import StorageBusy
from bot.ports import Arena, Clock, Letter, Outbox
from bot.quiz.contest.events import PlaceLost
from bot.quiz.contest.state import State

CLAIM_SECONDS = 60
"""A process that has claimed a letter has this long to tell it before another may."""

AT_ONCE = 50
"""Places told to at the same time, at most."""

RETRY = timedelta(seconds=2)
"""How long to leave a store alone that has just failed."""

LONGEST_WAIT = timedelta(minutes=5)
"""Between two tries to tell the same letter, at most."""

MAX_ATTEMPTS = 30
"""After this many tries (about two hours) a letter is given up, and its place with it."""

_log = logging.getLogger(__name__)

Wording = Callable[[State, Letter], Reply]
"""Makes the words of a fact, as the contest stands now."""


class PostOffice:
    """Delivers the letters of one platform."""

    def __init__(
        self, outbox: Outbox, arena: Arena, clock: Clock, taker: PostTaker, wording: Wording
    ) -> None:
        self._outbox = outbox
        self._arena = arena
        self._clock = clock
        self._taker = taker
        self._wording = wording

    async def deliver(self, changed: asyncio.Event, longest: timedelta) -> None:
        """Tell what there is to tell, until cancelled; asks anew at the latest after ``longest``."""
        while True:
            now = self._clock.now()
            try:
                await self.flush()
                again = await self._outbox.next_at(self._taker.name)
                until = min(again or now + longest, now + longest)
            except StorageBusy:
                until = now + RETRY
            await self._clock.wait(changed, until)

    async def flush(self) -> None:
        """Tell what can be told now."""
        while letters := await self._claim():
            await asyncio.gather(*map(self._tell, letters))

    async def _claim(self) -> tuple[Letter, ...]:
        now = self._clock.now()
        return await self._outbox.claim(self._taker.name, now, CLAIM_SECONDS, AT_ONCE)

    async def _tell(self, letter: Letter) -> None:
        state = await self._arena.find(letter.contest)
        if state is None:
            await self._outbox.failed(letter, None)
            return
        post = Post(
            place=Place.from_key(letter.place),
            reply=self._wording(state, letter),
            nonce=nonce(letter),
            message=letter.message,
        )
        try:
            message = await self._taker.post(post)
        except DeliveryFailed as error:
            await self._undelivered(letter, error)
        else:
            await self._outbox.told(letter, message)

    async def _undelivered(self, letter: Letter, error: DeliveryFailed) -> None:
        _log.warning(
            "post failed", extra={"place": letter.place, "key": letter.key, "why": str(error)}
        )
        if error.place_is_gone or letter.attempts >= MAX_ATTEMPTS:
            now = self._clock.now()
            await self._arena.submit(letter.contest, PlaceLost(at=now, place=letter.place))
            await self._outbox.failed(letter, None)
        else:
            await self._outbox.failed(
                letter, self._clock.now() + _wait(letter.attempts, error.after)
            )


def nonce(letter: Letter) -> str:
    """Return what a platform recognizes a repeated post by: at most 25 characters, as Discord takes."""
    said = f"{letter.contest}/{letter.place}/{letter.key}/{letter.revision}"
    return blake2b(said.encode(), digest_size=12).hexdigest()


def _wait(attempts: int, asked: float) -> timedelta:
    doubled = timedelta(seconds=2 ** min(attempts, 12))
    return max(timedelta(seconds=asked), min(doubled, LONGEST_WAIT))
