"""Contests in which a ruling accepted an answer: the query behind ``bot.ports.Suggestions``."""

from typing import Final

from sqlalchemy import select

from bot.quiz.contest.state import State
from bot.store.contests import StoredContests
from bot.store.engine import Database
from bot.store.schema import contest_events, contests

RULED: Final = '{"type":"ruled"'
"""How the JSON of a ruling begins, on which the query rests: a test holds the codec to it."""


class StoredSuggestions:
    """Looks through the whole log, a second for a few million answers: for authors, not for players."""

    def __init__(self, database: Database, contests: StoredContests) -> None:
        self._database = database
        self._contests = contests

    async def accepted(self, pack: str) -> tuple[State, ...]:
        """Return the contests of a pack in which a wording was accepted on appeal, oldest first."""
        async with self._database.reading() as connection:
            ruled = (await connection.scalars(_RULED)).all()
        found = [kept.state for each in ruled if (kept := await self._contests.find(each))]
        return tuple(
            state
            for state in found
            if state.settings.pack == pack and any(asked.accepted for asked in state.rounds)
        )


_RULED = (
    select(contests.c.public_id)
    .where(
        contests.c.id.in_(
            select(contest_events.c.contest_id).where(
                contest_events.c.event.contains(RULED, autoescape=True)
            )
        )
    )
    .order_by(contests.c.id)
)
