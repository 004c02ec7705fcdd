"""In which places contests run, as it was a moment ago: so that hardly any lookup has to ask the store.

A place is taken when a contest is opened there or linked with it, which is in the lobby; the first
question comes after that has been posted, somebody has seen it and has pressed a button. So whoever
knows what was true ``FRESH`` ago knows of every place in which a question can be read.
"""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Final

from bot.ports import Clock, Contests

FRESH: Final = timedelta(seconds=0.25)
"""How long what the store said is relied on, where nobody tells that something has changed.

It must be shorter than the time from a lobby to what somebody looks up about the first question: two
posts, two requests and two people's reactions. On PostgreSQL a notification tells earlier.
"""

MOST: Final = 1_000
"""Places known at a time, at most; where there are more, none of them is."""


class TakenPlaces:
    """Remembers the places that are taken, and asks anew when that may be out of date."""

    def __init__(self, contests: Contests, clock: Clock) -> None:
        self._contests = contests
        self._clock = clock
        self._known: Set[str] | None = None
        self._asked_at: datetime | None = None
        self._doubts = 0

    async def may_include(self, place: str) -> bool:
        """Return whether a contest may run in a place; if not, none did ``FRESH`` ago or later.

        Of what this process has committed it always knows. Raises ``StorageBusy``.
        """
        now = self._clock.now()
        if self._asked_at is None or now - self._asked_at >= FRESH:
            known = await self._ask(now)
        else:
            known = self._known
        return known is None or place in known

    def doubt(self) -> None:
        """Forget what is known, since a contest was opened or changed."""
        self._doubts += 1
        self._asked_at = None

    async def _ask(self, now: datetime) -> Set[str] | None:
        doubts = self._doubts
        places = await self._contests.places_taken(MOST + 1)
        known = frozenset(places) if len(places) <= MOST else None
        if doubts == self._doubts:
            # Otherwise something was committed meanwhile, which the answer may or may not have.
            self._known, self._asked_at = known, now
        return known
