"""The connection to Discord: what it asks for, what it answers, and what of that is under way."""

import asyncio
import contextlib
from collections.abc import Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any, cast

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import heartbeat
from adapters.discord.commands import digest, payloads, withheld
from adapters.discord.incoming import PLATFORM, Interaction
from adapters.discord.permissions import how_to_show
from adapters.discord.respond import respond
from bot.chat.platform import Bot
from bot.chat.request import Place

# The library would warn at each start that it cannot speak in voice channels, which nobody asked of it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

LAST_WORDS = 8.0
"""Seconds that what is under way has when the bot is told to stop."""

LONGEST_RATE_LIMIT = 30.0
"""Seconds for which the library may wait for a rate limit by itself, its least; the core waits longer."""


class StudyClient(discord.Client):
    """A client that answers interactions and passes on what changes, and knows what is under way.

    It asks for no privileged intent, keeps no messages and no members, and mentions nobody.
    ``starts_at_once`` is how many of its sessions Discord lets it begin at once.
    """

    def __init__(self, bot: Bot, **shards: Any) -> None:
        """``shards`` are the library's options on which shards to serve."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            heartbeat_timeout=heartbeat.TIMEOUT,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            **shards,
        )
        self.starts_at_once = 1
        self._bot = bot
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def is_connected(self) -> bool:
        """Whether the gateway is there, so that people can reach the bot."""
        return self.is_ready() and self.ws.open

    @property
    def sockets(self) -> Sequence[DiscordWebSocket]:
        """The connections to the gateway."""
        socket = cast("DiscordWebSocket | None", self.ws)  # none before the first
        return [socket] if socket else []

    @property
    def shards_here(self) -> Collection[int]:
        """The numbers of the shards that this process serves."""
        return (self.shard_id or 0,)

    async def keep_asking(self) -> None:
        """Ask the gateway for signs of life until cancelled: its silence is to be noticed."""
        await heartbeat.keep_asking(lambda: self.sockets)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer it."""
        await self._finish(respond(self._bot, interaction))

    async def on_ready(self) -> None:
        """Tell the core where the bot is, and no longer is; Discord may say so more than once."""
        found = {str(guild.id) for guild in self.guilds}
        await self._finish(self._bot.workspaces_found(PLATFORM, found, self.is_served))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell the core that the bot is in a server."""
        await self._finish(self._bot.place_found(_place(guild.id)))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Tell the core that a server which was away is back."""
        await self.on_guild_join(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell the core that the bot was removed; a server that is away for a while is another event."""
        await self.removed_from(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Tell the core that a channel is gone; its threads follow."""
        await self._finish(self._bot.place_lost(_place(channel.guild.id, channel.id)))

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """Tell the core that a thread or a forum post is gone."""
        await self._finish(self._bot.place_lost(_place(thread.guild_id, thread.thread_id)))

    async def removed_from(self, guild: int) -> None:
        """Tell the core that the bot is no longer in a server."""
        await self._finish(self._bot.place_lost(_place(guild)))

    def how_to_show(self) -> str:
        """Return how an admin lets somebody else see the commands that Discord shows to admins alone."""
        names = withheld(self._bot.commands)
        return how_to_show(names, self.user.name if self.user else "") if names else ""

    def is_served(self, workspace: str) -> bool:
        """Tell whether this process would hear of a server: Discord deals them out by their ids."""
        count = self.shard_count or 1
        return workspace.isdecimal() and (int(workspace) >> 22) % count in self.shards_here

    async def settle(self) -> None:
        """Wait until what is under way is done, for as long as ``LAST_WORDS``, and end the rest."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=LAST_WORDS)
            for each in late:
                each.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _finish(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that the library asked for; it would drop it when the client is closed."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await task

    async def publish(self, memory: Path) -> bool:
        """Tell Discord the commands if they are not what they were, as noted in the file ``memory``.

        Return whether they were told.
        """
        wanted = payloads(self._bot.commands, self._bot.shortcuts, self._bot.localised)
        application = cast("int", self.application_id)  # known since the login
        note = f"{application} {Route.BASE} {digest(wanted)}"
        if _remembered(memory) == note:
            return False
        await self.http.bulk_upsert_global_commands(application, wanted)
        _remember(memory, note)
        return True


def _place(guild: int, channel: int | None = None) -> Place:
    return Place(PLATFORM, str(channel or ""), str(guild))


def _remembered(memory: Path) -> str:
    try:
        return memory.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _remember(memory: Path, note: str) -> None:
    with contextlib.suppress(OSError):  # the commands are told again next time, which does no harm
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(note, "utf-8")
