"""The real clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the system's time."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)
