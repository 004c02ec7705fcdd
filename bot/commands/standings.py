"""Points: one person's, and everybody's."""

from bot.chat.command import Command, CommandOption
from bot.chat.form import Option
from bot.chat.reply import Reply, Standing
from bot.chat.request import Request
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.ports import BoardRow, Scope
from bot.quiz.standings import ranked
from bot.views import standings as views

GROUP = "Quiz"

ROWS = 10
"""People on a leaderboard, at most."""


async def score(desk: Desk, request: Request) -> Reply:
    """Show the person's own record."""
    return views.score(await desk.scores.record(request.actor))


async def leaderboard(desk: Desk, request: Request) -> Reply:
    """Show who has the most points."""
    scope = option(request, "scope") or views.HERE
    rows = await desk.scores.board(_scope(request, scope), ROWS)
    standings = [
        _standing(rank, row, request)
        for rank, row in ranked((row.record.points, row) for row in rows)
    ]
    return views.board(standings, scope)


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
                    Option(views.WORKSPACE, "In this workspace"),
                    Option(views.EVERYWHERE, "Everywhere"),
                ),
            ),
        ),
    ),
)
