"""Schedules and what became of their days: the queries behind ``bot.daily_ports.Dailies``."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from bot.chat.request import Actor, Place
from bot.daily.facts import DailyFact, key_of
from bot.daily.plan import (
    MOST_SCHEDULES,
    Happening,
    Outcome,
    Plan,
    Schedule,
    State,
    Turn,
    Which,
)
from bot.daily.rotation import Rotation
from bot.daily.schedule import Due, Timing
from bot.store.daily_answers import StoredDailyAnswers
from bot.store.daily_schema import daily_founders, daily_outbox, daily_posts, daily_schedules
from bot.store.engine import Database
from bot.store.letters import Note, Origin, StoredLetters
from bot.store.people import remember
from bot.store.schema import people
from bot.store.wake import Bell

SCHEDULES: Final = Origin(
    daily_outbox,
    daily_outbox.c.schedule_id,
    daily_schedules,
    msgspec.json.Decoder(DailyFact).decode,
)
"""Schedules as the origin of letters."""

LETTERS_KEPT: Final = 7
"""Letters of a schedule that are kept after they were told: none is told twice, and few are of use."""


class StoredDailies:
    """Keeps schedules in a database; see ``bot.daily_ports.Dailies`` for what each method promises.

    The ``bell`` rings with each change, since somebody may wait for what is due or to be told.
    """

    def __init__(
        self,
        database: Database,
        outbox: StoredLetters[DailyFact],
        given: StoredDailyAnswers,
        bell: Bell,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._given = given
        self._bell = bell
        self._add = (
            database.insert(daily_schedules)
            .on_conflict_do_nothing()
            .returning(daily_schedules.c.id)
        )
        post = database.insert(daily_posts)
        self._happen = post.on_conflict_do_update(
            index_elements=list(daily_posts.primary_key),
            set_={name: post.excluded[name] for name in ("outcome", "item", "request")},
            where=daily_posts.c.outcome != Outcome.POSTED.value,
        ).returning(daily_posts.c.day)

    async def of_place(self, place: str, pack: str) -> tuple[Schedule, ...]:
        """Return the schedules of a place (its key) for a pack, by number."""
        return await self._all(_OF_PLACE, {**_place(Place.from_key(place)), "in_pack": pack})

    async def find(self, schedule: str) -> Schedule | None:
        """Return a schedule by id."""
        if not schedule.isprintable():
            # Out of a control that was tampered with; PostgreSQL could not even be asked for it.
            return None
        found = await self._all(_BY_ID, {"schedule": schedule})
        return found[0] if found else None

    async def add(self, schedule: Schedule, actor: Actor, at: datetime) -> Schedule | None:
        """Keep a new schedule under the lowest number that is free; ``None`` where there is no room."""
        while (known := await self.find(schedule.id)) is None:
            numbers = await self._numbers(schedule.place)
            free = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
            if free > MOST_SCHEDULES:
                return None
            async with self._database.writing() as connection:
                founder = {
                    "person_id": await remember(self._database, connection, actor),
                    "place": schedule.place.key,
                    "set_up_at": at,
                }
                row = _new_row(schedule) | {"number": free}
                await connection.run_sync(partial(self._insert, row, founder))
        self._bell.ring()
        return known

    async def keep(self, before: Schedule, after: Schedule, turn: Turn) -> bool:
        """Keep what became of a schedule, all or nothing; return whether it was kept."""
        try:
            await self._database.transact(partial(self._keep, before, after, turn))
        except _Refused:
            return False
        self._bell.ring()
        return True

    async def miss(self, schedule: Schedule, day: date) -> None:
        """Note that the post of a day could not be told in time."""
        async with self._database.writing() as connection:
            await connection.execute(_MISS, {"schedule": schedule.id, "on": day})

    async def remove(self, schedule: Schedule) -> bool:
        """Forget a schedule; return whether there was one. Answers to an open question count."""
        return await self._database.transact(partial(self._remove, schedule))

    async def due(self, pack: str, by: datetime, limit: int) -> tuple[Schedule, ...]:
        """Return the running schedules of a pack that are due by then, longest overdue first."""
        return await self._all(_DUE, {"in_pack": pack, "by": by, "limit": max(limit, 0)})

    async def next_due(self, pack: str) -> datetime | None:
        """Return when a running schedule of a pack is due next."""
        async with self._database.reading() as connection:
            moment: datetime | None = await connection.scalar(_NEXT_DUE, {"in_pack": pack})
            return moment

    async def running(self, pack: str) -> tuple[Schedule, ...]:
        """Return the running schedules of a pack."""
        return await self._all(_RUNNING, {"in_pack": pack})

    async def set_up_by(self, place: str) -> tuple[str, ...]:
        """Return the keys of those who set up what is posted in a place (its key), in that order."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_SET_UP_BY, {"in_place": place})
            return tuple(dict.fromkeys(Actor(*person, "").key for person in rows))

    async def history(self, schedule: str, limit: int) -> tuple[Happening, ...]:
        """Return what became of the latest days, the latest first."""
        asked = {"schedule": schedule, "limit": max(limit, 0)}
        async with self._database.reading() as connection:
            rows = await connection.execute(_HISTORY, asked)
            return tuple(map(_happening, rows))

    async def latest_passage(self, place: Place, pack: str) -> tuple[Schedule, Happening] | None:
        """Return the passage posted last in a place; without a channel, in its workspace."""
        query = _LATEST.where(*_IS_HERE) if place.channel else _LATEST.where(*_IS_WITHIN)
        asked = {**_place(place), "in_pack": pack}
        async with self._database.reading() as connection:
            row = (await connection.execute(query, asked)).first()
        return (_schedule(row), _happening(row)) if row else None

    async def _all(self, query: Select[Any], asked: Mapping[str, object]) -> tuple[Schedule, ...]:
        async with self._database.reading() as connection:
            return tuple(map(_schedule, (await connection.execute(query, asked)).all()))

    async def _numbers(self, place: Place) -> frozenset[int]:
        async with self._database.reading() as connection:
            return frozenset(await connection.scalars(_NUMBERS, _place(place)))

    def _insert(
        self, row: Mapping[str, object], founder: Mapping[str, object], connection: Connection
    ) -> None:
        added = connection.scalar(self._add, row)
        if added is not None:
            connection.execute(insert(daily_founders), {**founder, "schedule_id": added})
            self._bell.notify(connection)

    def _keep(self, before: Schedule, after: Schedule, turn: Turn, connection: Connection) -> None:
        moved = {"schedule": before.id, "was": before.version, **_changing_row(after)}
        moved |= {"more": 1 if turn.fact else 0}
        row = connection.execute(_MOVE, moved).one_or_none()
        if row is None:
            raise _Refused
        for happening in turn.happened:
            kept = connection.execute(self._happen, _post_row(row.id, happening)).one_or_none()
            if kept is None and happening.outcome is Outcome.POSTED:
                raise _Refused
        if turn.closes:
            self._given.close(connection, row.id, turn.closes)
        if turn.fact:
            self._tell(connection, row, before.place, turn.fact)
        self._bell.notify(connection)

    def _tell(self, connection: Connection, row: Row[Any], place: Place, fact: DailyFact) -> None:
        text = msgspec.json.encode(fact).decode()
        note = Note(row.id, place.key, key_of(fact), row.letters, text)
        self._outbox.put(connection, [note])
        old = {"row": row.id, "oldest": row.letters - LETTERS_KEPT}
        connection.execute(_FORGET_LETTERS, old)

    def _remove(self, schedule: Schedule, connection: Connection) -> bool:
        row = connection.execute(_LOCK, {"schedule": schedule.id}).one_or_none()
        if row is None:
            return False
        if row.asking:
            self._given.close(connection, row.id, row.asking)
        connection.execute(_REMOVE, {"row": row.id})
        return True


class _Refused(Exception):
    """What was to be kept does not follow what is stored."""


def _place(place: Place) -> dict[str, str]:
    return {
        "on_platform": place.platform,
        "in_workspace": place.workspace,
        "in_channel": place.channel,
    }


def _new_row(schedule: Schedule) -> dict[str, object]:
    place = schedule.place
    changing = {name.removeprefix("now_"): v for name, v in _changing_row(schedule).items()}
    return changing | {
        "public_id": schedule.id,
        "platform": place.platform,
        "workspace": place.workspace,
        "channel": place.channel,
        "pack": schedule.pack,
        "version": 0,
        "letters": 0,
    }


def _changing_row(schedule: Schedule) -> dict[str, object]:
    plan, rotation = schedule.plan, schedule.rotation
    return {
        "now_at": plan.timing.at.isoformat("minutes"),
        "now_zone": plan.timing.zone,
        "now_days": "".join(map(str, sorted(plan.timing.days))),
        "now_which": plan.which.value,
        "now_topic": plan.topic,
        "now_with_question": plan.with_question,
        "now_in_thread": plan.in_thread,
        "now_notify": plan.notify,
        "now_state": schedule.state.value,
        "now_due_day": schedule.due.day,
        "now_due_at": schedule.due.at,
        "now_asking": schedule.asking,
        "now_round": rotation.round,
        "now_shown": list(rotation.shown),
    }


def _post_row(schedule_id: int, happening: Happening) -> dict[str, object]:
    return {
        "schedule_id": schedule_id,
        "day": happening.day,
        "outcome": happening.outcome.value,
        "item": happening.item,
        "request": happening.request,
    }


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        id=row.public_id,
        place=Place(row.platform, row.channel, row.workspace),
        number=row.number,
        pack=row.pack,
        plan=_plan(row),
        state=State(row.state),
        due=Due(row.due_day, row.due_at),
        asking=row.asking,
        rotation=Rotation(row.round, tuple(row.shown)),
        version=row.version,
    )


def _happening(row: Row[Any]) -> Happening:
    return Happening(row.day, Outcome(row.outcome), row.item, row.request)


def _plan(row: Row[Any]) -> Plan:
    days = frozenset(map(int, row.days))
    return Plan(
        timing=Timing(time.fromisoformat(row.at), row.zone, days),
        which=Which(row.which),
        topic=row.topic,
        with_question=row.with_question,
        in_thread=row.in_thread,
        notify=row.notify,
    )


_IS_WITHIN = (
    daily_schedules.c.platform == bindparam("on_platform"),
    daily_schedules.c.workspace == bindparam("in_workspace"),
)
_IS_HERE = (*_IS_WITHIN, daily_schedules.c.channel == bindparam("in_channel"))
_IS_RUNNING = (
    daily_schedules.c.state == State.RUNNING.value,
    daily_schedules.c.pack == bindparam("in_pack"),
)
_IS_IT = daily_schedules.c.public_id == bindparam("schedule")

_OF_PLACE = (
    select(daily_schedules)
    .where(*_IS_HERE, daily_schedules.c.pack == bindparam("in_pack"))
    .order_by(daily_schedules.c.number)
)
_SET_UP_BY = (
    select(people.c.platform, people.c.user_id)
    .join_from(daily_founders, people)
    .where(daily_founders.c.place == bindparam("in_place"))
    .order_by(daily_founders.c.set_up_at, daily_founders.c.schedule_id)
)
_NUMBERS = select(daily_schedules.c.number).where(*_IS_HERE)
_BY_ID = select(daily_schedules).where(_IS_IT)
_RUNNING = select(daily_schedules).where(*_IS_RUNNING).order_by(daily_schedules.c.id)
_DUE = (
    select(daily_schedules)
    .where(*_IS_RUNNING, daily_schedules.c.due_at <= bindparam("by"))
    .order_by(daily_schedules.c.due_at, daily_schedules.c.id)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(func.min(daily_schedules.c.due_at)).where(*_IS_RUNNING)

_LOCK = select(daily_schedules.c.id, daily_schedules.c.asking).where(_IS_IT).with_for_update()
_REMOVE = delete(daily_schedules).where(daily_schedules.c.id == bindparam("row"))

_CHANGING = (
    *("at", "zone", "days", "which", "topic", "with_question", "in_thread", "notify"),
    *("state", "due_day", "due_at", "asking", "round", "shown"),
)

_MOVE = (
    update(daily_schedules)
    .where(_IS_IT, daily_schedules.c.version == bindparam("was"))
    .values(
        version=daily_schedules.c.version + 1,
        letters=daily_schedules.c.letters + bindparam("more"),
        **{name: bindparam(f"now_{name}") for name in _CHANGING},
    )
    .returning(daily_schedules.c.id, daily_schedules.c.letters)
)

_MISS = (
    update(daily_posts)
    .where(
        daily_posts.c.schedule_id == select(daily_schedules.c.id).where(_IS_IT).scalar_subquery(),
        daily_posts.c.day == bindparam("on"),
    )
    .values(outcome=Outcome.MISSED.value)
)

_FORGET_LETTERS = delete(daily_outbox).where(
    daily_outbox.c.schedule_id == bindparam("row"),
    daily_outbox.c.position < bindparam("oldest"),
    daily_outbox.c.told == daily_outbox.c.revision,
)

_HAPPENED = (
    daily_posts.c.day,
    daily_posts.c.outcome,
    daily_posts.c.item,
    daily_posts.c.request,
)

_LATEST = (
    select(daily_schedules, *_HAPPENED)
    .join_from(daily_schedules, daily_posts)
    .where(
        *_IS_RUNNING,
        daily_schedules.c.which != Which.QUIZ.value,
        daily_posts.c.outcome == Outcome.POSTED.value,
    )
    .order_by(daily_posts.c.day.desc(), daily_schedules.c.id)
    .limit(1)
)
_HISTORY: Select[Any] = (
    select(*_HAPPENED)
    .join_from(daily_schedules, daily_posts)
    .where(_IS_IT)
    .order_by(daily_posts.c.day.desc())
    .limit(bindparam("limit"))
)
