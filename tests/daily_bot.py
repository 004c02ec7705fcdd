"""A bot with daily posts on a clock that tests set, and a platform that remembers what was posted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.chat.plain import plain
from bot.chat.platform import DeliveryFailed, Post
from bot.pack.model import Pack
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import content_folder, load
from tests.builders import an_actor
from tests.clock import ManualClock
from tests.talk import Talk

PACK = load(content_folder() / "gettysburg")
MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six o'clock in Berlin."""

EIGHT = {"time": "08:00", "zone": "Europe/Berlin"}
HOUR, DAY = 3_600.0, 86_400.0


@dataclass
class Wall:
    """A platform that takes posts, and knows those that it has seen by their nonces."""

    name: str = "tiny"
    posts: list[Post] = field(default_factory=list)
    nonces: dict[str, str] = field(default_factory=dict)
    error: DeliveryFailed | None = None
    fails_after_posting: bool = False
    repeated: int = 0

    async def post(self, post: Post) -> str:
        if self.error:
            raise self.error
        if post.message:
            return post.message
        if post.nonce in self.nonces:
            self.repeated += 1
            return self.nonces[post.nonce]
        self.posts.append(post)
        self.nonces[post.nonce] = f"m{len(self.posts)}"
        if self.fails_after_posting:
            self.fails_after_posting = False
            raise DeliveryFailed("bad gateway")
        return self.nonces[post.nonce]

    @property
    def texts(self) -> list[str]:
        """What was posted, as plain text."""
        return [plain(post.reply) for post in self.posts]


@dataclass
class House:
    """A bot, an admin who talks to it, and the wall on which it posts."""

    bot: Dispatcher
    clock: ManualClock
    wall: Wall
    admin: Talk

    async def pass_time(self, seconds: float) -> list[str]:
        """Let time pass and what is due happen; return the new posts."""
        before = len(self.wall.posts)
        await self.clock.advance(seconds)
        await self.bot.settle(self.wall)
        return self.wall.texts[before:]

    async def say(self, command: str, /, **options: str | int | bool) -> str:
        """Have the admin give a command, and what comes of it happen."""
        said = await self.admin.say(command, **options)
        await self.bot.settle(self.wall)
        return said

    def somebody(self, name: str) -> Talk:
        """Somebody else in the same place, looking at the newest post."""
        talk = Talk(self.bot, an_actor(name, platform="tiny"))
        if self.wall.posts:
            talk.reply = self.wall.posts[-1].reply
        return talk


@asynccontextmanager
async def daily_house(
    url: str, clock: ManualClock | None = None, wall: Wall | None = None, pack: Pack = PACK
) -> AsyncIterator[House]:
    """Open a bot on a store; it begins on a Monday at six in the morning, in Berlin."""
    clock = clock or ManualClock(MONDAY)
    async with open_bot(pack, url, clock) as bot:
        admin = Talk(bot, an_actor("ada", platform="tiny", is_admin=True))
        yield House(bot, clock, wall or Wall(), admin)
