"""What is to be told, and what of it was: the queries behind ``bot.ports.Outbox``.

A letter is claimed, told outside of any transaction, and marked. Each claim counts the attempts, so
whoever comes back after their claim ran out is told apart from whoever has the letter now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Subquery,
    and_,
    bindparam,
    case,
    delete,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import LONGEST_WAIT, Letter
from bot.store.codec import read_fact
from bot.store.engine import Database, Upsert
from bot.store.schema import Instant, contests, outbox, waiting

AT_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a letter that was never tried is to be told: by no clock, which might be wrong."""

_CLAIMS = 0x6F75_7462
"""The first half of our advisory locks for claiming: "outb" in ASCII."""


@dataclass(frozen=True, slots=True)
class Note:
    """A fact to be told in one place; ``contest_id`` is the contest's row, ``fact`` is JSON."""

    contest_id: int
    place: str
    key: str
    position: int
    fact: str


class StoredOutbox:
    """Keeps letters in a database; see ``bot.ports.Outbox`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._put = _putting(database)

    async def put(self, connection: AsyncConnection, notes: Sequence[Note]) -> None:
        """Add what is to be told, or renew it, within a transaction."""
        if notes:
            await connection.execute(self._put, [_new_row(note) for note in notes])

    async def forget(self, connection: AsyncConnection, over_before: datetime) -> None:
        """Delete what was told of contests that were over before then, within a transaction."""
        await connection.execute(_FORGET, {"over_before": over_before})

    async def claim(
        self, platform: str, at: datetime, seconds: float, limit: int
    ) -> tuple[Letter, ...]:
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
            found = (await connection.execute(_FREE, asked)).all()
            if found:
                until = at + timedelta(seconds=seconds)
                await connection.execute(_CLAIM, [_claimed_row(row, until) for row in found])
        return tuple(map(_letter, found))

    async def told(self, letter: Letter, message: str) -> None:
        """Note that a letter was told as the platform's ``message``; a newer revision stays to be told."""
        async with self._database.writing() as connection:
            await connection.execute(_TOLD, {**_which(letter), "now_message": message})

    async def failed(self, letter: Letter, again_at: datetime | None) -> None:
        """Give a letter back, to be tried again then; ``None`` gives it up until it is renewed."""
        async with self._database.writing() as connection:
            if again_at is None:
                await connection.execute(_GIVE_UP, _which(letter))
            else:
                await connection.execute(_GIVE_BACK, {**_which(letter), "again_at": again_at})

    async def next_at(self, platform: str) -> datetime | None:
        """Return when there is something to tell next, ``AT_ONCE`` where something waits untried."""
        async with self._database.reading() as connection:
            moment: datetime | None = await connection.scalar(_NEXT_AT, {"platform": platform})
            return moment


def _new_row(note: Note) -> dict[str, object]:
    return {
        "contest_id": note.contest_id,
        "place": note.place,
        "key": note.key,
        "platform": note.place.partition(":")[0],
        "position": note.position,
        "fact": note.fact,
    }


def _putting(database: Database) -> Upsert:
    """Insert a letter or renew it.

    One that waits keeps its turn, so that what is renewed all the time is told all the same. One that
    was told, or is being told, queues up anew, so that it does not hold up what came in between.
    """
    first = database.insert(outbox).values(
        revision=1, told=0, message="", attempts=0, next_at=AT_ONCE
    )
    is_told = outbox.c.told == outbox.c.revision
    queues_up = or_(is_told, outbox.c.claimed_until.is_not(None))
    return first.on_conflict_do_update(
        index_elements=list(outbox.primary_key),
        set_={
            "fact": first.excluded.fact,
            "revision": outbox.c.revision + 1,
            "position": case((queues_up, first.excluded.position), else_=outbox.c.position),
            "next_at": case((is_told, first.excluded.next_at), else_=outbox.c.next_at),
        },
    )


def _claimed_row(row: Row[Any], until: datetime) -> dict[str, object]:
    return {"row": row.contest_id, "in_place": row.place, "under": row.key, "until": until}


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        contest=row.public_id,
        place=row.place,
        key=row.key,
        fact=read_fact(row.fact),
        revision=row.revision,
        attempts=row.attempts + 1,
        message=row.message,
    )


def _which(letter: Letter) -> dict[str, object]:
    return {
        "contest": letter.contest,
        "in_place": letter.place,
        "under": letter.key,
        "now_told": letter.revision,
        "attempt": letter.attempts,
    }


def _queue(held_until: ColumnElement[Any]) -> Subquery:
    """Return the letters that wait, with their ``turn`` in their place, and until when one there is held."""
    of_place = outbox.c.place
    in_order = [outbox.c.contest_id, outbox.c.position]
    return (
        select(
            outbox.c.contest_id,
            outbox.c.place,
            outbox.c.key,
            outbox.c.next_at,
            func.row_number().over(partition_by=of_place, order_by=in_order).label("turn"),
            func.max(held_until, type_=Instant).over(partition_by=of_place).label("held_until"),
        )
        .where(outbox.c.platform == bindparam("platform"), waiting)
        .subquery("queue")
    )


_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_CLAIMS}, hashtext(:platform))")

_is_claimed = and_(
    outbox.c.claimed_until > bindparam("at"), outbox.c.claimed_until <= bindparam("never")
)
_claimable = _queue(held_until=case((_is_claimed, outbox.c.claimed_until)))

# What a change is renewing at this moment is left to the next claim rather than waited for.
_FREE = (
    select(outbox, contests.c.public_id)
    .join_from(
        _claimable,
        outbox,
        and_(
            outbox.c.contest_id == _claimable.c.contest_id,
            outbox.c.place == _claimable.c.place,
            outbox.c.key == _claimable.c.key,
        ),
    )
    .join(contests, contests.c.id == outbox.c.contest_id)
    .where(
        _claimable.c.turn == 1,
        _claimable.c.held_until.is_(None),
        or_(outbox.c.next_at <= bindparam("at"), outbox.c.next_at > bindparam("too_late")),
        waiting,
    )
    .order_by(outbox.c.contest_id, outbox.c.position)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox)
)

_CLAIM = (
    update(outbox)
    .where(
        outbox.c.contest_id == bindparam("row"),
        outbox.c.place == bindparam("in_place"),
        outbox.c.key == bindparam("under"),
    )
    .values(claimed_until=bindparam("until"), attempts=outbox.c.attempts + 1)
)

_ahead = _queue(held_until=outbox.c.claimed_until)

_NEXT_AT = select(
    func.min(func.coalesce(_ahead.c.held_until, _ahead.c.next_at), type_=Instant)
).where(_ahead.c.turn == 1)

_ROW = select(contests.c.id).where(contests.c.public_id == bindparam("contest")).scalar_subquery()

_UNTOLD = update(outbox).where(
    outbox.c.contest_id == _ROW,
    outbox.c.place == bindparam("in_place"),
    outbox.c.key == bindparam("under"),
    outbox.c.told < bindparam("now_told"),
)

_is_own = outbox.c.attempts == bindparam("attempt")

# Another's claim on a newer revision stays; there is nothing left of one on what was told.
_is_released = or_(_is_own, outbox.c.revision <= bindparam("now_told"))
_RELEASED = {
    "claimed_until": case((_is_released, null()), else_=outbox.c.claimed_until),
    "attempts": case((_is_released, 0), else_=outbox.c.attempts),
}

_TOLD = _UNTOLD.values(told=bindparam("now_told"), message=bindparam("now_message"), **_RELEASED)
_GIVE_UP = _UNTOLD.where(_is_own).values(told=bindparam("now_told"), **_RELEASED)
_GIVE_BACK = _UNTOLD.where(_is_own).values(claimed_until=null(), next_at=bindparam("again_at"))

# From the oldest contest that has letters: those before it were dealt with, however many there are.
_FORGET = delete(outbox).where(
    ~waiting,
    outbox.c.contest_id.in_(
        select(contests.c.id).where(
            contests.c.id >= select(func.min(outbox.c.contest_id)).scalar_subquery(),
            contests.c.ended_at < bindparam("over_before"),
        )
    ),
)
