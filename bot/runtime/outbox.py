"""Tells what the contests have to tell: each fact once, in order, one place never waiting for another.

A letter is claimed, posted, and noted as told. The process may die between any two of these, or be
stopped so long that another takes the letter over; then the post is made again under the same nonce,
which the platform knows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

from bot.chat.platform import DeliveryFailed, Post, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Place
from bot.errors import StorageBusy
from bot.ports import LONGEST_WAIT, Arena, Clock, Letter, Outbox
from bot.quiz.contest.events import PlaceLost
from bot.quiz.contest.state import State

CLAIM_SECONDS = 20.0
"""A process that has claimed a letter has this long to tell it before another may.

So it is how long a place waits for what a process was about to post when it died, and how long a
platform may take for a post.
"""

AT_ONCE = 50
"""Letters being told at the same time, at most; of one place there is one."""

RETRY = timedelta(seconds=2)
"""How long to leave a store alone that has just failed."""

BREATH = timedelta(milliseconds=50)
"""How long to leave alone what another process is claiming at this moment."""

MAX_ATTEMPTS = 295
"""After this many tries, which take a day, a letter is given up; its place goes on.

A platform that is in trouble for hours has not lost the place. That is so only when it says so.
"""

MOST_BUGS = 3
"""A letter over which we stumble ourselves is given up after this many tries; its place goes on."""

_log = logging.getLogger(__name__)

Wording = Callable[[State, Letter], Reply]
"""Makes the words of a fact, as the contest stands now."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A letter that is this process's to tell until then."""

    letter: Letter
    until: datetime


class PostOffice:
    """Delivers the letters of one platform."""

    def __init__(
        self,
        outbox: Outbox,
        arena: Arena,
        clock: Clock,
        taker: PostTaker,
        wording: Wording,
        claim_seconds: float = CLAIM_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._arena = arena
        self._clock = clock
        self._taker = taker
        self._wording = wording
        self._claim_seconds = claim_seconds
        self._longest_claim = 2 * _seconds(claim_seconds)
        self._carriers: set[asyncio.Task[None]] = set()

    async def deliver(self, changed: asyncio.Event, longest: timedelta) -> None:
        """Tell what there is to tell, until cancelled; asks anew at the latest after ``longest``."""
        try:
            while True:
                asked_at = self._clock.now()
                again = await self._send_out(changed)
                await self._clock.wait(changed, min(again, asked_at + longest))
        finally:
            for carrier in self._carriers:
                carrier.cancel()
            await asyncio.gather(*self._carriers, return_exceptions=True)

    async def flush(self) -> None:
        """Tell what can be told now."""
        while claims := await self._claim(AT_ONCE):
            await asyncio.gather(*map(self._carry, claims))

    async def _send_out(self, changed: asyncio.Event) -> datetime:
        """Begin to tell what can be told now; return when to look again.

        A letter that was told wakes ``changed``, since the next one of its place may follow. One that
        seems to be claimed for longer than any claim lasts may be free: then the clock was put back.
        """
        try:
            while (free := AT_ONCE - len(self._carriers)) > 0:
                again = await self._outbox.next_at(self._taker.name)
                now = self._clock.now()
                if again is None or now < again <= now + self._longest_claim:
                    return again or now + LONGEST_WAIT
                claims = await self._claim(free)
                if not claims:
                    return max(again, now + BREATH)
                for claim in claims:
                    self._send(claim, changed)
        except StorageBusy:
            return self._clock.now() + RETRY
        return self._clock.now() + LONGEST_WAIT

    def _send(self, claim: _Claim, changed: asyncio.Event) -> None:
        carrier = asyncio.create_task(self._carry(claim))
        self._carriers.add(carrier)
        carrier.add_done_callback(self._carriers.discard)
        carrier.add_done_callback(lambda _: changed.set())

    async def _claim(self, limit: int) -> list[_Claim]:
        now = self._clock.now()
        letters = await self._outbox.claim(self._taker.name, now, self._claim_seconds, limit)
        until = now + timedelta(seconds=self._claim_seconds)
        return [_Claim(letter, until) for letter in letters]

    async def _carry(self, claim: _Claim) -> None:
        letter = claim.letter
        try:
            message = await self._told(claim)
        except DeliveryFailed as error:
            await self._undelivered(letter, error)
        except Exception:  # noqa: BLE001 - a bug in one post must not end the telling of all others
            _log.exception("post stumbled", extra={"place": letter.place, "key": letter.key})
            wait = None if letter.attempts >= MOST_BUGS else _wait(letter.attempts)
            await self._give_back(letter, wait)
        else:
            if message:
                # However long the store is away: posted again after that, it might be a second post.
                await self._insist(lambda: self._outbox.told(letter, message))

    async def _told(self, claim: _Claim) -> str:
        """Post a letter and return the message's id, or nothing if the claim has run out."""
        letter = claim.letter
        state = await self._insist(lambda: self._arena.find(letter.contest))
        if state is None:
            await self._give_back(letter, None)
            return ""
        post = Post(
            place=Place.from_key(letter.place),
            reply=self._wording(state, letter),
            nonce=nonce(letter),
            message=letter.message,
        )
        left = (claim.until - self._clock.now()).total_seconds()
        if left <= 0:
            return ""
        try:
            async with asyncio.timeout(left):
                return await self._posted(post, letter)
        except TimeoutError:
            raise DeliveryFailed("the platform did not answer in time") from None

    async def _posted(self, post: Post, letter: Letter) -> str:
        message = await self._taker.post(post)
        if letter.message or letter.attempts == 1:
            return message
        # An earlier try may have posted this already, in the words of then.
        return await self._taker.post(replace(post, message=message))

    async def _undelivered(self, letter: Letter, error: DeliveryFailed) -> None:
        extra = {"place": letter.place, "key": letter.key, "why": str(error)}
        _log.warning("post failed", extra=extra)
        if error.place_is_gone:
            lost = PlaceLost(at=self._clock.now(), place=letter.place)
            await self._insist(lambda: self._arena.submit(letter.contest, lost))
            await self._give_back(letter, None)
        elif letter.attempts >= MAX_ATTEMPTS:
            _log.error("post given up", extra=extra)
            await self._give_back(letter, None)
        else:
            await self._give_back(letter, _wait(letter.attempts, error.after))

    async def _give_back(self, letter: Letter, wait: timedelta | None) -> None:
        """Have a letter told later, or never."""
        again_at = None if wait is None else self._clock.now() + wait
        await self._insist(lambda: self._outbox.failed(letter, again_at))

    async def _insist(self, action: Callable[[], Awaitable[Result]]) -> Result:
        """Do it as soon as the store lets us."""
        while True:
            try:
                return await action()
            except StorageBusy:
                await self._clock.wait(asyncio.Event(), self._clock.now() + RETRY)


def nonce(letter: Letter) -> str:
    """Return what a platform recognizes a repeated post by: at most 25 characters, as Discord takes.

    What a letter says may have been renewed when it is posted again after a crash; that is the same
    post still. Only edits, which need a message to edit, tell the revisions apart.
    """
    said = f"{letter.contest}/{letter.place}/{letter.key}"
    if letter.message:
        said = f"{said}/{letter.revision}"
    return blake2b(said.encode(), digest_size=12).hexdigest()


def _wait(attempts: int, at_least: float = 0) -> timedelta:
    # The platform names its seconds: they may be more than a timedelta holds.
    longest = LONGEST_WAIT.total_seconds()
    return _seconds(min(max(2 ** min(attempts, 12), at_least), longest))


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)
