"""``dispatch-bot chat`` and ``dispatch-bot run``."""

import asyncio
from pathlib import Path

import click

from bot.cli.options import chosen_pack, pack_option
from bot.config import Config
from bot.runtime.app import open_bot, platform, platforms
from bot.runtime.packs import load


@click.command(context_settings={"ignore_unknown_options": True})
@pack_option
@click.option(
    "--plain", is_flag=True, help="Plain lines without color or boxes, for screen readers."
)
@click.pass_context
def chat(ctx: click.Context, pack_path: Path | None = None, *, plain: bool = False) -> None:
    """Talk to the bot here in the terminal.

    When standard input is not a terminal, each of its lines is a command, and answers are plain text:

    \b
    printf '/lookup Radek\\n/quote\\n' | dispatch-bot chat

    The exit status is 0 when every line could be met, 1 when one could not.
    """
    _serve(ctx, "terminal", chosen_pack(ctx.obj, pack_path), ("--plain",) if plain else ())


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar="PLATFORM")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@pack_option
@click.pass_context
def run(ctx: click.Context, name: str, arguments: tuple[str, ...], pack_path: Path | None) -> None:
    """Run the bot on a platform that is installed, until it is stopped."""
    if name not in platforms():
        known = ", ".join(sorted(platforms()))
        raise click.BadParameter(f"{name!r} is not installed. Installed: {known}.")
    _serve(ctx, name, chosen_pack(ctx.obj, pack_path), arguments)


def _serve(
    ctx: click.Context, name: str, pack_path: Path | None, arguments: tuple[str, ...]
) -> None:
    config: Config = ctx.obj
    pack = load(pack_path)

    async def serve() -> int:
        async with open_bot(pack, config.database_url) as bot:
            return await platform(name).run(bot, arguments)

    ctx.exit(asyncio.run(serve()))
