"""Discord as a platform: the connection, and its beginning and end."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.commands import digest, payloads
from adapters.discord.deliver import Courier
from adapters.discord.incoming import PLATFORM, Interaction
from adapters.discord.respond import respond
from bot.chat.platform import Bot
from bot.config import data_folder

NOT_SET_UP = """\
There is no token for Discord. Set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it.
Tokens are made at https://discord.com/developers/applications, on the page "Bot"."""

REFUSED = "Discord does not accept the token. Make sure that it is whole, or make a new one."

UNREACHABLE = "Discord could not be reached: {reason}."

LAST_WORDS = 8.0
"""Seconds that answers under way have when the bot is told to stop."""

HEARTBEAT_TIMEOUT = 20.0
"""Seconds without a sign of life after which the gateway is replaced; the library waits for 60."""

LONGEST_RATE_LIMIT = 30.0
"""Seconds for which the library may wait for a rate limit by itself, its least; the core waits longer."""

_log = logging.getLogger(__name__)


class Discord:
    """Serves the servers and people that have installed the application."""

    name = PLATFORM

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until SIGINT or SIGTERM.

        Returns 0; or 1 when Discord cannot be reached or refuses the token; or 2 when there is no
        token, or for arguments that do not exist.
        """
        try:
            argparse.ArgumentParser("dispatch-bot run discord").parse_args(arguments)
        except SystemExit as stop:
            return int(stop.code or 0)
        token = token_from(os.environ)
        if not token:
            print(NOT_SET_UP, file=sys.stderr)
            return 2
        if not _could_be_a_token(token):
            print(REFUSED, file=sys.stderr)
            return 1
        redirect(os.environ)
        _keep_secrets()
        try:
            await _serve(bot, token)
        except discord.LoginFailure:
            print(REFUSED, file=sys.stderr)
            return 1
        except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
            print(UNREACHABLE.format(reason=type(error).__name__), file=sys.stderr)
            return 1
        return 0


def token_from(environment: Mapping[str, str]) -> str:
    """Return the token, or nothing if there is none.

    It is ``DISCORD_TOKEN``, or what the file holds that ``DISCORD_TOKEN_FILE`` names, or systemd's
    credential ``discord-token``.
    """
    if token := environment.get("DISCORD_TOKEN", "").strip():
        return token
    files = [environment.get("DISCORD_TOKEN_FILE", "")]
    if folder := environment.get("CREDENTIALS_DIRECTORY", ""):
        files.append(f"{folder}/discord-token")
    for file in filter(None, files):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return Path(file).read_text("utf-8").strip()
    return ""


def redirect(environment: Mapping[str, str]) -> None:
    """Send the library elsewhere than to Discord, where that is asked for; the token goes there too."""
    if base := environment.get("DISCORD_API_BASE", ""):
        _log.warning("Discord's API is taken to be elsewhere", extra={"url": base})
        Route.BASE = base.rstrip("/")
    if gateway := environment.get("DISCORD_GATEWAY_URL", ""):
        _log.warning("Discord's gateway is taken to be elsewhere", extra={"url": gateway})
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class StudyClient(discord.Client):
    """A client that answers interactions, and knows which answers are under way.

    It asks for no privileged intent, keeps no messages and no members, and mentions nobody.
    """

    def __init__(self, bot: Bot) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
        )
        self._bot = bot
        self._answers: set[asyncio.Task[None]] = set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer it."""
        answer = asyncio.ensure_future(respond(self._bot, interaction))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)
        await answer

    async def settle(self) -> None:
        """Wait until the answers under way are given, for as long as ``LAST_WORDS``."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=LAST_WORDS)

    async def publish(self, memory: Path) -> bool:
        """Tell Discord the commands if they are not what they were, as noted in the file ``memory``.

        Return whether they were told.
        """
        wanted = payloads(self._bot.commands)
        application = cast("int", self.application_id)  # known since the login
        note = f"{application} {Route.BASE} {digest(wanted)}"
        if _remembered(memory) == note:
            return False
        await self.http.bulk_upsert_global_commands(application, wanted)
        _remember(memory, note)
        return True


def _remembered(memory: Path) -> str:
    try:
        return memory.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _remember(memory: Path, note: str) -> None:
    with contextlib.suppress(OSError):  # the commands are told again next time, which does no harm
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(note, "utf-8")


def _could_be_a_token(text: str) -> bool:
    """Tell whether the text can stand in a header at all."""
    return text.isascii() and text.isprintable() and " " not in text


def _keep_secrets() -> None:
    """Keep the library from logging what it sends and gets: that holds the tokens of interactions."""
    library = logging.getLogger("discord")
    library.setLevel(max(library.getEffectiveLevel(), logging.INFO))


async def _serve(bot: Bot, token: str) -> None:
    async with StudyClient(bot) as client:
        await client.login(token)
        await client.publish(data_folder() / "discord-commands")
        async with _told_to_stop() as stop:
            await _until(stop.wait(), client.connect(), bot.deliver(Courier(client)))
        await client.settle()


async def _until(*endings: Coroutine[Any, Any, object]) -> None:
    """Run them until one ends, and end the others. Raises what it raised."""
    tasks = [asyncio.ensure_future(ending) for ending in endings]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        task.result()


@asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Set the event on SIGINT and SIGTERM while the block runs."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    with contextlib.suppress(NotImplementedError):
        for number in signals:
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)
