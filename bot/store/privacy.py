"""What is kept about a person, and how it is deleted: the queries behind ``bot.place_ports.PersonalData``."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Row, Table, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.request import Actor
from bot.errors import TooOften
from bot.quiz.contest.events import Event
from bot.store.codec import as_json, read_events
from bot.store.engine import Database
from bot.store.former import FormerPlayers
from bot.store.personal import Person, rows_of_person, tables
from bot.store.practices import State
from bot.store.schema import (
    answers,
    contest_events,
    contests,
    people,
    practices,
    season_totals,
    totals,
)

SOMEBODY: Final = "somebody else"
"""What an export says in place of other people."""

ROUNDS: Final = 3
"""How often contests are looked through: somebody may go on playing while they are forgotten."""

PEOPLE_FIELDS: Final = ("host", "by", "player", "to")
"""The fields of events that hold people."""


SECRETS: Final = ("settings", "secret", "outcome", "credit", "points")
"""What nobody may know before its time: which questions come, and who was right.

That is of a contest that is running, and of a question of the day whose answer is not out yet.
"""

PATIENCE: Final = 1.5
"""Seconds to wait while the data of others is searched for; chat platforms give a bot three to reply."""

AGAIN_SECONDS: Final = 10
"""When somebody may try again for whom that was too long."""


class StoredPersonalData:
    """Finds and deletes what is kept about people; see ``bot.place_ports.PersonalData`` for the promises."""

    def __init__(self, database: Database, former: FormerPlayers) -> None:
        self._database = database
        self._former = former
        self._searching = asyncio.Lock()
        self._patience = PATIENCE

    async def export(self, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return everything about a person, as rows by table; what is empty is left out."""
        found: dict[str, Sequence[Mapping[str, object]]] = {}
        async with self._alone(), self._database.reading() as connection:
            for table in (*tables(Person.OWN), *tables(Person.UNSIGNED)):
                found[table.name] = await _rows(connection, table, actor)
            found[contest_events.name] = await _logged(connection, actor.key)
        return {name: rows for name, rows in found.items() if rows}

    async def forget(self, actor: Actor, at: datetime) -> None:
        """Delete everything about a person. In contests a former player takes their place."""
        async with self._alone():
            await self._leave_contests(actor, at)
            async with self._database.writing() as connection:
                for statement in _FORGET:
                    await connection.execute(statement, _person(actor))
            await self._database.empty_journal()

    async def _leave_contests(self, actor: Actor, at: datetime) -> None:
        for _ in range(ROUNDS):
            contests_of = await self._former.of(actor.key)
            if not contests_of:
                break
            for contest in contests_of:
                await self._former.replace(contest, (actor.key,), at)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        # Each search reads the whole log; several at once would slow down everybody's quizzes.
        try:
            async with asyncio.timeout(self._patience):
                await self._searching.acquire()
        except TimeoutError:
            raise TooOften(AGAIN_SECONDS) from None
        try:
            yield
        finally:
            self._searching.release()


async def _rows(
    connection: AsyncConnection, table: Table, actor: Actor
) -> list[Mapping[str, object]]:
    query = rows_of_person(table)
    if table is answers:
        query = query.add_columns(practices.c.state.label("practice"))
    rows = map(_plain, await connection.execute(query, _person(actor)))
    return [_kept_back(row) if row.get("practice") == State.HELD.value else row for row in rows]


def _kept_back(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in fields.items() if name not in SECRETS}


async def _logged(connection: AsyncConnection, player: str) -> list[Mapping[str, object]]:
    rows = await connection.execute(_mentions(player))
    return [
        {"contest": row.public_id, "number": number, **_seen_by(player, event, row.ended_at)}
        for row in rows
        for number, event in enumerate(read_events(row.event), row.number)
        if f'"{player}"' in as_json((event,))
    ]


def _seen_by(player: str, event: Event, ended_at: datetime | None) -> Mapping[str, object]:
    """Return an event as its subject may see it now: without the ids of others, and no secret out early."""
    fields: dict[str, object] = msgspec.to_builtins(event)
    for field in PEOPLE_FIELDS:
        if fields.get(field) not in (None, "", player):
            fields[field] = SOMEBODY
    return fields if ended_at else _kept_back(fields)


def _plain(row: Row[Any]) -> Mapping[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
    }


def _person(actor: Actor) -> dict[str, str]:
    return {"platform": actor.platform, "user": actor.user}


def _mentions(player: str) -> Any:
    return (
        select(
            contests.c.public_id,
            contests.c.ended_at,
            contest_events.c.number,
            contest_events.c.event,
        )
        .join_from(contests, contest_events)
        .where(contest_events.c.event.contains(f'"{player}"', autoescape=True))
        .order_by(contests.c.id, contest_events.c.number)
    )


_IS_PERSON = (people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user"))

_ID = select(people.c.id).where(*_IS_PERSON)

# In the order in which others lock these: with the row of the person all the rest would go as well, but
# whoever is in the middle of writing some of it would then want that row.
_FORGET: Final = (
    _ID.with_for_update(key_share=True),
    *(
        delete(table).where(table.c.person_id == _ID.scalar_subquery())
        for table in (practices, totals, season_totals)
    ),
    delete(people).where(*_IS_PERSON),
)
