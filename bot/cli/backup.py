"""``dispatch-bot backup`` and ``dispatch-bot restore``."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.config import Config
from bot.store.backup import back_up
from bot.store.restore import restore as put_back

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy everything that is kept to FILE, while the bot runs.

    The copy is of one moment, and only you can read it: it has people's names and answers in it. An
    older backup in FILE is replaced. On PostgreSQL this needs pg_dump.
    """
    config: Config = ctx.obj
    back_up(config.database_url, file)
    click.echo(f"Copied to {file} ({file.stat().st_size / 1024:,.0f} kB).")


@click.command()
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Do not ask whether you mean it.")
@click.pass_context
def restore(ctx: click.Context, file: Path, *, yes: bool) -> None:
    """Put the copy in FILE back, in place of everything that is kept now.

    All of it, or nothing where that fails; a copy of an older version is brought up to date. What is
    kept now is copied first, to a file beside the database (SQLite). A bot that runs goes on with what
    was put back, contests from where they were then; whoever asks it something at that very moment may
    be told to try again. On PostgreSQL this needs pg_restore, and nothing is copied first; views of the
    tables, and rights to them, are made anew.
    """
    config: Config = ctx.obj
    if not yes:
        click.confirm("This replaces everything that is kept now. Go on?", abort=True)
    restored = asyncio.run(put_back(config.database_url, file, datetime.now(UTC)))
    click.echo(f"{file} is put back.")
    if restored.before:
        click.echo(f"What was there before is in {restored.before}.")
    if restored.lost:
        click.echo("Not made anew, since it does not fit any more or was somebody else's:")
        click.echo("\n".join(restored.lost))
