"""A bot of one trivial command on the bare discord.py: what others are measured against.

It is pointed by ``DISCORD_API_BASE`` and ``DISCORD_GATEWAY_URL`` as ours is.
"""

import os
from typing import Any

import discord
import yarl
from discord import app_commands


class Bare(discord.Client):
    """Keeps as little as our bot does, so that only what is done for a command differs."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.tree.add_command(lookup)
        await self.tree.sync()


@app_commands.command(description="Say something")
async def lookup(interaction: discord.Interaction[Any], query: str) -> None:  # noqa: ARG001
    await interaction.response.send_message("pong")


if __name__ == "__main__":
    discord.http.Route.BASE = os.environ["DISCORD_API_BASE"]
    gateway = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    Bare().run(os.environ["DISCORD_TOKEN"], log_handler=None)
