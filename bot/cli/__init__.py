"""The command line: ``dispatch-bot``."""

import importlib
import os
import sys
from typing import Any

import click

from bot.config import from_environment
from bot.errors import DatabaseUnavailable, UserError

COMMANDS = {
    "chat": ("bot.cli.run", "chat"),
    "lookup": ("bot.cli.lookup", "lookup"),
    "judge": ("bot.cli.judge", "judge"),
    "content": ("bot.cli.content", "content"),
    "contest": ("bot.cli.contest", "contest"),
    "run": ("bot.cli.run", "run"),
    "simulate": ("bot.cli.simulate", "simulate"),
    "doctor": ("bot.cli.doctor", "doctor"),
    "key": ("bot.cli.key", "key"),
    "backup": ("bot.cli.backup", "backup"),
    "restore": ("bot.cli.backup", "restore"),
}
"""Each subcommand's module and name. They are imported when used, so that each starts fast."""


class Lazy(click.Group):
    """A group that imports a subcommand only when it is needed, and words what can be mended."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a subcommand, or what a platform of that name has of its own."""
        if cmd_name not in COMMANDS:
            made: click.Command | None = importlib.import_module("bot.cli.platform").group_of(
                cmd_name
            )
            return made
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and say in words what the user can put right."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(_explained(error), err=True)
            ctx.exit(2)


def _explained(error: UserError) -> str:
    """Say what is wrong, to the one who runs the program and may know where things are."""
    from bot.chat.plain import plain  # noqa: PLC0415 - only needed when something is wrong
    from bot.views.errors import mendable  # noqa: PLC0415

    if isinstance(error, DatabaseUnavailable):
        how = "Set DATABASE_URL to a place that can be written, or see `dispatch-bot doctor`."
        return f"The database at {error.location} cannot be used: {error.reason}. {how}"
    return plain(mendable(error)).strip()


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(package_name="dispatch-study-bot", prog_name="dispatch-bot")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Read a primary source together: find its exact words, cite them, take quizzes on them.

    Without a command, the conversation in the terminal starts. It needs no account and no server.

    \b
    DATABASE_URL   where scores are kept (a SQLite file in your data folder, or postgresql://…)
    DISPATCH_PACK  which document to open (a pack that comes with the bot, or a folder of yours)
    """
    ctx.obj = from_environment(os.environ)
    if ctx.invoked_subcommand is None:
        ctx.invoke(Lazy.get_command(program, ctx, "chat"))  # type: ignore[arg-type]


def main() -> None:
    """Start the program."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    program()
