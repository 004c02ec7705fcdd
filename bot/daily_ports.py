"""What daily posts need from the world outside, as protocols; ``bot.runtime.app`` wires them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.chat.request import Actor, Place
from bot.daily.plan import Happening, Schedule, Turn
from bot.quiz.practice import Entry
from bot.quiz.verdict import Outcome


@dataclass(frozen=True, slots=True)
class TableRow:
    """Somebody in the table of a quiz of the day; ``streak`` is how many right answers they have running.

    A day on which they did not answer, or not rightly, ends a streak; days without a question do not.
    """

    platform: str
    user: str
    name: str
    points: int
    answers: int
    right: int
    streak: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question was answered: how often with each outcome."""

    right: int = 0
    close: int = 0
    wrong: int = 0

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.right + self.close + self.wrong

    @classmethod
    def of(cls, counts: dict[Outcome, int]) -> "Tally":
        """Make it of counts by outcome."""
        right, close, wrong = (counts.get(each, 0) for each in Outcome)
        return cls(right, close, wrong)


@dataclass(frozen=True, slots=True)
class SavedPassage:
    """A passage that somebody keeps: its code in the document, and the quote's id where it is one."""

    code: str
    quote: str = ""


class Dailies(Protocol):
    """Keeps the schedules of places, and what became of their days."""

    async def of_place(self, place: str, pack: str) -> tuple[Schedule, ...]:
        """Return the schedules of a place (its key) for a pack, by number."""

    async def find(self, schedule: str) -> Schedule | None:
        """Return a schedule by id."""

    async def add(self, schedule: Schedule, actor: Actor, at: datetime) -> Schedule | None:
        """Keep a new schedule under the lowest number that is free; ``None`` where there is no room.

        ``actor`` is who sets it up, ``at`` that moment.

        One whose id is known is returned as it is kept, so that a repeated request is safe.
        """

    async def keep(self, before: Schedule, after: Schedule, turn: Turn) -> bool:
        """Keep what became of a schedule, all or nothing, with what is told of it.

        Returns whether it was kept: not so where it is no longer as ``before``, or where the day that
        is to be posted was posted already. Answers to the question of the day that ``turn`` closes
        count from then on.
        """

    async def miss(self, schedule: Schedule, day: date) -> None:
        """Note that the post of a day could not be told in time."""

    async def remove(self, schedule: Schedule) -> bool:
        """Forget a schedule; return whether there was one. Answers to an open question count."""

    async def due(self, pack: str, by: datetime, limit: int) -> tuple[Schedule, ...]:
        """Return the running schedules of a pack that are due by then, longest overdue first."""

    async def next_due(self, pack: str) -> datetime | None:
        """Return when a running schedule of a pack is due next."""

    async def running(self, pack: str) -> tuple[Schedule, ...]:
        """Return the running schedules of a pack."""

    async def set_up_by(self, place: str) -> tuple[str, ...]:
        """Return the keys of those who set up what is posted in a place (its key), in that order."""

    async def history(self, schedule: str, limit: int) -> tuple[Happening, ...]:
        """Return what became of the latest days, the latest first."""

    async def latest_passage(self, place: Place, pack: str) -> tuple[Schedule, Happening] | None:
        """Return the passage posted last in a place; without a channel, in its workspace.

        Only of schedules that run, and no question of the day.
        """


class DailyAnswers(Protocol):
    """The answers to questions of the day: nobody sees them, nor their points, before the next."""

    async def answer(
        self, schedule: Schedule, day: date, actor: Actor, entry: Entry
    ) -> Entry | None:
        """Keep somebody's answer to the question of a day, and return the one that is kept.

        That is their first. ``None`` where the question is closed, or was not asked.
        """

    async def tally(self, schedule: str, day: date) -> Tally:
        """Return how the question of a day was answered."""

    async def table(
        self, schedule: str, first: date, last: date, limit: int
    ) -> tuple[TableRow, ...]:
        """Return who has the most points by closed questions from one day to another, best first.

        Who asked to be hidden is left out; equal points are ordered by name.
        """


class Saved(Protocol):
    """The passages that people keep for themselves."""

    async def save(self, actor: Actor, pack: str, passage: SavedPassage, at: datetime) -> bool:
        """Keep a passage; return whether there was room. One that is kept already stays as it is."""

    async def drop(self, actor: Actor, pack: str, passage: SavedPassage) -> None:
        """Keep a passage no longer."""

    async def all(self, actor: Actor, pack: str) -> Sequence[SavedPassage]:
        """Return what somebody keeps of a pack, the latest first."""
