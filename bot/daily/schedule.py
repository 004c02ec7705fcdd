"""When something daily is due: a local time in a zone of the IANA database, on some days of the week.

The zones are those of the standard library (``zoneinfo``, with the ``tzdata`` package where a system
has none). Other libraries move a time that a change of clocks leaves out ahead by the length of the
gap; what is promised here is the next time that exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

EVERY_DAY: Final = frozenset(range(7))
"""The days of the week, from Monday, which is 0, to Sunday."""

CATCH_UP: Final = timedelta(hours=6)
"""What was due while nothing ran is made up for so long; after that its day is missed."""

_DAY = timedelta(days=1)


class Due(NamedTuple):
    """A day by the calendar of the place, and the moment (in UTC) at which its post is due."""

    day: date
    at: datetime


class Reckoning(NamedTuple):
    """What a moment brings: the day to post for, if any; the days that were missed; what is next."""

    post: date | None
    missed: tuple[date, ...]
    next: Due


@dataclass(frozen=True, slots=True)
class Timing:
    """A local time of day, to the minute, the name of a zone, and the days of the week (Monday is 0)."""

    at: time
    zone: str
    days: frozenset[int] = EVERY_DAY

    def due_on(self, day: date) -> Due:
        """Return when the post of a day is due."""
        return Due(day, moment(day, self.at, ZoneInfo(self.zone)))

    def due_from(self, day: date) -> Iterator[Due]:
        """Yield what is due on that day and after it, in order, without an end."""
        zone = ZoneInfo(self.zone)
        while True:
            if day.weekday() in self.days and has_day(day, zone):
                yield self.due_on(day)
            day += _DAY

    def due_after(self, now: datetime) -> Due:
        """Return what is due next after a moment."""
        yesterday = self.day_at(now) - _DAY
        return next(due for due in self.due_from(yesterday) if due.at > now)

    def day_at(self, now: datetime) -> date:
        """Return the day that the calendar of the place shows at a moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def reckon(self, waiting_for: date, now: datetime) -> Reckoning:
        """Return what is to be done now about the posts from the day ``waiting_for`` on.

        Of several that are due only the latest is posted, and that within ``CATCH_UP`` only.
        """
        due = tuple(takewhile(lambda each: each.at <= now, self.due_from(waiting_for)))
        if not due:
            return Reckoning(None, (), next(self.due_from(waiting_for)))
        following = next(self.due_from(due[-1].day + _DAY))
        days = tuple(each.day for each in due)
        if now - due[-1].at <= CATCH_UP:
            return Reckoning(days[-1], days[:-1], following)
        return Reckoning(None, days, following)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the first moment, in UTC, at which clocks show a time of a day or a later one.

    So where the clocks are put forward over that time, it is the moment at which they are; and where
    they show it twice, it is the first of the two.
    """
    local = datetime.combine(day, clock, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _put_forward(local.replace(fold=1).astimezone(UTC), found, zone)


def has_day(day: date, zone: ZoneInfo) -> bool:
    """Return whether the calendar has the day there: Samoa went from 29 to 31 December in 2011."""
    return moment(day, time(), zone).astimezone(zone).date() == day


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def _put_forward(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, to the second, at which clocks are put forward between two moments."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
