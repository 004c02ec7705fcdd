"""What a platform has of its own to print: ``dispatch-bot slack manifest``."""

import click

from bot.chat.platform import Described
from bot.cli.options import chosen_pack
from bot.runtime.app import offer, platform, platforms
from bot.runtime.packs import load


def group_of(name: str) -> click.Group | None:
    """Return the commands of a platform; nothing for what is no platform or has none."""
    if name not in platforms():
        return None
    described = platform(name)
    if not isinstance(described, Described):
        return None
    group = click.Group(name, help=f"Set up the bot on {described.name.title()}.")
    group.add_command(_manifest(described))
    return group


def _manifest(described: Described) -> click.Command:
    @click.command("manifest")
    @click.option("--url", default="", help="The public address, where the platform is to call it.")
    @click.pass_context
    def command(ctx: click.Context, url: str) -> None:
        """Print what the bot is, to be handed in where the platform's apps are made."""
        made = described.manifest(offer(load(chosen_pack(ctx.obj, None))), url)
        click.echo(made, nl=False)

    return command
