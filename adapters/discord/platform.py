"""Discord as a platform: the connection, and its beginning and end."""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence

import aiohttp
import discord

from adapters.discord import doctor
from adapters.discord.client import StudyClient
from adapters.discord.connect import NO_TOKEN, REFUSED, TOKEN, redirect
from adapters.discord.deliver import ABILITIES, Courier
from adapters.discord.incoming import PLATFORM
from adapters.discord.shards import OutOfStarts, Shards, asked_for, logged_in
from bot.chat.platform import Bot, Finding, Offer
from bot.config import data_folder, quietened, secret
from bot.runtime.stopping import told_to_stop, until_one_ends

UNREACHABLE = "Discord could not be reached: {reason}. `dispatch-bot doctor discord` says more."

OUT_OF_STARTS = """\
Discord lets the bot connect again in {minutes} minutes; until then each try could cost it its token.
It connected too often: find out from its log why it was started so often."""

TOO_FEW_SHARDS = "Discord wants the bot to be spread over more shards: raise --shard-count."


class Discord:
    """Serves the servers and people that have installed the application."""

    name = PLATFORM

    def __init__(self) -> None:
        self._client: StudyClient | None = None

    @property
    def is_connected(self) -> bool:
        """Whether people can reach the bot now."""
        return self._client is not None and self._client.is_connected

    def missing(self, environment: Mapping[str, str]) -> str:
        """Say that there is no token and where one is made, or nothing."""
        return "" if secret(environment, TOKEN) else NO_TOKEN

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until SIGINT or SIGTERM.

        Returns 0; or 1 when Discord cannot be reached or refuses the token; or 2 when there is no
        token, or for arguments that do not exist. Raises ``SecretUnreadable``.
        """
        try:
            asked = asked_for(arguments)
        except SystemExit as stop:
            return int(stop.code or 0)
        token = secret(os.environ, TOKEN)
        if not token:
            print(NO_TOKEN, file=sys.stderr)
            return 2
        redirect(os.environ)
        quietened("discord")
        try:
            await self._serve(bot, token, asked)
        except (OutOfStarts, aiohttp.ClientError, OSError, discord.DiscordException) as error:
            print(_explained(error), file=sys.stderr)
            return 1
        return 0

    def examine(self, bot: Offer) -> AsyncIterator[Finding]:
        """Look at the token, the application, its permissions and commands, the clock, the gateway."""
        return doctor.examine(bot, os.environ)

    async def _serve(self, bot: Bot, token: str, asked: Shards | None) -> None:
        async with logged_in(bot, token, asked) as client:
            self._client = client
            if asked is None or asked.hears_direct_messages:
                await client.publish(data_folder() / "discord-commands")
            async with told_to_stop() as stop:
                delivering = bot.deliver(Courier(client), ABILITIES)
                await until_one_ends(
                    stop.wait(), client.connect(), client.keep_asking(), delivering
                )
            await client.settle()


def _explained(error: Exception) -> str:
    match error:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return REFUSED
        case discord.ConnectionClosed(code=4011):
            return TOO_FEW_SHARDS
        case OutOfStarts(seconds=seconds):
            return OUT_OF_STARTS.format(minutes=f"{seconds / 60:,.0f}")
        case _:
            return UNREACHABLE.format(reason=type(error).__name__)
