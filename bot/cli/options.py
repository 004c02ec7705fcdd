"""Options that several subcommands share."""

from pathlib import Path

import click

from bot.config import Config

pack_option = click.option(
    "--pack",
    "pack_path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Another document: a pack folder, the name of a pack that comes with the bot, or a text file.",
)


def chosen_pack(config: Config, path: Path | None) -> Path | None:
    """Return the pack asked for on the line, else the one set, else none for the default."""
    return path or config.pack
