"""The people that the store knows, by platform and the platform's id."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.names import display_name
from bot.chat.request import Actor
from bot.store.engine import Database
from bot.store.schema import people


class StoredPeople:
    """Keeps what people want to be seen of them; see ``bot.ports.People`` for what it promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hide(self, actor: Actor, *, hidden: bool) -> None:
        """Keep a person off all boards, or let them be on them again."""
        async with self._database.writing() as connection:
            person_id = await remember(self._database, connection, actor)
            await connection.execute(_HIDE, {"person": person_id, "is_hidden": hidden})

    async def is_hidden(self, actor: Actor) -> bool:
        """Return whether a person asked to be hidden; a newcomer did not."""
        person = {"platform": actor.platform, "user": actor.user}
        async with self._database.reading() as connection:
            return bool(await connection.scalar(_IS_HIDDEN, person))


async def remember(database: Database, connection: AsyncConnection, actor: Actor) -> int:
    """Keep the name of a person, new or known, and return their row's id.

    The row stays locked until the transaction ends: requests of one person wait for each other.
    """
    person = database.insert(people).values(
        platform=actor.platform, user_id=actor.user, name=display_name(actor)
    )
    kept = person.on_conflict_do_update(
        index_elements=[people.c.platform, people.c.user_id],
        set_={"name": person.excluded.name},
    )
    return int(await connection.scalar(kept.returning(people.c.id)))


_HIDE = (
    update(people).where(people.c.id == bindparam("person")).values(hidden=bindparam("is_hidden"))
)

_IS_HIDDEN = select(people.c.hidden).where(
    people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user")
)
