"""Opens the store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.store.archive import StoredArchive
from bot.store.contests import StoredContests
from bot.store.engine import Database
from bot.store.migrations import migrate
from bot.store.outbox import StoredOutbox
from bot.store.people import StoredPeople
from bot.store.placings import StoredPlacings
from bot.store.practices import StoredPractices
from bot.store.results import StoredResults
from bot.store.schema import people
from bot.store.scores import StoredScores
from bot.store.seasons import StoredSeasons
from bot.store.suggestions import StoredSuggestions
from bot.store.url import parse_url
from bot.store.wake import Bell

PATIENCE = 2.0
"""Seconds to wait for what another process has locked.

Chat platforms give a bot three to reply: who could not be helped is told so within them.
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a store is. ``damage`` is what the database itself complains of, in its words.

    ``wrong_totals`` counts the sums that differ from the log; ``Store.rebuild`` mends them.
    """

    location: str
    engine: str
    schema_version: str
    damage: tuple[str, ...]
    wrong_totals: int

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage and not self.wrong_totals


class Store:
    """An open store.

    ``people``, ``practices``, ``scores``, ``contests``, ``results``, ``placings``, ``seasons``,
    ``archive``, ``suggestions`` and ``outbox`` meet the protocols of ``bot.ports``.
    ``bell`` rings when there may be something due or to be told.
    """

    def __init__(self, database: Database, schema_version: str) -> None:
        self._database = database
        self.schema_version = schema_version
        self.scores = StoredScores(database)
        self.seasons = StoredSeasons(database)
        self.practices = StoredPractices(database, self.scores, self.seasons)
        self.results = StoredResults(database, self.seasons)
        self.outbox = StoredOutbox(database)
        self.bell = Bell(database)
        self.contests = StoredContests(database, self.outbox, self.results, self.bell)
        self.people = StoredPeople(database)
        self.placings = StoredPlacings(database)
        self.archive = StoredArchive(database)
        self.suggestions = StoredSuggestions(database, self.contests)

    @property
    def location(self) -> str:
        """Where the store is, without a password."""
        return self._database.location

    async def check(self) -> Condition:
        """Examine the whole store; a million answers take a dozen seconds.

        Raises ``DatabaseUnavailable`` where it cannot be written though nothing is damaged.
        """
        damage = await self._database.damage()
        if not damage:
            await self._try_to_write()
        return Condition(
            location=self.location,
            engine=await self._database.engine_version(),
            schema_version=self.schema_version,
            damage=damage,
            wrong_totals=0 if damage else await self._wrong_totals(),
        )

    async def rebuild(self) -> None:
        """Compute anew what sums up the log: the results of contests and everybody's totals."""
        await self.results.rebuild()
        await self.scores.rebuild()
        await self.seasons.rebuild()

    async def _wrong_totals(self) -> int:
        wrong = await self.scores.wrong_totals() + await self.results.wrong_results()
        return wrong + await self.seasons.wrong()

    async def _try_to_write(self) -> None:
        async with self._database.writing() as connection:
            await connection.execute(people.update().values(hidden=False).where(people.c.id < 0))


@asynccontextmanager
async def open_store(url: str, *, patience: float = PATIENCE) -> AsyncIterator[Store]:
    """Open the store at a database URL, made or brought up to date first where that is needed.

    ``patience`` is how many seconds to wait for what another process has locked; what is to be made
    here waits for ``engine.MIGRATING_SECONDS`` at least. Raises ``DatabaseUrlInvalid``,
    ``DriverMissing``, ``DatabaseUnavailable`` or ``SchemaTooNew``.
    """
    database = Database(parse_url(url), patience)
    try:
        yield Store(database, await migrate(database))
    finally:
        await database.close()
