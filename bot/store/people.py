"""The people that the store knows, by platform and the platform's id."""

import unicodedata

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.request import Actor
from bot.store.engine import Database
from bot.store.schema import people

MAX_NAME = 80
"""Characters of a display name that are kept; Slack allows as many, others fewer."""

_JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian and Hindi are written and how emoji are put together."""


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


def display_name(actor: Actor) -> str:
    """Return the person's name, bounded and on one line; their id where nothing is left of it."""
    return _one_line(actor.name) or _one_line(actor.user)


def _one_line(text: str) -> str:
    visible = filter(_is_kept, text[: 4 * MAX_NAME])
    return " ".join("".join(visible).split())[:MAX_NAME].strip(_JOINERS + " ")


def _is_kept(character: str) -> bool:
    # Control and format characters and halves of surrogate pairs would turn a scoreboard around, or
    # could not be stored at all.
    category = unicodedata.category(character)
    return character in _JOINERS or character.isspace() or not category.startswith("C")
