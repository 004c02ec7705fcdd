"""What the commands need from the world outside, as protocols; ``bot.runtime.app`` wires them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.request import Actor, Place
from bot.errors import StorageBusy
from bot.quiz.practice import Practice
from bot.quiz.standings import Record


class ChangedMeanwhile(Exception):
    """Another request changed the same thing first; read it again and decide anew."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose answers count for a board: those given in one channel, in one workspace, or anywhere.

    An empty ``workspace`` or ``channel`` does not narrow; an empty ``platform`` means all platforms.
    """

    platform: str = ""
    workspace: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A person on a board; ``user`` and ``platform`` identify them, ``record`` sums their answers."""

    platform: str
    user: str
    record: Record


__all__ = ["BoardRow", "ChangedMeanwhile", "Clock", "Practices", "Scope", "Scores", "StorageBusy"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""


class Practices(Protocol):
    """Keeps each person's practice and its log. All of it survives a crash once a call has returned."""

    async def running(self, actor: Actor) -> Practice | None:
        """Return the practice that the person has not finished, if there is one."""

    async def find(self, actor: Actor, practice_id: str) -> Practice | None:
        """Return a practice of this person by id, finished or not; nobody else's."""

    async def begin(self, actor: Actor, place: Place, practice: Practice, at: datetime) -> None:
        """Keep a new practice, stopping the one that is running.

        Beginning one with an id that is known already changes nothing, so a repeated request is safe.
        """

    async def save(self, before: Practice, after: Practice) -> None:
        """Keep what has changed from ``before`` to ``after`` (new log entries, hint, stop), all or nothing.

        Raises ``ChangedMeanwhile`` when the stored practice is no longer as ``before``.
        """

    async def times_asked(self, actor: Actor, pack: str) -> Mapping[str, int]:
        """Return how often this person has had each question of a pack, by question id."""


class Scores(Protocol):
    """Sums over the log of answers. A person who asked to be hidden is on no board."""

    async def record(self, actor: Actor) -> Record:
        """Return one person's record over everything they answered (all zero for a newcomer)."""

    async def board(self, scope: Scope, limit: int) -> tuple[BoardRow, ...]:
        """Return the people with the most points in a scope, best first, at most ``limit``.

        Equal points are ordered by name, so that the order is the same each time.
        """
