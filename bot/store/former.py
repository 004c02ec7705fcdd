"""Puts former players into the logs of contests, in place of people who are forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, select, update

from bot.ports import Change
from bot.quiz.contest.events import Event, Forgotten
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.former import former_player, without
from bot.quiz.contest.rules import step, steps
from bot.quiz.contest.state import State
from bot.store.codec import as_json, read_events
from bot.store.engine import Database
from bot.store.keeping import Draft, Keeper
from bot.store.schema import contest_events, contest_snapshots, contests
from bot.store.wake import Bell
from bot.views.privacy import FORMER_PLAYER


class FormerPlayers:
    """Rewrites logs, each in a transaction of its own: a contest is as it was, or nobody is in it any more.

    The event with which it ends makes every process that remembers the contest read it anew.
    """

    def __init__(self, database: Database, keeper: Keeper, bell: Bell) -> None:
        self._database = database
        self._keeper = keeper
        self._bell = bell

    async def of(self, player: str) -> tuple[str, ...]:
        """Return the contests whose logs mention somebody: a second for a few million events."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(mentioning(f'"{player}"')))

    async def replace(self, contest: str, players: Iterable[str], at: datetime) -> None:
        """Put a former player in the place of each of these in a contest."""
        await self._database.transact(partial(self._replace, contest, tuple(players), at))
        self._bell.ring()

    def _replace(
        self, contest: str, players: Sequence[str], at: datetime, connection: Connection
    ) -> None:
        which = {"contest": contest}
        contest_id = connection.scalar(_LOCK, which)
        rows = connection.execute(_LOG, which).all()
        events = tuple(chain.from_iterable(read_events(row.event) for row in rows))
        log, formers = _with_former(events, players)
        if contest_id is None or not formers:
            return
        changed = _rewritten(rows, log)
        connection.execute(_CHANGE.where(contest_events.c.contest_id == contest_id), changed)
        connection.execute(_DROP_SNAPSHOT, {"row": contest_id})
        connection.execute(_WITHOUT_SNAPSHOT, {"row": contest_id})
        draft = Draft.of(_farewell(log, formers, at))
        if contest not in self._keeper.keep(connection, {contest: draft}):
            raise RuntimeError(f"contest {contest!r} moved on while it was locked")
        self._bell.notify(connection)


def mentioning(text: str) -> Select[Any]:
    """Return a query for the contests in whose log a text stands."""
    return (
        select(contests.c.public_id)
        .where(
            contests.c.id.in_(
                select(contest_events.c.contest_id).where(
                    contest_events.c.event.contains(text, autoescape=True)
                )
            )
        )
        .order_by(contests.c.id)
    )


def _with_former(
    log: tuple[Event, ...], players: Iterable[str]
) -> tuple[tuple[Event, ...], list[str]]:
    formers: list[str] = []
    for player in players:
        former = former_player(token_hex(8))
        after = without(log, player, former, FORMER_PLAYER)
        if after != log:
            formers.append(former)
        log = after
    return log, formers


def _rewritten(rows: Sequence[Row[int, str]], log: Iterable[Event]) -> list[dict[str, object]]:
    """Return the rows that are not as they were, each with as many of the events as it has had."""
    events = iter(log)
    now = [as_json(tuple(islice(events, len(read_events(row.event))))) for row in rows]
    return [
        {"at_number": row.number, "text": text}
        for row, text in zip(rows, now, strict=True)
        if text != row.event
    ]


def _farewell(log: Sequence[Event], formers: Iterable[str], at: datetime) -> Change:
    """Return what follows a log that was rewritten: everybody who is forgotten leaves."""
    state, _ = steps(State(), log)
    events: list[Event] = []
    facts: list[Fact] = []
    for former in formers:
        event = Forgotten(at=at, player=former)
        done = step(state, event)
        state = done.state
        events.append(event)
        facts += done.facts
    return Change(len(log), tuple(events), state, tuple(facts))


_IS_CONTEST = contests.c.public_id == bindparam("contest")

_LOCK = select(contests.c.id).where(_IS_CONTEST).with_for_update()

_LOG = (
    select(contest_events.c.number, contest_events.c.event)
    .join_from(contests, contest_events)
    .where(_IS_CONTEST)
    .order_by(contest_events.c.number)
)

_CHANGE = (
    update(contest_events)
    .where(contest_events.c.number == bindparam("at_number"))
    .values(event=bindparam("text"))
)

_DROP_SNAPSHOT = delete(contest_snapshots).where(contest_snapshots.c.contest_id == bindparam("row"))

_WITHOUT_SNAPSHOT = (
    update(contests).where(contests.c.id == bindparam("row")).values(snapshot_version=0)
)
