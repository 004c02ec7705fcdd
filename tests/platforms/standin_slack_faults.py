"""What a test may tell the stand-in for Slack to do wrong, once or more often, and where."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.standin_slack_world import Json


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with ``ratelimited`` and Retry-After, which is in whole seconds."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Broken:
    """A server error, before the request took effect or after."""

    status: int = 500
    took_effect: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One of Slack's documented errors, answered with status 200 and ``ok: false``."""

    error: str


@dataclass(frozen=True, slots=True)
class Hang:
    """Answer that much later; ``None`` never answers. The request takes effect first."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Close the connection without an answer, before the request took effect or after."""

    took_effect: bool = False


Fault = RateLimited | Broken | Refused | Hang | Cut


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str
    channel: str
    left: int

    def fits(self, method: str, given: Json) -> bool:
        channel = str(given.get("channel") or given.get("channel_id") or "")
        return fnmatchcase(method, self.method) and fnmatchcase(channel, self.channel)


@dataclass(slots=True)
class Faults:
    """The faults that are to come."""

    slow_files: int = 0
    """So many messages that name a new file are refused: it was not processed yet."""

    _planned: list[_Planned] = field(default_factory=list)

    def add(self, fault: Fault, method: str, *, channel: str = "*", times: int = 1) -> None:
        """Let the next ``times`` calls of the method fail (``*`` for anything).

        The method is as in ``chat.postMessage``; ``response_url`` and ``upload`` are the two
        addresses that are no methods. ``channel`` is an id, to let a single channel fail.
        """
        self._planned.append(_Planned(fault, method, channel, times))

    def clear(self) -> None:
        """Let everything work again."""
        self._planned.clear()
        self.slow_files = 0

    def take(self, method: str, given: Json) -> Fault | None:
        """What is to go wrong with this call, if anything."""
        for planned in self._planned:
            if planned.left and planned.fits(method, given):
                planned.left -= 1
                return planned.fault
        return None


@dataclass(slots=True)
class RateLimits:
    """Slack's limits: calls of a method in a minute for a workspace, posts a second in a channel.

    ``tiers`` gives methods another number than ``most`` a minute. Slack tolerates short bursts of
    posts; ``burst`` is how many a channel takes at once.
    """

    most: int = 100
    tiers: dict[str, int] = field(default_factory=lambda: {"chat.update": 50, "views.publish": 100})
    burst: int = 4
    _made: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait_for(self, method: str, team: str, channel: str, now: float) -> float:
        """Count a call: the seconds that the caller must wait if it is one too many, else 0."""
        if method == "chat.postMessage":
            return self._count(f"{method} {team} {channel}", self.burst, float(self.burst), now)
        most = self.tiers.get(method, self.most)
        return self._count(f"{method} {team}", most, 60.0, now)

    def _count(self, bucket: str, most: int, seconds: float, now: float) -> float:
        made = self._made[bucket]
        while made and made[0] <= now - seconds:
            made.popleft()
        if len(made) >= most:
            return made[0] + seconds - now
        made.append(now)
        return 0.0
