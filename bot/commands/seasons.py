"""Seasons: which there are, and the hands that define them."""

from datetime import date

from bot.chat.command import Command, CommandOption, Permission, Where
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.errors import NoSuchDate, NoSuchSeason, SeasonBackwards, TooManySeasons
from bot.quiz.season import Season
from bot.views import seasons as views

GROUP = "Quiz"

MAX_NAME = 40
"""Characters of a season's name, at most."""

EARLIEST, LATEST = date(1970, 1, 1), date(8_999, 12, 31)
"""What every database and every zone can reckon with."""


async def define(desk: Desk, request: Request) -> Reply:
    """Define a season of this workspace, or move one."""
    season = Season(
        name=" ".join(option(request, "name").split()),
        first=_date(option(request, "from")),
        last=_date(option(request, "to")),
    )
    if season.last < season.first:
        raise SeasonBackwards
    if not await desk.seasons.define(request.place, season):
        raise TooManySeasons
    return views.defined(season)


async def remove(desk: Desk, request: Request) -> Reply:
    """Forget a season; the answers given in it stay."""
    season = await season_named(desk, request, option(request, "name"))
    if not await desk.seasons.remove(request.place, season.name):
        raise await _missing(desk, request, season.name)
    return views.removed(season.name)


async def show(desk: Desk, request: Request) -> Reply:
    """List the seasons of this workspace."""
    return views.listed(await desk.seasons.all(request.place))


async def season_named(desk: Desk, request: Request, name: str) -> Season:
    """Return a season of this workspace. Raises ``NoSuchSeason``, which names those there are."""
    wanted = " ".join(name.split()).casefold()
    found = [
        each for each in await desk.seasons.all(request.place) if each.name.casefold() == wanted
    ]
    if not found:
        raise await _missing(desk, request, name)
    return found[0]


async def _missing(desk: Desk, request: Request, name: str) -> NoSuchSeason:
    return NoSuchSeason(name, [each.name for each in await desk.seasons.all(request.place)])


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NoSuchDate(text) from None
    if not EARLIEST <= found <= LATEST:
        raise NoSuchDate(text)
    return found


def _name() -> CommandOption[Desk]:
    summary = "The name of the season"
    return CommandOption(name="name", summary=summary, required=True, minimum=1, maximum=MAX_NAME)


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="season set",
        summary="Define a season, such as a term, or move it",
        handler=define,
        group=GROUP,
        where=Where.GROUP,
        example="/season set name=autumn from=2026-09-01 to=2026-12-20",
        permission=Permission.ADMIN,
        options=(
            _name(),
            CommandOption(name="from", summary="Its first day, such as 2026-09-01", required=True),
            CommandOption(name="to", summary="Its last day, such as 2026-12-20", required=True),
        ),
    ),
    Command(
        name="season remove",
        summary="Forget a season; the answers given in it stay",
        handler=remove,
        group=GROUP,
        where=Where.GROUP,
        example="/season remove name=autumn",
        permission=Permission.ADMIN,
        options=(_name(),),
    ),
    Command(
        name="season list",
        summary="The seasons that are defined here",
        handler=show,
        group=GROUP,
        where=Where.GROUP,
        example="/season list",
    ),
)
