"""The passages that people keep: the queries behind ``bot.daily_ports.Saved``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from bot.chat.request import Actor
from bot.daily_ports import SavedPassage
from bot.store.daily_schema import saved_passages
from bot.store.engine import Database
from bot.store.people import remember
from bot.store.schema import people

MOST_SAVED: Final = 200
"""Passages of a pack that a person may keep."""


class StoredSaved:
    """Keeps what people save in a database; see ``bot.daily_ports.Saved`` for what it promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._save = database.insert(saved_passages).on_conflict_do_nothing()

    async def save(self, actor: Actor, pack: str, passage: SavedPassage, at: datetime) -> bool:
        """Keep a passage; return whether there was room. One that is kept already stays as it is."""
        async with self._database.writing() as connection:
            # The person's row is locked, so that two at once do not both find the last room.
            person_id = await remember(self._database, connection, actor)
            which = {"person_id": person_id, "pack": pack}
            if int(await connection.scalar(_COUNT, which) or 0) >= MOST_SAVED:
                return False
            row = {**which, "code": passage.code, "quote": passage.quote, "saved_at": at}
            await connection.execute(self._save, row)
        return True

    async def drop(self, actor: Actor, pack: str, passage: SavedPassage) -> None:
        """Keep a passage no longer."""
        which = {"code": passage.code, "quote": passage.quote}
        async with self._database.writing() as connection:
            await connection.execute(_DROP, {**_of(actor, pack), **which})

    async def all(self, actor: Actor, pack: str) -> Sequence[SavedPassage]:
        """Return what somebody keeps of a pack, the latest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_ALL, _of(actor, pack))
            return [SavedPassage(row.code, row.quote) for row in rows]


def _of(actor: Actor, pack: str) -> dict[str, str]:
    return {"on_platform": actor.platform, "user": actor.user, "in_pack": pack}


_COUNT = (
    select(func.count())
    .select_from(saved_passages)
    .where(
        saved_passages.c.person_id == bindparam("person_id"),
        saved_passages.c.pack == bindparam("pack"),
    )
)

_IS_THEIRS = (
    saved_passages.c.person_id
    == select(people.c.id)
    .where(people.c.platform == bindparam("on_platform"), people.c.user_id == bindparam("user"))
    .scalar_subquery(),
    saved_passages.c.pack == bindparam("in_pack"),
)

_DROP = delete(saved_passages).where(
    *_IS_THEIRS,
    saved_passages.c.code == bindparam("code"),
    saved_passages.c.quote == bindparam("quote"),
)

_ALL = (
    select(saved_passages.c.code, saved_passages.c.quote)
    .where(*_IS_THEIRS)
    .order_by(saved_passages.c.saved_at.desc(), saved_passages.c.code, saved_passages.c.quote)
)
