"""What the commands need from the world outside, as protocols; ``bot.runtime.app`` wires them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.chat.request import Actor, Place
from bot.errors import StorageBusy
from bot.quiz.contest.events import Event
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.state import State, Step
from bot.quiz.practice import Practice
from bot.quiz.review import Card
from bot.quiz.season import Season
from bot.quiz.standings import Finish, Record


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


__all__ = [
    "LONGEST_WAIT",
    "Archive",
    "Arena",
    "BoardRow",
    "Cards",
    "Change",
    "ChangedMeanwhile",
    "Clock",
    "Contests",
    "Kept",
    "Laureate",
    "Letter",
    "Outbox",
    "People",
    "Pictures",
    "Placings",
    "Practices",
    "Results",
    "Scope",
    "Scores",
    "Seasons",
    "StorageBusy",
    "Suggestions",
    "Trouble",
    "Troubles",
]


class Clock(Protocol):
    """Tells the time, and waits by it."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when ``woken`` is set, or when the time has come; then ``woken`` is clear again."""


class People(Protocol):
    """What people want to be seen of them."""

    async def hide(self, actor: Actor, *, hidden: bool) -> None:
        """Keep a person off all boards from now on, or let them be on them again; nothing is lost."""

    async def is_hidden(self, actor: Actor) -> bool:
        """Return whether a person asked to be hidden; a newcomer did not."""


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

        An answer counts for the person's scores, but for one in a review, and for their cards.
        Raises ``ChangedMeanwhile`` when the stored practice is no longer as ``before``.
        """

    async def times_asked(self, actor: Actor, pack: str) -> Mapping[str, int]:
        """Return how often this person has had each question of a pack, by question id."""


class Cards(Protocol):
    """The questions that people have missed, each of which comes back to them when it is due.

    A card is made, or moved, with the answer that it comes of: when that is kept, when the question of
    the day is closed, when the contest is over.
    """

    async def all(self, actor: Actor, pack: str) -> Sequence[Card]:
        """Return a person's cards of a pack, in no particular order."""


class Scores(Protocol):
    """Sums over the log of answers. A person who asked to be hidden is on no board."""

    async def record(self, actor: Actor) -> Record:
        """Return one person's record over everything they answered (all zero for a newcomer)."""

    async def board(self, scope: Scope, limit: int) -> tuple[BoardRow, ...]:
        """Return the people with the most points in a scope, best first, at most ``limit``.

        Equal points are ordered by name, so that the order is the same each time.
        """


class Results(Protocol):
    """What players have reached in contests that are over. Who asked to be hidden is left out."""

    async def of_contest(self, contest: str, limit: int) -> tuple[BoardRow, ...]:
        """Return those with the most points in a contest that is over, best first, at most ``limit``."""


class Placings(Protocol):
    """How people have come out of contests."""

    async def finishes(self, actor: Actor) -> tuple[Finish, ...]:
        """Return how a person came out of contests that are over, the latest last.

        Contests in which they answered nothing are left out.
        """

    async def latest_in(self, place: Place) -> str | None:
        """Return the code of the contest that was over last among those played in a place."""

    async def recent_in(self, place: Place, limit: int) -> tuple[str, ...]:
        """Return the codes of contests that are over and were played in a place, the latest first."""


class Seasons(Protocol):
    """The seasons of each workspace, and who has done what in them. Who is hidden is left out.

    A season goes by its name in any case: "Autumn" is "autumn".
    """

    async def define(self, place: Place, season: Season) -> bool:
        """Define a season of the place's workspace, or move it; return whether there was room."""

    async def remove(self, place: Place, name: str) -> bool:
        """Forget a season; return whether there was one."""

    async def all(self, place: Place) -> tuple[Season, ...]:
        """Return the seasons of the place's workspace, the latest first."""

    async def board(
        self, place: Place, name: str, limit: int, *, here: bool
    ) -> tuple[BoardRow, ...]:
        """Return those with the most points in a season: in the channel, or the whole workspace.

        An answer counts for the time at which it was given, a contest for that of its end. Equal
        points are ordered by name.
        """


class Archive(Protocol):
    """Which contests there are."""

    async def newest(self, limit: int) -> tuple[str, ...]:
        """Return the codes of contests, running or over, the one opened last first."""

    async def running_within(self, place: Place) -> tuple[str, ...]:
        """Return the codes of contests that run in a place; without a channel, in its workspace."""


class Suggestions(Protocol):
    """What contests have to say to whoever writes the questions."""

    async def accepted(self, pack: str) -> tuple[State, ...]:
        """Return the contests of a pack in which a wording was accepted on appeal, oldest first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A contest as the store has it: its state, and how many events its log has (its version)."""

    state: State
    version: int


@dataclass(frozen=True, slots=True)
class Change:
    """What some events have made of a contest; it is kept whole or not at all.

    ``before`` is the version that the events follow. Each of the ``facts`` is told in the places that
    ``told_in`` names, under ``key_of`` the fact.
    """

    before: int
    events: tuple[Event, ...]
    state: State
    facts: tuple[Fact, ...] = ()


class Contests(Protocol):
    """Keeps contests: the log of events, which is the truth, and a snapshot of what it makes."""

    async def find(self, contest: str) -> Kept | None:
        """Return a contest by id, over or not."""

    async def running_in(self, place: str) -> str | None:
        """Return the id of the contest that runs in a place, if one does."""

    async def places_taken(self, limit: int) -> tuple[str, ...]:
        """Return the places in which contests run, at most ``limit`` of them."""

    async def keep(self, changes: Sequence[Change]) -> frozenset[str]:
        """Keep changes of different contests in one transaction, with the facts they tell.

        Returns the ids of the contests that are no longer at ``before``, or whose place is taken by
        another; nothing of theirs was kept, everything of the others was. Raises ``StorageBusy``,
        and then nothing at all was kept; only when the connection was lost during the commit may all
        of it have been, which ``find`` tells. Trying again is safe either way.
        """

    async def due(self, by: datetime, limit: int) -> tuple[str, ...]:
        """Return the contests in which something happens by itself by then, longest overdue first."""

    async def next_due(self) -> datetime | None:
        """Return when something happens by itself next, in any contest."""

    async def log(self, contest: str, after: int = 0) -> tuple[Event, ...]:
        """Return the events of a contest in order, without the first ``after`` of them."""


Told = TypeVar("Told")
"""What a letter tells: the facts of contests, or those of what is daily."""


@dataclass(frozen=True, slots=True)
class Letter(Generic[Told]):
    """A fact to be told in a place, claimed by one process until it is told or the claim runs out.

    ``source`` is the id of the contest, or of whatever else tells it; ``key`` tells its letters in one
    place apart; ``message`` is the platform's id of what was posted under this key before, to be
    edited; ``revision`` counts how often the fact was made, and ``attempts`` how often the letter was
    handed out since it was last told, this time included.
    """

    source: str
    place: str
    key: str
    fact: Told
    revision: int
    attempts: int
    message: str = ""


LONGEST_WAIT = timedelta(minutes=5)
"""Between two tries to tell the same letter, at most.

So one that is to be tried later than that was given back by a clock that has since been put back.
"""


class Outbox(Protocol[Told]):
    """Keeps what is to be told until it was. What is renewed before it is told is told once."""

    async def claim(
        self, platform: str, at: datetime, seconds: float, limit: int
    ) -> tuple[Letter[Told], ...]:
        """Claim letters of a platform for some seconds, oldest first; nobody else gets them meanwhile.

        Letters of one place are told in order: while one is claimed or waits to be tried again, none
        behind it in the same place is handed out. What is renewed after it was told, or while it is
        being told, queues up anew. All processes claim for as long. What would be tried again more
        than ``LONGEST_WAIT`` after ``at`` is tried now.
        """

    async def told(self, letter: Letter[Told], message: str) -> None:
        """Note that a letter was told as the platform's ``message``; a newer revision stays to be told.

        It is noted even if the claim has run out, since it is true.
        """

    async def failed(self, letter: Letter[Told], again_at: datetime | None) -> None:
        """Give a letter back, to be tried again then; ``None`` gives it up until it is renewed.

        ``again_at`` is at most ``LONGEST_WAIT`` from now.
        Changes nothing if the claim has run out and somebody else has the letter.
        """

    async def next_at(self, platform: str) -> datetime | None:
        """Return when there is something to tell next: long ago, where something waits untried."""

    async def message_of(self, source: str, place: str, key: str) -> str:
        """Return the platform's id of what was told under a key; empty where nothing was."""


class Arena(Protocol):
    """Where contests are played: every event of every contest goes through it."""

    async def submit(self, contest: str, event: Event) -> Step:
        """Decide an event and keep what it did; when this returns, it is kept for good.

        Raises ``StorageBusy`` when it could not be kept: then nothing has happened.
        """

    async def find(self, contest: str) -> State | None:
        """Return a contest as it is kept."""

    async def may_run_in(self, place: str) -> bool:
        """Whether a contest may run in a place, which costs hardly anything to ask again and again.

        Where none may, none in that place has asked a question yet, in whatever process.
        """

    def remembered_in(self, place: str) -> State | None:
        """Return the contest that runs in a place as this process last saw it, if it has."""

    async def running_in(self, place: str) -> str | None:
        """Return the id of the contest that runs in a place, if one does."""

    async def each_running(self, action: Callable[[State], Awaitable[object]]) -> None:
        """Do something with each contest that runs; see ``each``."""

    async def each(
        self, contests: Iterable[str], action: Callable[[State], Awaitable[object]]
    ) -> None:
        """Do something with each of some contests as it is kept; a bug over one takes no other along.

        Raises ``StorageBusy``.
        """


@dataclass(frozen=True, slots=True)
class Laureate:
    """Somebody on a podium, or a team with its ``members``, best first."""

    rank: int
    name: str
    points: float
    members: tuple[str, ...] = ()


class Pictures(Protocol):
    """Draws what the words say as well."""

    def podium(self, title: str, best: Sequence[Laureate]) -> bytes:
        """Draw the first three ranks of a contest, as PNG."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What would help in a place where posts do not get through, and whether somebody was told."""

    place: str
    remedy: str
    is_told: bool


class Troubles(Protocol):
    """Where posts do not get through though somebody could do something about it."""

    async def note(self, place: str, remedy: str) -> bool:
        """Keep what would help in a place; return whether that is news, which somebody is to be told."""

    async def told(self, place: str) -> None:
        """Note that somebody was told."""

    async def over(self, place: str) -> None:
        """Forget what stood in the way in a place."""

    async def all(self) -> tuple[Trouble, ...]:
        """Return all that stands in the way, by place."""
