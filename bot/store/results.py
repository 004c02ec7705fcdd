"""What the players of a contest have reached, and what it adds to their totals.

Both follow from the log. They are written when a contest is over, and again for whatever changes
after that (a ruling, a player removed): what was there is taken away and what is there now is added,
in one transaction, so that doing it again changes nothing.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from urllib.parse import unquote

from sqlalchemy import Connection, bindparam, case, delete, insert, select, text

from bot.chat.names import display_name
from bot.chat.request import Actor
from bot.ports import BoardRow
from bot.quiz.contest.former import is_former
from bot.quiz.contest.rules import steps
from bot.quiz.contest.scoring import Standing, standings
from bot.quiz.contest.state import State
from bot.store.boards import best_of, read_board
from bot.store.codec import read_events
from bot.store.engine import Database
from bot.store.schema import contest_events, contest_results, contests, people, totals
from bot.store.scores import in_scopes
from bot.store.seasons import StoredSeasons


@dataclass(frozen=True, slots=True)
class Result:
    """What one player has reached in a contest, where they joined it."""

    platform: str
    user: str
    name: str
    workspace: str
    channel: str
    rank: int
    points: int
    answers: int
    right: int
    first_streak: int
    last_streak: int
    best_streak: int


class StoredResults:
    """Keeps the results of contests that are over in a database."""

    def __init__(self, database: Database, seasons: StoredSeasons) -> None:
        self._database = database
        self._seasons = seasons
        person = database.insert(people)
        self._know = person.on_conflict_do_update(
            index_elements=[people.c.platform, people.c.user_id],
            # Who is hidden plays under a name that is not theirs.
            set_={"name": case((people.c.hidden, people.c.name), else_=person.excluded.name)},
        )

    def settle(self, connection: Connection, over: Mapping[int, State]) -> None:
        """Make results and totals what contests that are over have brought, within a transaction."""
        brought = {contest_id: results_of(state) for contest_id, state in over.items()}
        if brought:
            self._lock(connection, brought)
        for contest_id, players in brought.items():
            self._settle(connection, contest_id, players, over[contest_id].ended_at)

    def _lock(self, connection: Connection, brought: Mapping[int, Iterable[Result]]) -> None:
        """Know all players, and lock everybody whose sums are about to change: whose they were, too.

        Before any sum, in one order, as ``StoredPractices.release`` does it: of two processes neither
        waits for what the other wants.
        """
        players = {(each.platform, each.user): each for each in chain(*brought.values())}
        had_results = connection.execute(_HAD_RESULTS, {"contests": list(brought)})
        everybody = sorted({*players, *map(tuple, had_results)})
        for plays, some in groupby(everybody, key=players.__contains__):
            if plays:
                connection.execute(self._know, [_person_row(players[key]) for key in some])
                continue
            for platform, user in some:
                connection.execute(_LOCK_PERSON, {"platform": platform, "user": user})

    def _settle(
        self,
        connection: Connection,
        contest_id: int,
        players: Iterable[Result],
        ended_at: datetime | None,
    ) -> None:
        contest = {"contest": contest_id}
        rows = [_row(contest_id, player, ended_at) for player in players]
        connection.execute(_ADD, {**contest, "sign": -1})
        self._seasons.add_contest(connection, contest_id, -1)
        connection.execute(_CLEAR, contest)
        connection.execute(_FORGET, contest)
        if rows:
            connection.execute(_RECORD, rows)
        connection.execute(_ADD, {**contest, "sign": 1})
        self._seasons.add_contest(connection, contest_id, 1)

    async def of_contest(self, contest: str, limit: int) -> tuple[BoardRow, ...]:
        """Return those with the most points in a contest that is over, best first, at most ``limit``."""
        return await read_board(self._database, _BOARD, {"contest": contest}, limit)

    async def wrong_results(self) -> int:
        """Return in how many contests the results differ from what the log says."""
        return sum([not is_right async for _, is_right in self._compared()])

    async def rebuild(self) -> None:
        """Make the results anew wherever they differ from the log; totals are to be rebuilt after it."""
        async for contest_id, is_right in self._compared():
            if not is_right:
                await self._mend(contest_id)

    async def _compared(self) -> AsyncIterator[tuple[int, bool]]:
        """Yield each contest that is over, and whether its results are what its log makes of them."""
        async with self._database.reading() as connection:
            ids = (await connection.scalars(_OVER)).all()
        for contest_id in ids:
            async with self._database.reading() as connection:
                state = await connection.run_sync(_folded, contest_id)
                stored = await connection.execute(_RESULTS, {"contest": contest_id})
                kept = {tuple(row) for row in stored}
            yield contest_id, kept == {_compared_row(each) for each in results_of(state)}

    async def _mend(self, contest_id: int) -> None:
        def settle_anew(connection: Connection) -> None:
            connection.execute(_LOCK, {"contest": contest_id})
            self.settle(connection, {contest_id: _folded(connection, contest_id)})

        await self._database.transact(settle_anew)


def _folded(connection: Connection, contest_id: int) -> State:
    rows = connection.scalars(_EVENTS, {"contest": contest_id})
    return steps(State(), chain.from_iterable(map(read_events, rows)))[0]


def results_of(state: State) -> tuple[Result, ...]:
    """Return what a contest has brought everyone who was not removed, best first; not who was forgotten."""
    return tuple(_result(state, each) for each in standings(state) if not is_former(each.player))


def _result(state: State, standing: Standing) -> Result:
    platform, user = _parts(standing.player, 2)
    _, workspace, channel = _parts(state.players[standing.player].place, 3)
    return Result(
        platform=platform,
        user=user,
        name=display_name(Actor(platform, user, standing.name)),
        workspace=workspace,
        channel=channel,
        rank=standing.rank,
        points=standing.points,
        answers=standing.answers,
        right=standing.right,
        first_streak=standing.first_streak,
        last_streak=standing.streak,
        best_streak=standing.best_streak,
    )


def _parts(key: str, count: int) -> Sequence[str]:
    """Return the parts of a key of ``Actor`` or ``Place``; any other key is all in the first part."""
    parts = key.split(":")
    return [unquote(part) for part in parts] if len(parts) == count else [key, *[""] * (count - 1)]


def _person_row(player: Result) -> dict[str, object]:
    return {"platform": player.platform, "user_id": player.user, "name": player.name}


def _row(contest_id: int, player: Result, ended_at: datetime | None) -> dict[str, object]:
    return {
        "contest": contest_id,
        "platform": player.platform,
        "user": player.user,
        "in_workspace": player.workspace,
        "in_channel": player.channel,
        "rank": player.rank,
        "points": player.points,
        "answers": player.answers,
        "right": player.right,
        "at": ended_at,
        "first": player.first_streak,
        "last": player.last_streak,
        "best": player.best_streak,
    }


def _compared_row(player: Result) -> tuple[object, ...]:
    """Return a result as ``_RESULTS`` has it: without the name, which a later contest may renew."""
    where = (player.platform, player.user, player.workspace, player.channel)
    streaks = (player.first_streak, player.last_streak, player.best_streak)
    return (*where, player.rank, player.points, player.answers, player.right, *streaks)


_HAD_RESULTS = (
    select(people.c.platform, people.c.user_id)
    .join_from(contest_results, people)
    .where(contest_results.c.contest_id.in_(bindparam("contests", expanding=True)))
)

_LOCK_PERSON = (
    select(people.c.id)
    .where(people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user"))
    .with_for_update(key_share=True)
)

# Totals are locked in the order in which ``StoredScores.add`` locks them, a person after the other,
# so that whoever answers alone at this moment and this do not wait for each other for ever.
_ADD = text(f"""
    INSERT INTO totals (
        person_id, workspace, channel, points, answers, right_answers, streak, best_streak
    )
    WITH results AS (
        SELECT person_id, workspace, channel, points, answers, right_answers
        FROM contest_results WHERE contest_id = :contest AND answers > 0
    ), scoped AS (
        {in_scopes("results", "points, answers, right_answers")}
    )
    SELECT person_id, workspace, channel,
           :sign * points, :sign * answers, :sign * right_answers, 0, 0
    FROM scoped WHERE TRUE ORDER BY person_id, channel, workspace
    ON CONFLICT (person_id, workspace, channel) DO UPDATE SET
        points = totals.points + excluded.points,
        answers = totals.answers + excluded.answers,
        right_answers = totals.right_answers + excluded.right_answers
""")  # noqa: S608 - made of nothing but constants

_OF_CONTEST = contest_results.c.contest_id == bindparam("contest")

_CLEAR = delete(totals).where(
    totals.c.answers == 0,
    totals.c.person_id.in_(select(contest_results.c.person_id).where(_OF_CONTEST)),
)

_FORGET = delete(contest_results).where(_OF_CONTEST)

_RECORD = insert(contest_results).from_select(
    contest_results.columns.keys(),
    select(
        bindparam("contest", type_=contest_results.c.contest_id.type),
        people.c.id,
        bindparam("in_workspace", type_=contest_results.c.workspace.type),
        bindparam("in_channel", type_=contest_results.c.channel.type),
        bindparam("rank", type_=contest_results.c.rank.type),
        bindparam("points", type_=contest_results.c.points.type),
        bindparam("answers", type_=contest_results.c.answers.type),
        bindparam("right", type_=contest_results.c.right_answers.type),
        bindparam("at", type_=contest_results.c.ended_at.type),
        bindparam("first", type_=contest_results.c.first_streak.type),
        bindparam("last", type_=contest_results.c.last_streak.type),
        bindparam("best", type_=contest_results.c.best_streak.type),
    ).where(people.c.platform == bindparam("platform"), people.c.user_id == bindparam("user")),
)

_RESULTS = (
    select(
        people.c.platform,
        people.c.user_id,
        contest_results.c.workspace,
        contest_results.c.channel,
        contest_results.c.rank,
        contest_results.c.points,
        contest_results.c.answers,
        contest_results.c.right_answers,
        contest_results.c.first_streak,
        contest_results.c.last_streak,
        contest_results.c.best_streak,
    )
    .join_from(contest_results, people)
    .where(_OF_CONTEST)
)

_BOARD = (
    best_of(contest_results)
    .join(contests, contests.c.id == contest_results.c.contest_id)
    .where(contests.c.public_id == bindparam("contest"))
)

_OVER = select(contests.c.id).where(contests.c.ended_at.is_not(None)).order_by(contests.c.id)

_LOCK = select(contests.c.id).where(contests.c.id == bindparam("contest")).with_for_update()

_EVENTS = (
    select(contest_events.c.event)
    .where(contest_events.c.contest_id == bindparam("contest"))
    .order_by(contest_events.c.number)
)
