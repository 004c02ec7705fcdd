"""Local times of day, as moments."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import NoSuchTime, NoSuchZone

LONGEST_TIME, LONGEST_ZONE = 12, 60
"""Characters of a time and of a zone that are looked at; what is longer is none."""


def days(after: datetime, at: str, zone: str, count: int) -> tuple[datetime, ...]:
    """Return the next ``count`` times at which clocks in ``zone`` show ``at``, one a day.

    Where the clocks are put forward over that time, it is the moment at which they are. Raises
    ``NoSuchZone`` or ``NoSuchTime``.
    """
    there, clock = _zone(zone), _time(at)
    first = after.astimezone(there).date()
    if _moment(first, clock, there) <= after:
        first += timedelta(days=1)
    return tuple(_moment(first + timedelta(days=day), clock, there) for day in range(count))


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, clock, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _put_forward(local.replace(fold=1).astimezone(UTC), moment, zone)


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


def _zone(name: str) -> ZoneInfo:
    key = name.strip()[:LONGEST_ZONE].replace(" ", "_").casefold()
    known = _zones().get(key)
    if known is None:
        raise NoSuchZone(name)
    return ZoneInfo(known)


@cache
def _zones() -> dict[str, str]:
    """Return the zones by how people call them: in full, or by the place alone where it is one only.

    Abbreviations such as EST are left out: that one is New York's for half of the year only.
    """
    names = [name for name in available_timezones() if "/" in name and name[:4] != "Etc/"]
    by_place = defaultdict(list)
    for name in names:
        by_place[name.rpartition("/")[2].casefold()].append(name)
    unique = {place: found[0] for place, found in by_place.items() if len(found) == 1}
    return unique | {name.casefold(): name for name in (*names, "UTC", "GMT")}


_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?", re.IGNORECASE)


def _time(text: str) -> time:
    said = text.strip()
    found = _TIME.fullmatch(said) if len(said) <= LONGEST_TIME else None
    if found is None:
        raise NoSuchTime(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise NoSuchTime(text)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NoSuchTime(text)
    return time(hour, minute)
