"""What goes on without anybody asking, when the bot is stopped in the middle of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat.platform import Post
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.talk import Talk


@dataclass
class Slow:
    """A platform that takes its time."""

    name: str = "tiny"
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    posted: int = 0

    async def post(self, post: Post) -> str:
        self.begun.set()
        await self.may_end.wait()
        self.posted += 1
        return "1"


async def test_a_post_under_way_is_finished_before_the_bot_stops(tmp_path: Path) -> None:
    """So that it is noted, and the next process need not find out whether it got through."""
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        await Talk(bot).say("contest start", count=3)
        taker = Slow()
        delivering = asyncio.create_task(bot.deliver(taker))
        await asyncio.wait_for(taker.begun.wait(), 5)
        delivering.cancel()
        asyncio.get_running_loop().call_later(0.05, taker.may_end.set)
        with suppress(asyncio.CancelledError):
            await delivering
        assert taker.posted == 1
