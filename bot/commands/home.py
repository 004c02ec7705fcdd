"""Where a person stands: today's quote, what is under way, what they have reached, and how to go on."""

from datetime import time

from bot.chat.command import Command
from bot.chat.reply import Reply
from bot.chat.request import Place, Request
from bot.commands.closed_book import secret_of
from bot.commands.deck import deck_of
from bot.commands.desk import Desk
from bot.commands.quiz import under_way
from bot.daily.schedule import Timing
from bot.document.model import Ref
from bot.pack.daily import quote_of
from bot.pack.model import Pack
from bot.quiz.contest.state import Phase, State
from bot.quiz.draw import shuffled
from bot.quiz.standings import Placing
from bot.settings.declared import ZONE
from bot.settings.model import Role
from bot.views import home as views

MOST_CONTESTS = 3
"""Contests that are shown at once, at most: those opened last."""

LOOKED_AT = 50
"""Contests of a workspace that are looked through for those, at most: the latest."""


async def home(desk: Desk, request: Request) -> Reply:
    """Show a person where they stand."""
    actor, around = request.actor, _around(request.place)
    running = await under_way(desk, request)
    found = views.Found(
        record=await desk.scores.record(actor),
        placing=Placing.of(await desk.placings.finishes(actor)),
        practice=running,
        today=await _today(desk, request),
        place=request.place.key,
        contests=await _contests(desk, request),
        saved=len(await desk.saved.all(actor, desk.pack.id)),
        due=0 if running and running.review else len((await deck_of(desk, request)).due),
        is_admin=actor.is_admin or await desk.settings.is_trusted(around, Role.ADMIN, actor),
    )
    return views.home(desk.pack, found, actor.key)


async def _today(desk: Desk, request: Request) -> str:
    """Return what is the passage of today: what was posted around here, or else one that the day decides.

    Where there is no channel, around here is all of the workspace: one day has one quote, and which of
    the document's words were posted is no secret, if the channel is one. Nothing where it would answer a
    question that is asked here now.
    """
    item = await _posted_today(desk, request) or await _of_the_day(desk, request)
    ref = _where(desk.pack, item)
    secret = await secret_of(desk, request)
    return item if ref and not secret.covers(ref) else ""


async def _posted_today(desk: Desk, request: Request) -> str:
    latest = await desk.dailies.latest_passage(_around(request.place), desk.pack.id)
    if latest is None:
        return ""
    schedule, happened = latest
    is_todays = schedule.plan.timing.day_at(desk.wall_clock.now()) == happened.day
    return happened.item if is_todays and _where(desk.pack, happened.item) else ""


async def _of_the_day(desk: Desk, request: Request) -> str:
    """Return one of the quotes; none comes back before all have been."""
    chosen = await desk.settings.of(request.place)
    day = Timing(time(), chosen[ZONE]).day_at(desk.wall_clock.now())
    quotes = shuffled(desk.pack.quotes, desk.pack.id)
    return quotes[day.toordinal() % len(quotes)].id if quotes else ""


async def _contests(desk: Desk, request: Request) -> tuple[State, ...]:
    """Return the contest that runs here and those around that a person plays in or hosts.

    Nobody learns of others: they may run where only some may look.
    """
    codes = await desk.archive.running_within(_around(request.place))
    found = [await desk.arena.find(code) for code in codes[-LOOKED_AT:]]
    running = (each for each in found if each and each.phase is not Phase.OVER)
    shown = [each for each in running if _is_shown(desk, request, each)]
    return tuple(shown[-MOST_CONTESTS:])


def _is_shown(desk: Desk, request: Request, contest: State) -> bool:
    player = request.actor.key
    is_theirs = contest.is_playing(player) or contest.host == player
    is_here = request.place.key in contest.places
    return contest.settings.pack == desk.pack.id and (is_theirs or is_here)


def _around(place: Place) -> Place:
    """Return the workspace of a place, or the place itself where it is in none."""
    return Place(place.platform, "", place.workspace) if place.workspace else place


def _where(pack: Pack, item: str) -> Ref | None:
    """Return where a quote or a paragraph stands, if the pack has it."""
    if entry := quote_of(pack, item):
        return entry.span.ref
    refs = (each.ref for each in pack.document.paragraphs)
    return next((ref for ref in refs if ref.code == item), None)


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="home",
        summary="Where you stand, and how to go on",
        handler=home,
        group="Help",
        example="/home",
    ),
)
