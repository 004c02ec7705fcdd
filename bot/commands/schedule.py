"""Local times of day, as moments."""

from datetime import datetime
from itertools import islice

from bot.daily.schedule import Timing
from bot.daily.zones import time_named, zone_named


def days(after: datetime, at: str, zone: str, count: int) -> tuple[datetime, ...]:
    """Return the next ``count`` times at which clocks in ``zone`` show ``at``, one a day.

    Where the clocks are put forward over that time, it is the moment at which they are. Raises
    ``NoSuchZone`` or ``NoSuchTime``.
    """
    timing = Timing(time_named(at), zone_named(zone))
    first = timing.due_after(after)
    return tuple(due.at for due in islice(timing.due_from(first.day), count))
