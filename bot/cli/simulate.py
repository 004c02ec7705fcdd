"""``dispatch-bot simulate``."""

import asyncio
import secrets
from pathlib import Path

import click

from bot.cli.options import chosen_pack, pack_option
from bot.config import Config, data_folder, default_database_url
from bot.quiz.contest.settings import MAX_QUESTIONS, MIN_QUESTIONS, MIN_SECONDS
from bot.quiz.crowd import Crowd
from bot.runtime.app import open_simulation, platform
from bot.runtime.packs import load
from bot.runtime.simulation import Script

MAX_PLAYERS = 10_000


@click.command()
@click.option(
    "--players",
    type=click.IntRange(1, MAX_PLAYERS),
    default=500,
    show_default=True,
    help="How many play.",
)
@click.option(
    "--rounds",
    type=click.IntRange(MIN_QUESTIONS, MAX_QUESTIONS),
    default=20,
    show_default=True,
    help="How many questions are asked.",
)
@click.option(
    "--seconds",
    type=click.IntRange(MIN_SECONDS, 60),
    default=10,
    show_default=True,
    help="How long players may answer.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0, 1_000),
    default=10,
    show_default=True,
    help="How much faster than life; 0: as fast as this machine can.",
)
@click.option(
    "--seed",
    metavar="TEXT",
    help="The same seed plays the same contest, and goes on with one that was stopped.",
)
@click.option("--plain", is_flag=True, help="Plain lines, for screen readers.")
@pack_option
@click.pass_context
def simulate(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    players: int,
    rounds: int,
    seconds: int,
    speed: float,
    seed: str | None,
    *,
    plain: bool,
    pack_path: Path | None,
) -> None:
    """Watch a contest of simulated players, and have its record checked.

    The players and the time are made up; the rest is the bot as it is. Stop the program whenever you
    like, or kill it: started again with the same seed it goes on. At the end the record is compared
    with what the players sent.

    It is kept in DATABASE_URL where that is set, otherwise in a file of its own in your data folder,
    beside the log of what players were told.

    The exit status is 0 when the record equals what was sent, 1 otherwise.
    """
    config: Config = ctx.obj
    crowd = Crowd(players, seconds, seed or secrets.token_hex(3))
    pack = load(chosen_pack(config, pack_path))
    script = Script(pack.id, rounds, crowd, data_folder() / "simulations", speed)
    arguments = ("--watch", "--plain") if plain else ("--watch",)

    async def play() -> int:
        async with open_simulation(pack, _database_url(config, script), script) as simulation:
            status = await platform("terminal").run(simulation, arguments)
            return status or int(not simulation.is_equal)

    ctx.exit(asyncio.run(play()))


def _database_url(config: Config, script: Script) -> str:
    """Return where to keep it: not among the scores of real people, unless that is asked for."""
    if config.database_url == default_database_url():
        return f"sqlite:///{script.folder / script.contest}.db"
    return config.database_url
