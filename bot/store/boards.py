"""Boards: the people with the most points, whichever table has their sums."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, select

from bot.ports import BoardRow
from bot.quiz.standings import Record
from bot.store.engine import Database
from bot.store.schema import people


def best_of(sums: Table, *streaks: Column[int]) -> Select[Any]:
    """Return a query for those who are not hidden, most points first, at most the parameter ``limit``.

    Equal points are ordered by name (by code point), then by platform and user.
    """
    return (
        select(
            people.c.platform,
            people.c.user_id,
            people.c.name,
            sums.c.points,
            sums.c.answers,
            sums.c.right_answers,
            *streaks,
        )
        .join_from(sums, people)
        .where(~people.c.hidden)
        .order_by(sums.c.points.desc(), people.c.name, people.c.platform, people.c.user_id)
        .limit(bindparam("limit"))
    )


async def read_board(
    database: Database,
    query: Select[Any],
    which: Mapping[str, object],
    limit: int,
) -> tuple[BoardRow, ...]:
    """Return what a query of ``best_of``, narrowed by the caller, finds for its parameters."""
    async with database.reading() as connection:
        rows = await connection.execute(query, {**which, "limit": max(limit, 0)})
        return tuple(
            BoardRow(platform, user, Record(name, *sums)) for platform, user, name, *sums in rows
        )
