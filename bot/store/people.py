"""The people that the store knows, by platform and the platform's id."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.names import display_name
from bot.chat.request import Actor
from bot.store.engine import Database
from bot.store.schema import people


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
