"""Workspaces that the bot was removed from: the queries behind ``bot.place_ports.Workspaces``."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    CompoundSelect,
    Delete,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.place_ports import KEPT_AFTER_REMOVAL
from bot.ports import Kept
from bot.quiz.contest.events import Event, Joined, LinkAsked, Opened
from bot.store.contests import StoredContests
from bot.store.engine import Database
from bot.store.former import FormerPlayers, mentioning
from bot.store.personal import COVERED, Person, Workspace, person_keys
from bot.store.schema import contests, departures, people, practices
from bot.store.scores import StoredScores
from bot.store.seasons import StoredSeasons

_log = logging.getLogger(__name__)


class StoredWorkspaces:
    """Deletes what is kept of workspaces in time; see ``bot.place_ports.Workspaces`` for the promises."""

    def __init__(
        self,
        database: Database,
        contests: StoredContests,
        former: FormerPlayers,
        scores: StoredScores,
        seasons: StoredSeasons,
    ) -> None:
        self._database = database
        self._contests = contests
        self._former = former
        self._sums = (scores, seasons)
        self._leave = database.insert(departures).on_conflict_do_nothing()

    async def left(self, platform: str, workspace: str, at: datetime) -> None:
        """Note that the bot was removed; a notice that comes twice changes nothing."""
        due = at + KEPT_AFTER_REMOVAL
        row = {"platform": platform, "workspace": workspace, "due": due}
        async with self._database.writing() as connection:
            await connection.execute(self._leave, row)

    async def present(self, platform: str, workspaces: Sequence[str]) -> None:
        """Note that the bot is there, or there again: nothing is to be deleted."""
        leaving = {workspace for on, workspace in await self.leaving() if on == platform}
        if back := leaving.intersection(workspaces):
            async with self._database.writing() as connection:
                await connection.execute(_STAY, {"platform": platform, "back": sorted(back)})

    async def known(self, platform: str) -> frozenset[str]:
        """Return the ids of the workspaces of a platform of which something is kept."""
        async with self._database.reading() as connection:
            return frozenset(await connection.scalars(_KNOWN, {"platform": platform})) - {""}

    async def leaving(self) -> frozenset[tuple[str, str]]:
        """Return the platform and id of each workspace that is to be deleted."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_LEAVING)
            return frozenset((platform, workspace) for platform, workspace in rows)

    async def delete_due(self, at: datetime) -> int:
        """Delete what is kept of the workspaces whose time has come; return how many were deleted.

        One that cannot be is logged, and is tried again the next time.
        """
        deleted = failed = 0
        # Asked anew for each: the bot may come back to one while others are deleted.
        while which := await self._first_due(at, failed):
            try:
                await self._delete(*which, at)
                deleted += 1
            except Exception:  # noqa: BLE001 - whatever it is, the others can still be deleted
                _log.exception("workspace could not be deleted", extra={"platform": which[0]})
                failed += 1
        return deleted

    async def _first_due(self, at: datetime, skipped: int) -> tuple[str, str] | None:
        """Return the workspace that has been due the longest, but for as many as are skipped."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_DUE, {"by": at, "skipped": skipped})).one_or_none()
        return None if row is None else (row.platform, row.workspace)

    async def _delete(self, platform: str, workspace: str, at: datetime) -> None:
        """Delete a workspace; the note that it is due goes last, so that what was interrupted is redone."""
        prefix = f"{quote(platform, safe='')}:{quote(workspace, safe='')}:"
        await self._delete_contests(prefix, at)
        which = {"platform": platform, "workspace": workspace}
        async with self._database.writing() as connection:
            await connection.execute(_FORGET_PRACTICES, which)
            await _delete_rows(connection, which, prefix)
        for sums in self._sums:
            await sums.rebuild()
        async with self._database.writing() as connection:
            await connection.execute(_forget_strangers(), {"platform": platform})
            await connection.execute(_DEPART, which)
        await self._database.empty_journal()

    async def _delete_contests(self, prefix: str, at: datetime) -> None:
        """Delete the contests that were played there alone; elsewhere those from there are former players."""
        async with self._database.reading() as connection:
            found = tuple(await connection.scalars(mentioning(f'"{prefix}')))
        for contest in found:
            kept = await self._contests.find(contest)
            if all(place.startswith(prefix) for place in _places_of(kept)):
                async with self._database.writing() as connection:
                    await connection.execute(_DELETE_CONTEST, {"contest": contest})
            else:
                log = await self._contests.log(contest)
                await self._former.replace(contest, _people_of(log, prefix), at)


def _places_of(kept: Kept | None) -> set[str]:
    """Return the places of a contest, with those that were lost from which somebody has played."""
    if kept is None:
        return set()
    return {*kept.state.places, *(player.place for player in kept.state.players.values())}


def _people_of(log: Iterable[Event], prefix: str) -> tuple[str, ...]:
    """Return who took part, hosted or decided from a place whose key begins so."""
    found = (key for event in log for place, key in [_where(event)] if place.startswith(prefix))
    return tuple(dict.fromkeys(found))


def _where(event: Event) -> tuple[str, str]:
    """Return the place from which somebody acted, and their key."""
    match event:
        case Opened(place=place, host=key) | Joined(place=place, player=key):
            return place, key
        case LinkAsked(place=place, by=key):
            return place, key
        case _:
            return getattr(event, "admin_of", ""), getattr(event, "by", "")


async def _delete_rows(connection: AsyncConnection, which: Mapping[str, str], prefix: str) -> None:
    for each in COVERED:
        table = each.table
        if each.workspace is Workspace.NAMED and table is not departures:
            is_there = [table.c[column] == value for column, value in which.items()]
            await connection.execute(delete(table).where(*is_there))
        elif each.workspace is Workspace.PLACED:
            is_there = [table.c.place.startswith(prefix, autoescape=True)]
            await connection.execute(delete(table).where(*is_there))


def _forget_strangers() -> Delete:
    """Delete the people of a platform of whom nothing is known any more but the name, and traces.

    Who asked to be hidden stays hidden.
    """
    unknown = [
        ~exists().where(key == people.c.id)
        for each in COVERED
        if each.person in (Person.OWN, Person.UNSIGNED)
        and each.table is not people
        and each.workspace is not Workspace.TRACE
        for key in person_keys(each.table)
    ]
    here = people.c.platform == bindparam("platform")
    return delete(people).where(here, ~people.c.hidden, *unknown)


def _workspaces_in(table: Table) -> Select[Any]:
    """Return a query for the workspaces of a platform that a table names, if only beside a person."""
    named = select(table.c.workspace)
    if "platform" in table.c:
        return named.where(table.c.platform == bindparam("platform"))
    joined = named.join_from(table, people, people.c.id == table.c.person_id)
    return joined.where(people.c.platform == bindparam("platform"))


_KNOWN: CompoundSelect[Any] = union(
    *(
        _workspaces_in(each.table)
        for each in COVERED
        if "workspace" in each.table.c and each.table is not departures
    )
)

_LEAVING = select(departures.c.platform, departures.c.workspace)

_STAY = delete(departures).where(
    departures.c.platform == bindparam("platform"),
    departures.c.workspace.in_(bindparam("back", expanding=True)),
)

_DUE = (
    select(departures.c.platform, departures.c.workspace)
    .where(departures.c.due <= bindparam("by"))
    .order_by(departures.c.due, departures.c.platform, departures.c.workspace)
    .offset(bindparam("skipped"))
    .limit(1)
)

_DEPART = delete(departures).where(
    departures.c.platform == bindparam("platform"),
    departures.c.workspace == bindparam("workspace"),
)

_DELETE_CONTEST = delete(contests).where(contests.c.public_id == bindparam("contest"))

_FORGET_PRACTICES = delete(practices).where(
    practices.c.workspace == bindparam("workspace"),
    practices.c.person_id.in_(
        select(people.c.id).where(people.c.platform == bindparam("platform"))
    ),
)
