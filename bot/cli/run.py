"""``dispatch-bot chat`` and ``dispatch-bot run``."""

import asyncio
import gc
import os
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bot.chat.platform import Platform, Routed, Service
from bot.cli.options import chosen_pack, listening_option, pack_option
from bot.config import KEY, Config, secret
from bot.errors import PlatformLibraryMissing
from bot.runtime.app import http_served, open_bot, platform, platforms
from bot.runtime.clock import SteadyClock
from bot.runtime.health import ProcessHealth
from bot.runtime.limits import Limits
from bot.runtime.listening import Address
from bot.runtime.log import FORMATS, LEVELS, configure
from bot.runtime.packs import load
from bot.runtime.serving import NOT_SET_UP, Serving
from bot.runtime.stopping import beside

NOTHING_SET_UP = """\
No platform is set up yet.

{missing}

Or try the bot here, without any of that: dispatch-bot chat"""


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
    pack = load(chosen_pack(ctx.obj, pack_path))

    async def talk() -> int:
        async with open_bot(pack, ctx.obj.database_url) as bot:
            return await platform("terminal").run(bot, ("--plain",) if plain else ())

    ctx.exit(asyncio.run(talk()))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar="[PLATFORM]", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@pack_option
@listening_option
@click.option("--log-level", envvar="LOG_LEVEL", type=click.Choice(LEVELS), default="INFO")
@click.option("--log-format", envvar="LOG_FORMAT", type=click.Choice(FORMATS), default="auto")
@click.pass_context
def run(  # noqa: PLR0913, PLR0917 - click hands over each option by itself
    ctx: click.Context,
    name: str | None,
    arguments: tuple[str, ...],
    pack_path: Path | None,
    listening: Address | None,
    log_level: str,
    log_format: str,
) -> None:
    """Run the bot until it is stopped: on one platform, or on every one whose tokens are set.

    On several platforms at once, one that fails is started again by itself, and the others go on.

    \b
    --listen, HTTP_LISTEN      where to answer /healthz and /readyz, and platforms over HTTP
                               (which listen at 127.0.0.1:8080 if nothing is said)
    --log-format, LOG_FORMAT   "auto" is text on a terminal, and a line of JSON for each event elsewhere
    """
    configure(log_level, log_format)
    chosen = {name: _named(name)} if name else _set_up(os.environ)
    pack_path = chosen_pack(ctx.obj, pack_path)
    ctx.exit(
        asyncio.run(_serve(ctx.obj, pack_path, chosen, arguments, listening, is_every=not name))
    )


async def _serve(
    config: Config,
    pack_path: Path | None,
    chosen: Mapping[str, Platform],
    arguments: tuple[str, ...],
    listening: Address | None,
    *,
    is_every: bool,
) -> int:
    mounts = _mounts(chosen, arguments)
    keys = secret(os.environ, KEY)
    async with open_bot(load(pack_path), config.database_url, limits=Limits(), keys=keys) as bot:
        serving = Serving(bot, chosen, SteadyClock())
        health = ProcessHealth(bot, serving)
        # What is there now is there to stay; to look through it for garbage would hold up answers.
        gc.freeze()
        async with (
            http_served(health, listening, mounts),
            beside(health.report_ready(SteadyClock())),
        ):
            return await (serving.run() if is_every else serving.run_alone(arguments))


def _mounts(chosen: Mapping[str, Platform], arguments: tuple[str, ...]) -> dict[str, Any]:
    """Return the apps of ASGI that the platforms bring, by where they begin."""
    routed = (each for each in chosen.values() if isinstance(each, Routed))
    return dict(ChainMap(*(dict(each.routes(os.environ, arguments)) for each in routed)))


def _named(name: str) -> Platform:
    if name not in platforms():
        known = ", ".join(sorted(platforms()))
        raise click.BadParameter(f"{name!r} is not installed. Installed: {known}.")
    return platform(name)


def _set_up(environment: Mapping[str, str]) -> dict[str, Platform]:
    """Return the platforms that can run; where there are none, say what to set, and exit."""
    found: dict[str, Platform] = {}
    missing: list[str] = []
    for name in sorted(platforms()):
        try:
            made = platform(name)
        except PlatformLibraryMissing:
            continue
        if isinstance(made, Service):
            if lacks := made.missing(environment):
                missing.append(lacks)
            else:
                found[name] = made
    if not found:
        click.echo(NOTHING_SET_UP.format(missing="\n\n".join(missing)), err=True)
        raise click.exceptions.Exit(NOT_SET_UP)
    return found
