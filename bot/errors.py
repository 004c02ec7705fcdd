"""Errors that a person can mend: the root of them all, and those that are raised above the views.

Every other room defines its own near what raises them; these stand here because the words for them
are made further down. None of them carries a password: neither the address of a database as it was
given, nor a driver's words about it.
"""

from collections.abc import Sequence


class UserError(Exception):
    """Something the person can put right.

    A subclass carries the data that its message needs; the words are made in ``bot.views.errors``.
    Everything raised that is not a ``UserError`` is a bug.
    """


class StorageBusy(UserError):
    """The store could not be reached or written; nothing was recorded, and trying again is safe."""


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


class PlatformLibraryMissing(UserError):
    """A platform needs a library that is not installed; ``extra`` is the extra that brings it."""

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


class OtherContestsRun(UserError):
    """Contests run in the store at ``location``, whose clock a simulation would upset."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class AdminsOnly(UserError):
    """Something that only those who run the place may do."""


class NoSuchSeason(UserError):
    """A season that is not defined; ``known`` are the names of those that are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name, known)
        self.name = name
        self.known = known


class SeasonBackwards(UserError):
    """A season whose last day comes before its first."""


class NotOfSeasons(UserError):
    """A leaderboard that seasons, which belong to a workspace, do not divide."""


class TooManySeasons(UserError):
    """As many seasons are defined as there may be."""


class NoSuchDate(UserError):
    """Not a date."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoSuchZone(UserError):
    """A time zone that the zone database does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoSuchTime(UserError):
    """Not a time of day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
