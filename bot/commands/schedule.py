"""Local times of day, as moments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import NoSuchTime, NoSuchZone


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
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoSuchZone(name) from None


def _time(text: str) -> time:
    hours, _, minutes = text.strip().partition(":")
    if hours.isdecimal() and (minutes or "0").isdecimal():
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            pass
    raise NoSuchTime(text)
