"""Brings a database to the schema of this version; Alembic does it, ``versions`` says how.

A new step is a file there, named after its number; ``LATEST`` is raised to it. On both databases
the steps share one transaction, so one that fails, or a process that dies, leaves what was there.
"""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SchemaTooNew
from bot.store.backup import copy_aside
from bot.store.engine import Database
from bot.store.url import MEMORY

LATEST = "0010"
"""The newest step: a constant, so that Alembic is loaded only where there is something to do."""

_LOCK = 0x6469_7370_6174_6368
"""The number of our advisory lock in PostgreSQL: "dispatch" in ASCII."""


async def migrate(database: Database) -> str:
    """Make the schema current and return its version. Raises ``SchemaTooNew``.

    What an SQLite file has is copied beside it first; PostgreSQL is for its owner to copy.
    Any number of processes may do this at once: one migrates, the others wait and find it done.
    """
    async with database.reading() as connection:
        version = await stored_version(connection)
    if version != LATEST:
        if version and _is_older(version) and database.is_sqlite and database.location != MEMORY:
            await asyncio.to_thread(copy_aside, Path(database.location), f"before-{LATEST}")
        async with database.migrating() as connection:
            await _catch_up(database, connection)
    return LATEST


async def stored_version(connection: AsyncConnection) -> str | None:
    """Return the version that the database says it has; ``None`` for an empty one."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Apply the steps that are missing up to one, within the transaction of the connection."""
    from alembic import command  # noqa: PLC0415 - slow to load, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # Alembic would take a % in the path for the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


async def _catch_up(database: Database, connection: AsyncConnection) -> None:
    if not database.is_sqlite:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    version = await stored_version(connection)
    if version is not None and not _is_older(version):
        if version != LATEST:
            raise SchemaTooNew(version, LATEST)
        return
    await connection.run_sync(upgrade)


def _is_older(version: str) -> bool:
    return version.isdecimal() and int(version) < int(LATEST)
