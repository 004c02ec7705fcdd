"""Hosting a contest: the controls that only its host has, and rulings on appeals."""

from collections.abc import Callable
from datetime import datetime

from bot.chat.command import Command, Handler, Permission, Where
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument
from bot.commands.contest import GROUP, contest_here, contest_of, round_of, submit
from bot.commands.desk import Desk
from bot.quiz.contest.events import (
    Ended,
    Event,
    Extended,
    HandedOver,
    Paused,
    PlaceLost,
    Removed,
    Resumed,
    Ruled,
    Skipped,
    Started,
)
from bot.quiz.contest.facts import digest
from bot.quiz.contest.refused import ContestRefused
from bot.quiz.contest.state import Refusal
from bot.views import contest as views

EXTENSION = 15
"""Seconds that a press of the button adds to a round."""


async def panel(desk: Desk, request: Request) -> Reply:
    """Show the host, privately, what a host can do; and to others there how the contest stands."""
    state = await contest_of(desk, argument(request, 0))
    if request.actor.key != state.host and request.place.key not in state.places:
        raise ContestRefused(Refusal.NO_SUCH_PLACE)
    return views.status(state, request.actor.key)


async def rule(desk: Desk, request: Request) -> Reply:
    """Decide an appeal, or vote on it where there is no host."""
    state = await contest_of(desk, argument(request, 0))
    asked, wanted = round_of(request), argument(request, 2)
    appeals = state.rounds[asked].appeals if asked < len(state.rounds) else {}
    wording = next((each for each in appeals if digest(each) == wanted), None)
    if wording is None:
        raise ContestRefused(Refusal.DECIDED)
    event = Ruled(
        at=desk.clock.now(),
        by=request.actor.key,
        round=asked,
        wording=wording,
        accept=argument(request, 3) == "yes",
    )
    await submit(desk, state.contest, event)
    return views.ruled()


async def end(desk: Desk, request: Request) -> Reply:
    """End the contest of this place, as an admin of it; one opened elsewhere ends for this place alone."""
    state = await contest_here(desk, request)
    admin, here = request.actor.key, request.place.key
    if here not in state.places[:1]:
        await submit(desk, state.contest, PlaceLost(at=desk.clock.now(), place=here))
        return views.taken_out()
    ended = Ended(at=desk.clock.now(), by=admin, admin_of=here)
    return views.status(await submit(desk, state.contest, ended), admin)


async def take_over(desk: Desk, request: Request) -> Reply:
    """Host the contest of this place, as an admin of it."""
    state = await contest_here(desk, request)
    admin, here = request.actor.key, request.place.key
    taken = HandedOver(at=desk.clock.now(), by=admin, to=admin, admin_of=here)
    return views.status(await submit(desk, state.contest, taken, Refusal.REPEATED), admin)


def _control(make: Callable[[Request, datetime], Event]) -> Handler[Desk]:
    async def handler(desk: Desk, request: Request) -> Reply:
        state = await submit(desk, argument(request, 0), make(request, desk.clock.now()))
        return views.status(state, request.actor.key)

    return handler


def _clock(make: Callable[[Request, datetime], Event]) -> Handler[Desk]:
    """Make a control of the clock, which works once: a repeated press must not stop it anew."""
    control = _control(make)

    async def handler(desk: Desk, request: Request) -> Reply:
        state = await contest_of(desk, argument(request, 0))
        if argument(request, 1) != str(state.clock_changes):
            raise ContestRefused(Refusal.REPEATED)
        return await control(desk, request)

    return handler


def _started(request: Request, at: datetime) -> Event:
    return Started(at=at, by=request.actor.key)


def _paused(request: Request, at: datetime) -> Event:
    return Paused(at=at, by=request.actor.key)


def _resumed(request: Request, at: datetime) -> Event:
    return Resumed(at=at, by=request.actor.key)


def _ended(request: Request, at: datetime) -> Event:
    return Ended(at=at, by=request.actor.key)


def _skipped(request: Request, at: datetime) -> Event:
    return Skipped(at=at, by=request.actor.key, round=round_of(request))


def _extended(request: Request, at: datetime) -> Event:
    return Extended(
        at=at,
        by=request.actor.key,
        round=round_of(request),
        seconds=EXTENSION,
        request=request.id,
    )


def _removed(request: Request, at: datetime) -> Event:
    return Removed(at=at, by=request.actor.key, player=argument(request, 1))


def _handed_over(request: Request, at: datetime) -> Event:
    return HandedOver(at=at, by=request.actor.key, to=argument(request, 1))


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="contest end",
        summary="End the contest here, whoever hosts it",
        handler=end,
        group=GROUP,
        where=Where.GROUP,
        example="/contest end",
        permission=Permission.ADMIN,
    ),
    Command(
        name="contest take-over",
        summary="Host the contest here instead of whoever does",
        handler=take_over,
        group=GROUP,
        where=Where.GROUP,
        example="/contest take-over",
        permission=Permission.ADMIN,
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "c-panel": panel,
    "c-rule": rule,
    "c-begin": _control(_started),
    "c-pause": _clock(_paused),
    "c-resume": _clock(_resumed),
    "c-end": _control(_ended),
    "c-skip": _control(_skipped),
    "c-extend": _control(_extended),
    "c-remove": _control(_removed),
    "c-hand": _control(_handed_over),
}
