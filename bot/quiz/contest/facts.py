"""What a contest tells. A fact names what happened; words are made of it when it is delivered."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeAlias, assert_never

from bot.quiz.contest.settings import Value


class LobbyChanged(Value, frozen=True, kw_only=True, tag="lobby"):
    """Who is in, or where, has changed before the start."""


class LinkChanged(Value, frozen=True, kw_only=True, tag="link"):
    """A place has asked to take part, or that was decided, or the start came first."""

    place: str


class RoundOpened(Value, frozen=True, kw_only=True, tag="round-opened"):
    """A question is to be asked. Rounds are counted from 0."""

    round: int


class CountChanged(Value, frozen=True, kw_only=True, tag="count"):
    """How many have answered, or may answer, has changed."""

    round: int


class RoundClosed(Value, frozen=True, kw_only=True, tag="round-closed"):
    """The answer of a round is to be revealed, with the standings."""

    round: int


class ClockChanged(Value, frozen=True, kw_only=True, tag="clock"):
    """The contest was paused or resumed, or the time of the latest round has changed.

    ``round`` is -1 before the first; ``number`` counts these changes, so that each is told once.
    """

    round: int
    number: int


class HostChanged(Value, frozen=True, kw_only=True, tag="host"):
    """Somebody else is the host now, or nobody. ``number`` counts these changes."""

    number: int


class AppealMade(Value, frozen=True, kw_only=True, tag="appeal"):
    """An appeal waits for a ruling, or the votes on it have changed."""

    round: int
    wording: str


class RulingMade(Value, frozen=True, kw_only=True, tag="ruling"):
    """An appeal was decided; if it was accepted, points have changed."""

    round: int
    wording: str
    accepted: bool


class ContestOver(Value, frozen=True, kw_only=True, tag="over"):
    """The podium is due; again when a ruling or a removal after the end has changed it."""


Fact: TypeAlias = (
    LobbyChanged
    | LinkChanged
    | RoundOpened
    | CountChanged
    | RoundClosed
    | ClockChanged
    | HostChanged
    | AppealMade
    | RulingMade
    | ContestOver
)

REPLACED = (LobbyChanged, LinkChanged, CountChanged, AppealMade, ContestOver)
"""Facts of which only the newest under one key matters; any other key is told once."""


def key_of(fact: Fact) -> str:  # noqa: C901 - one a fact
    """Return what a fact is told under: short, and the same whenever the log is folded."""
    match fact:
        case LobbyChanged():
            key = "lobby"
        case LinkChanged(place=place):
            key = f"link-{digest(place)}"
        case RoundOpened(round=number):
            key = f"round-{number}"
        case CountChanged(round=number):
            key = f"count-{number}"
        case RoundClosed(round=number):
            key = f"closed-{number}"
        case ClockChanged(number=number):
            key = f"clock-{number}"
        case HostChanged(number=number):
            key = f"host-{number}"
        case AppealMade(round=number, wording=wording):
            key = f"appeal-{number}-{digest(wording)}"
        case RulingMade(round=number, wording=wording):
            key = f"ruling-{number}-{digest(wording)}"
        case ContestOver():
            key = "over"
        case _:
            assert_never(fact)
    return key


def told_in(fact: Fact, places: Sequence[str]) -> tuple[str, ...]:
    """Return where a fact is told, ``places`` being those of the contest.

    That is everywhere, but that a place asks to take part is between it and the first.
    """
    if isinstance(fact, LinkChanged):
        return tuple(dict.fromkeys((*places[:1], fact.place)))
    return tuple(places)


def digest(wording: str) -> str:
    """Return a short stand-in for a wording or a place, which may be long.

    Keys and controls are shown to databases and platforms, which limit their length.
    """
    return blake2b(wording.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
