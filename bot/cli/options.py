"""Options that several subcommands share."""

from pathlib import Path

import click

from bot.config import Config
from bot.runtime.listening import Address

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


class _AddressType(click.ParamType[Address]):
    name = "[HOST:]PORT"

    def convert(
        self, value: str | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        """Read an address. Raises ``click.UsageError``."""
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(value)
        except ValueError:
            self.fail(
                f"{value!r} is no port, and no host with one, such as 0.0.0.0:8080.", param, ctx
            )


listening_option = click.option("--listen", "listening", envvar="HTTP_LISTEN", type=_AddressType())
