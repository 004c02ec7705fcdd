"""What the bot says on its own, sent to Discord's channels.

A post of several messages has their ids joined by commas, and their nonces told apart by a letter.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from string import ascii_letters

import aiohttp
import discord

from adapters.discord.incoming import PLATFORM
from adapters.discord.layout import Message
from adapters.discord.render import draw, render
from bot.chat.platform import DeliveryFailed, Post

MAX_NONCE = 25

GONE = frozenset({10003, 10004})
"""Discord's codes for a channel and for a server that it does not know."""

FORBIDDEN_WAIT = 60.0
"""Seconds until a channel is tried again that lacks a permission: somebody has to grant it first."""

TROUBLE_WAIT = 5.0
"""Seconds until Discord is tried again after it, or the way to it, failed."""


class Courier:
    """Takes posts for Discord."""

    name = PLATFORM

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, post: Post) -> str:
        """Post or edit; return the ids of the messages. Raises ``DeliveryFailed``."""
        channel = self._channel(post)
        sent: list[str] = []
        known = post.message.split(",") if post.message else []
        with _failures():
            for number, (message, id_) in enumerate(zip_longest(render(post.reply), known)):
                if message is None:
                    await _delete(channel, id_)
                elif id_:
                    sent.append(await _edit(channel, message, id_))
                else:
                    sent.append(await _send(channel, message, _nonce(post.nonce, number)))
        return ",".join(sent)

    def _channel(self, post: Post) -> discord.PartialMessageable:
        place = post.place
        if not place.channel.isdecimal():
            raise DeliveryFailed("not a channel of Discord", place_is_gone=True)
        guild = int(place.workspace) if place.workspace.isdecimal() else None
        return self._client.get_partial_messageable(int(place.channel), guild_id=guild)


async def _send(channel: discord.PartialMessageable, message: Message, nonce: str) -> str:
    drawn = draw(message)
    sent = await channel.send(view=drawn.view, files=drawn.files, nonce=nonce)
    return str(sent.id)


async def _edit(channel: discord.PartialMessageable, message: Message, id_: str) -> str:
    """Edit a message; one that somebody deleted stays deleted."""
    drawn = draw(message)
    try:
        await channel.get_partial_message(int(id_)).edit(view=drawn.view, attachments=drawn.files)
    except discord.NotFound as error:
        if error.code in GONE:
            raise
    return id_


async def _delete(channel: discord.PartialMessageable, id_: str) -> None:
    try:
        await channel.get_partial_message(int(id_)).delete()
    except discord.NotFound as error:
        if error.code in GONE:
            raise


def _nonce(nonce: str, number: int) -> str:
    return nonce if number == 0 else f"{nonce[: MAX_NONCE - 1]}{ascii_letters[number - 1]}"


@contextmanager
def _failures() -> Iterator[None]:
    """Say what went wrong in the core's terms.

    A place without a permission is not gone: the core gives it up when it stays so for hours.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise DeliveryFailed("rate limited", after=error.retry_after) from None
    except discord.HTTPException as error:
        raise _refused(error) from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DeliveryFailed(type(error).__name__, after=TROUBLE_WAIT) from None


def _refused(error: discord.HTTPException) -> DeliveryFailed:
    reason = f"status {error.status}, code {error.code}"
    if error.code in GONE:
        return DeliveryFailed(reason, place_is_gone=True)
    if error.status == 429:
        return DeliveryFailed(reason, after=_retry_after(error))
    return DeliveryFailed(reason, after=FORBIDDEN_WAIT if error.status == 403 else TROUBLE_WAIT)


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return max(float(error.response.headers.get("Retry-After", "")), TROUBLE_WAIT)
    except ValueError:
        return FORBIDDEN_WAIT
