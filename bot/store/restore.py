"""Puts a copy of a store back while the bot runs: all of it and up to date, or nothing."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, assert_never

from bot.errors import BackupFailed
from bot.store import neighbours, script
from bot.store.backup import copy_sqlite, put_back_sqlite, require_copy, write_script
from bot.store.engine import Database
from bot.store.migrations import (
    bring_up_to_date,
    migrate,
    require_known,
    stored_version,
    take_turn,
)
from bot.store.restorations import note_restored
from bot.store.schema import metadata
from bot.store.url import PostgresServer, SqliteFile, parse_url
from bot.store.wake import Bell

PATIENCE: Final = 10.0
"""Seconds to wait for those who write."""

BRIEFLY: Final = 0.1
"""Seconds to wait for a table while others are held; PostgreSQL looks for circles after a second."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What there is to say of a copy that was put back.

    ``before`` is where what was there was copied to (SQLite). ``lost`` are the statements that made views
    of our tables and gave rights to them, and that were not run anew (PostgreSQL): see ``neighbours``.
    """

    before: Path | None = None
    lost: tuple[str, ...] = ()


async def restore(url: str, file: Path, at: datetime) -> Restored:
    """Put a copy back in place of what the store has.

    A copy that an older version made is brought up to date: whoever has the store open never meets an
    older schema. Raises ``BackupFailed``, ``ToolMissing``, ``SchemaTooNew`` or ``StorageBusy``; then
    nothing has changed.
    """
    await asyncio.to_thread(require_copy, url, file)
    address = parse_url(url)
    with tempfile.TemporaryDirectory() as folder:
        match address:
            case SqliteFile(path):
                prepared = await _prepared(file, Path(folder), at)
                return Restored(await asyncio.to_thread(put_back_sqlite, path, prepared))
            case PostgresServer():
                written = Path(folder, "script.sql")
                await asyncio.to_thread(write_script, file, written)
                return Restored(lost=await _replace(address, written, at))
            case _:
                assert_never(address)


async def _prepared(file: Path, folder: Path, at: datetime) -> Path:
    """Return a copy of an SQLite file that is up to date and says when it was put back."""
    prepared = folder / "prepared.db"
    await asyncio.to_thread(copy_sqlite, file, prepared)
    database = Database(SqliteFile(str(prepared)), PATIENCE)
    try:
        await migrate(database)
        async with database.writing() as connection:
            await connection.run_sync(note_restored, at)
    finally:
        await database.close()
    return prepared


async def _replace(server: PostgresServer, written: Path, at: datetime) -> tuple[str, ...]:
    """Put in place of our tables what a script makes, in one transaction; return ``Restored.lost``."""
    database = Database(server, PATIENCE)
    try:
        async with database.migrating() as connection:
            await take_turn(connection)
            await require_known(connection)
            driver: Any = (await connection.get_raw_connection()).driver_connection
            hung_on = await neighbours.noted(driver)
            await _play(written, driver)
            if await stored_version(connection) is None:
                raise BackupFailed("it is a copy of another program's database")
            await bring_up_to_date(connection)
            await connection.run_sync(note_restored, at)
            await connection.run_sync(Bell(database).notify)
            return await neighbours.made_anew(driver, hung_on)
    finally:
        await database.close()


async def _play(written: Path, driver: Any) -> None:
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, which the connection needs

    ends = time.monotonic() + PATIENCE
    try:
        while not await _dropped(driver):
            if time.monotonic() > ends:
                raise BackupFailed("somebody else holds on to the database")
        await script.play(written, driver)
        # The script finds every table by its schema; we do not.
        await driver.execute("RESET ALL")
    except asyncpg.PostgresError as error:
        raise BackupFailed(str(error)) from error


async def _dropped(driver: Any) -> bool:
    """Drop our tables, or none: whoever has one may wait for another that we have already locked."""
    import asyncpg  # noqa: PLC0415

    try:
        async with driver.transaction():
            await driver.execute(f"SET LOCAL lock_timeout = '{BRIEFLY} s'")
            await driver.execute(_DROP)
            await driver.execute(f"SET LOCAL lock_timeout = '{PATIENCE} s'")
    except asyncpg.LockNotAvailableError:
        return False
    return True


# The script takes away what it is about to make, but not what newer versions have made since, and whose
# foreign keys hold on to the rest.
_DROP = f"DROP TABLE IF EXISTS {', '.join((*metadata.tables, 'alembic_version'))} CASCADE"
