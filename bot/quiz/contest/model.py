"""What a contest is made of: its settings, what can happen in it, what it tells, and its state.

Everything here is a frozen value that msgspec writes to JSON and reads back, since the log of events
is what the store keeps: the state is what the events make of it, and a snapshot of it is only a
shortcut. People and places are opaque keys; whoever makes events knows what they stand for.

::

    LOBBY ──start──▶ ASKING ──deadline, all answered, skip──▶ REVEALING ──pause over──▶ ASKING …
      │                │ ▲                                        │ ▲
      │              pause resume                               pause resume
      │                ▼ │                                        ▼ │
      └──end──▶      PAUSED (remembers what it interrupted, and for how long it still had to go)
                       │
                       └──last round revealed, end, every place lost──▶ OVER
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TypeAlias

import msgspec

from bot.chat.form import Response
from bot.quiz.verdict import Outcome

MIN_QUESTIONS, MAX_QUESTIONS = 3, 50
MIN_SECONDS, MAX_SECONDS = 5, 3_600
REVEAL_SECONDS = 10
"""How long a reveal is shown before the next question, in seconds."""

GRACE_SECONDS = 1.5
"""Seconds for which a round stays open after its deadline, for answers still on their way.

What counts is when the platform says the person acted: an answer given by the deadline counts if it
arrives within this time, one given after it does not, however early it arrives."""

LOBBY_HOURS = 24
"""A contest that nobody starts is over after this."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value that can be written to JSON."""


class Teams(Enum):
    """How players are put into teams."""

    NONE = "none"
    CHOSEN = "chosen"
    BALANCED = "balanced"


class Settings(Value, frozen=True, kw_only=True):
    """What a host decides before anybody joins.

    ``questions`` are ids in the order asked. ``practice`` says that the first does not count;
    ``tie_break`` are ids asked one by one, while first place is shared, after the last.
    ``seconds`` is the time for each question; 0 means until all have answered or the host goes on.
    ``opens`` is for a marathon: when each round opens; it closes when the next opens, the last one
    after as long as the one before. ``full_at`` players start the contest by themselves; 0: never.
    """

    pack: str
    seed: str
    questions: tuple[str, ...]
    seconds: int = 30
    reveal_seconds: int = REVEAL_SECONDS
    speed_bonus: bool = False
    teams: Teams = Teams.NONE
    team_names: tuple[str, ...] = ()
    late_joiners: bool = True
    practice: bool = False
    revisable: bool = False
    open_book: bool = False
    tie_break: tuple[str, ...] = ()
    full_at: int = 0
    opens: tuple[datetime, ...] = ()


# ── What can happen. Each event carries when it happened, by the platform's clock. ──────────────


class Opened(Value, frozen=True, kw_only=True, tag="opened"):
    """A host opens a contest in a place."""

    at: datetime
    contest: str
    settings: Settings
    host: str
    place: str


class Joined(Value, frozen=True, kw_only=True, tag="joined"):
    """Somebody joins, in a place, and in a team where these are chosen."""

    at: datetime
    player: str
    name: str
    place: str
    team: str = ""


class Left(Value, frozen=True, kw_only=True, tag="left"):
    """Somebody leaves; what they have answered stays."""

    at: datetime
    player: str


class Started(Value, frozen=True, kw_only=True, tag="started"):
    """The host starts the contest."""

    at: datetime
    by: str


class Answered(Value, frozen=True, kw_only=True, tag="answered"):
    """Somebody answers a round, as it was judged when it was received."""

    at: datetime
    player: str
    round: int
    response: Response
    outcome: Outcome
    credit: float


class TimePassed(Value, frozen=True, kw_only=True, tag="time"):
    """Time has come to ``at``; what is due by then happens."""

    at: datetime


class Paused(Value, frozen=True, kw_only=True, tag="paused"):
    """The host, or the bot itself when storage fails, holds the clock. ``by`` empty is the bot."""

    at: datetime
    by: str


class Resumed(Value, frozen=True, kw_only=True, tag="resumed"):
    """The clock goes on with what was left."""

    at: datetime
    by: str


class Skipped(Value, frozen=True, kw_only=True, tag="skipped"):
    """The host closes a round before its time. Naming the round makes a double click harmless."""

    at: datetime
    by: str
    round: int


class Extended(Value, frozen=True, kw_only=True, tag="extended"):
    """The host gives a round more time. ``request`` makes a repeated delivery harmless."""

    at: datetime
    by: str
    round: int
    seconds: int
    request: str


class Ended(Value, frozen=True, kw_only=True, tag="ended"):
    """The host ends the contest."""

    at: datetime
    by: str


class Removed(Value, frozen=True, kw_only=True, tag="removed"):
    """The host removes a player, whose answers no longer count."""

    at: datetime
    by: str
    player: str


class HandedOver(Value, frozen=True, kw_only=True, tag="handed-over"):
    """The host hands the contest over."""

    at: datetime
    by: str
    to: str


class HostLost(Value, frozen=True, kw_only=True, tag="host-lost"):
    """The host is gone from the platform; the contest goes on without one."""

    at: datetime


class PlaceJoined(Value, frozen=True, kw_only=True, tag="place-joined"):
    """A second place joins the same contest, its admin having agreed."""

    at: datetime
    place: str


class PlaceLost(Value, frozen=True, kw_only=True, tag="place-lost"):
    """A place is gone (deleted, or the bot removed from it)."""

    at: datetime
    place: str


class Appealed(Value, frozen=True, kw_only=True, tag="appealed"):
    """A player asks to have the verdict on their answer to a round looked at."""

    at: datetime
    player: str
    round: int


class Ruled(Value, frozen=True, kw_only=True, tag="ruled"):
    """The host decides an appeal; without a host each player has a vote and a majority decides.

    ``wording`` is the answer ruled on, folded; accepting it gives full credit to all who gave it.
    """

    at: datetime
    by: str
    round: int
    wording: str
    accept: bool


Event: TypeAlias = (
    Opened
    | Joined
    | Left
    | Started
    | Answered
    | TimePassed
    | Paused
    | Resumed
    | Skipped
    | Extended
    | Ended
    | Removed
    | HandedOver
    | HostLost
    | PlaceJoined
    | PlaceLost
    | Appealed
    | Ruled
)


# ── What a contest tells. A fact names what happened; words are made of it when it is delivered. ──


class LobbyChanged(Value, frozen=True, kw_only=True, tag="lobby"):
    """Who is in has changed; only the newest matters."""


class RoundOpened(Value, frozen=True, kw_only=True, tag="round-opened"):
    """A question is to be asked."""

    round: int


class CountChanged(Value, frozen=True, kw_only=True, tag="count"):
    """How many have answered has changed; only the newest matters."""

    round: int


class RoundClosed(Value, frozen=True, kw_only=True, tag="round-closed"):
    """The answer of a round is to be revealed, with the standings."""

    round: int


class ClockChanged(Value, frozen=True, kw_only=True, tag="clock"):
    """The contest was paused or resumed, or a round was given more time; only the newest matters.

    ``number`` counts these changes, so that each is told once.
    """

    round: int
    number: int


class AppealMade(Value, frozen=True, kw_only=True, tag="appeal"):
    """An appeal waits for a ruling."""

    round: int
    wording: str


class RulingMade(Value, frozen=True, kw_only=True, tag="ruling"):
    """An appeal was decided; if it was accepted, points have changed."""

    round: int
    wording: str
    accepted: bool


class ContestOver(Value, frozen=True, kw_only=True, tag="over"):
    """The podium is due."""


Fact: TypeAlias = (
    LobbyChanged
    | RoundOpened
    | CountChanged
    | RoundClosed
    | ClockChanged
    | AppealMade
    | RulingMade
    | ContestOver
)


class Refusal(Enum):
    """Why an event changed nothing."""

    NOT_OPEN = "there is no such contest"
    ALREADY_OPEN = "it is open already"
    OVER = "the contest is over"
    NOT_HOST = "only the host may do that"
    NOT_PLAYING = "not a player"
    ALREADY_IN = "in already"
    NO_LATE_JOINERS = "it has begun, and nobody may join any more"
    REMOVED = "removed by the host"
    NO_SUCH_TEAM = "no such team"
    NO_SUCH_PLACE = "not a place of this contest"
    NOT_STARTED = "it has not begun"
    ALREADY_STARTED = "it has begun already"
    NOBODY_IN = "nobody has joined"
    OTHER_ROUND = "another round is being asked"
    TOO_LATE = "the time was over"
    ALREADY_ANSWERED = "answered already"
    IS_PAUSED = "it is paused"
    NOT_PAUSED = "it is not paused"
    REPEATED = "that was done already"
    NOTHING_TO_APPEAL = "there is nothing to appeal"
    NO_SUCH_APPEAL = "no such appeal"
    OUT_OF_RANGE = "out of range"


# ── The state: what the events have made of it. ─────────────────────────────────────────────────


class Phase(Enum):
    """Where a contest stands; see the picture above."""

    LOBBY = "lobby"
    ASKING = "asking"
    REVEALING = "revealing"
    PAUSED = "paused"
    OVER = "over"


class Player(Value, frozen=True, kw_only=True):
    """Somebody who is in, or was. ``since`` is the first round they could answer."""

    name: str
    place: str
    team: str = ""
    since: int = 0
    gone: bool = False
    removed: bool = False


class Given(Value, frozen=True, kw_only=True):
    """An answer that counts: what was answered, how it was judged, and after how many seconds."""

    response: Response
    outcome: Outcome
    credit: float
    seconds: float


class Round(Value, frozen=True, kw_only=True):
    """A round that was opened. ``time`` is its length in seconds without pauses, 0 if not limited.

    ``answers`` is by player; ``accepted`` are wordings accepted on appeal, ``refused`` those refused,
    ``appeals`` those that wait, each with the votes for (true) and against it by player.
    """

    question: str
    opened_at: datetime
    time: float = 0
    counts: bool = True
    answers: Mapping[str, Given] = {}
    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    appeals: Mapping[str, Mapping[str, bool]] = {}


class State(Value, frozen=True, kw_only=True):
    """A contest at one moment.

    ``due`` is when something happens by itself next, if nothing else does; ``left`` is how many
    seconds of it were left when the contest was paused, and ``interrupted`` what it was doing.
    ``paused_for`` sums the pauses of the current round, in seconds, so that a round's time is what
    its players had. ``requests`` are those of the current round that must not be done twice.
    """

    contest: str = ""
    settings: Settings | None = None
    phase: Phase = Phase.LOBBY
    host: str = ""
    places: tuple[str, ...] = ()
    players: Mapping[str, Player] = {}
    rounds: tuple[Round, ...] = ()
    due: datetime | None = None
    left: float = 0
    interrupted: Phase | None = None
    paused_at: datetime | None = None
    paused_for: float = 0
    clock_changes: int = 0
    requests: frozenset[str] = frozenset()


class Step(Value, frozen=True, kw_only=True):
    """What an event did: the state after it, what there is to tell, or why it changed nothing."""

    state: State
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None


def key_of(fact: Fact) -> str:
    """Return what a fact is told under: facts of one key replace each other, and each is told once."""
    match fact:
        case LobbyChanged():
            return "lobby"
        case RoundOpened(round=number):
            return f"round-{number}"
        case CountChanged(round=number):
            return f"count-{number}"
        case RoundClosed(round=number):
            return f"closed-{number}"
        case ClockChanged(number=number):
            return f"clock-{number}"
        case AppealMade(round=number, wording=wording):
            return f"appeal-{number}-{wording}"
        case RulingMade(round=number, wording=wording):
            return f"ruling-{number}-{wording}"
        case ContestOver():
            return "over"
