"""Notices that a copy of the store was put back under a process that goes on running."""

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import restorations

LOOK_AGAIN_SECONDS = 1.0
"""How often the database is asked, at most: what is remembered may be wrong for so long."""


class Restorations:
    """Knows the latest there was when it last looked."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """``now`` is a clock in seconds that does not jump."""
        self._now = now
        self._latest: datetime | None = None
        self._has_looked = False
        self._looked_at = float("-inf")

    async def are_new(self, connection: AsyncConnection) -> bool:
        """Whether there was one since this was last asked."""
        now = self._now()
        if now - self._looked_at < LOOK_AGAIN_SECONDS:
            return False
        self._looked_at = now
        before, self._latest = self._latest, await connection.scalar(_LATEST)
        is_first, self._has_looked = not self._has_looked, True
        return before != self._latest and not is_first


def note_restored(connection: Connection, at: datetime) -> None:
    """Have every process read anew what it remembers, once the transaction is committed."""
    connection.execute(restorations.insert().values(restored_at=at))


_LATEST = select(restorations.c.restored_at).order_by(restorations.c.id.desc()).limit(1)
