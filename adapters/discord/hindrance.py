"""Why Discord does not let a post into a channel, and what somebody there can do about it.

Asked of Discord, not of what the gateway told: any process may post anywhere, and knows the servers of
its own shards alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord.abc import GuildChannel

from adapters.discord.permissions import ATTACH, CONNECT, SEND, SEND_IN_THREADS, VIEW, Need, lacking
from bot.chat.language import _, ngettext
from bot.chat.misread import listed

REFUSALS = frozenset({50001, 50008, 50013, 50024, 160005})
"""Discord's codes for: no access, not a place for messages, no permission, not this kind of channel,
and a locked thread."""

NO_PLACE_FOR_MESSAGES = frozenset(
    {discord.ChannelType.forum, discord.ChannelType.media, discord.ChannelType.category}
)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands in the way of a post.

    ``remedy`` says what would help. Of a server that ``is_left``, and of a place that ``is_gone``,
    nothing can be expected any more. One that ``is_hidden`` could be any server's.
    """

    remedy: str = ""
    is_gone: bool = False
    is_left: bool = False
    is_hidden: bool = False


async def hindrance(client: discord.Client, guild_id: int, channel_id: int) -> Hindrance:
    """Find out what stands in the way of a post that was refused. Raises what the library raises."""
    found, where = await _looked_at(client, guild_id, channel_id)
    return found if found != Hindrance() else Hindrance(_unexplained(where))


async def foreseen(client: discord.Client, guild_id: int, channel_id: int) -> Hindrance:
    """Tell beforehand what would stand in the way of a post. Raises what the library raises."""
    return (await _looked_at(client, guild_id, channel_id))[0]


async def _looked_at(
    client: discord.Client, guild_id: int, channel_id: int
) -> tuple[Hindrance, str]:
    """Return what stands in the way, as far as that can be seen, and what the channel is called."""
    try:
        guild = await client.fetch_guild(guild_id, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        return Hindrance(is_gone=True, is_left=True), ""
    try:
        channel = await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return Hindrance(is_gone=True), ""
    except discord.Forbidden:
        return Hindrance(_out_of_sight(client, guild, channel_id), is_hidden=True), ""
    where = _named(channel.name, guild)
    if channel.type in NO_PLACE_FOR_MESSAGES:
        return Hindrance(_no_place(channel.type, where), is_gone=True), where
    if isinstance(channel, discord.Thread):
        return Hindrance(await _of_thread(client, guild, channel, where)), where
    missing = await _lacking(client, guild, channel, [*_needs(channel), ATTACH])
    return Hindrance(_grant(missing, where) if missing else ""), where


async def _of_thread(
    client: discord.Client, guild: discord.Guild, thread: discord.Thread, where: str
) -> str:
    if thread.locked:
        return _(
            "{where} is locked: let a moderator unlock it. What waits is posted within a few minutes "
            "after that.",
            where=where,
        )
    parent = await guild.fetch_channel(thread.parent_id)
    missing = await _lacking(client, guild, parent, [VIEW, SEND_IN_THREADS, ATTACH])
    return _grant(missing, where) if missing else ""


def _needs(channel: object) -> tuple[Need, ...]:
    """Return what it takes to write in a channel: the chat of a voice channel is for who may connect."""
    is_voice = isinstance(channel, discord.VoiceChannel | discord.StageChannel)
    return (VIEW, CONNECT, SEND) if is_voice else (VIEW, SEND)


async def _lacking(
    client: discord.Client, guild: discord.Guild, channel: object, needs: Sequence[Need]
) -> tuple[Need, ...]:
    if client.user is None or not isinstance(channel, GuildChannel):
        return ()
    me = await guild.fetch_member(client.user.id)
    return lacking(channel.permissions_for(me), needs)


def _unexplained(where: str) -> str:
    return _(
        "Discord does not let me post in {where}. Make sure that I may view it and send messages.",
        where=where,
    )


def _grant(missing: Sequence[Need], where: str) -> str:
    labels = [_("“{words}”", words=need.label) for need in missing]
    return ngettext(
        "Grant me {permissions} in {where}: open the settings of the channel, then Permissions, add me "
        "there and tick it. What waits is posted within a few minutes after that.",
        "Grant me {permissions} in {where}: open the settings of the channel, then Permissions, add me "
        "there and tick them. What waits is posted within a few minutes after that.",
        len(labels),
        permissions=listed(labels, "and"),
        where=where,
    )


def _no_place(kind: discord.ChannelType, where: str) -> str:
    if kind is discord.ChannelType.category:
        return _(
            "{where} is a category, which takes no messages of its own. Use the command in a text "
            "channel, or in one of the posts of a forum.",
            where=where,
        )
    return _(
        "{where} is a forum, which takes no messages of its own. Use the command in a text channel, or "
        "in one of the posts of a forum.",
        where=where,
    )


def _named(channel: str, guild: discord.Guild) -> str:
    return _("{channel} of {server}", channel=f"#{channel}", server=guild.name)


def _out_of_sight(client: discord.Client, guild: discord.Guild, channel_id: int) -> str:
    """Say what would help in a channel that may not be looked at.

    The gateway tells of all channels of a server, seen or not, and of private threads only to who is in.
    """
    known = client.get_channel(channel_id)
    if name := getattr(known, "name", ""):
        return _grant(_needs(known), _named(name, guild))
    url = f"https://discord.com/channels/{guild.id}/{channel_id}"
    told = client.get_guild(guild.id)
    if told and not told.unavailable:
        return _(
            "I am not in {thread}, a private thread of {server}. Mention me there: that adds me. What "
            "waits is posted within a few minutes after that.",
            thread=url,
            server=guild.name,
        )
    where = _("{channel}, a channel of {server}", channel=url, server=guild.name)
    return _grant(_needs(known), where)
