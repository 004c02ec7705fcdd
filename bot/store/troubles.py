"""What stands in the way of posts, by place: the queries behind ``bot.ports.Troubles``."""

from sqlalchemy import bindparam, delete, select, update

from bot.ports import Trouble
from bot.store.engine import Database
from bot.store.schema import troubles


class StoredTroubles:
    """Keeps troubles in a database; see ``bot.ports.Troubles`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        first = database.insert(troubles).values(is_told=False)
        self._note = first.on_conflict_do_update(
            index_elements=[troubles.c.place],
            set_={"remedy": first.excluded.remedy, "is_told": False},
            where=troubles.c.remedy != first.excluded.remedy,
        ).returning(troubles.c.place)

    async def note(self, place: str, remedy: str) -> bool:
        """Keep what would help in a place; return whether that is news."""
        async with self._database.writing() as connection:
            row = {"place": place, "remedy": remedy}
            return await connection.scalar(self._note, row) is not None

    async def told(self, place: str) -> None:
        """Note that somebody was told."""
        async with self._database.writing() as connection:
            await connection.execute(_TOLD, {"in_place": place})

    async def over(self, place: str) -> None:
        """Forget what stood in the way in a place."""
        async with self._database.writing() as connection:
            await connection.execute(_OVER, {"in_place": place})

    async def all(self) -> tuple[Trouble, ...]:
        """Return all that stands in the way."""
        async with self._database.reading() as connection:
            return tuple(Trouble(*row) for row in await connection.execute(_ALL))


_TOLD = update(troubles).where(troubles.c.place == bindparam("in_place")).values(is_told=True)
_OVER = delete(troubles).where(troubles.c.place == bindparam("in_place"))
_ALL = select(troubles.c.place, troubles.c.remedy, troubles.c.is_told).order_by(troubles.c.place)
