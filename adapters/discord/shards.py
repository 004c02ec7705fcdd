"""Which part of Discord a process serves, and the client that does.

Discord deals servers out to shards by their ids. A process serves one shard or several; several
processes share the work, each with shards of its own.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord
from discord.gateway import DiscordWebSocket

from adapters.discord.client import StudyClient
from bot.chat.platform import Bot

MAX_SHARDS = 10_000
"""Shards that may be named, at most: one serves over a thousand servers."""

IDENTIFY_SECONDS = 5.0
"""Discord lets a bot begin so many sessions at once in this time, and no more."""


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one process, ``served`` of the ``count`` that there are."""

    served: range
    count: int

    @property
    def hears_direct_messages(self) -> bool:
        """Whether the first shard is among them: it has what belongs to no server."""
        return 0 in self.served


ALONE = Shards(range(1), 1)
"""All there is, for a bot in less than a few thousand servers."""


class OutOfStarts(Exception):
    """Discord lets the bot begin no more sessions for ``seconds``; it resets the token of one that tries."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def asked_for(arguments: Sequence[str]) -> Shards | None:
    """Read the shards off the command line, ``None`` where it names none.

    Raises ``SystemExit`` for what cannot be read, after saying so.
    """
    parser = argparse.ArgumentParser("dispatch-bot run discord")
    parser.add_argument(
        "--shards",
        metavar="A-B",
        type=_range,
        help="the shards that this process serves, from 0; needs --shard-count",
    )
    parser.add_argument(
        "--shard-count", metavar="N", type=_count, help="how many shards there are in all processes"
    )
    given = parser.parse_args(arguments)
    if given.shard_count is None:
        if given.shards is not None:
            parser.error("--shards needs --shard-count, the same for all processes")
        return None
    served = range(given.shard_count) if given.shards is None else given.shards
    if served.stop > given.shard_count:
        parser.error(f"of {given.shard_count} shards the last is {given.shard_count - 1}")
    return Shards(served, given.shard_count)


@asynccontextmanager
async def logged_in(bot: Bot, token: str, asked: Shards | None) -> AsyncIterator[StudyClient]:
    """Yield a client that has logged in, for the shards asked for or all that Discord recommends.

    For one shard it is a plain client: that resumes its session after every outage, where the library's
    client for several begins a new one. Which it is must be known before it logs in; so a bot that has
    grown out of one shard, and was not told how many, logs in twice. Raises ``OutOfStarts``, and what
    ``login`` raises.
    """
    async with client_for(bot, asked or ALONE) as client:
        await client.login(token)
        recommended, _, limits = await client.http.get_bot_gateway()
        shards = asked or Shards(range(recommended), recommended)
        if limits["remaining"] < len(shards.served):
            raise OutOfStarts(limits["reset_after"] / 1000)
        if asked or shards == ALONE:
            client.starts_at_once = limits["max_concurrency"]
            yield client
            return
    async with client_for(bot, shards) as client:
        await client.login(token)
        client.starts_at_once = limits["max_concurrency"]
        yield client


def client_for(bot: Bot, shards: Shards) -> StudyClient:
    """Return a client for shards; it has not logged in."""
    if len(shards.served) == 1:
        return StudyClient(bot, shard_id=shards.served.start, shard_count=shards.count)
    return ManyShards(bot, shards)


class ManyShards(StudyClient, discord.AutoShardedClient):
    """A client for several shards.

    It is told how many there are: a client that has to ask goes where the answer says, whatever
    ``DISCORD_GATEWAY_URL`` is.
    """

    def __init__(self, bot: Bot, shards: Shards) -> None:
        super().__init__(bot, shard_ids=list(shards.served), shard_count=shards.count)
        self._begun: set[int] = set()

    @property
    def is_connected(self) -> bool:
        """Whether the gateway is there for each shard."""
        return self.is_ready() and not any(each.is_closed() for each in self.shards.values())

    @property
    def sockets(self) -> Sequence[DiscordWebSocket]:
        """The connections to the gateway."""
        return [each._parent.ws for each in self.shards.values()]

    @property
    def shards_here(self) -> Collection[int]:
        """The numbers of the shards that this process serves."""
        return self.shard_ids or ()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for as long as Discord wants between sessions."""
        is_first_time = shard_id is not None and shard_id not in self._begun
        has_room = is_first_time and len(self._begun) % max(self.starts_at_once, 1) != 0
        if shard_id is not None:
            self._begun.add(shard_id)
        if not (initial or has_room):
            await asyncio.sleep(IDENTIFY_SECONDS)


def _range(text: str) -> range:
    """Read ``4-7``, or ``4`` alone."""
    first, _, last = text.partition("-")
    numbers = (first, last or first)
    if not all(each.isascii() and each.isdecimal() and len(each) < 6 for each in numbers):
        raise argparse.ArgumentTypeError("two numbers are needed, such as 0-3")
    begin, end = map(int, numbers)
    if begin > end:
        raise argparse.ArgumentTypeError("the first comes after the last")
    return range(begin, end + 1)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6):
        raise argparse.ArgumentTypeError("a number is needed")
    if not 0 < int(text) <= MAX_SHARDS:
        raise argparse.ArgumentTypeError(f"it is from 1 to {MAX_SHARDS:,}")
    return int(text)
