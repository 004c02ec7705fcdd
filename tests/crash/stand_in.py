"""A chat platform that outlives the bot's processes, and behaves as Discord does.

It remembers the nonces of posts for some minutes and does not post the same one twice; it takes edits
of any age; and it may fail, before a post or after it, hesitate, or say that a place is gone.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import count

from tests.crash.wire import Take, Taken

MEMORY_SECONDS = 300.0
"""How long a nonce is remembered."""


class Mood(Enum):
    """How the platform takes a post."""

    WELL = "well"
    FAILS = "fails"
    FAILS_AFTER_POSTING = "fails after posting"
    GONE = "the place is gone"


@dataclass
class Shown:
    """A message in a place: every text that it had, the newest last."""

    id: str
    place: str
    nonce: str
    form: str
    arguments: tuple[str, ...]
    texts: list[str]
    at: float = field(default_factory=time.monotonic)


@dataclass
class StandIn:
    """The platform. ``mood`` decides about each post; ``held`` places keep the bot waiting."""

    mood: Callable[[Take], Mood] = lambda _: Mood.WELL
    messages: dict[str, Shown] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    repeated: int = 0
    calls: int = 0
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def take(self, take: Take) -> Taken:
        """Post or edit, or fail to."""
        self.calls += 1
        if take.place in self.held:
            await self.held[take.place].wait()
        mood = self.mood(take)
        if mood is Mood.GONE:
            return Taken(take.number, gone=True)
        if mood is Mood.FAILS:
            return Taken(take.number, error="out of order")
        message = self._edited(take) if take.message else self._posted(take)
        async with self.changed:
            self.changed.notify_all()
        if mood is Mood.FAILS_AFTER_POSTING:
            return Taken(take.number, error="bad gateway")
        return Taken(take.number, message.id)

    def posts(self, place: str, *, after: int = 0) -> list[Shown]:
        """What was posted in a place, in order, without the first ``after`` posts."""
        return [each for each in self.messages.values() if each.place == place][after:]

    async def seen(self, place: str, wanted: Callable[[Shown], bool], seconds: float) -> Shown:
        """Wait for a post and return it. Raises ``AssertionError`` when it does not come."""

        def found() -> Shown | None:
            return next((each for each in self.posts(place) if wanted(each)), None)

        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(lambda: found() is not None)
        except TimeoutError:
            texts = [each.texts[-1][:60] for each in self.posts(place)]
            raise AssertionError(f"a post did not come within {seconds} s, after {texts}") from None
        shown = found()
        assert shown is not None
        return shown

    def _posted(self, take: Take) -> Shown:
        now = time.monotonic()
        for known in self.messages.values():
            if known.nonce == take.nonce and now - known.at < MEMORY_SECONDS:
                self.repeated += 1
                return known
        shown = Shown(
            id=f"m{next(self._numbers)}",
            place=take.place,
            nonce=take.nonce,
            form=take.form,
            arguments=take.arguments,
            texts=[take.text],
        )
        self.messages[shown.id] = shown
        return shown

    def _edited(self, take: Take) -> Shown:
        shown = self.messages[take.message]
        assert shown.place == take.place, "a message was edited from another place"
        shown.texts.append(take.text)
        return shown
