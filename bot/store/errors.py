"""What can be wrong with a database, each mendable by the person who runs the bot.

No error here carries a password: neither the URL as it was given nor a driver's words about it.
"""

from bot.errors import UserError
from bot.ports import StorageBusy


class DatabaseUrlInvalid(UserError):
    """The database URL cannot be read as one. ``reason`` says why, without repeating the URL."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DriverMissing(UserError):
    """The database needs a library that is not installed; ``extra`` is the extra that brings it."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra


class SchemaTooNew(UserError):
    """The database was written by a newer version of the bot (or by another program).

    ``found`` is the schema of the database, ``supported`` the newest that this version knows.
    """

    def __init__(self, found: str, supported: str) -> None:
        super().__init__(found, supported)
        self.found = found
        self.supported = supported


class DatabaseUnavailable(StorageBusy):
    """The database at ``location`` cannot be reached, locked or written; the driver says why.

    When the connection is lost during a commit, nobody knows whether it was done. Trying again is
    safe all the same: the store never records the same thing twice.
    """

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason
