"""Sums over the log of answers: the queries behind ``bot.ports.Scores``.

Summing a million answers takes a database seconds, so the sums are kept in ``totals``: each answer
is added there in the transaction that logs it, and what a contest brought (see ``bot.store.results``)
in the one that ends it. What the totals must be is said by ``_FROM_LOG``, which computes them anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.names import display_name
from bot.chat.request import Actor
from bot.ports import BoardRow, Scope
from bot.quiz.standings import Record
from bot.store.boards import best_of, read_board
from bot.store.engine import Database, Upsert
from bot.store.schema import people, totals


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it counts: what it earned, and whether it was right."""

    points: int
    right: bool


@dataclass(frozen=True, slots=True)
class Released:
    """An answer given outside of any quiz: by whom, where (workspace, channel) and when."""

    person_id: int
    place: tuple[str, str]
    answered: Answered
    at: datetime


class StoredScores:
    """Keeps scores in a database; see ``bot.ports.Scores`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._add = _adding(database)
        self._add_released = _adding_released(database)

    async def record(self, actor: Actor) -> Record:
        """Return one person's record over everything they answered (all zero for a newcomer)."""
        person = {"platform": actor.platform, "user": actor.user}
        async with self._database.reading() as connection:
            row = (await connection.execute(_RECORD, person)).one_or_none()
        return Record(display_name(actor), *(row or ()))

    async def board(self, scope: Scope, limit: int) -> tuple[BoardRow, ...]:
        """Return the people with the most points in a scope, best first, at most ``limit``.

        Equal points are ordered by name (by code point), then by platform and user.
        """
        query = _BOARD.where(people.c.platform == scope.platform) if scope.platform else _BOARD
        place = {"workspace": scope.workspace, "channel": scope.channel}
        return await read_board(self._database, query, place, limit)

    async def add(
        self,
        connection: AsyncConnection,
        person_id: int,
        place: tuple[str, str],
        given: Iterable[Answered],
    ) -> None:
        """Add answers given at a place (workspace, channel) to all totals that they count for."""
        rows = [
            _alone(person_id, scope, answered) for answered in given for scope in _scopes(*place)
        ]
        if rows:
            await connection.execute(self._add, rows)

    def add_released(self, connection: Connection, given: Iterable[Released]) -> None:
        """Add answers given outside of any quiz to all totals that they count for; they make no streak."""
        rows = [
            _alone(each.person_id, scope, each.answered) | {"streak": 0, "best_streak": 0}
            for each in given
            for scope in _scopes(*each.place)
        ]
        if rows:
            connection.execute(self._add_released, rows)

    async def wrong_totals(self) -> int:
        """Return how many totals differ from what the log says: 0, or there is a bug or damage.

        Takes as long as ``rebuild``, but holds up nobody.
        """
        async with self._database.reading() as connection:
            return int(await connection.scalar(text(_COUNT_WRONG)) or 0)

    async def rebuild(self) -> None:
        """Compute all totals anew from the log and the results of contests; nobody answers meanwhile.

        A million answers take a dozen seconds on SQLite.
        """
        async with self._database.writing() as connection:
            if not self._database.is_sqlite:
                # An answer that is being saved comes wholly before the rebuilding or wholly after.
                await connection.execute(text("LOCK TABLE totals IN SHARE ROW EXCLUSIVE MODE"))
            await connection.execute(totals.delete())
            await connection.execute(text(f"INSERT INTO totals ({_COLUMNS}) {_FROM_LOG}"))


def _scopes(workspace: str, channel: str) -> Iterable[tuple[str, str]]:
    """Return what an answer counts for, each once: anywhere, its workspace, its channel, both."""
    return dict.fromkeys([("", ""), (workspace, ""), ("", channel), (workspace, channel)])


def _alone(person_id: int, scope: tuple[str, str], answered: Answered) -> dict[str, object]:
    """Return the totals of somebody who has given this one answer."""
    workspace, channel = scope
    return {
        "person_id": person_id,
        "workspace": workspace,
        "channel": channel,
        "points": answered.points,
        "answers": 1,
        "right_answers": int(answered.right),
        "streak": int(answered.right),
        "best_streak": int(answered.right),
    }


def _adding(database: Database) -> Upsert:
    """Insert the totals of one answer, or add it to the totals that are there."""
    first = database.insert(totals)
    new = first.excluded
    streak = case((new.right_answers == 1, totals.c.streak + 1), else_=0)
    return first.on_conflict_do_update(
        index_elements=list(totals.primary_key),
        set_={
            "points": totals.c.points + new.points,
            "answers": totals.c.answers + 1,
            "right_answers": totals.c.right_answers + new.right_answers,
            "streak": streak,
            "best_streak": case(
                (streak > totals.c.best_streak, streak), else_=totals.c.best_streak
            ),
        },
    )


def _adding_released(database: Database) -> Upsert:
    """Insert the totals of one answer that makes no streak, or add it to the totals that are there."""
    first = database.insert(totals)
    sums = ("points", "answers", "right_answers")
    return first.on_conflict_do_update(
        index_elements=list(totals.primary_key),
        set_={name: totals.c[name] + first.excluded[name] for name in sums},
    )


_SUMS = (
    totals.c.points,
    totals.c.answers,
    totals.c.right_answers,
    totals.c.streak,
    totals.c.best_streak,
)
"""The fields of a ``Record`` after its name, in their order."""

_RECORD = (
    select(*_SUMS)
    .join(people)
    .where(
        people.c.platform == bindparam("platform"),
        people.c.user_id == bindparam("user"),
        totals.c.workspace == "",
        totals.c.channel == "",
    )
)

_BOARD = best_of(totals, totals.c.streak, totals.c.best_streak).where(
    totals.c.workspace == bindparam("workspace"), totals.c.channel == bindparam("channel")
)

_COLUMNS = ", ".join(totals.columns.keys())


def in_scopes(source: str, columns: str) -> str:
    """Return SQL for the rows of a source once for each scope that they count for: see ``_scopes``."""
    return f"""
        SELECT person_id, '' AS workspace, '' AS channel, {columns} FROM {source}
        UNION ALL
        SELECT person_id, workspace, '', {columns} FROM {source} WHERE workspace <> ''
        UNION ALL
        SELECT person_id, '', channel, {columns} FROM {source} WHERE channel <> ''
        UNION ALL
        SELECT person_id, workspace, channel, {columns} FROM {source}
        WHERE workspace <> '' AND channel <> ''
    """  # noqa: S608 - for constants


# A run: an answer that was not right (or the very beginning), and the right ones up to the next.
_FROM_LOG = f"""
    WITH answered AS (
        SELECT person_id, workspace, channel, practice_id, answers.position, points,
               CASE outcome WHEN 'right' THEN 1 ELSE 0 END AS is_right
        FROM answers JOIN practices ON practices.id = answers.practice_id
        WHERE outcome IS NOT NULL AND NOT review AND state NOT IN ('held', 'released')
    ), scoped AS (
        {in_scopes("answered", "practice_id, position, points, is_right")}
    ), numbered AS (
        SELECT person_id, workspace, channel, points, is_right,
               SUM(1 - is_right) OVER (
                   PARTITION BY person_id, workspace, channel ORDER BY practice_id, position
               ) AS run
        FROM scoped
    ), runs AS (
        SELECT person_id, workspace, channel, run,
               SUM(points) AS points, COUNT(*) AS answers, SUM(is_right) AS length,
               MAX(run) OVER (PARTITION BY person_id, workspace, channel) AS last_run
        FROM numbered GROUP BY person_id, workspace, channel, run
    ), competed AS (
        SELECT person_id, workspace, channel, points, answers, right_answers
        FROM contest_results WHERE answers > 0
        UNION ALL
        SELECT person_id, workspace, channel, points, 1,
               CASE outcome WHEN 'right' THEN 1 ELSE 0 END
        FROM answers JOIN practices ON practices.id = answers.practice_id
        WHERE outcome IS NOT NULL AND state = 'released'
    ), summands AS (
        SELECT person_id, workspace, channel, points, answers, length AS right_answers,
               CASE run WHEN last_run THEN length ELSE 0 END AS streak, length AS best_streak
        FROM runs
        UNION ALL
        SELECT scoped_results.*, 0, 0 FROM (
            {in_scopes("competed", "points, answers, right_answers")}
        ) AS scoped_results
    )
    SELECT person_id, workspace, channel,
           CAST(SUM(points) AS INTEGER) AS points,
           CAST(SUM(answers) AS INTEGER) AS answers,
           CAST(SUM(right_answers) AS INTEGER) AS right_answers,
           CAST(SUM(streak) AS INTEGER) AS streak,
           CAST(MAX(best_streak) AS INTEGER) AS best_streak
    FROM summands GROUP BY person_id, workspace, channel
"""  # noqa: S608 - made of nothing but the constants above

_COUNT_WRONG = f"""
    WITH expected AS ({_FROM_LOG})
    SELECT COUNT(*) FROM (
        SELECT person_id, workspace, channel FROM (
            SELECT {_COLUMNS} FROM totals EXCEPT SELECT {_COLUMNS} FROM expected
        ) AS unfounded
        UNION
        SELECT person_id, workspace, channel FROM (
            SELECT {_COLUMNS} FROM expected EXCEPT SELECT {_COLUMNS} FROM totals
        ) AS missing
    ) AS wrong
"""  # noqa: S608 - made of nothing but the constants above
