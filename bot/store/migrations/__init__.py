"""Brings a database to the schema of this version; Alembic does it, ``versions`` says how.

A new step is a file there, named after its number; ``LATEST`` is raised to it. On both databases
the steps share one transaction, so one that fails, or a process that dies, leaves what was there.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SchemaTooNew
from bot.store.backup import copy_before
from bot.store.engine import Database

LATEST = "0011"
"""The newest step: a constant, so that Alembic is loaded only where there is something to do."""

_LOCK = 0x6469_7370_6174_6368
"""The number of our advisory lock in PostgreSQL: "dispatch" in ASCII."""


async def migrate(database: Database) -> str:
    """Make the schema current and return its version. Raises ``SchemaTooNew``.

    What the database has is copied first; see ``copy_before``.
    Any number of processes may do this at once: one migrates, the others wait and find it done.
    """
    async with database.reading() as connection:
        version = await stored_version(connection)
    if version != LATEST:
        if database.is_sqlite:
            await _copy(database, version)
        async with database.migrating() as connection:
            if not database.is_sqlite:
                await _copy_server(database, connection)
            await bring_up_to_date(connection)
    return LATEST


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until nobody changes the schema of a server; nobody else does until the transaction ends."""
    await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


async def bring_up_to_date(connection: AsyncConnection) -> None:
    """Apply the steps that are missing, in a transaction of ``migrating``. Raises ``SchemaTooNew``.

    On a server it must be our turn.
    """
    if await require_known(connection) != LATEST:
        await connection.run_sync(upgrade)


async def require_known(connection: AsyncConnection) -> str | None:
    """Return the version of a database as ``stored_version`` does. Raises ``SchemaTooNew``."""
    version = await stored_version(connection)
    if version is not None and version != LATEST and not _is_older(version):
        raise SchemaTooNew(version, LATEST)
    return version


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


async def _copy(database: Database, version: str | None) -> None:
    if version and _is_older(version):
        await asyncio.to_thread(copy_before, database.address, version, LATEST)


async def _copy_server(database: Database, connection: AsyncConnection) -> None:
    """Copy a server when it is our turn: a copy that another makes would hold up what follows.

    While it is made nobody's patience ends, neither the server's with us nor that of the others.
    """
    limits = ("lock_timeout", "idle_in_transaction_session_timeout")
    before = {limit: await connection.scalar(text(f"SHOW {limit}")) for limit in limits}
    await _set(connection, dict.fromkeys(limits, "0"))
    await take_turn(connection)
    await _copy(database, await stored_version(connection))
    await _set(connection, before)


async def _set(connection: AsyncConnection, limits: Mapping[str, str]) -> None:
    for limit, value in limits.items():
        await connection.execute(text(f"SET LOCAL {limit} = '{value}'"))


def _is_older(version: str) -> bool:
    return version.isdecimal() and int(version) < int(LATEST)
