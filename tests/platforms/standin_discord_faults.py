"""What a test may tell the stand-in to do wrong, once or more often, on the routes it names."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with Via and Retry-After, as Discord's own limits are answered."""

    retry_after: float = 0.3
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A server error, before the request took effect or after."""

    status: int = 500
    took_effect: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """An error of Discord's with its code; see the constants below."""

    status: int
    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Hang:
    """Answer that much later; ``None`` never answers. The request takes effect first."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Close the connection without an answer, before the request took effect or after."""

    took_effect: bool = False


Fault = RateLimited | Broken | Refused | Hang | Cut

MISSING_ACCESS = Refused(403, 50001, "Missing Access")
MISSING_PERMISSIONS = Refused(403, 50013, "Missing Permissions")
UNKNOWN_CHANNEL = Refused(404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = Refused(404, 10008, "Unknown Message")
UNKNOWN_MEMBER = Refused(404, 10007, "Unknown Member")
UNKNOWN_INTERACTION = Refused(404, 10062, "Unknown interaction")
ALREADY_ACKNOWLEDGED = Refused(400, 40060, "Interaction has already been acknowledged.")
UNAUTHORIZED = Refused(401, 0, "401: Unauthorized")
INVALID_WEBHOOK_TOKEN = Refused(401, 50027, "Invalid Webhook Token")
UNKNOWN_WEBHOOK = Refused(404, 10015, "Unknown Webhook")
EMPTY_MESSAGE = Refused(400, 50006, "Cannot send an empty message")
NOT_YOURS = Refused(403, 50005, "Cannot edit a message authored by another user")
NO_PLACE_FOR_MESSAGES = Refused(400, 50008, "Cannot send messages in a non-text channel")
CLOSED_TO_BOTS = Refused(403, 50007, "Cannot send messages to this user")
THREAD_THERE_ALREADY = Refused(400, 160004, "A thread has already been created for this message")
THREAD_ARCHIVED = Refused(400, 50083, "Thread is archived")
THREAD_LOCKED = Refused(400, 160005, "This thread is locked")
NOT_FOUND = Refused(404, 0, "404: Not Found")


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str
    path: str
    left: int

    def fits(self, method: str, path: str) -> bool:
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


@dataclass(slots=True)
class Faults:
    """The faults that are to come."""

    _planned: list[_Planned] = field(default_factory=list)

    def add(self, fault: Fault, method: str, path: str, times: int = 1) -> None:
        """Let the next ``times`` requests fail whose method and path match (``*`` for anything).

        The path is what follows ``/api/v10``, such as ``/channels/*/messages``.
        """
        self._planned.append(_Planned(fault, method, path, times))

    def clear(self) -> None:
        """Let everything work again."""
        self._planned.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """What is to go wrong with this request, if anything."""
        for planned in self._planned:
            if planned.left and planned.fits(method, path):
                planned.left -= 1
                return planned.fault
        return None


@dataclass(slots=True)
class RateLimits:
    """Discord's limit of so many writes in so many seconds for each channel or webhook."""

    most: int = 5
    seconds: float = 5.0
    _made: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, bucket: str, now: float) -> tuple[int, float]:
        """Count a request: how many are left (-1 if it is too many) and the seconds to reset."""
        made = self._made[bucket]
        while made and made[0] <= now - self.seconds:
            made.popleft()
        if len(made) >= self.most:
            return -1, made[0] + self.seconds - now
        made.append(now)
        return self.most - len(made), made[0] + self.seconds - now
