"""Plays a script of ``pg_restore`` within a transaction of ours.

``psql``, for which such scripts are written, could not share the transaction with what is to follow,
and does whatever a line tells it that begins with a backslash.
"""

import re
from collections.abc import AsyncIterator, Iterable
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO, Final

from bot.store.backup import LONGEST

BYTES_AT_ONCE: Final = 1_000_000
"""Rows are sent together once they are as long as this: some have a whole contest in them."""

_COPY = re.compile(r"COPY ([^()]+) \((.+)\) FROM stdin;\n")
_END_OF_ROWS = b"\\.\n"
# What only psql understands; what only servers from PostgreSQL 17 on do; to wait for others for ever.
_NOT_FOR_US = re.compile(r"\\(?:un)?restrict \w+\n|SET (?:transaction|lock)_timeout = 0;\n")
_NAME = re.compile(r'"((?:[^"]|"")*)"|(\w+)')


async def play(script: Path, server: Any) -> None:
    """Run a script on a connection of asyncpg, whose errors it raises."""
    with script.open("rb") as lines:
        statements: list[str] = []
        for line in map(bytes.decode, lines):
            if copy := _COPY.fullmatch(line):
                await _run(server, statements)
                statements = []
                await _copy(server, copy, lines)
            elif not _NOT_FOR_US.fullmatch(line):
                statements.append(line)
        await _run(server, statements)


async def _run(server: Any, statements: list[str]) -> None:
    # A query without any statement confuses asyncpg.
    if not all(line.startswith(("--", "\n")) for line in statements):
        await server.execute("".join(statements), timeout=LONGEST)


async def _copy(server: Any, copy: re.Match[str], lines: BinaryIO) -> None:
    *schema, table = _names(copy[1])
    await server.copy_to_table(
        table,
        schema_name=schema[0] if schema else None,
        columns=_names(copy[2]),
        source=_batches(takewhile(lambda line: line != _END_OF_ROWS, lines)),
        timeout=LONGEST,
    )


def _names(written: str) -> list[str]:
    found = _NAME.findall(written)
    return [quoted.replace('""', '"') if quoted else plain for quoted, plain in found]


async def _batches(rows: Iterable[bytes]) -> AsyncIterator[bytes]:
    batch = bytearray()
    for row in rows:
        batch += row
        if len(batch) >= BYTES_AT_ONCE:
            yield bytes(batch)
            batch.clear()
    yield bytes(batch)
