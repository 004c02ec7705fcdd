"""What is decided about places, remembered for a moment, so that a crowd in one asks the store once.

The store's bell cannot tell when to forget: it rings with every commit of a contest, many times a second.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat.request import Actor, Place
from bot.place_ports import Settings
from bot.ports import Clock
from bot.settings.model import Changed, Choice, Chosen, Role, Trusted

FRESH: Final = timedelta(seconds=5)
"""What another process has decided is known after this, at the latest; our own decisions at once."""

MOST_PLACES: Final = 10_000
"""Places of which it is remembered, at most."""


@dataclass(frozen=True, slots=True)
class _Asked:
    at: datetime
    answer: asyncio.Task[Chosen]


class RememberedSettings:
    """Settings as they are kept; see ``bot.place_ports.Settings`` for what each method promises."""

    def __init__(self, kept: Settings, clock: Clock) -> None:
        self._kept = kept
        self._clock = clock
        self._asked: dict[Place, _Asked] = {}

    async def of(self, place: Place) -> Chosen:
        """Return what was chosen for a place and for its workspace, as of ``FRESH`` ago or later."""
        asked, now = self._asked.get(place), self._clock.now()
        if asked is None or not timedelta() <= now - asked.at < FRESH:
            asked = self._ask(place, now)
        if asked.answer.done():
            return asked.answer.result()
        # Others may wait for the same answer; who gives up does not take it from them.
        return await asyncio.shield(asked.answer)

    def known(self, place: Place) -> Chosen:
        """Return what was chosen for a place as last heard; nothing where it was never asked."""
        asked = self._asked.get(place)
        is_known = asked is not None and asked.answer.done() and not _has_failed(asked.answer)
        return asked.answer.result() if asked and is_known else Chosen()

    async def choose(
        self, actor: Actor, place: Place, key: str, value: str | None, at: datetime
    ) -> bool:
        """Decide a setting, which may be that of many places."""
        try:
            return await self._kept.choose(actor, place, key, value, at)
        finally:
            self._asked.clear()

    async def choose_all(self, actor: Actor, choices: Sequence[Choice], at: datetime) -> None:
        """Decide several settings as ``choose`` does, all of them or none."""
        try:
            await self._kept.choose_all(actor, choices, at)
        finally:
            self._asked.clear()

    async def history(self, place: Place, limit: int) -> tuple[Changed, ...]:
        """Return the changes of a place and of its whole workspace, the latest first."""
        return await self._kept.history(place, limit)

    async def trusted(self, place: Place, role: Role) -> tuple[Trusted, ...]:
        """Return who has a role in the place's workspace, by name."""
        return await self._kept.trusted(place, role)

    async def is_trusted(self, place: Place, role: Role, actor: Actor) -> bool:
        """Return whether somebody has a role in the place's workspace."""
        return await self._kept.is_trusted(place, role, actor)

    async def trust(
        self, actor: Actor, place: Place, role: Role, person: Trusted, at: datetime
    ) -> bool:
        """Give somebody a role in the place's workspace; return whether there was room."""
        return await self._kept.trust(actor, place, role, person, at)

    async def distrust(
        self, actor: Actor, place: Place, role: Role, user: str, at: datetime
    ) -> bool:
        """Take a role from somebody; return whether they had it."""
        return await self._kept.distrust(actor, place, role, user, at)

    def _ask(self, place: Place, now: datetime) -> _Asked:
        self._asked.pop(place, None)
        asked = _Asked(
            now, asyncio.create_task(self._kept.of(place), name="settings are asked for")
        )
        self._asked[place] = asked
        asked.answer.add_done_callback(self._forgetting(place, asked))
        while len(self._asked) > MOST_PLACES:
            del self._asked[next(iter(self._asked))]
        return asked

    def _forgetting(self, place: Place, asked: _Asked) -> Callable[[asyncio.Task[Chosen]], None]:
        """Return what forgets a question to which there was no answer."""

        def forget(answer: asyncio.Task[Chosen]) -> None:
            if _has_failed(answer) and self._asked.get(place) is asked:
                del self._asked[place]

        return forget


def _has_failed(answer: asyncio.Task[Chosen]) -> bool:
    return answer.cancelled() or answer.exception() is not None
