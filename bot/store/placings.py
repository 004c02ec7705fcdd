"""How people came out of contests, and which a place has had: the queries behind ``bot.ports.Placings``."""

from sqlalchemy import bindparam, func, select

from bot.chat.request import Actor, Place
from bot.quiz.standings import Finish, Run
from bot.store.engine import Database
from bot.store.schema import contest_results, contests, people


class StoredPlacings:
    """Looks ranks up in a database; see ``bot.ports.Placings`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def finishes(self, actor: Actor) -> tuple[Finish, ...]:
        """Return how a person came out of contests that are over, the latest last."""
        person = {"platform": actor.platform, "user": actor.user}
        async with self._database.reading() as connection:
            rows = await connection.execute(_FINISHES, person)
            return tuple(
                Finish(rank, points, Run(first, last, best, is_unbroken=0 < right == first == last))
                for rank, points, right, first, last, best in rows
            )

    async def latest_in(self, place: Place) -> str | None:
        """Return the code of the contest that was over last among those played in a place."""
        async with self._database.reading() as connection:
            found: str | None = await connection.scalar(_LATEST, _where(place))
            return found

    async def recent_in(self, place: Place, limit: int) -> tuple[str, ...]:
        """Return the codes of contests that are over and were played in a place, the latest first."""
        async with self._database.reading() as connection:
            asked = {**_where(place), "limit": max(limit, 0)}
            return tuple(await connection.scalars(_RECENT, asked))


def _where(place: Place) -> dict[str, object]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


_PLAYED = (
    select(contests.c.public_id)
    .join_from(contest_results, contests)
    .join(people, people.c.id == contest_results.c.person_id)
    .where(
        contest_results.c.workspace == bindparam("workspace"),
        contest_results.c.channel == bindparam("channel"),
        people.c.platform == bindparam("platform"),
    )
)

_LATEST = _PLAYED.order_by(
    contest_results.c.ended_at.desc(), contest_results.c.contest_id.desc()
).limit(1)

_RECENT = (
    _PLAYED.group_by(contests.c.id, contests.c.public_id)
    .order_by(func.max(contest_results.c.ended_at).desc(), contests.c.id.desc())
    .limit(bindparam("limit"))
)

_FINISHES = (
    select(
        contest_results.c.rank,
        contest_results.c.points,
        contest_results.c.right_answers,
        contest_results.c.first_streak,
        contest_results.c.last_streak,
        contest_results.c.best_streak,
    )
    .join_from(contest_results, people)
    .where(
        people.c.platform == bindparam("platform"),
        people.c.user_id == bindparam("user"),
        contest_results.c.answers > 0,
    )
    .order_by(contest_results.c.ended_at, contest_results.c.contest_id)
)
