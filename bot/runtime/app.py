"""The composition root: the only place that wires the rooms together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import EntryPoint, entry_points

from bot.chat.platform import Platform
from bot.commands.desk import Desk
from bot.pack.model import Pack
from bot.ports import Clock
from bot.runtime.backstage import Backstage
from bot.runtime.clock import SteadyClock
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.study import index_of, judge_of
from bot.store import open_store

PLATFORMS = "dispatch_bot.platforms"
"""The entry point group in which adapters are found."""


@asynccontextmanager
async def open_bot(
    pack: Pack, database_url: str, clock: Clock | None = None
) -> AsyncIterator[Dispatcher]:
    """Open the store and hand out the bot on it. Raises what ``open_store`` raises."""
    clock = clock or SteadyClock()
    async with open_store(database_url) as store:
        backstage = Backstage(pack, store.contests, store.outbox, clock)
        desk = Desk(
            pack=pack,
            index=index_of(pack),
            judge=judge_of(pack),
            practices=store.practices,
            scores=store.scores,
            clock=clock,
            arena=backstage.arena,
        )
        async with backstage.running():
            yield Dispatcher(desk, backstage)


def platforms() -> dict[str, EntryPoint]:
    """Return the platforms that are installed, by name, none of them loaded yet."""
    return {point.name: point for point in entry_points(group=PLATFORMS)}


def platform(name: str) -> Platform:
    """Load a platform. Raises ``KeyError`` for one that is not installed."""
    made: Platform = platforms()[name].load()()
    return made
