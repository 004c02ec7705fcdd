"""The store: everything that must outlive a process, as rows in SQLite or PostgreSQL.

``open_store`` is the way in. What it hands out meets the protocols of ``bot.ports``; no other room
knows SQL. ``engine`` alone makes transactions, and tells a database in trouble from a bug.
"""

from bot.errors import DatabaseUnavailable, DatabaseUrlInvalid, DriverMissing, SchemaTooNew
from bot.store.store import Condition, Store, open_store

__all__ = [
    "Condition",
    "DatabaseUnavailable",
    "DatabaseUrlInvalid",
    "DriverMissing",
    "SchemaTooNew",
    "Store",
    "open_store",
]
