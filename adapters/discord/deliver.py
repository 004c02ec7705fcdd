"""What the bot says on its own, sent to Discord's channels.

A post of several messages has their ids joined by commas, and their nonces told apart by a letter.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from string import ascii_letters

import aiohttp
import discord

from adapters.discord.beside import set_beside
from adapters.discord.client import StudyClient
from adapters.discord.hindrance import REFUSALS, foreseen, hindrance
from adapters.discord.incoming import PLATFORM
from adapters.discord.layout import Display, Message
from adapters.discord.markdown import escaped
from adapters.discord.render import draw, render
from bot.chat.platform import Abilities, DeliveryFailed, Post
from bot.chat.reply import Reply
from bot.chat.request import Place

ABILITIES = Abilities(whole_rounds=True)
"""Forms and buttons stay as they are for whoever uses them while their message is edited."""

MAX_NONCE = 25

GONE = frozenset({10003, 10004})
"""Discord's codes for a channel and for a server that it does not know."""

ARCHIVED = 50083
"""Discord's code for a thread that was put away, by somebody or for having been quiet."""

NO_MEMBER = 10007
"""Discord's code for a person who is not in a server."""

NOBODY = discord.AllowedMentions.none()

_ROLE = re.compile(r"<@&(\d{1,20})>")

FORBIDDEN_WAIT = 60.0
"""Seconds until a channel is tried again that lacks a permission: somebody has to grant it first."""

TROUBLE_WAIT = 5.0
"""Seconds until Discord is tried again after it, or the way to it, failed."""


_log = logging.getLogger(__name__)


class Courier:
    """Takes posts for Discord: for any server, whichever shards this process has."""

    name = PLATFORM

    def __init__(self, client: StudyClient) -> None:
        self._client = client

    async def post(self, post: Post) -> str:
        """Post or edit; return the ids of the messages. Raises ``DeliveryFailed``."""
        channel = self._channel(post)
        with _failures():
            try:
                sent = await self._posted(channel, post)
            except discord.HTTPException as error:
                if error.code not in REFUSALS or channel.guild_id is None:
                    raise
                raise await self._hindered(channel.guild_id, channel.id, error) from None
        if not post.message:
            await self._set_beside(channel, post, sent.partition(",")[0])
        return sent

    async def whisper(self, place: Place, user: str, reply: Reply) -> None:  # noqa: ARG002 - one token serves all
        """Send direct messages to a person. Raises ``DeliveryFailed``."""
        with _failures():
            channel = await self._client.create_dm(discord.Object(int(user)))
            for message in render(reply):
                drawn = draw(message)
                await channel.send(view=drawn.view, files=drawn.files)

    async def has_left(self, place: Place, user: str) -> bool:
        """Return whether somebody is no longer in a server; the gateway would need an intent to say so.

        Raises ``DeliveryFailed``.
        """
        if not (place.workspace.isdecimal() and user.isdecimal()):
            return False
        with _failures():
            try:
                await self._client.http.get_member(int(place.workspace), int(user))
            except discord.NotFound as error:
                if error.code != NO_MEMBER:
                    raise
                return True
        return False

    def how_to_show(self) -> str:
        """Return how an admin lets somebody else see the commands that Discord shows to admins alone."""
        return self._client.how_to_show()

    async def hindrance(self, place: Place) -> str:
        """Return what would keep posts out of a place. Raises ``DeliveryFailed``, also for a strange one."""
        if not (place.channel.isdecimal() and place.workspace.isdecimal()):
            raise DeliveryFailed("not a channel of a server")
        with _failures():
            try:
                found = await foreseen(self._client, int(place.workspace), int(place.channel))
            except discord.InvalidData:
                raise DeliveryFailed("not a channel of this server", place_is_gone=True) from None
        if found.is_hidden or (found.is_gone and not found.remedy):
            raise DeliveryFailed("no channel that can be seen", remedy=found.remedy)
        return found.remedy

    async def _posted(self, channel: discord.PartialMessageable, post: Post) -> str:
        """Post or edit, also in a thread that was put away: it takes new messages, but no changes."""
        try:
            return await _posted(channel, post)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        await self._client.http.edit_channel(channel.id, archived=False)
        return await _posted(channel, post)

    async def _set_beside(
        self, channel: discord.PartialMessageable, post: Post, message: str
    ) -> None:
        if not (said := await set_beside(self._client, post, message)):
            return
        note = Message((Display(f"-# {escaped(said)}"),))
        try:
            await _send(channel, note, _nonce(post.nonce, len(ascii_letters)), NOBODY)
        except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
            _log.warning("note not sent", extra={"why": type(error).__name__})

    async def _hindered(
        self, guild: int, channel: int, error: discord.HTTPException
    ) -> DeliveryFailed:
        found = await hindrance(self._client, guild, channel)
        if found.is_left:
            await self._client.removed_from(guild)
        return DeliveryFailed(
            _reason(error),
            after=FORBIDDEN_WAIT,
            place_is_gone=found.is_gone,
            remedy=found.remedy,
        )

    def _channel(self, post: Post) -> discord.PartialMessageable:
        place = post.place
        if not place.channel.isdecimal():
            raise DeliveryFailed("not a channel of Discord", place_is_gone=True)
        guild = int(place.workspace) if place.workspace.isdecimal() else None
        return self._client.get_partial_messageable(int(place.channel), guild_id=guild)


async def _posted(channel: discord.PartialMessageable, post: Post) -> str:
    sent: list[str] = []
    known = post.message.split(",") if post.message else []
    role = None if known else _ROLE.fullmatch(post.notify.strip())
    shown = render(post.reply, role[0] if role else "")
    called = _calling(int(role[1])) if role else NOBODY
    for number, (message, id_) in enumerate(zip_longest(shown, known)):
        if message is None:
            await _delete(channel, id_)
        elif id_:
            sent.append(await _edit(channel, message, id_))
        else:
            sent.append(await _send(channel, message, _nonce(post.nonce, number), called))
    return ",".join(sent)


async def _send(
    channel: discord.PartialMessageable,
    message: Message,
    nonce: str,
    called: discord.AllowedMentions,
) -> str:
    drawn = draw(message)
    sent = await channel.send(
        view=drawn.view, files=drawn.files, nonce=nonce, allowed_mentions=called
    )
    return str(sent.id)


def _calling(role: int) -> discord.AllowedMentions:
    """Let a message notify a role, the one that an admin chose, and nobody else."""
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role)], replied_user=False
    )


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
    reason = _reason(error)
    if error.code in GONE:
        return DeliveryFailed(reason, place_is_gone=True)
    if error.status == 429:
        return DeliveryFailed(reason, after=_retry_after(error))
    return DeliveryFailed(reason, after=FORBIDDEN_WAIT if error.status == 403 else TROUBLE_WAIT)


def _reason(error: discord.HTTPException) -> str:
    return f"status {error.status}, code {error.code}"


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return max(float(error.response.headers.get("Retry-After", "")), TROUBLE_WAIT)
    except ValueError:
        return FORBIDDEN_WAIT
