"""A season: a named range of dates, such as a term, that has a leaderboard of its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Season:
    """A season from its ``first`` day to its ``last``, both in it; days are those of UTC."""

    name: str
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def ends(self) -> datetime:
        """The moment at which it is over, the first that is not in it."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)


def season_between(name: str, begins: datetime, ends: datetime) -> Season:
    """Return the season that begins and ends at these moments."""
    return Season(name, begins.date(), (ends - timedelta(days=1)).date())
