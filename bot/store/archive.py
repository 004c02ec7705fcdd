"""Which contests there are: the query behind ``bot.ports.Archive``."""

from sqlalchemy import Text, bindparam, func, select

from bot.chat.request import Place
from bot.store.engine import Database
from bot.store.schema import contest_places, contests


class StoredArchive:
    """Looks contests up in a database; see ``bot.ports.Archive`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, limit: int) -> tuple[str, ...]:
        """Return the codes of contests, running or over, the one opened last first."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(_NEWEST, {"limit": max(limit, 0)}))

    async def running_within(self, place: Place) -> tuple[str, ...]:
        """Return the codes of contests that run in a place; without a channel, in its workspace."""
        query = _RUNNING_IN if place.channel else _RUNNING_WITHIN
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(query, {"place": place.key}))


_NEWEST = select(contests.c.public_id).order_by(contests.c.id.desc()).limit(bindparam("limit"))

_PLACE = bindparam("place", type_=Text)

_RUNNING = (
    select(contests.c.public_id)
    .join_from(contest_places, contests)
    .group_by(contests.c.id, contests.c.public_id)
    .order_by(contests.c.id)
)

_RUNNING_IN = _RUNNING.where(contest_places.c.place == _PLACE)

# The key of a place without a channel is how those of its workspace begin; LIKE would read its percent
# signs as wildcards.
_RUNNING_WITHIN = _RUNNING.where(
    func.substr(contest_places.c.place, 1, func.length(_PLACE)) == _PLACE
)
