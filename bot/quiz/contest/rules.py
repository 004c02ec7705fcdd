"""The rules of a contest: ``step(state, event)`` decides everything that happens, and nothing else does.

It is total (an event that may not happen is a ``Refusal`` and leaves the very same state), pure and
deterministic, so the log of events alone says what a contest was: fold it and there is its state.

Which events a phase hears at all is the table below. What is left to say stands in a function for
each event, named like it: ``people`` (who is in), ``answers``, ``rounds`` (opening and closing),
``pauses`` (the clock), ``appeals``, ``links`` (other places).
"""

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from bot.quiz.contest import answers, appeals, links, pauses, people, rounds, timing
from bot.quiz.contest.events import (
    BOT,
    AboutPlaces,
    Answered,
    Appealed,
    ByHost,
    ByPlayer,
    ByWorld,
    Ended,
    Event,
    Extended,
    Forgotten,
    HandedOver,
    HostLost,
    Joined,
    Left,
    LinkAsked,
    LinkDecided,
    Opened,
    Paused,
    PlaceJoined,
    PlaceLost,
    Removed,
    Resumed,
    Ruled,
    Skipped,
    Started,
    TimePassed,
    Withdrawn,
)
from bot.quiz.contest.facts import LobbyChanged
from bot.quiz.contest.settings import LOBBY_SECONDS, is_usable
from bot.quiz.contest.state import Change, Done, Phase, Refusal, State, Step

# fmt: off
_____ = None
SHUT,  OPEN  = Refusal.NOT_OPEN, Refusal.ALREADY_OPEN
SOON,  BEGUN = Refusal.NOT_STARTED, Refusal.ALREADY_STARTED
LATE,  OTHER = Refusal.TOO_LATE, Refusal.OTHER_ROUND
HELD,  RUNS  = Refusal.IS_PAUSED, Refusal.NOT_PAUSED
ENDED, EARLY = Refusal.OVER, Refusal.NOTHING_TO_APPEAL

HEARD: Final[Mapping[type, tuple[Refusal | None, ...]]] = {
    # event     UNOPENED LOBBY  ASKING BETWEEN PAUSED OVER
    Opened:      (_____, OPEN,  OPEN,  OPEN,  OPEN,  OPEN),
    LinkAsked:   (SHUT,  _____, BEGUN, BEGUN, BEGUN, ENDED),  # who comes late has missed rounds
    LinkDecided: (SHUT,  _____, BEGUN, BEGUN, BEGUN, ENDED),
    PlaceJoined: (SHUT,  _____, BEGUN, BEGUN, BEGUN, ENDED),
    PlaceLost:   (SHUT,  _____, _____, _____, _____, ENDED),
    TimePassed:  (SHUT,  _____, _____, _____, _____, ENDED),
    Withdrawn:   (SHUT,  SOON,  _____, OTHER, HELD,  ENDED),
    HostLost:    (SHUT,  _____, _____, _____, _____, _____),  # rulings are the players' then
    Forgotten:   (SHUT,  _____, _____, _____, _____, _____),
    Joined:      (SHUT,  _____, _____, _____, _____, ENDED),
    Left:        (SHUT,  _____, _____, _____, _____, ENDED),
    Answered:    (SHUT,  SOON,  _____, LATE,  HELD,  ENDED),
    Appealed:    (SHUT,  EARLY, _____, _____, _____, _____),  # the last answers are shown at the end
    Started:     (SHUT,  _____, BEGUN, BEGUN, BEGUN, ENDED),
    Paused:      (SHUT,  SOON,  _____, _____, _____, ENDED),  # the bot may hold what the host holds
    Resumed:     (SHUT,  SOON,  RUNS,  RUNS,  _____, ENDED),
    Skipped:     (SHUT,  SOON,  _____, OTHER, HELD,  ENDED),  # a second click finds no round
    Extended:    (SHUT,  SOON,  _____, OTHER, HELD,  ENDED),
    Ended:       (SHUT,  _____, _____, _____, _____, ENDED),
    Removed:     (SHUT,  _____, _____, _____, _____, _____),  # who is caught at the end, too
    HandedOver:  (SHUT,  _____, _____, _____, _____, _____),
    Ruled:       (SHUT,  EARLY, _____, _____, _____, _____),
}
# fmt: on
"""Why each phase does not hear an event, in the order of ``Phase``; ``None`` where it does."""


def step(state: State, event: Event) -> Step:
    """Return what an event does to a contest: the state after it and what there is to tell.

    A refused event returns the state given, the same object, and tells nothing.
    """
    return _step(state, event, answers.put)


def steps(state: State, events: Iterable[Event]) -> tuple[State, tuple[Done, ...]]:
    """Fold many events; the outcome is that of one ``step`` after another, at a fraction of the cost.

    A step copies the answers of the round being asked, which for thousands of players is most of its
    work. Here they are copied once, since nobody sees the states in between.
    """
    put = answers.PutMany()
    outcomes: list[Done] = []
    for event in events:
        done = _step(state, event, put)
        state = done.state
        outcomes.append(Done(done.facts, done.refusal))
    return state, tuple(outcomes)


def _step(state: State, event: Event, put: answers.Put) -> Step:
    change = _unheard(state, event) or _changed(state, event, put)
    return Step(state=state, refusal=change) if isinstance(change, Refusal) else change


def _unheard(state: State, event: Event) -> Refusal | None:
    if refusal := HEARD[type(event)][_COLUMN[state.phase]]:
        return refusal
    if not is_usable(event.at):
        return Refusal.OUT_OF_RANGE
    return None if _may_do(state, event) else Refusal.NOT_HOST


_COLUMN: Final = {phase: column for column, phase in enumerate(Phase)}


def _may_do(state: State, event: Event) -> bool:
    """Whether who does a host's thing is the host.

    An admin may end the contest and the bot may hold the clock, too; whose a contest without a host
    becomes and who rules in it is for ``people.handed_over`` and ``appeals.ruled`` to say.
    """
    match event:
        case Answered():
            return True  # asked first: answers come by the hundred
        case Ended() if event.admin_of:
            return event.by != BOT and event.admin_of in state.places[:1]
        case Started() | Skipped() | Extended() | Ended() | Removed():
            return event.by == state.host != BOT
        case Paused() | Resumed():
            return event.by in (BOT, state.host)
        case _:
            return True


def _changed(state: State, event: Event, put: answers.Put) -> Change:
    match event:
        case Joined() | Left() | Answered() | Appealed():
            return _by_player(state, event, put)
        case LinkAsked() | LinkDecided() | PlaceJoined() | PlaceLost():
            return _about_places(state, event)
        case Opened() | TimePassed() | Withdrawn() | HostLost() | Forgotten():
            return _by_world(state, event)
        case _:
            return _by_host(state, event)


def _by_player(state: State, event: ByPlayer, put: answers.Put) -> Change:
    match event:
        case Answered():
            return answers.answered(state, event, put)
        case Joined():
            return people.joined(state, event)
        case Left():
            return people.left(state, event)
        case Appealed():
            return appeals.appealed(state, event)
        case _:
            assert_never(event)


def _by_world(state: State, event: ByWorld) -> Change:
    match event:
        case TimePassed():
            return _time_passed(state, event)
        case Withdrawn():
            return rounds.withdrawn(state, event)
        case Opened():
            return _opened(event)
        case HostLost():
            return people.host_lost(state, event)
        case Forgotten():
            return people.forgotten(state, event)
        case _:
            assert_never(event)


def _about_places(state: State, event: AboutPlaces) -> Change:
    match event:
        case LinkAsked():
            return links.asked(state, event)
        case LinkDecided():
            return links.decided(state, event)
        case PlaceJoined():
            return links.joined(state, event)
        case PlaceLost():
            return people.place_lost(state, event)
        case _:
            assert_never(event)


def _time_passed(state: State, event: TimePassed) -> Change:
    if state.phase is Phase.PAUSED:
        return pauses.time_passed(state, event)
    return rounds.time_passed(state, event)


def _by_host(state: State, event: ByHost) -> Change:  # noqa: PLR0911 - a line for each event
    match event:
        case Started():
            return _started(state, event)
        case Paused():
            return pauses.paused(state, event)
        case Resumed():
            return pauses.resumed(state, event)
        case Skipped():
            return rounds.skipped(state, event)
        case Extended():
            return pauses.extended(state, event)
        case Ended():
            return rounds.finish(state, event.at)
        case Removed():
            return people.removed(state, event)
        case HandedOver():
            return people.handed_over(state, event)
        case Ruled():
            return appeals.ruled(state, event)
        case _:
            assert_never(event)


def _opened(event: Opened) -> Change:
    if not (event.settings.is_sound and event.host and event.place):
        return Refusal.OUT_OF_RANGE
    lobby = State(
        contest=event.contest,
        settings=event.settings,
        host=event.host,
        host_place=event.place,
        secret=event.secret,
        places=(event.place,),
    )
    due = timing.later(event.at, LOBBY_SECONDS)
    return Step(state=timing.started(lobby, Phase.LOBBY, event.at, due), facts=(LobbyChanged(),))


def _started(state: State, event: Started) -> Change:
    if state.is_deserted:
        return Refusal.NOBODY_IN
    return rounds.begin(state, event.at)
