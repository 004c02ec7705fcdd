"""Contests and the log of their events: the queries behind ``bot.ports.Contests``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain

import msgspec
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Change, Kept
from bot.quiz.contest.events import Event, Forgotten
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import State
from bot.store.codec import read_events, read_state
from bot.store.engine import Database
from bot.store.keeping import Draft, Keeper
from bot.store.restorations import Restorations
from bot.store.schema import contest_events, contest_places, contest_snapshots, contests
from bot.store.wake import Bell

REMEMBERED = 50
"""Contests whose state is remembered, so that finding them again reads only what is new."""


class StoredContests:
    """Keeps contests in a database; see ``bot.ports.Contests`` for what each method promises.

    The ``bell`` rings with each commit, since somebody may wait for what is due or to be told.
    """

    def __init__(self, database: Database, keeper: Keeper, bell: Bell) -> None:
        self._database = database
        self._keeper = keeper
        self._bell = bell
        self._seen: dict[str, Kept] = {}
        self._restorations = Restorations()

    async def find(self, contest: str) -> Kept | None:
        """Return a contest by id, over or not."""
        if not contest.isprintable():
            # Out of a control that was tampered with; PostgreSQL could not even be asked for it.
            return None
        async with self._database.reading() as connection:
            if await self._restorations.are_new(connection):
                self._seen.clear()
            seen = self._seen.get(contest) or await _snapshot(connection, contest)
            new = await _events(connection, contest, after=seen.version)
            if seen.version and any(isinstance(event, Forgotten) for event in new):
                # The log was written anew since, and what we knew is of the one before.
                seen, new = _UNOPENED, await _events(connection, contest, after=0)
        kept = Kept(steps(seen.state, new)[0], seen.version + len(new)) if new else seen
        if not kept.version:
            return None
        self._remember(contest, kept)
        return kept

    async def running_in(self, place: str) -> str | None:
        """Return the id of the contest that runs in a place, if one does."""
        async with self._database.reading() as connection:
            found: str | None = await connection.scalar(_RUNNING_IN, {"place": place})
            return found

    async def places_taken(self, limit: int) -> tuple[str, ...]:
        """Return the places in which contests run, at most ``limit`` of them."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(_PLACES_TAKEN, {"limit": max(limit, 0)}))

    async def keep(self, changes: Sequence[Change]) -> frozenset[str]:
        """Keep changes of different contests in one transaction, with the facts they tell.

        Returns the ids of the contests that are no longer at ``before``, or whose place is taken by
        another. Raises ``StorageBusy``, and ``ValueError`` for two changes of one contest.
        """
        drafts = {change.state.contest: Draft.of(change) for change in changes}
        if len(drafts) != len(changes):
            raise ValueError("two changes of one contest")
        kept = await self._database.transact(partial(self._keep, drafts))
        for contest in kept:
            self._remember(contest, Kept(drafts[contest].state, drafts[contest].after))
        self._bell.ring()
        return frozenset(drafts.keys() - kept)

    async def due(self, by: datetime, limit: int) -> tuple[str, ...]:
        """Return the contests in which something happens by itself by then, longest overdue first."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(_DUE, {"by": by, "limit": max(limit, 0)}))

    async def next_due(self) -> datetime | None:
        """Return when something happens by itself next, in any contest."""
        async with self._database.reading() as connection:
            moment: datetime | None = await connection.scalar(_NEXT_DUE)
            return moment

    async def log(self, contest: str, after: int = 0) -> tuple[Event, ...]:
        """Return the events of a contest in order, without the first ``after`` of them."""
        if not contest.isprintable():
            return ()
        async with self._database.reading() as connection:
            return (await _events(connection, contest, after=0))[max(after, 0) :]

    def _keep(self, drafts: Mapping[str, Draft], connection: Connection) -> frozenset[str]:
        kept = self._keeper.keep(connection, drafts)
        self._bell.notify(connection)
        return kept

    def _remember(self, contest: str, kept: Kept) -> None:
        known = self._seen.pop(contest, kept)
        # Of two that were read at the same time the later may return first.
        self._seen[contest] = max(known, kept, key=lambda each: each.version)
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]


async def _snapshot(connection: AsyncConnection, contest: str) -> Kept:
    row = (await connection.execute(_SNAPSHOT, {"contest": contest})).one_or_none()
    try:
        return Kept(read_state(row.state), row.version) if row else _UNOPENED
    except msgspec.ValidationError:
        # An earlier version of the bot wrote it; the log says the same.
        return _UNOPENED


async def _events(connection: AsyncConnection, contest: str, *, after: int) -> tuple[Event, ...]:
    """Return the events after a version; a commit made that version, so a row of the log ends there."""
    rows = await connection.scalars(_EVENTS, {"contest": contest, "after": after})
    return tuple(chain.from_iterable(map(read_events, rows)))


_UNOPENED = Kept(State(), 0)

_IS_CONTEST = contests.c.public_id == bindparam("contest")

_SNAPSHOT = (
    select(contest_snapshots.c.version, contest_snapshots.c.state)
    .join_from(contests, contest_snapshots)
    .where(_IS_CONTEST)
)

_EVENTS = (
    select(contest_events.c.event)
    .join_from(contests, contest_events)
    .where(_IS_CONTEST, contest_events.c.number > bindparam("after"))
    .order_by(contest_events.c.number)
)

_RUNNING_IN = (
    select(contests.c.public_id)
    .join_from(contest_places, contests)
    .where(contest_places.c.place == bindparam("place"))
)

_PLACES_TAKEN = select(contest_places.c.place).limit(bindparam("limit"))

_DUE = (
    select(contests.c.public_id)
    .where(contests.c.due <= bindparam("by"))
    .order_by(contests.c.due)
    .limit(bindparam("limit"))
)

_NEXT_DUE = select(func.min(contests.c.due))
