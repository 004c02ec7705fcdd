"""Points: one person's, and everybody's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from bot.chat.command import Command, CommandOption
from bot.chat.form import Option
from bot.chat.reply import Reply, Standing, Visibility
from bot.chat.request import Request
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.commands.seasons import MAX_NAME, season_named
from bot.errors import LeaderboardsOff, NotOfSeasons
from bot.ports import BoardRow, Scope
from bot.quiz.standings import Placing, ranked
from bot.settings.declared import LEADERBOARD, OFF, PRIVATE, SEASONS
from bot.settings.model import Chosen
from bot.views import standings as views

GROUP = "Quiz"

ROWS = 10
"""People on a leaderboard, at most."""


async def score(desk: Desk, request: Request) -> Reply:
    """Show the person's own record."""
    record = await desk.scores.record(request.actor)
    finishes = await desk.placings.finishes(request.actor)
    return views.score(record, Placing.of(finishes))


async def leaderboard(desk: Desk, request: Request) -> Reply:
    """Show who has the most points."""
    chosen = await desk.settings.of(request.place)
    if chosen[LEADERBOARD] == OFF:
        raise LeaderboardsOff
    board = await _board(desk, request, chosen)
    is_private = chosen[LEADERBOARD] == PRIVATE
    return replace(board, visibility=Visibility.ONLY_YOU) if is_private else board


async def _board(desk: Desk, request: Request, chosen: Chosen) -> Reply:
    scope = option(request, "scope") or views.HERE
    if name := option(request, "season") or await _season_now(desk, request, scope, chosen):
        return await _of_season(desk, request, scope, name)
    if scope == views.CONTEST:
        contest = await desk.placings.latest_in(request.place)
        rows = await desk.results.of_contest(contest, ROWS) if contest else ()
    else:
        rows = await desk.scores.board(_scope(request, scope), ROWS)
    return views.board(_standings(rows, request), scope)


async def _season_now(desk: Desk, request: Request, scope: str, chosen: Chosen) -> str:
    """Return the name of the season that is on, where leaderboards go by seasons."""
    if not chosen[SEASONS] or scope not in (views.HERE, views.WORKSPACE):
        return ""
    today = request.at.astimezone(UTC).date()
    seasons = await desk.seasons.all(request.place)
    return next((each.name for each in seasons if each.first <= today <= each.last), "")


async def _of_season(desk: Desk, request: Request, scope: str, name: str) -> Reply:
    if scope not in (views.HERE, views.WORKSPACE):
        raise NotOfSeasons
    season = await season_named(desk, request, name)
    is_here = scope == views.HERE
    rows = await desk.seasons.board(request.place, season.name, ROWS, here=is_here)
    return views.board(_standings(rows, request), scope, season)


def _standings(rows: Sequence[BoardRow], request: Request) -> list[Standing]:
    return [
        _standing(rank, row, request)
        for rank, row in ranked((row.record.points, row) for row in rows)
    ]


def _scope(request: Request, scope: str) -> Scope:
    place = request.place
    if scope == views.EVERYWHERE:
        return Scope()
    if scope == views.WORKSPACE:
        return Scope(place.platform, place.workspace)
    return Scope(place.platform, place.workspace, place.channel)


def _standing(rank: int, row: BoardRow, request: Request) -> Standing:
    is_you = (row.platform, row.user) == (request.actor.platform, request.actor.user)
    record = row.record
    return Standing(rank, record.name, record.points, views.detail(record), is_you)


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="score",
        summary="Your points, and how they came about",
        handler=score,
        group=GROUP,
        example="/score",
    ),
    Command(
        name="leaderboard",
        summary="Who has the most points",
        handler=leaderboard,
        group=GROUP,
        example="/leaderboard",
        options=(
            CommandOption(
                name="scope",
                summary="Whose points count",
                choices=(
                    Option(views.HERE, "In this channel"),
                    Option(views.WORKSPACE, "In all channels here"),
                    Option(views.EVERYWHERE, "Everywhere"),
                    Option(views.CONTEST, "In the last contest here"),
                ),
            ),
            CommandOption(
                name="season", summary="Only what was answered in a season", maximum=MAX_NAME
            ),
        ),
    ),
)
