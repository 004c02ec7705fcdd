"""Quiet hours: when a place is to be left in peace, and what becomes of a daily post that falls into them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.daily.schedule import Due, Timing, moment

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of each day, by local time; one that ends before it begins goes over midnight."""

    begins: time
    ends: time

    def holds(self, clock: time) -> bool:
        """Whether a local time of day falls into it."""
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours in a zone."""

    hours: QuietHours
    zone: str

    def until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours end (in UTC) that a moment falls into, if it does.

        Where a change of clocks repeats their end, they end the first time.
        """
        zone = ZoneInfo(self.zone)
        today = now.astimezone(zone).date()
        over_midnight = self.hours.ends < self.hours.begins
        for day in (today - _DAY, today):
            last = day + _DAY if over_midnight else day
            ends = moment(last, self.hours.ends, zone)
            if moment(day, self.hours.begins, zone) <= now < ends:
                return ends
        return None


def put_off(timing: Timing, day: date, until: datetime) -> Due | None:
    """Return when the post of a day is made that has to wait until then.

    That is on the same day and soon enough to make up for it (``CATCH_UP``), or not at all.
    """
    is_in_time = timing.day_at(until) == day and timing.reckon(day, until).post == day
    return Due(day, until) if is_in_time else None
