"""Answers to questions of the day: the queries behind ``bot.daily_ports.DailyAnswers``.

The answer itself is logged as every other, held until its question is closed; here stands whose it is
and of which day.
"""

from datetime import date
from hashlib import blake2b
from typing import Any

from sqlalchemy import Select, bindparam, case, func, insert, literal, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.request import Actor
from bot.daily.plan import Outcome as DayOutcome
from bot.daily.plan import Schedule
from bot.daily_ports import TableRow, Tally
from bot.quiz.practice import Entry, Practice
from bot.quiz.verdict import Outcome
from bot.store.daily_schema import daily_answers, daily_posts, daily_schedules
from bot.store.engine import Database
from bot.store.people import remember
from bot.store.practices import StoredPractices, entry_of
from bot.store.schema import answers, people


class StoredDailyAnswers:
    """Keeps answers in a database; see ``bot.daily_ports.DailyAnswers`` for what each method promises."""

    def __init__(self, database: Database, practices: StoredPractices) -> None:
        self._database = database
        self._practices = practices

    async def answer(
        self, schedule: Schedule, day: date, actor: Actor, entry: Entry
    ) -> Entry | None:
        """Keep somebody's answer to the question of a day, and return the one that is kept."""
        async with self._database.writing() as connection:
            # The post is locked before the person, as it is when it is closed: nobody waits in a circle.
            which = {"schedule": schedule.id, "on": day, "item": entry.question}
            schedule_id = await connection.scalar(_OPEN, which)
            if schedule_id is None:
                return None
            person_id = await remember(self._database, connection, actor)
            where = {"row": schedule_id, "on": day, "person": person_id}
            known = (await connection.execute(_KNOWN, where)).one_or_none()
            if known:
                return entry_of(known)
            held = _practice(schedule, day, actor, entry)
            practice_id = await self._practices.hold(connection, person_id, schedule.place, held)
            await _note(connection, where, practice_id)
        return entry

    async def tally(self, schedule: str, day: date) -> Tally:
        """Return how the question of a day was answered."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_TALLY, {"schedule": schedule, "on": day})
            return Tally.of({Outcome(outcome): number for outcome, number in rows})

    async def table(
        self, schedule: str, first: date, last: date, limit: int
    ) -> tuple[TableRow, ...]:
        """Return who has the most points by closed questions from one day to another, best first."""
        asked = {"schedule": schedule, "first": first, "last": last, "limit": max(limit, 0)}
        async with self._database.reading() as connection:
            return tuple(TableRow(*row) for row in await connection.execute(_TABLE, asked))

    def close(self, connection: Connection, schedule_id: int, day: date) -> None:
        """Let nobody answer any more, and let what was answered count, within a transaction."""
        which = {"row": schedule_id, "on": day}
        before = connection.scalar(_BEFORE, which)
        connection.execute(_CLOSE, which)
        self._practices.release(connection, connection.scalars(_GIVEN, which).all())
        connection.execute(_COUNT_STREAKS, {**which, "before": before})


async def _note(connection: AsyncConnection, where: dict[str, Any], practice_id: int) -> None:
    row = {
        "schedule_id": where["row"],
        "day": where["on"],
        "person_id": where["person"],
        "practice_id": practice_id,
    }
    await connection.execute(insert(daily_answers), row)


def _practice(schedule: Schedule, day: date, actor: Actor, entry: Entry) -> Practice:
    seed = schedule.seed(day)
    practice_id = blake2b(f"{seed}/{actor.key}".encode(), digest_size=8).hexdigest()
    return Practice(practice_id, schedule.pack, seed, (entry.question,), (entry,))


_IS_DAY = (
    daily_answers.c.schedule_id == bindparam("row"),
    daily_answers.c.day == bindparam("on"),
)
_IS_POST = (daily_posts.c.schedule_id == bindparam("row"), daily_posts.c.day == bindparam("on"))
_IS_NAMED = daily_schedules.c.public_id == bindparam("schedule")

# Whoever answers holds the post as open, so that closing it waits for the answer to be there.
_OPEN = (
    select(daily_posts.c.schedule_id)
    .join_from(daily_posts, daily_schedules)
    .where(
        _IS_NAMED,
        daily_posts.c.day == bindparam("on"),
        daily_posts.c.item == bindparam("item"),
        daily_posts.c.outcome == DayOutcome.POSTED.value,
        ~daily_posts.c.closed,
    )
    .with_for_update(of=daily_posts, read=True)
)

_KNOWN: Select[Any] = (
    select(
        answers.c.question,
        answers.c.response,
        answers.c.outcome,
        answers.c.credit,
        answers.c.points,
        answers.c.hinted.label("was_hinted"),
        answers.c.answered_at,
    )
    .join_from(daily_answers, answers, answers.c.practice_id == daily_answers.c.practice_id)
    .where(*_IS_DAY, daily_answers.c.person_id == bindparam("person"))
)

_CLOSE = update(daily_posts).where(*_IS_POST).values(closed=True)

_GIVEN = select(daily_answers.c.practice_id).where(*_IS_DAY).order_by(daily_answers.c.person_id)

# A question that never got out breaks no streak: nobody could have answered it.
_WAS_ASKED = (daily_posts.c.closed, daily_posts.c.outcome == DayOutcome.POSTED.value)

_BEFORE = select(func.max(daily_posts.c.day)).where(
    daily_posts.c.schedule_id == bindparam("row"),
    daily_posts.c.day < bindparam("on"),
    *_WAS_ASKED,
)

_earlier = daily_answers.alias("earlier")
_outcome = (
    select(answers.c.outcome)
    .where(answers.c.practice_id == daily_answers.c.practice_id)
    .correlate(daily_answers)
    .scalar_subquery()
)
_streak_before = (
    select(_earlier.c.streak)
    .where(
        _earlier.c.schedule_id == daily_answers.c.schedule_id,
        _earlier.c.person_id == daily_answers.c.person_id,
        _earlier.c.day == bindparam("before", type_=daily_answers.c.day.type),
    )
    .correlate(daily_answers)
    .scalar_subquery()
)
_COUNT_STREAKS = (
    update(daily_answers)
    .where(*_IS_DAY)
    .values(
        streak=case(
            (_outcome == Outcome.RIGHT.value, func.coalesce(_streak_before, 0) + 1), else_=0
        )
    )
)

_OF_SCHEDULE = select(daily_schedules.c.id).where(_IS_NAMED).scalar_subquery()

_TALLY = (
    select(answers.c.outcome, func.count())
    .join_from(daily_answers, answers, answers.c.practice_id == daily_answers.c.practice_id)
    .where(daily_answers.c.schedule_id == _OF_SCHEDULE, daily_answers.c.day == bindparam("on"))
    .group_by(answers.c.outcome)
)

_LATEST = (
    select(func.max(daily_posts.c.day))
    .where(daily_posts.c.schedule_id == _OF_SCHEDULE, *_WAS_ASKED)
    .scalar_subquery()
)
_points = func.sum(answers.c.points)
_is_right = case((answers.c.outcome == Outcome.RIGHT.value, 1), else_=0)
_running = case((daily_answers.c.day == _LATEST, daily_answers.c.streak), else_=literal(0))

_TABLE: Select[Any] = (
    select(
        people.c.platform,
        people.c.user_id,
        people.c.name,
        _points.label("points"),
        func.count().label("given"),
        func.sum(_is_right).label("right_answers"),
        func.max(_running).label("running"),
    )
    .join_from(daily_answers, answers, answers.c.practice_id == daily_answers.c.practice_id)
    .join(people, people.c.id == daily_answers.c.person_id)
    .where(
        daily_answers.c.schedule_id == _OF_SCHEDULE,
        daily_answers.c.day.between(bindparam("first"), bindparam("last")),
        daily_answers.c.streak.is_not(None),
        ~people.c.hidden,
    )
    .group_by(people.c.platform, people.c.user_id, people.c.name)
    .order_by(_points.desc(), people.c.name, people.c.platform, people.c.user_id)
    .limit(bindparam("limit"))
)
