"""The composition root: the only place that wires the rooms together."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

from bot.chat.platform import Health, HttpServer, Platform
from bot.commands.desk import Desk
from bot.errors import OtherContestsRun, PlatformLibraryMissing
from bot.pack.model import Pack
from bot.pictures import DRAWN
from bot.place_ports import Outlook, Settings
from bot.ports import Clock
from bot.runtime.absences import Absences
from bot.runtime.backstage import Backstage
from bot.runtime.clock import SteadyClock, SystemClock
from bot.runtime.departures import Departures
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.due import DailyPosts
from bot.runtime.languages import to_person
from bot.runtime.limits import Limits
from bot.runtime.listening import DEFAULT, Address, listening_on
from bot.runtime.offer import StandardOffer
from bot.runtime.outbox import CLAIM_SECONDS
from bot.runtime.receipts import Receipts
from bot.runtime.remembered import RememberedSettings
from bot.runtime.simulated_clock import SimulatedClock
from bot.runtime.simulation import Kept, Script, Simulation
from bot.runtime.stopping import beside
from bot.runtime.study import index_of, judge_of
from bot.runtime.troubles import Troubles
from bot.store import Store, open_store
from bot.store.store import PATIENCE

PLATFORMS = "dispatch_bot.platforms"
"""The entry point group in which adapters are found."""

HTTP = "dispatch_bot.http"
"""The entry point group in which the HTTP server is found."""

FAR_AHEAD = datetime(9_000, 1, 1, tzinfo=UTC)
"""Whatever runs is due by then."""

_log = logging.getLogger(__name__)


class Clocks(NamedTuple):
    """The clock of contests, which cannot jump, and that of the calendar, which follows the system's."""

    steady: Clock
    wall: Clock


@asynccontextmanager
async def open_bot(  # noqa: PLR0913 - whoever opens it says what differs
    pack: Pack,
    database_url: str,
    clock: Clock | None = None,
    *,
    wall_clock: Clock | None = None,
    patience: float = PATIENCE,
    claim_seconds: float = CLAIM_SECONDS,
    limits: Limits | None = None,
    keys: str = "",
) -> AsyncIterator[Dispatcher]:
    """Open the store and hand out the bot on it. Raises what ``open_store`` raises.

    The calendar goes by ``wall_clock``, else by ``clock``, else by the system's. ``patience`` is that of
    the store; ``claim_seconds`` is how long a post that a process has begun is left to it, the same in
    every process on one store. ``limits`` are on how much people ask. With ``keys`` is sealed what
    platforms keep for themselves.
    """
    wall_clock = wall_clock or clock or SystemClock()
    clock = clock or SteadyClock()
    async with open_store(database_url, patience=patience) as store:
        settings = RememberedSettings(store.settings, clock)
        backstage = Backstage(
            pack, store.contests, store.outbox, clock, DRAWN, claim_seconds, settings=settings
        )
        backstage.add(_daily_posts(pack, store, settings, wall_clock))
        departures = Departures(store.workspaces, clock)
        troubles = Troubles(store.troubles, backstage.arena, store.dailies, clock)
        desk = _desk(pack, store, settings, Clocks(clock, wall_clock), backstage, troubles)
        absences = Absences(desk)
        async with (
            store.bell.ringing(backstage.wake),
            backstage.running(),
            departures.running(),
            troubles.running(),
            absences.running(),
        ):
            vaults = partial(store.vault, keys=keys, now=clock.now)
            dispatcher = partial(Dispatcher, settings=settings, absences=absences)
            yield dispatcher(desk, backstage, departures, limits, troubles, vaults)


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
            troubles = Troubles(store.troubles, backstage.arena, store.dailies, clock)
            desk = _desk(pack, store, store.settings, Clocks(clock, clock), backstage, troubles)
            receipts = Receipts.of(script.folder, store.location, script.contest)
            kept = Kept(store.location, store.contests, store.results, receipts)
            yield Simulation(desk, backstage, clock, kept, script)


def _daily_posts(pack: Pack, store: Store, settings: Settings, clock: Clock) -> DailyPosts:
    return DailyPosts(pack, store.dailies, store.daily_answers, settings, store.daily_outbox, clock)


def _desk(
    pack: Pack,
    store: Store,
    settings: Settings,
    clocks: Clocks,
    backstage: Backstage,
    outlook: Outlook,
) -> Desk:
    return Desk(
        pack=pack,
        index=index_of(pack),
        judge=judge_of(pack),
        people=store.people,
        practices=store.practices,
        cards=store.cards,
        scores=store.scores,
        placings=store.placings,
        results=store.results,
        seasons=store.seasons,
        dailies=store.dailies,
        daily_answers=store.daily_answers,
        saved=store.saved,
        settings=settings,
        personal_data=store.personal_data,
        clock=clocks.steady,
        wall_clock=clocks.wall,
        arena=backstage.arena,
        archive=store.archive,
        outlook=outlook,
        language=to_person,
    )


def offer(pack: Pack) -> StandardOffer:
    """Return what a bot on this pack offers, without a store."""
    return StandardOffer(pack, SteadyClock())


def platforms() -> dict[str, EntryPoint]:
    """Return the platforms that are installed, by name, none of them loaded yet."""
    return {point.name: point for point in entry_points(group=PLATFORMS)}


@asynccontextmanager
async def http_served(
    health: Health, address: Address | None, mounts: Mapping[str, Any]
) -> AsyncIterator[None]:
    """Answer over HTTP while the block runs, where an address is given or there are ``mounts``.

    Those are apps of ASGI by where they begin. Raises ``CannotListen``, and ``PlatformLibraryMissing``
    where the server's library is not there.
    """
    if address is None and not mounts:
        yield
        return
    address = address or DEFAULT
    with listening_on(address) as listening:
        async with beside(_http_server().serve(health, listening, mounts)):
            _log.info("listening", extra={"address": str(address)})
            yield


def _http_server() -> HttpServer:
    (point,) = entry_points(group=HTTP)
    try:
        made: HttpServer = point.load()()
    except ModuleNotFoundError as error:
        raise PlatformLibraryMissing(point.name) from error
    return made


def platform(name: str) -> Platform:
    """Load a platform. Raises ``KeyError`` for one that is unknown, ``PlatformLibraryMissing``."""
    try:
        made: Platform = platforms()[name].load()()
    except ModuleNotFoundError as error:
        raise PlatformLibraryMissing(name) from error
    return made
