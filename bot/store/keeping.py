"""What a commit of contests writes.

A handful of statements, however many answers and contests have gathered, and of each contest one row of
the log: that makes one commit for all of them cheap. Nothing large is written with an answer; the snapshot
of a contest is renewed only when so much has happened since that folding it again would take time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.ports import Change
from bot.quiz.contest.facts import key_of, told_in
from bot.quiz.contest.settings import APPEAL_SECONDS
from bot.quiz.contest.state import Phase, State
from bot.store.cards import StoredCards
from bot.store.codec import as_json
from bot.store.engine import Database
from bot.store.outbox import Note, StoredOutbox
from bot.store.results import StoredResults
from bot.store.schema import contest_events, contest_places, contest_snapshots, contests

FEWEST_BETWEEN_SNAPSHOTS: Final = 2_000
"""Events after a snapshot before the next: reading and folding them takes about 50 ms."""

LETTERS_KEPT: Final = timedelta(seconds=APPEAL_SECONDS, days=1)
"""How long after a contest its letters are kept: as long as a ruling may edit them, and a day more.

Older ones are deleted whenever a contest ends, so that there are only as many as are of use.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change, ready to be written: made before the transaction, so that it is a short one.

    ``facts`` are by key: each as JSON, and the places in which it is told.
    """

    before: int
    after: int
    state: State
    events: str
    facts: Mapping[str, tuple[str, Sequence[str]]]

    @classmethod
    def of(cls, change: Change) -> "Draft":
        """Encode a change. Of facts with one key only the newest is told, in the turn of the first."""
        newest = {key_of(fact): fact for fact in change.facts}
        return cls(
            before=change.before,
            after=change.before + len(change.events),
            state=change.state,
            events=as_json(change.events),
            facts={
                key: (as_json(fact), told_in(fact, change.state.places))
                for key, fact in newest.items()
            },
        )

    @property
    def is_over(self) -> bool:
        """Whether the contest is over then."""
        return self.state.phase is Phase.OVER

    @property
    def ended_at(self) -> datetime | None:
        """When the contest was over, if it is."""
        return self.state.ended_at if self.is_over else None

    @property
    def held(self) -> frozenset[str]:
        """The places in which no other contest may run then."""
        return frozenset() if self.is_over else frozenset(self.state.places)


@dataclass(frozen=True, slots=True)
class _Row:
    """A contest as it is stored, locked until the transaction ends."""

    id: int
    version: int = 0
    snapshot_version: int = 0
    letters: int = 0
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Move:
    """A draft that will be written, and the contest that it moves on."""

    row: _Row
    draft: Draft

    @property
    def ends(self) -> bool:
        """Whether the contest ends with it; much may still happen after that."""
        return bool(self.row.held) and self.draft.is_over

    @property
    def renews_snapshot(self) -> bool:
        """When it ends, and before so seldom that all snapshots together cost about what the log does."""
        between = max(FEWEST_BETWEEN_SNAPSHOTS, self.row.snapshot_version // 2)
        return self.ends or self.draft.after - self.row.snapshot_version >= between

    @property
    def moved_row(self) -> dict[str, object]:
        return {
            "contest": self.row.id,
            "now_version": self.draft.after,
            "now_snapshot": self.draft.after if self.renews_snapshot else self.row.snapshot_version,
            "now_letters": self.row.letters + len(self.draft.facts),
            "now_due": self.draft.state.due,
            "now_ended_at": self.draft.ended_at,
        }

    @property
    def snapshot_row(self) -> dict[str, object]:
        state = as_json(self.draft.state)
        return {"contest_id": self.row.id, "version": self.draft.after, "state": state}

    @property
    def log_row(self) -> dict[str, object]:
        first = self.draft.before + 1
        return {"contest_id": self.row.id, "number": first, "event": self.draft.events}

    @property
    def notes(self) -> Iterable[Note]:
        facts = self.draft.facts.items()
        for position, (key, (fact, places)) in enumerate(facts, self.row.letters + 1):
            for place in places:
                yield Note(self.row.id, place, key, position, fact)


class Keeper:
    """Writes drafts, within a transaction of the caller."""

    def __init__(
        self, database: Database, outbox: StoredOutbox, results: StoredResults, cards: StoredCards
    ) -> None:
        self._outbox = outbox
        self._results = results
        self._cards = cards
        opening = database.insert(contests).values(version=0, snapshot_version=0, letters=0)
        self._open = opening.on_conflict_do_nothing().returning(contests.c.id)
        taking = database.insert(contest_places)
        self._take = taking.on_conflict_do_nothing().returning(contest_places.c.place)
        snapshot = database.insert(contest_snapshots)
        self._snapshot = snapshot.on_conflict_do_update(
            index_elements=[contest_snapshots.c.contest_id],
            set_={"version": snapshot.excluded.version, "state": snapshot.excluded.state},
        )

    def keep(self, connection: Connection, drafts: Mapping[str, Draft]) -> frozenset[str]:
        """Write drafts, given by the contest's id, and return the ids of those that were written."""
        stored = _lock(connection, drafts)
        moves: dict[str, _Move] = {}
        for contest, draft in sorted(drafts.items(), key=_over_first):
            row = self._admitted(connection, contest, stored.get(contest), draft)
            if row is not None:
                moves[contest] = _Move(row, draft)
        if moves:
            self._write(connection, list(moves.values()))
        return frozenset(moves)

    def _admitted(
        self, connection: Connection, contest: str, row: _Row | None, draft: Draft
    ) -> _Row | None:
        """Return the contest's row if the draft follows it and its places are free."""
        if draft.before != (row.version if row else 0):
            return None
        if row and row.held == draft.held:
            return row
        with connection.begin_nested() as savepoint:
            row = row or self._opened(connection, contest)
            if row and self._hold(connection, row, draft.held):
                return row
            savepoint.rollback()
        return None

    def _opened(self, connection: Connection, contest: str) -> _Row | None:
        new_id = connection.scalar(self._open, {"public_id": contest})
        return None if new_id is None else _Row(new_id)

    def _hold(self, connection: Connection, row: _Row, held: frozenset[str]) -> bool:
        # In order, so that of two processes that take several neither waits for the other's second.
        for place in sorted(held - row.held):
            taken = {"place": place, "contest_id": row.id}
            if connection.scalar(self._take, taken) is None:
                return False
        for place in sorted(row.held - held):
            connection.execute(_FREE, {"taken": place})
        return True

    def _write(self, connection: Connection, moves: Sequence[_Move]) -> None:
        connection.execute(_MOVE, [move.moved_row for move in moves])
        log = [move.log_row for move in moves if move.draft.after > move.draft.before]
        if log:
            connection.execute(_APPEND, log)
        snapshots = [move.snapshot_row for move in moves if move.renews_snapshot]
        if snapshots:
            connection.execute(self._snapshot, snapshots)
        self._outbox.put(connection, [note for move in moves for note in move.notes])
        over = [move for move in moves if move.draft.is_over]
        self._results.settle(connection, {move.row.id: move.draft.state for move in over})
        for move in over:
            change = self._cards.add_contest if move.ends else self._cards.take_back
            change(connection, move.row.id, move.draft.state)
        ended = [move.draft.state.ended_at for move in over if move.ends]
        if ended:
            self._outbox.forget(connection, max(ended) - LETTERS_KEPT)


def _over_first(item: tuple[str, Draft]) -> tuple[bool, Sequence[str], str]:
    """Sort what frees a place before what may take it, and places in the order in which all take them."""
    contest, draft = item
    return (not draft.is_over, sorted(draft.held), contest)


def _lock(connection: Connection, ids: Iterable[str]) -> dict[str, _Row]:
    """Return the contests that are there, by id; nobody else moves them on until the transaction ends."""
    found: dict[str, _Row] = {}
    for row in connection.execute(_LOCK, {"ids": list(ids)}):
        known = found.get(row.public_id)
        held = {row.place} - {None} | (known.held if known else frozenset())
        found[row.public_id] = _Row(
            row.id, row.version, row.snapshot_version, row.letters, frozenset(held)
        )
    return found


# One row a place of a contest, in an order in which two processes cannot wait for each other.
_LOCK = (
    select(
        contests.c.public_id,
        contests.c.id,
        contests.c.version,
        contests.c.snapshot_version,
        contests.c.letters,
        contest_places.c.place,
    )
    .outerjoin_from(contests, contest_places)
    .where(contests.c.public_id.in_(bindparam("ids", expanding=True)))
    .order_by(contests.c.id)
    .with_for_update(of=contests)
)

_MOVE = (
    update(contests)
    .where(contests.c.id == bindparam("contest"))
    .values(
        version=bindparam("now_version"),
        snapshot_version=bindparam("now_snapshot"),
        letters=bindparam("now_letters"),
        due=bindparam("now_due"),
        ended_at=bindparam("now_ended_at"),
    )
)

_APPEND = insert(contest_events)

_FREE = delete(contest_places).where(contest_places.c.place == bindparam("taken"))
