"""What a host decides before anybody joins, and how long things last. Times are in seconds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import pairwise

import msgspec

MIN_QUESTIONS, MAX_QUESTIONS = 3, 50
MAX_TIE_BREAKS = 10
MIN_TEAMS, MAX_TEAMS = 2, 10
MIN_SECONDS, MAX_SECONDS = 5, 3_600

REVEAL_SECONDS, MAX_REVEAL_SECONDS = 10, 600
"""How long an answer is shown before the next question, unless the host decides otherwise."""

MAX_EXTENSION_SECONDS = 600
"""The most time that a host adds to a round at once."""

GRACE_SECONDS = 1.5
"""How long a round stays open after its deadline, for answers still on their way.

What counts is when the platform says the person acted: an answer given by the deadline counts if it
arrives within this time, one given after it does not, however early it arrives.
"""

SLOWEST_SECONDS = 300.0
"""The longest that an answer is believed to have been on its way."""

CLOCK_STEP_SECONDS = 60.0
"""A clock that reads this much less than when a round began was put back; less is skew."""

MAX_PLACES = 20
"""Places that may ask to take part in one contest."""

LOBBY_SECONDS = 24 * 3_600.0
"""A contest that nobody starts is over after this."""

UNTIMED_SECONDS = 24 * 3_600.0
"""A round without a limit closes by itself after this, and ends the contest if nobody answered."""

PAUSED_SECONDS = 30 * 24 * 3_600.0
"""A contest that the bot itself holds is over after this."""

HOST_PAUSED_SECONDS = 30 * 60.0
"""A pause of the host ends by itself after this: a host who went away does not keep the players."""

APPEAL_SECONDS = 7 * 24 * 3_600.0
"""For how long after its end a contest hears appeals and rulings."""

LONGEST_GAP = timedelta(days=366)
"""The most time between two rounds of a marathon."""


class Value(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A frozen value that msgspec writes to JSON and reads back."""


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
    ``opens`` is for a marathon: when each round opens; it closes when the next opens, and none closes
    early. ``revisable`` lets players change an answer until the deadline, so a round with a limit
    then does not close early. ``full_at`` players start the contest by themselves; 0: never.
    ``thread`` asks for a thread beside the contest, to talk in, and ``calendar`` for an entry in the
    platform's calendar of a marathon, where there are such.
    """

    pack: str = ""
    seed: str = ""
    questions: tuple[str, ...] = ()
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
    thread: bool = False
    calendar: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether a round closes by itself even if nobody answers."""
        return bool(self.seconds or self.opens)

    @property
    def closes_early(self) -> bool:
        """Whether a round closes as soon as all who may answer have."""
        return not self.opens and not (self.revisable and self.seconds)

    @property
    def is_sound(self) -> bool:
        """Whether a contest can be played by these settings."""
        return (
            self._questions_are_sound
            and self._times_are_sound
            and self._teams_are_sound
            and self.full_at >= 0
        )

    @property
    def _questions_are_sound(self) -> bool:
        every = (*self.questions, *self.tie_break)
        return (
            MIN_QUESTIONS <= len(self.questions) <= MAX_QUESTIONS
            and len(self.tie_break) <= MAX_TIE_BREAKS
            and len(set(every)) == len(every)
        )

    @property
    def _times_are_sound(self) -> bool:
        has_limit = MIN_SECONDS <= self.seconds <= MAX_SECONDS
        return (
            (has_limit or self.seconds == 0)
            and 0 <= self.reveal_seconds <= MAX_REVEAL_SECONDS
            and (not self.opens or _is_schedule(self.opens, len(self.questions)))
            # A bonus for speed is a share of the time that is left, so there must be a limit; and a
            # day's question is answered when the day allows, not first thing in the morning.
            and not (self.speed_bonus and (self.opens or not has_limit))
        )

    @property
    def _teams_are_sound(self) -> bool:
        names = self.team_names
        if self.teams is Teams.NONE:
            return not names
        return MIN_TEAMS <= len(names) <= MAX_TEAMS and all(names) and len(set(names)) == len(names)


def is_usable(at: datetime) -> bool:
    """Whether a time can be reckoned with: it is UTC, and has room for what is added to it.

    Two times of one zone with summer time are an hour more or less apart than Python says, so the log
    knows only UTC; who makes a schedule of local times turns them into it.
    """
    return at.tzinfo is UTC and 1970 <= at.year < 9_000


def _is_schedule(opens: Sequence[datetime], rounds: int) -> bool:
    return (
        len(opens) == rounds
        and all(map(is_usable, opens))
        and all(
            timedelta(seconds=MIN_SECONDS) <= later - earlier <= LONGEST_GAP
            for earlier, later in pairwise(opens)
        )
    )
