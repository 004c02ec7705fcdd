"""What is to be told, and what of it was: the queries behind ``bot.ports.Outbox``.

A letter is claimed, told outside of any transaction, and marked. Each claim counts the attempts, so
whoever comes back after their claim ran out is told apart from whoever has the letter now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    Table,
    Update,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    text,
    update,
)

from bot.ports import LONGEST_WAIT, Letter
from bot.store.engine import Database, Upsert
from bot.store.schema import Instant

AT_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a letter that was never tried is to be told: by no clock, which might be wrong."""

_CLAIMS = 0x6F75_7462
"""The first half of our advisory locks for claiming: "outb" in ASCII."""

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Origin(Generic[Told]):
    """Where letters come from: their table, the column and the table of who tells them, and their facts."""

    letters: Table
    owner: Column[int]
    owners: Table
    read: Callable[[str], Told]


@dataclass(frozen=True, slots=True)
class Note:
    """A fact to be told in one place; ``owner_id`` is the row of who tells it, ``fact`` is JSON."""

    owner_id: int
    place: str
    key: str
    position: int
    fact: str


class StoredLetters(Generic[Told]):
    """Keeps letters in a database; see ``bot.ports.Outbox`` for what each method promises."""

    def __init__(self, database: Database, origin: Origin[Told]) -> None:
        self._database = database
        self._origin = origin
        self._put = _putting(database, origin)
        self._statements = _Statements.of(origin)

    def put(self, connection: Connection, notes: Sequence[Note]) -> None:
        """Add what is to be told, or renew it, within a transaction."""
        if notes:
            connection.execute(self._put, [self._new_row(note) for note in notes])

    async def claim(
        self, platform: str, at: datetime, seconds: float, limit: int
    ) -> tuple[Letter[Told], ...]:
        """Claim letters of a platform for some seconds, oldest first; nobody else gets them meanwhile.

        All processes must claim for as long: a claim that lasts for twice that from ``at`` was made by
        a clock that has since been put back, and is void; and so is a wait of over ``LONGEST_WAIT``.
        """
        asked = {
            "platform": platform,
            "at": at,
            "never": at + timedelta(seconds=2 * seconds),
            "too_late": at + LONGEST_WAIT,
            "limit": max(limit, 0),
        }
        async with self._database.writing() as connection:
            if not self._database.is_sqlite:
                # Two at once could each claim another letter of one place.
                await connection.execute(_TAKE_TURN, {"platform": platform})
            found = (await connection.execute(self._statements.free, asked)).all()
            if found:
                until = at + timedelta(seconds=seconds)
                claimed = [self._claimed_row(row, until) for row in found]
                await connection.execute(self._statements.claim, claimed)
        return tuple(map(self._letter, found))

    async def told(self, letter: Letter[Told], message: str) -> None:
        """Note that a letter was told as the platform's ``message``; a newer revision stays to be told."""
        told = {**_which(letter), "now_message": message}
        async with self._database.writing() as connection:
            await connection.execute(self._statements.told, told)

    async def failed(self, letter: Letter[Told], again_at: datetime | None) -> None:
        """Give a letter back, to be tried again then; ``None`` gives it up until it is renewed."""
        async with self._database.writing() as connection:
            if again_at is None:
                await connection.execute(self._statements.give_up, _which(letter))
            else:
                given = {**_which(letter), "again_at": again_at}
                await connection.execute(self._statements.give_back, given)

    async def next_at(self, platform: str) -> datetime | None:
        """Return when there is something to tell next, ``AT_ONCE`` where something waits untried."""
        asked = {"platform": platform}
        async with self._database.reading() as connection:
            moment: datetime | None = await connection.scalar(self._statements.next_at, asked)
            return moment

    async def message_of(self, source: str, place: str, key: str) -> str:
        """Return the platform's id of what was told under a key; empty where nothing was."""
        asked = {"source": source, "in_place": place, "under": key}
        async with self._database.reading() as connection:
            return await connection.scalar(self._statements.message, asked) or ""

    def _new_row(self, note: Note) -> dict[str, object]:
        return {
            self._origin.owner.name: note.owner_id,
            "place": note.place,
            "key": note.key,
            "platform": note.place.partition(":")[0],
            "position": note.position,
            "fact": note.fact,
        }

    def _claimed_row(self, row: Row[Any], until: datetime) -> dict[str, object]:
        owner = row._mapping[self._origin.owner]
        return {"row": owner, "in_place": row.place, "under": row.key, "until": until}

    def _letter(self, row: Row[Any]) -> Letter[Told]:
        return Letter(
            source=row.public_id,
            place=row.place,
            key=row.key,
            fact=self._origin.read(row.fact),
            revision=row.revision,
            attempts=row.attempts + 1,
            message=row.message,
        )


def _which(letter: Letter[Any]) -> dict[str, object]:
    return {
        "source": letter.source,
        "in_place": letter.place,
        "under": letter.key,
        "now_told": letter.revision,
        "attempt": letter.attempts,
    }


def _putting(database: Database, origin: Origin[Any]) -> Upsert:
    """Insert a letter or renew it.

    One that waits keeps its turn, so that what is renewed all the time is told all the same. One that
    was told, or is being told, queues up anew, so that it does not hold up what came in between.
    """
    letters = origin.letters
    first = database.insert(letters).values(
        revision=1, told=0, message="", attempts=0, next_at=AT_ONCE
    )
    is_told = letters.c.told == letters.c.revision
    queues_up = or_(is_told, letters.c.claimed_until.is_not(None))
    return first.on_conflict_do_update(
        index_elements=list(letters.primary_key),
        set_={
            "fact": first.excluded.fact,
            "revision": letters.c.revision + 1,
            "position": case((queues_up, first.excluded.position), else_=letters.c.position),
            "next_at": case((is_told, first.excluded.next_at), else_=letters.c.next_at),
        },
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    """What is asked of and done to the letters of one origin."""

    free: Select[Any]
    claim: Update
    next_at: Select[Any]
    told: Update
    give_up: Update
    give_back: Update
    message: Select[Any]

    @classmethod
    def of(cls, origin: Origin[Any]) -> "_Statements":
        """Make them."""
        letters = origin.letters
        untold = _this(origin).where(letters.c.told < bindparam("now_told"))
        is_own = letters.c.attempts == bindparam("attempt")
        # Another's claim on a newer revision stays; there is nothing left of one on what was told.
        is_released = or_(is_own, letters.c.revision <= bindparam("now_told"))
        told = {
            "told": bindparam("now_told"),
            "claimed_until": case((is_released, null()), else_=letters.c.claimed_until),
            "attempts": case((is_released, 0), else_=letters.c.attempts),
        }
        given_back = {"claimed_until": null(), "next_at": bindparam("again_at")}
        return cls(
            free=_free(origin),
            claim=_claim(origin),
            next_at=_next_at(origin),
            told=untold.values(message=bindparam("now_message"), **told),
            give_up=untold.where(is_own).values(**told),
            give_back=untold.where(is_own).values(**given_back),
            message=select(letters.c.message).where(*_is_this(origin)),
        )


def _queue(origin: Origin[Any], held_until: ColumnElement[Any]) -> Subquery:
    """Return the letters that wait, with their ``turn`` in their place, and until when one there is held."""
    letters = origin.letters
    of_place = letters.c.place
    in_order = [origin.owner, letters.c.position]
    return (
        select(
            origin.owner,
            letters.c.place,
            letters.c.key,
            letters.c.next_at,
            func.row_number().over(partition_by=of_place, order_by=in_order).label("turn"),
            func.max(held_until, type_=Instant).over(partition_by=of_place).label("held_until"),
        )
        .where(letters.c.platform == bindparam("platform"), letters.c.told < letters.c.revision)
        .subquery("queue")
    )


def _free(origin: Origin[Any]) -> Select[Any]:
    """Select what can be claimed; what is being renewed at this moment is left to the next claim."""
    letters = origin.letters
    is_claimed = and_(
        letters.c.claimed_until > bindparam("at"), letters.c.claimed_until <= bindparam("never")
    )
    queue = _queue(origin, held_until=case((is_claimed, letters.c.claimed_until)))
    is_same = and_(
        origin.owner == queue.c[origin.owner.name],
        letters.c.place == queue.c.place,
        letters.c.key == queue.c.key,
    )
    return (
        select(letters, origin.owners.c.public_id)
        .join_from(queue, letters, is_same)
        .join(origin.owners, origin.owners.c.id == origin.owner)
        .where(
            queue.c.turn == 1,
            queue.c.held_until.is_(None),
            or_(letters.c.next_at <= bindparam("at"), letters.c.next_at > bindparam("too_late")),
            letters.c.told < letters.c.revision,
        )
        .order_by(origin.owner, letters.c.position)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=letters)
    )


def _claim(origin: Origin[Any]) -> Update:
    letters = origin.letters
    return (
        update(letters)
        .where(
            origin.owner == bindparam("row"),
            letters.c.place == bindparam("in_place"),
            letters.c.key == bindparam("under"),
        )
        .values(claimed_until=bindparam("until"), attempts=letters.c.attempts + 1)
    )


def _next_at(origin: Origin[Any]) -> Select[Any]:
    queue = _queue(origin, held_until=origin.letters.c.claimed_until)
    moment = func.coalesce(queue.c.held_until, queue.c.next_at)
    return select(func.min(moment, type_=Instant)).where(queue.c.turn == 1)


def _this(origin: Origin[Any]) -> Update:
    return update(origin.letters).where(*_is_this(origin))


def _is_this(origin: Origin[Any]) -> tuple[ColumnElement[bool], ...]:
    owners, letters = origin.owners, origin.letters
    row = select(owners.c.id).where(owners.c.public_id == bindparam("source")).scalar_subquery()
    return (
        origin.owner == row,
        letters.c.place == bindparam("in_place"),
        letters.c.key == bindparam("under"),
    )


_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_CLAIMS}, hashtext(:platform))")
