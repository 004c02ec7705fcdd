"""Seasons and their sums: the queries behind ``bot.ports.Seasons``.

A board is read from sums that are kept, as that over all time is: each answer is added to those of
the seasons that it falls into, in the transaction that records it, and so is a contest when it is
over, which counts for the day of its end. Only defining a season goes through the log.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.request import Place
from bot.ports import BoardRow
from bot.quiz.season import Season, season_between
from bot.store.boards import best_of, read_board
from bot.store.engine import Database
from bot.store.schema import Instant, season_totals, seasons
from bot.store.scores import Answered, Released

MAX_SEASONS: Final = 100
"""Seasons of a workspace, at most: an answer is added to each that it falls into."""


class StoredSeasons:
    """Keeps seasons in a database; see ``bot.ports.Seasons`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        season = database.insert(seasons)
        self._define = season.on_conflict_do_update(
            index_elements=[seasons.c.platform, seasons.c.workspace, seasons.c.folded],
            set_={
                "name": season.excluded.name,
                "begins": season.excluded.begins,
                "ends": season.excluded.ends,
            },
        ).returning(seasons.c.id)

    async def define(self, place: Place, season: Season) -> bool:
        """Define a season of the place's workspace, or move it; return whether there was room.

        Nobody answers while its sums are made: about a second for a hundred thousand answers.
        """
        row = {"name": season.name, "begins": season.begins, "ends": season.ends}
        row |= _named(place, season.name)
        async with self._database.writing() as connection:
            await self._stop_the_others(connection)
            names = (await connection.scalars(_NAMES, _of(place))).all()
            if row["folded"] not in names and len(names) >= MAX_SEASONS:
                return False
            season_id = await connection.scalar(self._define, row)
            await connection.execute(_FORGET, {"season": season_id})
            await connection.execute(_SUM_UP_ONE, {"season": season_id})
        return True

    async def remove(self, place: Place, name: str) -> bool:
        """Forget a season; return whether there was one."""
        async with self._database.writing() as connection:
            await self._stop_the_others(connection)
            removed = await connection.execute(_REMOVE, _named(place, name))
            return bool(removed.rowcount)

    async def all(self, place: Place) -> tuple[Season, ...]:
        """Return the seasons of the place's workspace, the latest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_ALL, _of(place))
            return tuple(season_between(*row) for row in rows)

    async def board(
        self, place: Place, name: str, limit: int, *, here: bool
    ) -> tuple[BoardRow, ...]:
        """Return those with the most points in a season: in the channel, or the whole workspace."""
        channel = place.channel if here else ""
        season = {**_named(place, name), "channel": channel}
        return await read_board(self._database, _BOARD, season, limit)

    async def add(
        self,
        connection: AsyncConnection,
        person_id: int,
        place: tuple[str, str],
        given: list[tuple[Answered, datetime]],
    ) -> None:
        """Add answers given at a place (workspace, channel) and time, within a transaction."""
        workspace, channel = place
        for answered, at in given:
            row = {"points": answered.points, "is_right": int(answered.right), "at": at}
            who = {"person": person_id, "workspace": workspace, "channel": channel}
            await connection.execute(_ADD_ANSWER, {**row, **who})

    def add_released(self, connection: Connection, given: Iterable[Released]) -> None:
        """Add answers given outside of any quiz, within a transaction."""
        rows = [
            {
                "person": each.person_id,
                "workspace": each.place[0],
                "channel": each.place[1],
                "points": each.answered.points,
                "is_right": int(each.answered.right),
                "at": each.at,
            }
            for each in given
        ]
        if rows:
            connection.execute(_ADD_ANSWER, rows)

    def add_contest(self, connection: Connection, contest_id: int, sign: int) -> None:
        """Add the results of a contest, or take them away by ``sign`` -1, within a transaction."""
        connection.execute(_ADD_CONTEST, {"contest": contest_id, "sign": sign})
        if sign < 0:
            connection.execute(_CLEAR, {"contest": contest_id})

    async def wrong(self) -> int:
        """Return how many sums differ from what the log says."""
        async with self._database.reading() as connection:
            return int(await connection.scalar(_COUNT_WRONG) or 0)

    async def rebuild(self) -> None:
        """Make all sums anew from the log and the results of contests."""
        async with self._database.writing() as connection:
            await self._stop_the_others(connection)
            await connection.execute(delete(season_totals))
            await connection.execute(_SUM_UP)

    async def _stop_the_others(self, connection: AsyncConnection) -> None:
        # An answer that is being saved comes wholly before this or wholly after: every one that is
        # saved takes a weaker lock on this table, even where it falls into no season.
        if not self._database.is_sqlite:
            await connection.execute(text("LOCK TABLE season_totals IN SHARE ROW EXCLUSIVE MODE"))


def _of(place: Place) -> dict[str, str]:
    return {"platform": place.platform, "workspace": place.workspace}


def _named(place: Place, name: str) -> dict[str, str]:
    return {**_of(place), "folded": name.casefold()}


_IS_OURS = (
    seasons.c.platform == bindparam("platform"),
    seasons.c.workspace == bindparam("workspace"),
)

_NAMES = select(seasons.c.folded).where(*_IS_OURS)

_ALL = (
    select(seasons.c.name, seasons.c.begins, seasons.c.ends)
    .where(*_IS_OURS)
    .order_by(seasons.c.begins.desc(), seasons.c.name)
)

_REMOVE = delete(seasons).where(*_IS_OURS, seasons.c.folded == bindparam("folded"))

_FORGET = delete(season_totals).where(season_totals.c.season_id == bindparam("season"))

_BOARD = best_of(season_totals).where(
    season_totals.c.season_id
    == select(seasons.c.id)
    .where(*_IS_OURS, seasons.c.folded == bindparam("folded"))
    .scalar_subquery(),
    season_totals.c.channel == bindparam("channel"),
)

_COLUMNS = "season_id, person_id, channel, points, answers, right_answers"

_ON_CONFLICT = """
    ON CONFLICT (season_id, person_id, channel) DO UPDATE SET
        points = season_totals.points + excluded.points,
        answers = season_totals.answers + excluded.answers,
        right_answers = season_totals.right_answers + excluded.right_answers
"""

_ADD_ANSWER = text(f"""
    INSERT INTO season_totals ({_COLUMNS})
    SELECT seasons.id, people.id, scopes.channel,
           CAST(:points AS INTEGER), 1, CAST(:is_right AS INTEGER)
    FROM people
    JOIN seasons ON seasons.platform = people.platform
    CROSS JOIN (SELECT '' AS channel UNION SELECT CAST(:channel AS TEXT)) AS scopes
    WHERE people.id = :person AND seasons.workspace = :workspace
      AND seasons.begins <= :at AND seasons.ends > :at
    ORDER BY seasons.id, scopes.channel
    {_ON_CONFLICT}
""").bindparams(bindparam("at", type_=Instant()))  # noqa: S608 - made of nothing but constants

_ADD_CONTEST = text(f"""
    INSERT INTO season_totals ({_COLUMNS})
    WITH counted AS (
        SELECT seasons.id AS season_id, results.person_id, results.channel,
               results.points, results.answers, results.right_answers
        FROM contest_results AS results
        JOIN people ON people.id = results.person_id
        JOIN seasons ON seasons.platform = people.platform
            AND seasons.workspace = results.workspace
            AND seasons.begins <= results.ended_at AND seasons.ends > results.ended_at
        WHERE results.contest_id = :contest AND results.answers > 0
    ), scoped AS (
        SELECT season_id, person_id, '' AS channel, points, answers, right_answers FROM counted
        UNION ALL
        SELECT {_COLUMNS} FROM counted WHERE channel <> ''
    )
    SELECT season_id, person_id, channel, :sign * points, :sign * answers, :sign * right_answers
    FROM scoped WHERE TRUE ORDER BY person_id, season_id, channel
    {_ON_CONFLICT}
""")  # noqa: S608 - made of nothing but constants

_CLEAR = text("""
    DELETE FROM season_totals WHERE answers = 0 AND person_id IN (
        SELECT person_id FROM contest_results WHERE contest_id = :contest
    )
""")


def _from_log(narrowed: str = "") -> str:
    """Return SQL for what the sums must be, of all seasons or of those ``narrowed`` to."""
    return f"""
        WITH given AS (
            SELECT person_id, workspace, channel, points, 1 AS answers,
                   CASE outcome WHEN 'right' THEN 1 ELSE 0 END AS right_answers,
                   answered_at AS happened_at
            FROM answers JOIN practices ON practices.id = answers.practice_id
            WHERE outcome IS NOT NULL AND NOT review AND state <> 'held'
            UNION ALL
            SELECT person_id, workspace, channel, points, answers, right_answers, ended_at
            FROM contest_results WHERE answers > 0
        ), counted AS (
            SELECT seasons.id AS season_id, given.person_id, given.channel,
                   given.points, given.answers, given.right_answers
            FROM given
            JOIN people ON people.id = given.person_id
            JOIN seasons ON seasons.platform = people.platform
                AND seasons.workspace = given.workspace
                AND seasons.begins <= given.happened_at AND seasons.ends > given.happened_at
            {narrowed}
        ), scoped AS (
            SELECT season_id, person_id, '' AS channel, points, answers, right_answers
            FROM counted
            UNION ALL
            SELECT {_COLUMNS} FROM counted WHERE channel <> ''
        )
        SELECT season_id, person_id, channel, CAST(SUM(points) AS INTEGER) AS points,
               CAST(SUM(answers) AS INTEGER) AS answers,
               CAST(SUM(right_answers) AS INTEGER) AS right_answers
        FROM scoped GROUP BY season_id, person_id, channel
    """  # noqa: S608 - for constants


_SUM_UP = text(f"INSERT INTO season_totals ({_COLUMNS}) {_from_log()}")

_SUM_UP_ONE = text(
    f"INSERT INTO season_totals ({_COLUMNS}) {_from_log('WHERE seasons.id = :season')}"
)

_COUNT_WRONG = text(f"""
    WITH expected AS ({_from_log()})
    SELECT COUNT(*) FROM (
        SELECT season_id, person_id, channel FROM (
            SELECT {_COLUMNS} FROM season_totals EXCEPT SELECT {_COLUMNS} FROM expected
        ) AS unfounded
        UNION
        SELECT season_id, person_id, channel FROM (
            SELECT {_COLUMNS} FROM expected EXCEPT SELECT {_COLUMNS} FROM season_totals
        ) AS missing
    ) AS wrong
""")  # noqa: S608 - made of nothing but constants
