"""Tells whoever set something up, once, why it does not get through, and what they can do about it.

They are told in private where the platform can do that; failing that, beside the next answer to them or
to an admin of the workspace. What is known of one process is told by any.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any

from bot.chat.platform import (
    DeliveryFailed,
    Foreseeing,
    Post,
    PostTaker,
    Whispering,
    Withholding,
)
from bot.chat.reply import Reply
from bot.chat.request import Actor, Place
from bot.daily_ports import Dailies
from bot.errors import StorageBusy
from bot.place_ports import Prospect
from bot.ports import Arena, Clock, Trouble
from bot.ports import Troubles as Kept
from bot.views.troubles import undelivered

LOOK_AGAIN = timedelta(seconds=30)
"""How often to look for what other processes have noted."""

PATIENCE = 2.0
"""Seconds that a platform has to say what is to be expected: somebody waits for it."""

MOST_AT_ONCE = 20
"""Places that are looked at for one answer, at most."""

_log = logging.getLogger(__name__)


class Troubles:
    """Remembers where posts do not get through, so that most answers ask the store nothing."""

    def __init__(self, kept: Kept, arena: Arena, dailies: Dailies, clock: Clock) -> None:
        self._kept = kept
        self._arena = arena
        self._dailies = dailies
        self._clock = clock
        self._foreseeing: dict[str, Foreseeing] = {}
        self._withholding: dict[str, Withholding] = {}
        self._known: frozenset[str] = frozenset()
        self._untold: dict[str, str] = {}
        self._telling: set[str] = set()
        self._told_of: set[str] = set()
        self._is_closing = False
        self._woken = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep up with other processes while the block runs."""
        task = asyncio.create_task(self._keep_up(), name="troubles are looked up")
        try:
            yield
        finally:
            self._is_closing = True
            self._woken.set()
            await task

    def watching(self, taker: PostTaker) -> PostTaker:
        """Return what takes posts as ``taker`` does, and has us hear what becomes of them."""
        if isinstance(taker, Foreseeing):
            self._foreseeing[taker.name] = taker
        if isinstance(taker, Withholding):
            self._withholding[taker.name] = taker
        return _Watched(taker, self)

    async def prospect(self, place: Place) -> Prospect:
        """Return what is to be expected of posts in a place, of its platform or of what was noted."""
        taker = self._foreseeing.get(place.platform)
        if taker:
            try:
                async with asyncio.timeout(PATIENCE):
                    return Prospect(is_found=True, remedy=await taker.hindrance(place))
            except DeliveryFailed as error:
                if error.remedy:
                    return Prospect(remedy=error.remedy)
            except TimeoutError:
                _log.warning("no outlook in time", extra={"platform": place.platform})
        noted = (each.remedy for each in await self._kept.all() if each.place == place.key)
        return Prospect(remedy=next(noted, ""))

    def how_to_show(self, platform: str) -> str:
        """Return how an admin lets somebody see what a platform shows to its own admins alone."""
        taker = self._withholding.get(platform)
        return taker.how_to_show() if taker else ""

    async def arose(self, taker: PostTaker, place: Place, remedy: str) -> None:
        """Tell whoever set up what is told in a place that it does not get through, if that is news."""
        if not await self._kept.note(place.key, remedy):
            return
        self._known |= {place.key}
        with self._being_told_of(place.key):
            if await self._told(taker, place, remedy):
                await self._kept.told(place.key)
            else:
                self._untold[place.key] = remedy

    async def passed(self, place: Place) -> None:
        """Forget the trouble of a place in which a post got through."""
        if place.key in self._known:
            await self._kept.over(place.key)
            self._known -= {place.key}
            self._untold.pop(place.key, None)

    async def aside(self, actor: Actor) -> Reply | None:
        """Return what a person is to be told beside an answer, once; most often nothing."""
        told: list[str] = []
        with suppress(StorageBusy):  # what was found by then is told, rather twice than never
            for place in tuple(self._untold)[:MOST_AT_ONCE]:
                if await self._concerns(place, actor) and (remedy := self._untold.pop(place, "")):
                    told.append(remedy)
                    with self._being_told_of(place):
                        await self._kept.told(place)
        return undelivered(tuple(told)) if told else None

    async def _told(self, taker: PostTaker, place: Place, remedy: str) -> bool:
        """Tell in private whoever set up what is told in a place; return whether somebody was told."""
        for person in await self._responsible(place.key):
            if await _whispered(taker, place, person, undelivered((remedy,))):
                return True
        return False

    async def _concerns(self, key: str, actor: Actor) -> bool:
        place = Place.from_key(key)
        is_here = (place.platform, place.workspace) == (actor.platform, actor.workspace)
        return (actor.is_admin and is_here) or actor.key in await self._responsible(key)

    async def _responsible(self, place: str) -> tuple[str, ...]:
        """Return the keys of those who set up what is told in a place: of a contest, then daily."""
        contest = await self._arena.running_in(place)
        state = await self._arena.find(contest) if contest else None
        host = (state.host,) if state else ()
        return (*host, *await self._dailies.set_up_by(place))

    def _waits(self, trouble: Trouble) -> bool:
        """Whether somebody is to be told; what the store said of those told of since then is no news."""
        is_news = trouble.place not in self._telling | self._told_of
        return not trouble.is_told if is_news else trouble.place in self._untold

    @contextmanager
    def _being_told_of(self, place: str) -> Iterator[None]:
        self._telling.add(place)
        try:
            yield
        finally:
            self._telling.discard(place)
            self._told_of.add(place)

    async def _keep_up(self) -> None:
        while not self._is_closing:
            self._told_of.clear()  # the store knows what became of these
            try:
                troubles = await self._kept.all()
                self._known = frozenset(each.place for each in troubles)
                self._untold = {each.place: each.remedy for each in troubles if self._waits(each)}
            except StorageBusy:
                _log.warning("troubles could not be looked up")
            await self._clock.wait(self._woken, self._clock.now() + LOOK_AGAIN)


class _Watched:
    """A taker of posts of which we hear whether they got through."""

    def __init__(self, taker: PostTaker, troubles: Troubles) -> None:
        self.name = taker.name
        self._taker = taker
        self._troubles = troubles

    async def post(self, post: Post) -> str:
        """Post as the taker does. Raises ``DeliveryFailed``."""
        try:
            message = await self._taker.post(post)
        except DeliveryFailed as error:
            if error.remedy:
                await self._heard(self._troubles.arose(self._taker, post.place, error.remedy))
            raise
        await self._heard(self._troubles.passed(post.place))
        return message

    async def _heard(self, hearing: Coroutine[Any, Any, None]) -> None:
        try:
            await hearing
        except StorageBusy:
            # It is heard again with the next try, or the next post.
            _log.warning("trouble could not be noted")


async def _whispered(taker: PostTaker, place: Place, person: str, reply: Reply) -> bool:
    """Tell a person of the taker's platform; return whether they were told."""
    actor = Actor.from_key(person)
    if actor.platform != taker.name or not isinstance(taker, Whispering):
        return False
    try:
        await taker.whisper(place, actor.user, reply)
    except DeliveryFailed:
        return False
    return True
