"""How the stand-in for Slack says what is wrong in a payload, and the checks that recur in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.platforms.standin_slack_world import Json


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a payload that Slack refuses: where, by which rule, with which error."""

    at: str
    rule: str
    error: str = "invalid_blocks"


def bounded(
    value: object, at: str, least: int, most: int, what: str = "characters"
) -> Iterator[Problem]:
    """A text or list must be there and have so many characters or items."""
    if not isinstance(value, str | list):
        yield Problem(at, "missing required field")
    elif len(value) > most:
        yield Problem(at, f"must be less than {most + 1} {what}")
    elif len(value) < least:
        yield Problem(at, f"must be more than {least - 1} {what}")


def optional(value: object, at: str, most: int, least: int = 0) -> Iterator[Problem]:
    """A text that may be left out."""
    if value is not None:
        yield from bounded(value, at, least, most)


def plain(value: object, at: str, most: int) -> Iterator[Problem]:
    """A plain_text object with so many characters at most."""
    yield from _text(value, at, most, frozenset({"plain_text"}))


def optional_plain(value: object, at: str, most: int) -> Iterator[Problem]:
    """A plain_text object that may be left out."""
    if value is not None:
        yield from plain(value, at, most)


def text_object(value: object, at: str, most: int) -> Iterator[Problem]:
    """A plain_text or mrkdwn object with so many characters at most."""
    yield from _text(value, at, most, frozenset({"plain_text", "mrkdwn"}))


def ranged(value: object, at: str, least: int, most: int) -> Iterator[Problem]:
    """A number that may be left out must lie in a range."""
    if value is not None and not (isinstance(value, int) and least <= value <= most):
        yield Problem(at, f"must be a number from {least} to {most}")


def one_of(value: object, at: str, allowed: Collection[object]) -> Iterator[Problem]:
    """A value that may be left out must be one of these."""
    if value is not None and value not in allowed:
        yield Problem(at, f"must be one of {sorted(map(str, allowed))}")


def repeated(values: Iterable[object], at: str, what: str) -> Iterator[Problem]:
    """No two may be the same; those left out do not count."""
    for value, count in Counter(values).items():
        if count > 1 and value is not None:
            yield Problem(at, f'{what} "{value}" already exists')


def allowed(parts: Iterable[Any], at: str, kinds: Collection[str]) -> Iterator[Problem]:
    """Each part must be of one of these types."""
    for index, part in enumerate(parts):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in kinds:
            yield Problem(f"{at}/{index}", f"unsupported type: {kind}")


def listed(holder: Json, key: str) -> list[Any]:
    """What is under the key, if it is a list; that it must be one is checked elsewhere."""
    found = holder.get(key)
    return found if isinstance(found, list) else []


def _text(value: object, at: str, most: int, kinds: Collection[str]) -> Iterator[Problem]:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield Problem(at, f"must be a text object of type {' or '.join(sorted(kinds))}")
    else:
        yield from bounded(value.get("text"), f"{at}/text", 1, most)
