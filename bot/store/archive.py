"""Which contests there are: the query behind ``bot.ports.Archive``."""

from sqlalchemy import bindparam, select

from bot.store.engine import Database
from bot.store.schema import contests


class StoredArchive:
    """Looks contests up in a database; see ``bot.ports.Archive`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, limit: int) -> tuple[str, ...]:
        """Return the codes of contests, running or over, the one opened last first."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(_NEWEST, {"limit": max(limit, 0)}))


_NEWEST = select(contests.c.public_id).order_by(contests.c.id.desc()).limit(bindparam("limit"))
