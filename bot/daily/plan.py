"""What an admin has asked for in a place, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from bot.chat.request import Place
from bot.daily.facts import DailyFact
from bot.daily.rotation import Item, Rotation, ordered_next, shuffled_next
from bot.daily.schedule import Due, Timing

MOST_SCHEDULES: Final = 10
"""Schedules of a place, at most."""


class Which(Enum):
    """What is posted: quotes in a shuffled or in reading order, the running text, or a question."""

    SHUFFLED = "shuffled"
    IN_ORDER = "in-order"
    TEXT = "text"
    QUIZ = "quiz"


class State(Enum):
    """Whether a schedule runs, was stopped by an admin, or has lost its place."""

    RUNNING = "running"
    PAUSED = "paused"
    LOST = "lost"


class Outcome(Enum):
    """What became of a day.

    It was posted, missed since it came too late, skipped on request, or hushed by quiet hours.
    """

    POSTED = "posted"
    MISSED = "missed"
    SKIPPED = "skipped"
    HUSHED = "hushed"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to post and when. An empty ``topic`` is any.

    ``with_question`` adds the question to think about, ``in_thread`` opens a thread to talk in where the
    platform has threads, and ``notify`` is the role or group to notify, as the platform writes it.
    """

    timing: Timing
    which: Which = Which.SHUFFLED
    topic: str = ""
    with_question: bool = True
    in_thread: bool = False
    notify: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A plan at work in a place, by its ``number`` there.

    ``due`` is the day it waits for with its moment, also while it is paused; ``asking`` the day whose
    question is open, in a quiz of the day; ``version`` counts the changes.
    """

    id: str
    place: Place
    pack: str
    plan: Plan
    due: Due
    number: int = 0
    state: State = State.RUNNING
    asking: date | None = None
    rotation: Rotation = field(default_factory=Rotation)
    version: int = 0

    def following(self, items: Sequence[Item]) -> tuple[Item, Rotation] | None:
        """Return what is shown next of the items, and the rotation after it."""
        if self.plan.which in (Which.SHUFFLED, Which.QUIZ):
            return shuffled_next(self.rotation, items, f"{self.place.key}/{self.id}")
        return ordered_next(self.rotation, items)

    def seed(self, day: date) -> str:
        """Return what the choices of a day's question are shuffled by."""
        return f"{self.id}/{day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Happening:
    """What became of one day. ``request`` is the one that skipped it, or had it posted at once."""

    day: date
    outcome: Outcome
    item: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What goes with a change of a schedule: what became of days, what is told, whose answers count now."""

    happened: tuple[Happening, ...] = ()
    fact: DailyFact | None = None
    closes: date | None = None
