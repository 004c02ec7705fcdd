"""A round of a contest in one message: its question, how many have answered, and then its answer.

For platforms whose messages can be edited under the hands of those who answer. The count is renewed
every now and then only: platforms allow few edits, and nobody reads faster.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.platform import Post
from bot.ports import Arena, Clock, Letter, Outbox
from bot.quiz.contest import facts
from bot.quiz.contest.facts import Fact, key_of
from bot.runtime.outbox import ContestTeller

GLANCE = timedelta(milliseconds=100)
"""How often a count that has to wait looks whether its round is over."""

MOST_PLACES = 1_000
"""Places of which it is known when a count was last renewed, at most."""


class RoundTeller:
    """Tells contests, each round in a message of its own that is edited as the round goes on."""

    def __init__(
        self,
        teller: ContestTeller,
        outbox: Outbox[Fact],
        arena: Arena,
        clock: Clock,
        pause: timedelta,
    ) -> None:
        """``teller`` words a round as it stands; ``pause`` is the least between two counts."""
        self._teller = teller
        self._outbox = outbox
        self._arena = arena
        self._clock = clock
        self._pause = pause
        self._counted: dict[str, datetime] = {}

    async def post(self, letter: Letter[Fact]) -> Post | None:
        """Make the post of a letter, an edit of its round's message where there is one."""
        match letter.fact:
            case facts.RoundOpened():
                self._note(letter.place, self._clock.now())  # a question shows the count as well
                return await self._teller.post(letter)
            case facts.CountChanged(round=number):
                if not await self._is_still_asked(letter, number):
                    return None
            case facts.RoundClosed(round=number):
                pass
            case _:
                return await self._teller.post(letter)
        post = await self._teller.post(letter)
        if post is None or letter.message:
            return post
        key = key_of(facts.RoundOpened(round=number))
        message = await self._outbox.message_of(letter.source, letter.place, key)
        return replace(post, message=message)

    async def lost(self, letter: Letter[Fact]) -> None:
        """Let the contest go on without the place."""
        await self._teller.lost(letter)

    async def _is_still_asked(self, letter: Letter[Fact], number: int) -> bool:
        """Wait until a count may be renewed; return whether its round is being asked then."""
        last = self._counted.get(letter.place)
        while await self._asks(letter.source, number):
            now = self._clock.now()
            until = last + self._pause if last and last <= now else now
            if until <= now:
                self._note(letter.place, now)
                return True
            await self._clock.wait(asyncio.Event(), min(until, now + GLANCE))
        return False

    async def _asks(self, contest: str, number: int) -> bool:
        state = await self._arena.find(contest)
        return state is not None and state.is_asking and state.latest == number

    def _note(self, place: str, now: datetime) -> None:
        self._counted.pop(place, None)
        self._counted[place] = now
        if len(self._counted) > MOST_PLACES:
            del self._counted[next(iter(self._counted))]
