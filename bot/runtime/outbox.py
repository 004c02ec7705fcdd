"""Tells what there is to tell: each fact once, in order, one place never waiting for another.

A letter is claimed, posted, and noted as told. The process may die between any two of these, or be
stopped so long that another takes the letter over; then the post is made again under the same nonce,
which the platform knows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Generic, Protocol, TypeVar

from bot.chat.language import speaking
from bot.chat.platform import DeliveryFailed, Post, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Place
from bot.errors import StorageBusy
from bot.place_ports import Settings
from bot.ports import LONGEST_WAIT, Arena, Clock, Letter, Outbox
from bot.quiz.contest.events import PlaceLost
from bot.quiz.contest.facts import Fact, LobbyChanged
from bot.quiz.contest.state import State
from bot.runtime.languages import in_place

CLAIM_SECONDS = 20.0
"""A process that has claimed a letter has this long to tell it before another may.

So it is how long a place waits for what a process was about to post when it died, and how long a
platform may take for a post.
"""

PARTING_SECONDS = 3.0
"""How long a process that is told to stop takes to finish its posts. The rest is given back.

Whoever stops it waits for ten seconds at most, and then kills it.
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

Told = TypeVar("Told")
Result = TypeVar("Result")

Wording = Callable[[State, Letter[Fact]], Reply]
"""Makes the words of a fact, as the contest stands now."""


Opening = Callable[[State, Post], Post]
"""Adds to the post of a lobby what comes with it: a thread, an entry in the calendar."""


class Teller(Protocol[Told]):
    """Whoever has something to tell: makes a post of it, and learns where that was in vain."""

    async def post(self, letter: Letter[Told]) -> Post | None:
        """Make the post of a letter, or nothing where it has lost its sense. Raises ``StorageBusy``."""

    async def lost(self, letter: Letter[Told]) -> None:
        """Take note that the place of a letter is gone. Raises ``StorageBusy``."""


class ContestTeller:
    """The contests, which tell as they stand now."""

    def __init__(
        self, arena: Arena, clock: Clock, wording: Wording, opening: Opening | None = None
    ) -> None:
        """``opening`` adds to the post of a lobby what comes with it."""
        self._arena = arena
        self._clock = clock
        self._wording = wording
        self._opening = opening

    async def post(self, letter: Letter[Fact]) -> Post | None:
        """Make the post of a letter, if there is its contest."""
        state = await self._arena.find(letter.source)
        if state is None:
            return None
        post = post_of(letter, self._wording(state, letter))
        if self._opening and isinstance(letter.fact, LobbyChanged):
            return self._opening(state, post)
        return post

    async def lost(self, letter: Letter[Fact]) -> None:
        """Let the contest go on without the place."""
        lost = PlaceLost(at=self._clock.now(), place=letter.place)
        await self._arena.submit(letter.source, lost)


class InLanguageOfPlace(Generic[Told]):
    """Tells what a teller has to tell, in the language that was chosen for the place, or in English."""

    def __init__(self, teller: Teller[Told], settings: Settings) -> None:
        self._teller = teller
        self._settings = settings

    async def post(self, letter: Letter[Told]) -> Post | None:
        """Make the post of a letter."""
        chosen = await self._settings.of(Place.from_key(letter.place))
        with speaking(in_place(chosen)):
            return await self._teller.post(letter)

    async def lost(self, letter: Letter[Told]) -> None:
        """Take note that the place of a letter is gone."""
        await self._teller.lost(letter)


@dataclass(frozen=True, slots=True)
class _Claim(Generic[Told]):
    """A letter that is this process's to tell until then."""

    letter: Letter[Told]
    until: datetime


class PostOffice(Generic[Told]):
    """Delivers the letters of one origin on one platform."""

    def __init__(
        self,
        outbox: Outbox[Told],
        teller: Teller[Told],
        clock: Clock,
        taker: PostTaker,
        claim_seconds: float = CLAIM_SECONDS,
        parting_seconds: float = PARTING_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._teller = teller
        self._clock = clock
        self._taker = taker
        self._claim_seconds = claim_seconds
        self._parting_seconds = parting_seconds
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
            await self._part()

    async def flush(self) -> None:
        """Tell what can be told now."""
        while claims := await self._claim(AT_ONCE):
            await asyncio.gather(*map(self._carry, claims))

    async def _part(self) -> None:
        """Let carriers finish, and call back those who take too long."""
        carriers = tuple(self._carriers)
        try:
            if carriers:
                await asyncio.wait(carriers, timeout=self._parting_seconds)
        finally:
            for carrier in carriers:
                carrier.cancel()
            await asyncio.gather(*carriers, return_exceptions=True)

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

    def _send(self, claim: _Claim[Told], changed: asyncio.Event) -> None:
        carrier = asyncio.create_task(self._carry(claim))
        self._carriers.add(carrier)
        carrier.add_done_callback(self._carriers.discard)
        carrier.add_done_callback(lambda _: changed.set())

    async def _claim(self, limit: int) -> list[_Claim[Told]]:
        now = self._clock.now()
        letters = await self._outbox.claim(self._taker.name, now, self._claim_seconds, limit)
        until = now + timedelta(seconds=self._claim_seconds)
        return [_Claim(letter, until) for letter in letters]

    async def _carry(self, claim: _Claim[Told]) -> None:
        letter = claim.letter
        try:
            message = await self._told(claim)
        except asyncio.CancelledError:
            # It may have been posted; whoever takes it over posts it under the same nonce.
            with suppress(StorageBusy):
                await self._outbox.failed(letter, self._clock.now())
            raise
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

    async def _told(self, claim: _Claim[Told]) -> str:
        """Post a letter and return the message's id, or nothing if the claim has run out."""
        letter = claim.letter
        post = await self._insist(lambda: self._teller.post(letter))
        if post is None:
            await self._give_back(letter, None)
            return ""
        left = (claim.until - self._clock.now()).total_seconds()
        if left <= 0:
            return ""
        try:
            async with asyncio.timeout(left):
                return await self._posted(post, letter)
        except TimeoutError:
            raise DeliveryFailed("the platform did not answer in time") from None

    async def _posted(self, post: Post, letter: Letter[Told]) -> str:
        with speaking(post.reply.language):
            message = await self._taker.post(post)
            if letter.message or letter.attempts == 1:
                return message
            # An earlier try may have posted this already, in the words of then.
            return await self._taker.post(replace(post, message=message))

    async def _undelivered(self, letter: Letter[Told], error: DeliveryFailed) -> None:
        extra = {"place": letter.place, "key": letter.key, "why": str(error)}
        _log.warning("post failed", extra=extra)
        if error.place_is_gone:
            await self._insist(lambda: self._teller.lost(letter))
            await self._give_back(letter, None)
        elif letter.attempts >= MAX_ATTEMPTS:
            _log.error("post given up", extra=extra)
            await self._give_back(letter, None)
        else:
            await self._give_back(letter, _wait(letter.attempts, error.after))

    async def _give_back(self, letter: Letter[Told], wait: timedelta | None) -> None:
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


def post_of(letter: Letter[Any], reply: Reply) -> Post:
    """Make the post of a letter out of its words."""
    place, is_again = Place.from_key(letter.place), letter.attempts > 1
    return Post(place, reply, nonce(letter), letter.message, is_again)


def nonce(letter: Letter[Any]) -> str:
    """Return what a platform recognizes a repeated post by: at most 25 characters, as Discord takes.

    What a letter says may have been renewed when it is posted again after a crash; that is the same
    post still. Only edits, which need a message to edit, tell the revisions apart.
    """
    said = f"{letter.source}/{letter.place}/{letter.key}"
    if letter.message:
        said = f"{said}/{letter.revision}"
    return blake2b(said.encode(), digest_size=12).hexdigest()


def _wait(attempts: int, at_least: float = 0) -> timedelta:
    # The platform names its seconds: they may be more than a timedelta holds.
    longest = LONGEST_WAIT.total_seconds()
    return _seconds(min(max(2 ** min(attempts, 12), at_least), longest))


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)
