"""Zones, times and days of the week as people type them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.daily.schedule import EVERY_DAY
from bot.errors import NoSuchDays, NoSuchTime, NoSuchZone

LONGEST_TIME: Final = 12
LONGEST_ZONE: Final = 60
LONGEST_DAYS: Final = 80
"""Characters of each that are looked at; what is longer is none."""

MOST_NEAR: Final = 5
"""Zones named as what may have been meant, at most."""


def zone_named(text: str) -> str:
    """Return a zone by its name, in any case, or by its place alone. Raises ``NoSuchZone``.

    Abbreviations such as EST are no zones: that one is New York's for half of the year only. The
    error names what may have been meant.
    """
    known = _zones().get(_key(text))
    if known is None:
        raise NoSuchZone(text, _near(text))
    return known


def zones_like(typed: str, limit: int) -> tuple[str, ...]:
    """Return the zones that what was typed so far may become, at most ``limit``, the likeliest first."""
    key = _key(typed)
    if key in _ABBREVIATED:
        return _ABBREVIATED[key][:limit]
    begun = [name for place, name in _places() if place.startswith(key)]
    within = [name for place, name in _places() if key in name.casefold() and name not in begun]
    return tuple(dict.fromkeys((*begun, *within)))[:limit]


def time_named(text: str) -> time:
    """Return a time of day, with 12 hours or 24. Raises ``NoSuchTime``."""
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


def days_named(text: str) -> frozenset[int]:
    """Return days of the week (Monday is 0): ``weekdays``, ``Mon-Thu``, ``tue, fri``.

    Nothing is every day. Raises ``NoSuchDays``.
    """
    said = text.casefold().replace("–", "-").replace(" to ", "-").replace(" and ", ",").strip()
    if said in _GROUPS:
        return _GROUPS[said]
    parts = re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", said)) if len(text) <= LONGEST_DAYS else ()
    days = [day for part in parts if part for day in _span(part, text)]
    if not days:
        raise NoSuchDays(text)
    return frozenset(days)


def _span(part: str, text: str) -> Iterable[int]:
    first, dash, last = part.partition("-")
    begins = _day(first, text)
    ends = _day(last, text) if dash else begins
    return [(begins + each) % 7 for each in range((ends - begins) % 7 + 1)]


def _day(word: str, text: str) -> int:
    fitting = [number for number, name in enumerate(_NAMES) if name.startswith(word.strip("."))]
    if len(word) < 2 or len(fitting) != 1:
        raise NoSuchDays(text)
    return fitting[0]


def _near(text: str) -> tuple[str, ...]:
    key = _key(text)
    if len(key) < 2:
        return ()
    places = dict(_places())
    close = (places[place] for place in get_close_matches(key, places, MOST_NEAR, cutoff=0.75))
    return tuple(dict.fromkeys((*zones_like(text, MOST_NEAR), *close)))[:MOST_NEAR]


def _key(text: str) -> str:
    # One character more than any that is known: what is longer is none of them.
    return text.strip()[: LONGEST_ZONE + 1].replace(" ", "_").casefold()


@cache
def _names() -> tuple[str, ...]:
    names = (name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return tuple(sorted(names))


@cache
def _zones() -> dict[str, str]:
    """Return the zones by how people call them: in full, or by the place alone where it is one only."""
    by_place = defaultdict(list)
    for name in _names():
        by_place[name.rpartition("/")[2].casefold()].append(name)
    unique = {place: found[0] for place, found in by_place.items() if len(found) == 1}
    return unique | {name.casefold(): name for name in (*_names(), "UTC", "GMT")}


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """Return places with their zones, in the order of the places; those of continents and oceans."""
    continental = [name for name in _names() if name.partition("/")[0] in _CONTINENTS]
    return tuple(
        sorted((name.rpartition("/")[2].casefold(), name) for name in [*continental, "UTC"])
    )


_CONTINENTS = frozenset(
    "Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split()
)

_ABBREVIATED = {
    "est": ("America/New_York", "America/Panama"),
    "edt": ("America/New_York",),
    "et": ("America/New_York",),
    "cst": ("America/Chicago", "America/Costa_Rica", "Asia/Shanghai"),
    "cdt": ("America/Chicago",),
    "ct": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "mt": ("America/Denver",),
    "pst": ("America/Los_Angeles", "Asia/Manila"),
    "pdt": ("America/Los_Angeles",),
    "pt": ("America/Los_Angeles",),
    "akst": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "ast": ("America/Halifax", "America/Puerto_Rico"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "wet": ("Europe/Lisbon",),
    "cet": ("Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid"),
    "mez": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "eet": ("Europe/Helsinki", "Europe/Athens", "Africa/Cairo"),
    "msk": ("Europe/Moscow",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "awst": ("Australia/Perth",),
    "nzst": ("Pacific/Auckland",),
}
"""What people mean by abbreviations, which are each the name of an offset and not of a zone."""

_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?", re.IGNORECASE)

_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()

_WEEKDAYS, _WEEKENDS = frozenset(range(5)), frozenset((5, 6))
_GROUPS = {
    **dict.fromkeys(("", "all", "daily", "every day", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "school days"), _WEEKDAYS),
    **dict.fromkeys(("weekends", "weekend"), _WEEKENDS),
}
