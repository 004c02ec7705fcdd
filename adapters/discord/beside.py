"""What comes beside a post: a thread to talk in, and an entry among the server's events.

Neither is worth losing a post for: where the bot may not, or Discord is in trouble, the post stands alone.
"""

import asyncio
import contextlib
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from adapters.discord.permissions import EVENTS
from bot.chat.language import _
from bot.chat.platform import Gathering, Post
from bot.chat.visible import clipped

if TYPE_CHECKING:
    from discord.types.scheduled_event import GuildScheduledEvent

MAX_TITLE = 100
MAX_ABOUT = 1_000
MAX_LOCATION = 100
THREAD_MINUTES: Final = 1_440
"""Minutes of silence after which a thread is put away."""

PATIENCE = 5.0
"""Seconds that Discord has for each of them: the post is made, and others wait."""

MISSING_PERMISSIONS = 50013

_TELLING = ("creator_id", "name", "description", "entity_metadata", "scheduled_start_time")
"""What is the same in two events of one post."""

_ELSEWHERE = 3
_MEMBERS_ONLY = 2

_log = logging.getLogger(__name__)


async def set_beside(client: discord.Client, post: Post, message: str) -> str:
    """Open what comes beside a new message; return what is to be said of it, if anything."""
    if post.thread:
        await _open_thread(client, post, message)
    if post.gathering and post.place.workspace and not post.is_again:
        return await _announce(client, post, post.gathering)
    return ""


async def _open_thread(client: discord.Client, post: Post, message: str) -> None:
    name = clipped(post.thread, MAX_TITLE) or "…"
    try:
        async with asyncio.timeout(PATIENCE):
            await client.http.start_thread_with_message(
                int(post.place.channel),
                int(message),
                name=name,
                auto_archive_duration=THREAD_MINUTES,
            )
    except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
        _log.warning("thread not opened", extra={"why": type(error).__name__})


async def _announce(client: discord.Client, post: Post, gathering: Gathering) -> str:
    guild = int(post.place.workspace)
    try:
        async with asyncio.timeout(PATIENCE):
            made = await client.http.create_guild_scheduled_event(
                guild,
                name=clipped(gathering.title, MAX_TITLE) or "…",
                description=clipped(gathering.about, MAX_ABOUT),
                entity_type=_ELSEWHERE,
                entity_metadata={"location": clipped(f"<#{post.place.channel}>", MAX_LOCATION)},
                privacy_level=_MEMBERS_ONLY,
                scheduled_start_time=_stamp(gathering.starts),
                scheduled_end_time=_stamp(gathering.ends),
            )
            with contextlib.suppress(discord.HTTPException):  # the event is there all the same
                await _remove_doubles(client, guild, made)
    except discord.HTTPException as error:
        _log.warning("event not created", extra={"status": error.status, "code": error.code})
        return _no_event() if error.code == MISSING_PERMISSIONS else ""
    except (aiohttp.ClientError, OSError, discord.RateLimited) as error:
        _log.warning("event not created", extra={"why": type(error).__name__})
    return ""


async def _remove_doubles(client: discord.Client, guild: int, made: "GuildScheduledEvent") -> None:
    """Remove what a first try made that seemed to fail: the library tries again after a server error."""
    for event in await client.http.get_scheduled_events(guild, with_user_count=False):
        if event["id"] != made["id"] and all(event.get(key) == made.get(key) for key in _TELLING):
            await client.http.delete_scheduled_event(guild, event["id"])


def _no_event() -> str:
    return _(
        "This contest is not among the server's events: I may not create any here. An admin can allow "
        "it with the permission “{permission}”.",
        permission=EVENTS.label,
    )


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
