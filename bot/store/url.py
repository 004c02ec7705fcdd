"""Reads ``DATABASE_URL`` as people write it: ``sqlite:///file.db``, ``postgres://user:pw@host/db``."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import DatabaseUrlInvalid

MEMORY = ":memory:"

_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})

_CLIENT_ONLY = ("channel_binding", "connect_timeout", "gssencmode")
"""Settings of libpq that hosts put into the URLs they hand out. asyncpg knows none of these and
would send them to the server, which refuses what it does not know."""


_MAX_PORT = 65_535


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A database file, or ``MEMORY``."""

    path: str

    @property
    def location(self) -> str:
        """Where the database is, to be shown."""
        return self.path


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A database of a PostgreSQL server. ``dsn`` may hold a password, and is never shown."""

    location: str
    dsn: str = field(repr=False)


Address: TypeAlias = SqliteFile | PostgresServer


def parse_url(url: str) -> Address:
    """Return the address that a database URL means. Raises ``DatabaseUrlInvalid``."""
    parsed = _parts(url.strip())
    if parsed.drivername in _SQLITE:
        return _sqlite(parsed)
    if parsed.drivername in _POSTGRESQL:
        return _postgresql(parsed)
    raise DatabaseUrlInvalid("it begins with neither sqlite:/// nor postgresql://")


def _parts(url: str) -> URL:
    # Where an "@" is one too many or missing, a part of the password would be taken for the host or
    # the port and turn up in messages. Hence no URL is repeated and no cause chained.
    if url.count("@") > 1:
        raise DatabaseUrlInvalid("an @ in the user name or password must be written as %40")
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or not 0 <= (parsed.port or 0) <= _MAX_PORT:
        raise DatabaseUrlInvalid("it does not have the form of a URL")
    return parsed


def _sqlite(url: URL) -> SqliteFile:
    if url.host or url.query:
        raise DatabaseUrlInvalid("a SQLite URL is sqlite:/// and a path, with nothing after it")
    if not url.database or url.database == MEMORY:
        return SqliteFile(MEMORY)
    return SqliteFile(str(Path(url.database).expanduser().absolute()))


def _postgresql(url: URL) -> PostgresServer:
    known = url.difference_update_query(_CLIENT_ONLY).set(drivername="postgresql")
    return PostgresServer(_shown(url), known.render_as_string(hide_password=False))


def _shown(url: URL) -> str:
    user = f"{url.username}@" if url.username else ""
    host = url.host or url.query.get("host", "")
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{user}{host}{port}/{url.database or ''}"
