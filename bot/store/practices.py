"""Practices and the log of answers: the queries behind ``bot.ports.Practices``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.form import Response
from bot.chat.request import Actor, Place
from bot.ports import ChangedMeanwhile
from bot.quiz.practice import Entry, Practice
from bot.quiz.verdict import Outcome
from bot.store.cards import Attempted, StoredCards
from bot.store.engine import Database
from bot.store.people import remember
from bot.store.schema import answers, people, practices
from bot.store.scores import Answered, Released, StoredScores
from bot.store.seasons import StoredSeasons


class State(Enum):
    """Where a practice stands; a person has at most one that is running.

    One that is held or released is a single answer given outside of any quiz: while it is held, it
    counts for nothing.
    """

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    HELD = "held"
    RELEASED = "released"

    @classmethod
    def of(cls, practice: Practice) -> "State":
        """Return the state of a practice."""
        if practice.stopped:
            return cls.STOPPED
        return cls.FINISHED if practice.is_over else cls.RUNNING


class StoredPractices:
    """Keeps practices in a database; see ``bot.ports.Practices`` for what each method promises."""

    def __init__(
        self,
        database: Database,
        scores: StoredScores,
        seasons: StoredSeasons,
        cards: StoredCards,
    ) -> None:
        self._database = database
        self._scores = scores
        self._seasons = seasons
        self._cards = cards
        in_order = (people.c.platform, people.c.user_id)
        self._held = _HELD.order_by(*map(database.by_code_point, in_order))

    async def running(self, actor: Actor) -> Practice | None:
        """Return the practice that the person has not finished, if there is one."""
        return await self._one(_RUNNING, _person(actor))

    async def find(self, actor: Actor, practice_id: str) -> Practice | None:
        """Return a practice of this person by id, finished or not; nobody else's."""
        if not practice_id.isprintable():
            # Out of a control that was tampered with; PostgreSQL could not even be asked for it.
            return None
        return await self._one(_BY_ID, {**_person(actor), "practice": practice_id})

    async def begin(self, actor: Actor, place: Place, practice: Practice, at: datetime) -> None:
        """Keep a new practice, stopping the one that is running; a known id changes nothing.

        Raises ``ValueError`` for a practice that has a log already: that is a bug of the caller.
        """
        if practice.log:
            raise ValueError("a practice that begins has no log")
        async with self._database.writing() as connection:
            person_id = await remember(self._database, connection, actor)
            if await connection.scalar(_KNOWN, {"practice": practice.id}) is None:
                await connection.execute(_STOP_RUNNING, {"person": person_id})
                await connection.execute(insert(practices), _row(person_id, place, practice, at))

    async def save(self, before: Practice, after: Practice) -> None:
        """Keep what has changed from ``before`` to ``after``, all or nothing.

        Raises ``ChangedMeanwhile`` when the stored practice is no longer as ``before``, and
        ``ValueError`` where ``after`` cannot have come of ``before``: that is a bug of the caller.
        """
        entries = _added(before, after)
        async with self._database.writing() as connection:
            kept = await _move(connection, before, after)
            if entries:
                await connection.execute(
                    insert(answers), _log_rows(kept.id, before.position, entries)
                )
                if not after.review:
                    await self._count(connection, kept, entries)
                attempted = _attempted(kept.person_id, after.pack, entries)
                await connection.run_sync(self._cards.add, attempted)

    async def hold(
        self, connection: AsyncConnection, person_id: int, place: Place, held: Practice
    ) -> int:
        """Log an answer given outside of any quiz, within a transaction; return the practice's row.

        It is the one entry of the practice, and counts for nothing until it is released.
        """
        (entry,) = held.log
        row = _row(person_id, place, held, entry.at) | {"state": State.HELD.value}
        practice_id = await connection.scalar(insert(practices).returning(practices.c.id), row)
        await connection.execute(insert(answers), _log_rows(int(practice_id), 0, held.log))
        return int(practice_id)

    def release(self, connection: Connection, practice_ids: Sequence[int]) -> None:
        """Let answers that were held count from now on, within a transaction."""
        if not practice_ids:
            return
        rows = connection.execute(self._held, {"held": list(practice_ids)}).all()
        connection.execute(_RELEASE, {"held": list(practice_ids)})
        given = [_released(row) for row in rows]
        self._scores.add_released(connection, given)
        self._seasons.add_released(connection, given)
        self._cards.add(
            connection,
            [each for row in rows for each in _attempted(row.person_id, row.pack, [entry_of(row)])],
        )

    async def times_asked(self, actor: Actor, pack: str) -> Mapping[str, int]:
        """Return how often this person answered or skipped each question of a pack, by its id."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_TIMES_ASKED, {**_person(actor), "pack": pack})
            return {row.question: row.times for row in rows}

    async def _count(
        self, connection: AsyncConnection, kept: Row[Any], entries: Sequence[Entry]
    ) -> None:
        place = (kept.workspace, kept.channel)
        counted = _counted(entries)
        given = [answered for answered, _ in counted]
        await self._scores.add(connection, kept.person_id, place, given)
        await self._seasons.add(connection, kept.person_id, place, counted)

    async def _one(self, query: Select[Any], parameters: Mapping[str, str]) -> Practice | None:
        async with self._database.reading() as connection:
            rows = (await connection.execute(query, parameters)).all()
        return _practice(rows) if rows else None


def _added(before: Practice, after: Practice) -> tuple[Entry, ...]:
    """Return the entries that are new in ``after``."""
    back = replace(after, log=before.log, hinted=before.hinted, stopped=before.stopped)
    if back != before or after.log[: before.position] != before.log:
        raise ValueError(f"practice {after.id!r} did not come of the one before")
    return after.log[before.position :]


async def _move(connection: AsyncConnection, before: Practice, after: Practice) -> Row[Any]:
    """Move the stored practice on, if it is as ``before``, and lock it until the transaction ends.

    The log is only ever added to, so one of the same length is the same log.
    """
    moved = await connection.execute(
        _MOVE,
        {
            "practice": before.id,
            "was_at": before.position,
            "was_hinted": before.hinted,
            "was_state": State.of(before).value,
            "now_at": after.position,
            "now_hinted": after.hinted,
            "now_state": State.of(after).value,
        },
    )
    row = moved.one_or_none()
    if row is None:
        raise ChangedMeanwhile
    return row


def _counted(entries: Sequence[Entry]) -> list[tuple[Answered, datetime]]:
    return [
        (Answered(entry.points, right=entry.outcome is Outcome.RIGHT), entry.at)
        for entry in entries
        if entry.outcome is not None
    ]


def _attempted(person_id: int, pack: str, entries: Sequence[Entry]) -> list[Attempted]:
    return [Attempted(person_id, pack, attempt) for entry in entries if (attempt := entry.attempt)]


def _released(row: Row[Any]) -> Released:
    answered = Answered(row.points, right=row.outcome == Outcome.RIGHT.value)
    return Released(row.person_id, (row.workspace, row.channel), answered, row.answered_at)


def _person(actor: Actor) -> dict[str, str]:
    return {"platform": actor.platform, "user": actor.user}


def _row(person_id: int, place: Place, practice: Practice, at: datetime) -> dict[str, object]:
    return {
        "public_id": practice.id,
        "person_id": person_id,
        "workspace": place.workspace,
        "channel": place.channel,
        "pack": practice.pack,
        "seed": practice.seed,
        "questions": practice.questions,
        "begun_at": at,
        "position": practice.position,
        "hinted": practice.hinted,
        "state": State.of(practice).value,
        "review": practice.review,
    }


def _log_rows(practice_id: int, position: int, entries: Sequence[Entry]) -> list[dict[str, object]]:
    return [
        {
            "practice_id": practice_id,
            "position": number,
            "question": entry.question,
            "response": dict(entry.response),
            "outcome": entry.outcome and entry.outcome.value,
            "credit": entry.credit,
            "points": entry.points,
            "hinted": entry.hinted,
            "answered_at": entry.at,
        }
        for number, entry in enumerate(entries, position)
    ]


def _practice(rows: Sequence[Row[Any]]) -> Practice:
    """Read a practice from its row joined to each row of its log (or to nothing)."""
    row = rows[0]
    return Practice(
        id=row.public_id,
        pack=row.pack,
        seed=row.seed,
        questions=tuple(row.questions),
        log=tuple(entry_of(each) for each in rows if each.question is not None),
        hinted=row.hinted,
        stopped=row.state == State.STOPPED.value,
        review=row.review,
    )


def entry_of(row: Row[Any]) -> Entry:
    """Read a row of the log whose ``hinted`` is named ``was_hinted``."""
    return Entry(
        question=row.question,
        response=_response(row.response),
        outcome=Outcome(row.outcome) if row.outcome else None,
        credit=row.credit,
        points=row.points,
        hinted=row.was_hinted,
        at=row.answered_at,
    )


def _response(kept: Mapping[str, Sequence[str]]) -> Response:
    return {name: tuple(values) for name, values in kept.items()}


_IS_PERSON = (
    people.c.platform == bindparam("platform"),
    people.c.user_id == bindparam("user"),
)

# The practice and its log in one statement, which sees them at one moment.
_WITH_LOG = (
    select(
        practices.c.public_id,
        practices.c.pack,
        practices.c.seed,
        practices.c.questions,
        practices.c.hinted,
        practices.c.state,
        practices.c.review,
        answers.c.question,
        answers.c.response,
        answers.c.outcome,
        answers.c.credit,
        answers.c.points,
        answers.c.hinted.label("was_hinted"),
        answers.c.answered_at,
    )
    .join_from(people, practices)
    .outerjoin(answers)
    .where(*_IS_PERSON)
    .order_by(answers.c.position)
)

# Written out, not bound, or the databases would not see that the partial index holds the answer.
_IS_RUNNING = practices.c.state == literal(State.RUNNING.value, literal_execute=True)

_RUNNING = _WITH_LOG.where(_IS_RUNNING)
# What is held is a secret, to whoever gave it too.
_BY_ID = _WITH_LOG.where(
    practices.c.public_id == bindparam("practice"), practices.c.state != State.HELD.value
)

# Ordered as contests lock people, whose sums are changed after that: nobody waits in a circle.
_HELD: Select[Any] = (
    select(
        practices.c.person_id,
        practices.c.workspace,
        practices.c.channel,
        practices.c.pack,
        answers.c.question,
        answers.c.response,
        answers.c.outcome,
        answers.c.credit,
        answers.c.points,
        answers.c.hinted.label("was_hinted"),
        answers.c.answered_at,
    )
    .join_from(practices, people)
    .join(answers, answers.c.practice_id == practices.c.id)
    .where(practices.c.id.in_(bindparam("held", expanding=True)))
    .with_for_update(of=people, key_share=True)
)

_RELEASE = (
    update(practices)
    .where(practices.c.id.in_(bindparam("held", expanding=True)))
    .values(state=State.RELEASED.value)
)

_KNOWN = select(practices.c.id).where(practices.c.public_id == bindparam("practice"))

_STOP_RUNNING = (
    update(practices)
    .where(practices.c.person_id == bindparam("person"), _IS_RUNNING)
    .values(state=State.STOPPED.value)
)

_MOVE = (
    update(practices)
    .where(
        practices.c.public_id == bindparam("practice"),
        practices.c.position == bindparam("was_at"),
        practices.c.hinted == bindparam("was_hinted"),
        practices.c.state == bindparam("was_state"),
    )
    .values(
        position=bindparam("now_at"),
        hinted=bindparam("now_hinted"),
        state=bindparam("now_state"),
    )
    .returning(practices.c.id, practices.c.person_id, practices.c.workspace, practices.c.channel)
)

_TIMES_ASKED = (
    select(answers.c.question, func.count().label("times"))
    .join_from(people, practices)
    .join(answers)
    .where(*_IS_PERSON, practices.c.pack == bindparam("pack"))
    .group_by(answers.c.question)
)
