"""The composition root: the only place that wires the rooms together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points

from bot.chat.platform import Platform
from bot.commands.desk import Desk
from bot.errors import OtherContestsRun, PlatformLibraryMissing
from bot.pack.model import Pack
from bot.pictures import DRAWN
from bot.ports import Clock
from bot.runtime.backstage import Backstage
from bot.runtime.clock import SteadyClock
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.outbox import CLAIM_SECONDS
from bot.runtime.receipts import Receipts
from bot.runtime.simulated_clock import SimulatedClock
from bot.runtime.simulation import Kept, Script, Simulation
from bot.runtime.study import index_of, judge_of
from bot.store import Store, open_store
from bot.store.store import PATIENCE

PLATFORMS = "dispatch_bot.platforms"
"""The entry point group in which adapters are found."""

FAR_AHEAD = datetime(9_000, 1, 1, tzinfo=UTC)
"""Whatever runs is due by then."""


@asynccontextmanager
async def open_bot(
    pack: Pack,
    database_url: str,
    clock: Clock | None = None,
    *,
    patience: float = PATIENCE,
    claim_seconds: float = CLAIM_SECONDS,
) -> AsyncIterator[Dispatcher]:
    """Open the store and hand out the bot on it. Raises what ``open_store`` raises.

    ``patience`` is that of the store; ``claim_seconds`` is how long a post that a process has begun
    is left to it, the same in every process on one store.
    """
    clock = clock or SteadyClock()
    async with open_store(database_url, patience=patience) as store:
        backstage = Backstage(pack, store.contests, store.outbox, clock, DRAWN, claim_seconds)
        async with store.bell.ringing(backstage.wake), backstage.running():
            yield Dispatcher(_desk(pack, store, clock, backstage), backstage)


@asynccontextmanager
async def open_simulation(
    pack: Pack, database_url: str, script: Script
) -> AsyncIterator[Simulation]:
    """Open the store and hand out a contest on it that plays itself, begun before or not.

    Its time is made up, and would be wrong for others: raises ``OtherContestsRun`` where there are any,
    besides what ``open_store`` raises.
    """
    async with open_store(database_url) as store:
        if set(await store.contests.due(FAR_AHEAD, 2)) - {script.contest}:
            raise OtherContestsRun(store.location)
        log = await store.contests.log(script.contest)
        clock = SimulatedClock(max((event.at for event in log), default=SteadyClock().now()))
        backstage = Backstage(pack, store.contests, store.outbox, clock, DRAWN)
        async with backstage.running():
            desk = _desk(pack, store, clock, backstage)
            receipts = Receipts.of(script.folder, store.location, script.contest)
            kept = Kept(store.location, store.contests, store.results, receipts)
            yield Simulation(desk, backstage, clock, kept, script)


def _desk(pack: Pack, store: Store, clock: Clock, backstage: Backstage) -> Desk:
    return Desk(
        pack=pack,
        index=index_of(pack),
        judge=judge_of(pack),
        people=store.people,
        practices=store.practices,
        scores=store.scores,
        placings=store.placings,
        results=store.results,
        seasons=store.seasons,
        clock=clock,
        arena=backstage.arena,
    )


def platforms() -> dict[str, EntryPoint]:
    """Return the platforms that are installed, by name, none of them loaded yet."""
    return {point.name: point for point in entry_points(group=PLATFORMS)}


def platform(name: str) -> Platform:
    """Load a platform. Raises ``KeyError`` for one that is unknown, ``PlatformLibraryMissing``."""
    try:
        made: Platform = platforms()[name].load()()
    except ModuleNotFoundError as error:
        raise PlatformLibraryMissing(name) from error
    return made
