"""What can happen in a contest. The log of these is the truth; the state is what they make of it.

``at`` is when an event was taken in, by the clock of the bot; an answer also carries when the platform
says that it was given. People and places are opaque keys: whoever makes events knows what they stand
for.
"""

from datetime import datetime
from typing import TypeAlias

from bot.chat.form import Response
from bot.quiz.contest.settings import Settings, Value
from bot.quiz.verdict import Outcome

BOT = ""
"""Who pauses and resumes when it is the bot itself, and who hosts when nobody does."""


FORMER = "former:"
"""How the key of a player begins whose data was deleted; see ``bot.quiz.contest.former``."""


class Opened(Value, frozen=True, kw_only=True, tag="opened"):
    """A host opens a contest in a place.

    ``secret`` is what an admin of another place must know for it to join: the host passes it on.
    """

    at: datetime
    contest: str
    settings: Settings
    host: str
    place: str
    secret: str = ""


class LinkAsked(Value, frozen=True, kw_only=True, tag="link-asked"):
    """An admin of another place, who knows the secret, asks to let it take part before the start.

    ``name`` is how they are shown to those who decide.
    """

    at: datetime
    place: str
    by: str
    name: str = ""


class PlaceJoined(Value, frozen=True, kw_only=True, tag="place-joined"):
    """Another place takes part, let in by its own admin alone.

    Only logs of earlier versions have it; today a place asks and the first one decides.
    """

    at: datetime
    place: str


class PlaceLost(Value, frozen=True, kw_only=True, tag="place-lost"):
    """A place is gone (deleted, the bot removed, or taken out), and with it those who play there."""

    at: datetime
    place: str


class TimePassed(Value, frozen=True, kw_only=True, tag="time"):
    """Time has come to ``at``; what is due by then happens."""

    at: datetime


class Withdrawn(Value, frozen=True, kw_only=True, tag="withdrawn"):
    """The question being asked is no longer in the pack: nobody can answer it."""

    at: datetime
    round: int


class HostLost(Value, frozen=True, kw_only=True, tag="host-lost"):
    """Whoever hosts, ``host``, is gone from where they did; the contest goes on without a host.

    Logs of earlier versions do not name them (``BOT``): it is whoever hosts.
    """

    at: datetime
    host: str = BOT


class Forgotten(Value, frozen=True, kw_only=True, tag="forgotten"):
    """Somebody's data was deleted: the log was written anew, and they are this former player in it.

    Who knows the contest from before that must read it again.
    """

    at: datetime
    player: str


class Joined(Value, frozen=True, kw_only=True, tag="joined"):
    """Somebody joins, in a place, and in a team where these are chosen; again to change team."""

    at: datetime
    player: str
    name: str
    place: str
    team: str = ""


class Left(Value, frozen=True, kw_only=True, tag="left"):
    """Somebody leaves; what they have answered stays."""

    at: datetime
    player: str


class Answered(Value, frozen=True, kw_only=True, tag="answered"):
    """Somebody answers a round, as it was judged when it was received.

    ``acted`` is when they did, by the platform's clock; see ``timing.given_at``.
    """

    at: datetime
    acted: datetime
    player: str
    round: int
    response: Response
    outcome: Outcome
    credit: float


class Appealed(Value, frozen=True, kw_only=True, tag="appealed"):
    """A player asks to have the verdict on their answer to a round looked at."""

    at: datetime
    player: str
    round: int


class Started(Value, frozen=True, kw_only=True, tag="started"):
    """The host starts the contest."""

    at: datetime
    by: str


class LinkDecided(Value, frozen=True, kw_only=True, tag="link-decided"):
    """The host, or an admin of the first place (``admin_of``), lets a place that asked in, or not.

    Who declined may still agree until the start.
    """

    at: datetime
    place: str
    by: str
    agree: bool
    admin_of: str = ""


class Paused(Value, frozen=True, kw_only=True, tag="paused"):
    """The host holds the clock, or the bot itself (``by`` is ``BOT``) when its storage fails."""

    at: datetime
    by: str


class Resumed(Value, frozen=True, kw_only=True, tag="resumed"):
    """Who held the clock lets go; it runs on with what was left once nobody holds it."""

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
    """The host ends the contest, or an admin of the first place (``admin_of``)."""

    at: datetime
    by: str
    admin_of: str = ""


class Removed(Value, frozen=True, kw_only=True, tag="removed"):
    """The host removes a player, whose answers no longer count."""

    at: datetime
    by: str
    player: str


class HandedOver(Value, frozen=True, kw_only=True, tag="handed-over"):
    """The host hands the contest over; where there is none, a player takes it over.

    An admin of the first place (``admin_of``) takes it over in any case, playing or not; one of another
    place only where there is no host.
    """

    at: datetime
    by: str
    to: str
    admin_of: str = ""


class Ruled(Value, frozen=True, kw_only=True, tag="ruled"):
    """The host decides an appeal; without a host each player has a vote and a majority decides.

    ``wording`` is the answer ruled on, folded; accepting it gives full credit to all who gave it.
    """

    at: datetime
    by: str
    round: int
    wording: str
    accept: bool


ByWorld: TypeAlias = Opened | TimePassed | Withdrawn | HostLost | Forgotten
ByPlayer: TypeAlias = Joined | Left | Answered | Appealed
ByHost: TypeAlias = (
    Started | Paused | Resumed | Skipped | Extended | Ended | Removed | HandedOver | Ruled
)
AboutPlaces: TypeAlias = LinkAsked | LinkDecided | PlaceJoined | PlaceLost
Event: TypeAlias = ByWorld | ByPlayer | ByHost | AboutPlaces
