"""What contests have to tell; how letters are kept is said by ``bot.store.letters``."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_

from bot.quiz.contest.facts import Fact
from bot.store.codec import read_fact
from bot.store.engine import Database
from bot.store.letters import Note, Origin, StoredLetters
from bot.store.schema import contests, outbox, waiting

__all__ = ["Note", "StoredOutbox"]

CONTESTS: Final = Origin(outbox, outbox.c.contest_id, contests, read_fact)
"""Contests as the origin of letters."""


class StoredOutbox(StoredLetters[Fact]):
    """The letters of contests."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, CONTESTS)

    def forget(self, connection: Connection, over_before: datetime) -> None:
        """Delete what was told of contests that were over before then, within a transaction."""
        connection.execute(_FORGET, {"over_before": over_before})


# From the oldest contest that has letters: those before it were dealt with, however many there are.
_over = select(contests.c.id).where(
    contests.c.id >= select(func.min(outbox.c.contest_id)).scalar_subquery(),
    contests.c.ended_at < bindparam("over_before"),
)

# What somebody else is deleting, or telling, is left to them: nobody waits in a circle.
_FORGET = delete(outbox).where(
    tuple_(*outbox.primary_key).in_(
        select(*outbox.primary_key)
        .where(~waiting, outbox.c.contest_id.in_(_over))
        .with_for_update(skip_locked=True)
    )
)
