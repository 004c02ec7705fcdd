"""Tells a database in trouble, which somebody can mend or wait for, from a bug of ours."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


def reason_of(error: BaseException) -> str:
    """Return the driver's own words, without the statement that SQLAlchemy adds."""
    driver_error = error.orig if isinstance(error, DBAPIError) else None
    return str(driver_error or error) or type(error).__name__


def is_unavailable(error: BaseException) -> bool:
    """Return whether an error of SQLAlchemy, a driver or the network is the database's trouble."""
    match error:
        case DBAPIError(connection_invalidated=True):
            return True
        case DBAPIError(orig=BaseException() as driver_error):
            return is_unavailable(driver_error)
        case sqlite3.Error():
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_UNAVAILABLE
        case OSError() | PoolTimeout():
            return True
        case BaseException() if type(error).__name__ == _INTERRUPTED:
            return True
        case _:
            state = getattr(error, "sqlstate", None) or ""
            return state.startswith(_POSTGRESQL_UNAVAILABLE)


def gave_way(error: DBAPIError) -> bool:
    """Return whether PostgreSQL has undone a transaction so that others can go on: nothing of it is kept."""
    return getattr(error.orig, "sqlstate", None) in _GIVING_WAY


_GIVING_WAY = (
    "40001",  # serialization failure
    "40P01",  # deadlock
)

_INTERRUPTED = "InternalClientError"
"""What asyncpg, which may not be installed, raises where the server hangs up between two messages."""

_SQLITE_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""Primary codes of https://www.sqlite.org/rescode.html; the others are bugs."""

_POSTGRESQL_UNAVAILABLE = (
    "08",  # connection exception
    "25006",  # read-only transaction: a standby, or a full disk at some hosts
    "25P03",  # idle in a transaction for too long: this process was stopped in the middle
    "3F",  # no schema that we may use
    "40",  # serialization failure, deadlock
    "42501",  # something that our user may not do
    "53",  # insufficient resources: disk full, too many connections
    "55P03",  # lock not available
    "57",  # operator intervention: shutdown, cannot connect now
    "58",  # system error: input or output failed
)
"""Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html."""
