"""A row in every table, so that a table added tomorrow is in the tests of today."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Double, Integer, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.schema import Instant, metadata, people
from bot.store.url import parse_url

LATER = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)


async def fill_every_table(url: str, values: Mapping[str, object], *, but: set[str]) -> None:
    """Put one row into each table, but those named; rows refer to each other, and to the first person.

    ``values`` are those of columns by name, where it matters which.
    """
    database = Database(parse_url(url), patience=5)
    try:
        async with database.writing() as connection:
            for table in metadata.sorted_tables:
                if table.name not in but:
                    row = {
                        column.name: await _value(connection, column, values)
                        for column in table.columns
                        if column.identity is None
                    }
                    await connection.execute(insert(table).values(row))
    finally:
        await database.close()


async def whole_database(url: str) -> dict[str, list[str]]:
    """Return every row of every table as text."""
    database = Database(parse_url(url), patience=5)
    try:
        async with database.reading() as connection:
            return {table.name: await _rows(connection, table) for table in metadata.sorted_tables}
    finally:
        await database.close()


async def _rows(connection: AsyncConnection, table: Table) -> list[str]:
    found = (await connection.execute(select(table))).mappings()
    return sorted(json.dumps(dict(row), default=str, sort_keys=True) for row in found)


async def _value(
    connection: AsyncConnection, column: Column[Any], values: Mapping[str, object]
) -> object:
    if column.foreign_keys:
        key = next(iter(column.foreign_keys)).column
        first = select(key).order_by(key).limit(1)
        return await connection.scalar(first.where(_is_wanted(key, values)))
    if column.name in values:
        return values[column.name]
    return _of_type(column)


def _is_wanted(key: Column[Any], values: Mapping[str, object]) -> Any:
    return people.c.user_id == values["user_id"] if key.table is people else key.is_not(None)


def _of_type(column: Column[Any]) -> object:
    match column.type:
        case Boolean():
            return False
        case Date():
            return date(2031, 5, 6)
        case Instant():
            return LATER
        case JSON():
            return []
        case Integer() | Double():
            return 7
        case _:
            return f"{column.table.name}-{column.name}"
