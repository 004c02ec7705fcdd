"""What is posted daily in a place: see what comes, stop it and let it go on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.chat.command import Command, CommandOption, Handler, Permission
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.daily.facts import QuestionPosted
from bot.daily.plan import MOST_SCHEDULES, Happening, Outcome, Schedule, State, Turn, Which
from bot.daily.posting import Move, at_once, next_due, skipping
from bot.daily.schedule import Due, Timing
from bot.errors import NoSuchSchedule, NothingToPost, PostedToday, StorageBusy
from bot.pack.daily import items_of
from bot.views import daily as post_views
from bot.views import daily_plans as views

GROUP: Final = "Every day"

PAST: Final = 60
"""Days that are looked back on, at most."""

SHOWN: Final = 14
"""Days of which the list says what became of them, at most."""

ATTEMPTS: Final = 5
"""How often a change is tried again when another was first."""

NUMBER: CommandOption[Desk] = CommandOption(
    name="number",
    summary="Which daily post, by its number in the list",
    type="number",
    minimum=1,
    maximum=MOST_SCHEDULES,
)


async def show(desk: Desk, request: Request) -> Reply:
    """List what is posted daily here, and what could not be."""
    here = await desk.dailies.of_place(request.place.key, desk.pack.id)
    rows = [(each, await desk.dailies.history(each.id, SHOWN)) for each in here]
    return views.listed(desk.pack, rows)


async def preview(desk: Desk, request: Request) -> Reply:
    """Show what the next post will be; nothing is used up by that."""
    schedule = await schedule_here(desk, request)
    found = schedule.following(items_of(desk.pack, schedule.plan))
    if found is None:
        raise NothingToPost(schedule.plan.topic, ())
    plan, item = schedule.plan, found[0].id
    if plan.which is Which.QUIZ:
        asked = QuestionPosted(day=schedule.due.day, at=desk.wall_clock.now(), item=item)
        return views.previewed(schedule, post_views.question(desk.pack, schedule, asked))
    shown = post_views.passage(desk.pack, item, with_question=plan.with_question)
    return views.previewed(schedule, shown)


async def pause(desk: Desk, request: Request) -> Reply:
    """Post nothing until it is resumed."""
    schedule = await schedule_here(desk, request)
    return views.paused(await change(desk, schedule, _paused))


async def resume(desk: Desk, request: Request) -> Reply:
    """Go on posting."""
    now = desk.wall_clock.now()
    schedule = await schedule_here(desk, request)
    return views.resumed(await change(desk, schedule, lambda each, past: _resumed(each, now, past)))


async def skip(desk: Desk, request: Request) -> Reply:
    """Leave the next post out."""
    schedule = await schedule_here(desk, request)
    if await _done_by(desk, schedule, request) is None:
        schedule = await change(desk, schedule, lambda each, _: skipping(each, request.id))
    skipped = await _done_by(desk, schedule, request)
    return views.skipped(schedule, skipped or schedule.due.day)


async def post_now(desk: Desk, request: Request) -> Reply:
    """Make the post of today at once."""
    now = desk.wall_clock.now()
    schedule = await schedule_here(desk, request)
    items = items_of(desk.pack, schedule.plan)
    if await _done_by(desk, schedule, request):
        return views.posting(schedule)
    if not items:
        raise NothingToPost(schedule.plan.topic, ())

    def posted(each: Schedule, past: Past) -> Move:
        if each.plan.timing.day_at(now) in _days(past, Outcome.POSTED):
            raise PostedToday(each.due.at)
        return at_once(each, items, now, request.id)

    return views.posting(await change(desk, schedule, posted))


async def off(desk: Desk, request: Request) -> Reply:
    """Post it no more."""
    schedule = await schedule_here(desk, request)
    await desk.dailies.remove(schedule)
    return views.removed(schedule)


async def schedule_here(desk: Desk, request: Request, which: Which | None = None) -> Schedule:
    """Return the daily post that a command names, or the only one here. Raises ``NoSuchSchedule``.

    ``which`` leaves out those that post something else.
    """
    return await schedule_numbered(desk, request, option(request, NUMBER.name), which)


async def schedule_numbered(
    desk: Desk, request: Request, asked: str, which: Which | None = None
) -> Schedule:
    """Return the daily post of a number, or the only one here. Raises ``NoSuchSchedule``."""
    here = await desk.dailies.of_place(request.place.key, desk.pack.id)
    fitting = [each for each in here if which in (None, each.plan.which)]
    found = [each for each in fitting if asked in ("", str(each.number))]
    if len(found) != 1:
        raise NoSuchSchedule(asked, [each.number for each in fitting])
    return found[0]


Past = Sequence[Happening]
Change = Callable[[Schedule, Past], Move]
"""What a command makes of a schedule, given what became of its latest days."""


async def change(desk: Desk, schedule: Schedule, change_of: Change) -> Schedule:
    """Keep what a command makes of a schedule, whatever else becomes of it meanwhile.

    Raises ``NoSuchSchedule`` where it is gone, and ``StorageBusy``.
    """
    for _ in range(ATTEMPTS):
        past = await desk.dailies.history(schedule.id, PAST)
        after, turn = change_of(schedule, past)
        if await desk.dailies.keep(schedule, after, turn):
            return after
        found = await desk.dailies.find(schedule.id)
        if found is None:
            raise NoSuchSchedule(str(schedule.number), ())
        schedule = found
    raise StorageBusy


async def _done_by(desk: Desk, schedule: Schedule, request: Request) -> date | None:
    """Return the day about which a request has done something when it came before."""
    past = await desk.dailies.history(schedule.id, PAST)
    return next((each.day for each in past if each.request == request.id), None)


def _days(past: Past, *outcomes: Outcome) -> frozenset[date]:
    return frozenset(each.day for each in past if each.outcome in outcomes)


def next_not_done(timing: Timing, now: datetime, past: Past) -> Due:
    """Return what is due next on a day that was neither posted nor skipped."""
    return next_due(timing, now, _days(past, Outcome.POSTED, Outcome.SKIPPED))


def _paused(schedule: Schedule, _: Past) -> Move:
    return replace(schedule, state=State.PAUSED), Turn()


def _resumed(schedule: Schedule, now: datetime, past: Past) -> Move:
    if schedule.state is State.RUNNING:
        return schedule, Turn()
    due = next_not_done(schedule.plan.timing, now, past)
    return replace(schedule, state=State.RUNNING, due=due), Turn()


def _ruling(name: str, summary: str, handler: Handler[Desk]) -> Command[Desk]:
    return Command(
        name=f"daily {name}",
        summary=summary,
        handler=handler,
        group=GROUP,
        example=f"/daily {name}",
        options=(NUMBER,),
        permission=Permission.ADMIN,
    )


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="daily list",
        summary="What is posted here daily, and what was left out",
        handler=show,
        group=GROUP,
        example="/daily list",
    ),
    _ruling("preview", "See what the next daily post will be", preview),
    _ruling("pause", "Stop a daily post for a while", pause),
    _ruling("resume", "Let a daily post go on", resume),
    _ruling("skip", "Leave the next daily post out", skip),
    _ruling("now", "Have today’s daily post now", post_now),
    _ruling("off", "Stop a daily post for good", off),
)
