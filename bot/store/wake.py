"""Wakes whoever waits for something that the store has, when it may be there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeAlias

from sqlalchemy import Connection, text

from bot.errors import DatabaseUnavailable
from bot.store.engine import Database

CHANNEL: Final = "dispatch_contests"
"""What processes on one PostgreSQL notify each other on."""

POLL_SECONDS: Final = 0.5
"""How often those on SQLite are woken, which cannot notify anybody."""

RETRY_SECONDS: Final = 1.0
"""How long to leave alone a PostgreSQL that could not be listened to."""

Wake: TypeAlias = Callable[[], None]


class Bell:
    """Rings when something may have become due or may have to be told, in this process or another.

    It may ring for nothing, and while PostgreSQL is away it does not ring for what others do.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: list[Wake] = []

    @asynccontextmanager
    async def ringing(self, wake: Wake) -> AsyncIterator[None]:
        """Call ``wake`` on each ring, within the block, in the event loop's thread."""
        self._listeners.append(wake)
        ears = asyncio.create_task(
            self._poll(wake) if self._database.is_sqlite else self._hear(wake)
        )
        try:
            yield
        finally:
            self._listeners.remove(wake)
            ears.cancel()
            with suppress(asyncio.CancelledError):
                await ears

    def ring(self) -> None:
        """Wake those of this process, after the transaction."""
        for wake in tuple(self._listeners):
            wake()

    def notify(self, connection: Connection) -> None:
        """Wake those of other processes, when the transaction is committed."""
        if not self._database.is_sqlite:
            connection.execute(_NOTIFY)

    async def _poll(self, wake: Wake) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            wake()

    async def _hear(self, wake: Wake) -> None:
        # An extra, which is there where the database needs it.
        import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415

        lost = (
            DatabaseUnavailable,
            OSError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        )
        while True:
            try:
                await self._hear_until_lost(wake)
            except lost:
                await asyncio.sleep(RETRY_SECONDS)

    async def _hear_until_lost(self, wake: Wake) -> None:
        connection = await self._database.connect()
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, lambda *_: wake())
            # What was notified before is not heard any more.
            wake()
            await lost.wait()
        finally:
            connection.terminate()


_NOTIFY = text(f"NOTIFY {CHANNEL}")
