"""The state of a contest: what its events have made of it. A snapshot of it is only a shortcut.

::

    UNOPENED ──opened──▶ LOBBY ──started, full──▶ ASKING ◀──time──▶ BETWEEN
                           │                        ▲                  ▲
                           │                      paused, resumed    paused, resumed
                           │                        ▼                  ▼
                           │                      PAUSED (remembers what it interrupted)
                           ▼                        │
                         OVER ◀── nothing left to ask, ended, every place lost, nobody came
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import NamedTuple, TypeAlias

from bot.chat.form import Response
from bot.document.fold import fold, words
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.settings import Settings, Value
from bot.quiz.verdict import Outcome

LONGEST_WORDING = 1_000
"""Characters of an answer that are compared with those of others."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that has not come."""


class Refusal(Enum):
    """Why an event changed nothing."""

    NOT_OPEN = "there is no such contest"
    ALREADY_OPEN = "it is open already"
    OVER = "the contest is over"
    OUT_OF_RANGE = "out of range"
    REPEATED = "that was done already"
    NOT_DUE = "nothing is due yet"

    NOT_HOST = "only the host may do that"
    NOT_STARTED = "it has not begun"
    ALREADY_STARTED = "it has begun already"
    NOBODY_IN = "nobody has joined"
    OTHER_ROUND = "another round is being asked"
    UNTIMED = "its time is not counted in seconds"
    IS_PAUSED = "it is paused"
    NOT_PAUSED = "it is not paused"
    HELD = "the bot holds it until its storage is back"

    NOT_PLAYING = "not a player"
    ALREADY_IN = "in already"
    NO_LATE_JOINERS = "it has begun, and nobody may join any more"
    REMOVED = "removed by the host"
    NO_SUCH_TEAM = "no such team"
    PLACE_TAKEN = "another contest runs in this place"
    NO_SUCH_PLACE = "not a place of this contest"
    OTHER_PLACE_TAKEN = "another contest runs in the place that asked"

    NOT_ASKED = "that place has not asked to take part"
    NOT_TO_DECIDE = "only the host or an admin of the first place may decide that"
    DECLINED = "its host has declined"
    NO_ROOM = "as many places have asked as may"

    TOO_LATE = "the time was over"
    ALREADY_ANSWERED = "answered already"
    SUPERSEDED = "a later answer is recorded"
    WATCHING = "only those who share first place answer this one"

    NOTHING_TO_APPEAL = "there is nothing to appeal"
    NO_SUCH_APPEAL = "no such appeal"
    DECIDED = "that was decided already"


class Phase(Enum):
    """Where a contest stands; see the picture above.

    ``BETWEEN`` rounds an answer is shown, or a marathon waits for its next opening.
    """

    UNOPENED = "unopened"
    LOBBY = "lobby"
    ASKING = "asking"
    BETWEEN = "between"
    PAUSED = "paused"
    OVER = "over"


class Hold(StrEnum):
    """Who holds the clock while a contest is paused. Both may; then both must let go."""

    HOST = "host"
    STORAGE = "storage"


class LinkStatus(StrEnum):
    """What has become of a place's wish to take part; ``MISSED`` if the start came first."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    MISSED = "missed"


class Link(Value, frozen=True, kw_only=True):
    """A place that has asked to take part; ``name`` is who asked for it."""

    name: str
    status: LinkStatus = LinkStatus.ASKED


class Player(Value, frozen=True, kw_only=True):
    """Somebody who is in, or was: ``number`` counts them as they first came.

    ``since`` is the first round they could answer since they came, or came back.
    """

    number: int
    name: str
    place: str
    team: str = ""
    since: int = 0
    gone: bool = False
    removed: bool = False

    @property
    def is_here(self) -> bool:
        """Whether they may answer."""
        return not self.gone and not self.removed


class Given(Value, frozen=True, kw_only=True):
    """An answer that counts: what was answered, how it was judged, and after how many seconds."""

    response: Response
    outcome: Outcome
    credit: float
    seconds: float

    @property
    def wording(self) -> str:
        """The answer as it is compared with others: its words, without case, accents or marks."""
        fields = sorted(self.response.items())
        text = " / ".join(part for _, parts in fields for part in parts)
        bounded = text[:LONGEST_WORDING]
        return " ".join(words(bounded)) or fold(bounded).strip()


class Round(Value, frozen=True, kw_only=True):
    """A round that was opened. ``time`` is its length in seconds without pauses, 0 if not limited.

    ``contenders`` are the only ones who may answer, where first place is to be decided. ``answers``
    is by player; ``accepted`` are wordings accepted on appeal, ``refused`` those refused, ``appeals``
    those that wait, each with the votes for (true) and against it by player.
    """

    question: str
    opened_at: datetime
    time: float = 0.0
    counts: bool = True
    contenders: frozenset[str] = frozenset()
    answers: Mapping[str, Given] = {}
    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    appeals: Mapping[str, Mapping[str, bool]] = {}


class State(Value, frozen=True, kw_only=True):
    """A contest at one moment.

    ``due`` is when something happens by itself next, if nothing else does: always set while it runs,
    so every contest ends. ``since`` is when the clock of this phase last began to run, ``used`` how
    many seconds it had run before that. While paused, ``interrupted`` is what it was doing and
    ``left`` the seconds until it would have been due. ``waiting`` counts who may answer the round
    being asked and has not. ``requests`` are those of this round that must not be done twice.
    ``host_place`` is where a host acts who does not play. ``places`` are those that take part, the one
    where it was opened first; ``secret`` lets others ask to, and ``links`` are those that have.

    No rule depends on the order of a mapping, which a database may change.
    """

    contest: str = ""
    settings: Settings = Settings()
    phase: Phase = Phase.UNOPENED
    host: str = BOT
    host_place: str = ""
    secret: str = ""
    places: tuple[str, ...] = ()
    links: Mapping[str, Link] = {}
    players: Mapping[str, Player] = {}
    rounds: tuple[Round, ...] = ()
    waiting: int = 0
    since: datetime = NEVER
    used: float = 0.0
    due: datetime | None = None
    holds: frozenset[Hold] = frozenset()
    interrupted: Phase | None = None
    left: float = 0.0
    clock_changes: int = 0
    host_changes: int = 0
    requests: frozenset[str] = frozenset()
    ended_at: datetime = NEVER

    @property
    def latest(self) -> int:
        """The number of the latest round, -1 before the first."""
        return len(self.rounds) - 1

    @property
    def is_asking(self) -> bool:
        """Whether the latest round is still open, paused or not; its answers are secret then."""
        return Phase.ASKING in (self.phase, self.interrupted)

    @property
    def closed(self) -> int:
        """How many rounds are closed."""
        return len(self.rounds) - self.is_asking

    @property
    def is_deserted(self) -> bool:
        """Whether nobody is in who has neither left nor been removed."""
        return not any(player.is_here for player in self.players.values())

    def is_playing(self, player: str) -> bool:
        """Whether somebody is in and has neither left nor been removed."""
        known = self.players.get(player)
        return known is not None and known.is_here


class Step(Value, frozen=True, kw_only=True):
    """What an event did: the state after it, what there is to tell, or why it changed nothing."""

    state: State
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None


class Done(NamedTuple):
    """What one of many events did: a ``Step`` without the state after it."""

    facts: tuple[Fact, ...]
    refusal: Refusal | None


Change: TypeAlias = Step | Refusal
"""What a rule makes of an event that may happen now."""
