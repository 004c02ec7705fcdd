"""How much one person, and one place, may ask at a time; and how large a request may be.

Token buckets: whoever has asked nothing for a while may ask a whole burst at once, and then as often as
the bucket fills again. Controls count for the person alone, so that a hall of people who answer in the
same second are each refused nothing.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat.request import Invocation, Pointed, Press, Request
from bot.errors import TooMuch, TooOften

MAX_REMEMBERED: Final = 10_000
"""People, and places, that are remembered; who has asked nothing for longest is forgotten first."""

MAX_PARTS: Final = 64
"""Options of a command, arguments of a control, or values filled into a form, at most."""

MAX_CHARACTERS: Final = 20_000
"""Characters of a request, at most: Discord's longest message and form are well below."""

MAX_ID: Final = 200
"""Characters of a platform's id, at most."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` requests at once, and ``per_second`` of them in the long run."""

    burst: int
    per_second: float


PERSON: Final = Rate(burst=40, per_second=4)
PLACE: Final = Rate(burst=600, per_second=60)
"""No person asks as much, and a hall of 300 asks twice at once before anybody waits."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What somebody may still ask, as it was at a moment."""

    tokens: float
    at: datetime

    def filled(self, rate: Rate, now: datetime) -> "Bucket":
        """Return the bucket as it is now. A clock that was put back fills nothing."""
        gained = max((now - self.at).total_seconds(), 0.0) * rate.per_second
        return Bucket(min(self.tokens + gained, float(rate.burst)), now)


class Limiter:
    """Counts by key, for the keys seen last; takes as much memory however many there are."""

    def __init__(self, rate: Rate, remembered: int = MAX_REMEMBERED) -> None:
        self._rate = rate
        self._remembered = remembered
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, now: datetime) -> float:
        """Take a token; return 0, or in how many seconds there will be one, if there is none."""
        known = self._buckets.pop(key, None) or Bucket(float(self._rate.burst), now)
        bucket = known.filled(self._rate, now)
        has_one = bucket.tokens >= 1
        self._buckets[key] = Bucket(bucket.tokens - 1, now) if has_one else bucket
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return 0.0 if has_one else (1 - bucket.tokens) / self._rate.per_second


class Limits:
    """The limits of one process."""

    def __init__(self, person: Rate = PERSON, place: Rate = PLACE) -> None:
        self._people = Limiter(person)
        self._places = Limiter(place)

    def check(self, request: Request, now: datetime) -> None:
        """Count a request. Raises ``TooOften``."""
        wait = self._people.take(request.actor.key, now)
        if not wait and not isinstance(request.what, Press):
            wait = self._places.take(request.place.key, now)
        if wait:
            raise TooOften(math.ceil(wait))


def check_size(request: Request) -> None:
    """Refuse what no person sends, before anything is done with it. Raises ``TooMuch``."""
    place, actor = request.place, request.actor
    ids = (request.id, actor.user, actor.workspace, place.channel, place.workspace)
    parts = _parts(request.what)
    if (
        any(len(each) > MAX_ID for each in ids)
        or len(parts) > MAX_PARTS
        or sum(map(len, parts)) > MAX_CHARACTERS
    ):
        raise TooMuch


def _parts(what: Invocation | Press | Pointed) -> list[str]:
    match what:
        case Invocation(command=name, options=options):
            return [name, *options, *(str(value) for value in options.values())]
        case Press(action=action, response=response):
            filled = (value for values in response.values() for value in values)
            return [action.name, *action.arguments, *response, *filled]
        case Pointed(shortcut=key, words=words):
            return [key, words]
