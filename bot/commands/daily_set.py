"""Setting up a daily post, or changing one: by the options of a command, or by a form."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from hashlib import blake2b
from typing import Final

from bot.chat.action import Action, StaleAction
from bot.chat.command import Command, CommandOption, Handler, Permission
from bot.chat.form import Option, Response, checked
from bot.chat.options import OptionMissing
from bot.chat.plain import one_line
from bot.chat.reply import Form, Reply
from bot.chat.request import Invocation, Press, Request
from bot.commands.arguments import argument, is_on, option
from bot.commands.daily import (
    GROUP,
    NUMBER,
    Past,
    change,
    next_not_done,
    schedule_here,
    schedule_numbered,
)
from bot.commands.desk import Desk
from bot.commands.permissions import require, require_pack
from bot.commands.topics import complete_topic, topic_key
from bot.daily.plan import Plan, Schedule, Turn, Which
from bot.daily.posting import Move
from bot.daily.quiet import put_off
from bot.daily.schedule import Timing
from bot.daily.zones import (
    LONGEST_DAYS,
    LONGEST_TIME,
    LONGEST_ZONE,
    days_named,
    time_named,
    zone_named,
    zones_like,
)
from bot.errors import NothingToPost, TooManySchedules
from bot.pack.daily import items_of, topics_of
from bot.settings.declared import NOTIFY, ZONE, quiet_in
from bot.settings.kinds import NOTHING
from bot.settings.model import Source
from bot.views import daily_form as forms
from bot.views import daily_plans as views

ANY_TOPIC: Final = frozenset(("all", "any", "none"))
"""What people write for no topic in particular."""

MOST_ZONES: Final = 25
"""Zones suggested while one is typed, at most."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a daily post; what is empty or ``None`` they do not mention."""

    time: str = ""
    zone: str = ""
    days: frozenset[int] | None = None
    which: Which | None = None
    topic: str = ""
    with_question: bool | None = None
    in_thread: bool | None = None
    notify: str | None = None


async def set_up(desk: Desk, request: Request) -> Reply:
    """Set up a daily post here, or change one; who says nothing of it is asked."""
    await require_pack(desk, request)
    before = await schedule_here(desk, request) if option(request, NUMBER.name) else None
    said = _said_in_options(request)
    if said == Said():
        number = (str(before.number),) if before else ()
        form = await form_for(desk, request, before, Action("day-put", number))
        return forms.asked(form, before)
    return await _confirmed(desk, request, said, before)


async def put(desk: Desk, request: Request) -> Reply:
    """Set up or change a daily post as the form says."""
    before, said = await filled_in(desk, request)
    return await _confirmed(desk, request, said, before)


async def form_for(desk: Desk, request: Request, before: Schedule | None, action: Action) -> Form:
    """Return the form for a new daily post here, or one filled in with what a post is."""
    chosen = await desk.settings.of(request.place)
    is_undecided = before is None and chosen.source(ZONE) is Source.DEFAULT
    plan = before.plan if before else Plan(Timing(time(8), chosen[ZONE]), notify=chosen[NOTIFY])
    return forms.form(plan, action, with_zone=is_undecided)


async def filled_in(desk: Desk, request: Request) -> tuple[Schedule | None, Said]:
    """Return what the form says, and the daily post that is to be changed by it, if one is."""
    await require(desk, request, Permission.ADMIN)
    await require_pack(desk, request)
    if not isinstance(request.what, Press):
        raise StaleAction
    number = argument(request, 0)
    before = await schedule_numbered(desk, request, number) if number else None
    return before, _said_in_form(request.what.response)


async def settled(desk: Desk, request: Request, said: Said, before: Schedule | None) -> Schedule:
    """Keep a daily post as somebody says that it is to be, and return it."""
    plan = await _plan(desk, request, said, before)
    if not items_of(desk.pack, plan):
        names = [desk.pack.topics[key] for key in topics_of(desk.pack, plan.which)]
        raise NothingToPost(plan.topic, names)
    now = desk.wall_clock.now()
    if before is not None:
        return await change(desk, before, lambda each, past: _replanned(each, plan, now, past))
    added = await desk.dailies.add(
        Schedule(
            id=blake2b(request.id.encode(), digest_size=8).hexdigest(),
            place=request.place,
            pack=desk.pack.id,
            plan=plan,
            due=plan.timing.due_after(now),
        ),
        request.actor,
        now,
    )
    if added is None:
        raise TooManySchedules
    return added


async def hush_of(desk: Desk, schedule: Schedule) -> views.Hush | None:
    """Return what quiet hours do to the next post of a schedule, if they do anything."""
    quiet = quiet_in(await desk.settings.of(schedule.place))
    until = quiet.until(schedule.plan.timing.due_on(schedule.due.day).at) if quiet else None
    if quiet is None or until is None:
        return None
    waiting = put_off(schedule.plan.timing, schedule.due.day, until)
    return views.Hush(quiet.hours, waiting.at if waiting else None)


def complete_zone(desk: Desk, typed: str) -> tuple[Option, ...]:  # noqa: ARG001 - a completer takes a desk
    """Complete a time zone by its place, its name or what it is called for half of the year."""
    return tuple(Option(name, name) for name in zones_like(typed, MOST_ZONES))


async def _confirmed(desk: Desk, request: Request, said: Said, before: Schedule | None) -> Reply:
    kept = await settled(desk, request, said, before)
    return views.kept(desk.pack, kept, is_new=before is None, hush=await hush_of(desk, kept))


def _said_in_options(request: Request) -> Said:
    days, which = option(request, "days"), option(request, "which")
    given = request.what.options if isinstance(request.what, Invocation) else {}
    return Said(
        time=option(request, "time"),
        zone=option(request, "zone"),
        days=days_named(days) if days else None,
        which=Which(which) if which else None,
        topic=option(request, "topic"),
        with_question=is_on(request, "question", default=True) if "question" in given else None,
        in_thread=is_on(request, "thread", default=True) if "thread" in given else None,
        notify=option(request, "notify") or None,
    )


def _said_in_form(response: Response) -> Said:
    """Read the form. Raises what ``checked`` raises."""
    asked = forms.fields(with_zone=forms.ZONE in response, with_notify=forms.NOTIFY in response)
    given = checked(asked, response)
    extras = given.get(forms.WITH, ())
    return Said(
        time=given[forms.TIME][0],
        zone="".join(given.get(forms.ZONE, ())),
        days=frozenset(map(int, given[forms.DAYS])),
        which=forms.WHICH[given[forms.WHICH_FIELD][0]],
        with_question=forms.QUESTION in extras,
        in_thread=forms.THREAD in extras,
        notify="".join(given.get(forms.NOTIFY, ())) if forms.NOTIFY in response else None,
    )


async def _plan(desk: Desk, request: Request, said: Said, before: Schedule | None) -> Plan:
    """Read a plan; what is not said stays as it was, or as it is decided for the place."""
    base = before.plan if before else await _base(desk, request, said)
    timing = Timing(
        at=time_named(said.time) if said.time else base.timing.at,
        zone=zone_named(said.zone) if said.zone else base.timing.zone,
        days=base.timing.days if said.days is None else said.days,
    )
    return Plan(
        timing=timing,
        which=said.which or base.which,
        topic=_topic(desk, said.topic) if said.topic else base.topic,
        with_question=base.with_question if said.with_question is None else said.with_question,
        in_thread=base.in_thread if said.in_thread is None else said.in_thread,
        notify=base.notify if said.notify is None else _notified(said.notify),
    )


async def _base(desk: Desk, request: Request, said: Said) -> Plan:
    """Return what a new plan begins with. Raises ``OptionMissing`` for what nobody has decided."""
    chosen = await desk.settings.of(request.place)
    if not said.time:
        raise OptionMissing(SET, TIME)
    if not said.zone and chosen.source(ZONE) is Source.DEFAULT:
        raise OptionMissing(SET, IN_ZONE)
    return Plan(Timing(time(), chosen[ZONE]), notify=chosen[NOTIFY])


def _replanned(schedule: Schedule, plan: Plan, now: datetime, past: Past) -> Move:
    due = next_not_done(plan.timing, now, past)
    if plan.which is Which.QUIZ:
        return replace(schedule, plan=plan, due=due), Turn()
    return replace(schedule, plan=plan, due=due, asking=None), Turn(closes=schedule.asking)


def _topic(desk: Desk, said: str) -> str:
    return "" if said.casefold() in ANY_TOPIC else topic_key(desk.pack, said)


def _notified(said: str) -> str:
    return "" if said.strip().casefold() in NOTHING else one_line(said)


TIME: CommandOption[Desk] = CommandOption(
    name="time", summary="The local time, such as 08:00 or 8am", maximum=LONGEST_TIME
)
IN_ZONE: CommandOption[Desk] = CommandOption(
    name="zone",
    summary="The time zone, by its city",
    maximum=LONGEST_ZONE,
    complete=complete_zone,
)

SET: Command[Desk] = Command(
    name="daily set",
    summary="Post a quote, a paragraph or a question here, day by day",
    handler=set_up,
    group=GROUP,
    example="/daily set time=08:00 zone=Europe/Berlin days=weekdays",
    permission=Permission.ADMIN,
    options=(
        TIME,
        IN_ZONE,
        CommandOption(
            name="days", summary="On which days: weekdays, or Mon, Wed, Fri", maximum=LONGEST_DAYS
        ),
        CommandOption(
            name="which",
            summary="What is posted",
            choices=tuple(Option(which.value, name) for which, name in views.WHICH.items()),
        ),
        CommandOption(
            name="topic",
            summary="Only what is about this; all: about anything",
            maximum=60,
            complete=complete_topic,
        ),
        CommandOption(name="question", summary="With the question to think about", type="yes-no"),
        CommandOption(
            name="thread", summary="With a thread to talk in, where there are such", type="yes-no"
        ),
        CommandOption(name="notify", summary="A role or group to notify; none: nobody", maximum=80),
        replace(NUMBER, summary="A daily post to change, by its number in the list"),
    ),
)


COMMANDS: tuple[Command[Desk], ...] = (SET,)

ACTIONS: dict[str, Handler[Desk]] = {"day-put": put}
