"""The ranks that somebody has reached in contests: the query behind ``bot.ports.Placings``."""

from sqlalchemy import bindparam, select

from bot.chat.request import Actor, Place
from bot.store.engine import Database
from bot.store.schema import contest_results, contests, people


class StoredPlacings:
    """Looks ranks up in a database; see ``bot.ports.Placings`` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ranks(self, actor: Actor) -> tuple[int, ...]:
        """Return the ranks of a person in contests that are over, the latest last."""
        person = {"platform": actor.platform, "user": actor.user}
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(_RANKS, person))

    async def latest_in(self, place: Place) -> str | None:
        """Return the code of the contest that was over last among those played in a place."""
        where = {
            "platform": place.platform,
            "workspace": place.workspace,
            "channel": place.channel,
        }
        async with self._database.reading() as connection:
            found: str | None = await connection.scalar(_LATEST, where)
            return found


_LATEST = (
    select(contests.c.public_id)
    .join_from(contest_results, contests)
    .join(people, people.c.id == contest_results.c.person_id)
    .where(
        contest_results.c.workspace == bindparam("workspace"),
        contest_results.c.channel == bindparam("channel"),
        people.c.platform == bindparam("platform"),
    )
    .order_by(contest_results.c.ended_at.desc(), contest_results.c.contest_id.desc())
    .limit(1)
)

_RANKS = (
    select(contest_results.c.rank)
    .join_from(contest_results, people)
    .where(
        people.c.platform == bindparam("platform"),
        people.c.user_id == bindparam("user"),
        contest_results.c.answers > 0,
    )
    .order_by(contest_results.c.ended_at, contest_results.c.contest_id)
)
