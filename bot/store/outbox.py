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
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Letter
from bot.store.codec import read_fact
from bot.store.engine import Database, Upsert
from bot.store.schema import contests, outbox, waiting

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

    async def claim(
        self, platform: str, at: datetime, seconds: float, limit: int
    ) -> tuple[Letter, ...]:
        """Claim letters of a platform for some seconds, oldest first; nobody else gets them meanwhile.

        All processes must claim for as long: a claim that lasts for twice that from ``at`` was made by
        a clock that has since been put back, and is void.
        """
        asked = {
            "platform": platform,
            "at": at,
            "never": at + timedelta(seconds=2 * seconds),
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
        """Give a letter back, to be tried again then; ``None`` gives it up for good.

        What is renewed after it was given up is tried again all the same.
        """
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


_other = outbox.alias("other")


def _is_head(held: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a letter is the first that waits in its place, and no other there is ``held``."""
    is_before = or_(
        _other.c.contest_id < outbox.c.contest_id,
        and_(_other.c.contest_id == outbox.c.contest_id, _other.c.position < outbox.c.position),
    )
    is_another = or_(
        _other.c.contest_id != outbox.c.contest_id, _other.c.position != outbox.c.position
    )
    return ~exists().where(
        _other.c.platform == outbox.c.platform,
        _other.c.place == outbox.c.place,
        _other.c.told < _other.c.revision,
        or_(is_before, and_(is_another, held)),
    )


def _is_claimed(claimed_until: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(claimed_until > bindparam("at"), claimed_until <= bindparam("never"))


_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_CLAIMS}, hashtext(:platform))")

# What a change is renewing at this moment is left to the next claim rather than waited for.
_FREE = (
    select(outbox, contests.c.public_id)
    .join_from(outbox, contests)
    .where(
        outbox.c.platform == bindparam("platform"),
        waiting,
        outbox.c.next_at <= bindparam("at"),
        or_(outbox.c.claimed_until.is_(None), ~_is_claimed(outbox.c.claimed_until)),
        _is_head(held=_is_claimed(_other.c.claimed_until)),
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

_NEXT_AT = select(
    func.min(func.coalesce(outbox.c.claimed_until, outbox.c.next_at), type_=outbox.c.next_at.type)
).where(
    outbox.c.platform == bindparam("platform"),
    waiting,
    _is_head(held=_other.c.claimed_until.is_not(None)),
)

_ROW = select(contests.c.id).where(contests.c.public_id == bindparam("contest")).scalar_subquery()

_UNTOLD = update(outbox).where(
    outbox.c.contest_id == _ROW,
    outbox.c.place == bindparam("in_place"),
    outbox.c.key == bindparam("under"),
    outbox.c.told < bindparam("now_told"),
)

_is_own = outbox.c.attempts == bindparam("attempt")
_RELEASED = {
    "claimed_until": case((_is_own, null()), else_=outbox.c.claimed_until),
    "attempts": case((_is_own, 0), else_=outbox.c.attempts),
}

_TOLD = _UNTOLD.values(told=bindparam("now_told"), message=bindparam("now_message"), **_RELEASED)
_GIVE_UP = _UNTOLD.where(_is_own).values(told=bindparam("now_told"), **_RELEASED)
_GIVE_BACK = _UNTOLD.where(_is_own).values(claimed_until=null(), next_at=bindparam("again_at"))
