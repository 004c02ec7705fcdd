"""Errors that a person can mend: the root of them all, and those that are raised above the views.

Every other room defines its own near what raises them; these stand here because the words for them
are made further down. None of them carries a password: neither the address of a database as it was
given, nor a driver's words about it.
"""

from collections.abc import Sequence
from datetime import datetime


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


class CannotListen(UserError):
    """The bot cannot listen at an ``address`` of this machine; ``reason`` is the system's."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self.address = address
        self.reason = reason


class SecretUnreadable(UserError):
    """A token or the like was given in a way that cannot be used; ``where`` names it, ``reason`` says why.

    Neither repeats it.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason = reason


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


class KeyMissing(UserError):
    """Something is to be kept under seal, and no key is given to seal it with."""

    def __init__(self) -> None:
        super().__init__("no key is given")


class KeyInvalid(UserError):
    """What is given to seal with is no key."""

    def __init__(self) -> None:
        super().__init__("what is given is no key")


class WrongKey(UserError):
    """Something was sealed with a key that is not given."""

    def __init__(self) -> None:
        super().__init__("sealed with a key that is not given")


class OtherContestsRun(UserError):
    """Contests run in the store at ``location``, whose clock a simulation would upset."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class AdminsOnly(UserError):
    """Something that only those who run the place may do."""


class BackupFailed(UserError):
    """A store could not be copied or put back; ``reason`` says why, without a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ToolMissing(UserError):
    """A program of PostgreSQL's is needed and not installed."""

    def __init__(self, program: str) -> None:
        super().__init__(program)
        self.program = program


class HostsOnly(UserError):
    """Hosting a contest, where not everybody may."""


class NoSuchPerson(UserError):
    """Nobody who is known by ``text``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoSuchPlace(UserError):
    """No place of this workspace that the platform knows."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class TooManyTrusted(UserError):
    """As many people have a role as may."""


class LeaderboardsOff(UserError):
    """A leaderboard, where none is to be shown."""


class PackNotOffered(UserError):
    """Questions on a document that is not studied in this place."""


class NotYours(UserError):
    """A control that was made for somebody else."""


class TooMuch(UserError):
    """A request larger than anything that people send."""


class TooOften(UserError):
    """More requests than may be met; ``seconds`` is when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


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
    """A time zone that the zone database does not have; ``near`` are those that may be meant."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        super().__init__(name, near)
        self.name = name
        self.near = near


class NoSuchDays(UserError):
    """No days of the week."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoSuchSchedule(UserError):
    """A daily post that a place does not have; ``known`` are the numbers of those that it has.

    An empty ``asked`` means that none was named where there are several, or none.
    """

    def __init__(self, asked: str, known: Sequence[int]) -> None:
        super().__init__(asked, known)
        self.asked = asked
        self.known = known


class TooManySchedules(UserError):
    """A place has as many daily posts as there may be."""


class NothingToPost(UserError):
    """A daily post for which the pack has nothing; ``topics`` are those for which it has something."""

    def __init__(self, topic: str, topics: Sequence[str]) -> None:
        super().__init__(topic, topics)
        self.topic = topic
        self.topics = topics


class PostedToday(UserError):
    """The day's post was made already; the ``next_at`` one follows then."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__(next_at)
        self.next_at = next_at


class QuestionClosed(UserError):
    """The question of a day whose answer was revealed already, or that is not asked any more."""


class TooManySaved(UserError):
    """Somebody has as many passages saved as there may be."""


class NoSuchTime(UserError):
    """Not a time of day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
