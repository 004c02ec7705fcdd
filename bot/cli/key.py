"""``dispatch-bot key``."""

import asyncio
import os

import click

from bot.config import KEY, Config, secret
from bot.store import open_store
from bot.store.seal import new_key

KEEP = """\
Set DISPATCH_KEY to it, or DISPATCH_KEY_FILE to a file that holds it, and keep a copy apart from the
database: without it the workspaces would have to install the app again."""


@click.command()
@click.option(
    "--renew", is_flag=True, help="Seal all that is kept with the first of the keys given."
)
@click.pass_context
def key(ctx: click.Context, *, renew: bool) -> None:
    """Make a key, with which tokens of workspaces are sealed in the database.

    To change the key, put a new one before the old one, separated by a comma, in DISPATCH_KEY; restart
    the bot; run this with --renew; then take the old one away.
    """
    config: Config = ctx.obj
    if renew:
        count = asyncio.run(_renew(config.database_url, secret(os.environ, KEY)))
        click.echo(f"Sealed anew with the first key: {count:,}. The other keys can go now.")
        return
    click.echo(new_key())
    click.echo(KEEP, err=True)


async def _renew(url: str, keys: str) -> int:
    async with open_store(url) as store:
        return await store.renew_seals(keys)
