"""Every command and every action there is: a new one is listed in its own file and needs nothing here."""

from difflib import get_close_matches

from bot.chat.command import Command, CommandOption, Handler, Shortcut
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands import (
    address,
    citing,
    contest,
    daily,
    daily_quiz,
    daily_saved,
    daily_set,
    home,
    hosting,
    linking,
    pointing,
    privacy,
    quiz,
    reading,
    record,
    review,
    seasons,
    settings,
    setup,
    standings,
)
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.views import help as views


async def start(desk: Desk, request: Request) -> Reply:  # noqa: ARG001 - a handler takes a request
    """Greet a newcomer."""
    return views.start(desk.pack)


async def show_help(desk: Desk, request: Request) -> Reply:  # noqa: ARG001 - a handler takes a desk
    """List the commands, or explain one."""
    asked = option(request, "command").lstrip("/").lower()
    if not asked:
        return views.overview(COMMANDS)
    command = find(asked)
    if command is None:
        return views.unknown(asked, get_close_matches(asked, [each.name for each in COMMANDS]))
    return views.one(command)


def complete_command(desk: Desk, typed: str) -> tuple[Option, ...]:  # noqa: ARG001 - a completer takes a desk
    """Complete the name of a command."""
    names = (command.name for command in COMMANDS)
    return tuple(Option(name, name) for name in names if name.startswith(typed.lower()))


def find(name: str) -> Command[Desk] | None:
    """Return a command by its name or by another name that it goes by."""
    return next((each for each in COMMANDS if name == each.name or name in each.aliases), None)


COMMANDS: tuple[Command[Desk], ...] = (
    *reading.COMMANDS,
    *citing.COMMANDS,
    *quiz.COMMANDS,
    *review.COMMANDS,
    *standings.COMMANDS,
    *seasons.COMMANDS,
    *contest.COMMANDS,
    *linking.COMMANDS,
    *hosting.COMMANDS,
    *daily_set.COMMANDS,
    *daily.COMMANDS,
    *daily_quiz.COMMANDS,
    *daily_saved.COMMANDS,
    *setup.COMMANDS,
    *settings.COMMANDS,
    *privacy.COMMANDS,
    *home.COMMANDS,
    Command(
        name="help",
        summary="All commands, or one explained",
        handler=show_help,
        group="Help",
        example="/help quiz",
        options=(
            CommandOption(name="command", summary="Which command", complete=complete_command),
        ),
    ),
    Command(
        name="start",
        summary="What this is, and three things to try",
        handler=start,
        group="Help",
        example="/start",
    ),
)

SHORTCUTS: tuple[Shortcut[Desk], ...] = pointing.SHORTCUTS

ACTIONS: dict[str, Handler[Desk]] = {
    **reading.ACTIONS,
    **address.ACTIONS,
    **citing.ACTIONS,
    **quiz.ACTIONS,
    **review.ACTIONS,
    **contest.ACTIONS,
    **linking.ACTIONS,
    **hosting.ACTIONS,
    **record.ACTIONS,
    **daily_set.ACTIONS,
    **daily_quiz.ACTIONS,
    **daily_saved.ACTIONS,
    **setup.ACTIONS,
    **settings.ACTIONS,
    **privacy.ACTIONS,
}
