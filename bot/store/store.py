"""Opens the store."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.store.archive import StoredArchive
from bot.store.cards import StoredCards
from bot.store.contests import StoredContests
from bot.store.dailies import SCHEDULES, StoredDailies
from bot.store.daily_answers import StoredDailyAnswers
from bot.store.daily_saved import StoredSaved
from bot.store.departures import StoredWorkspaces
from bot.store.engine import Database
from bot.store.former import FormerPlayers
from bot.store.keeping import Keeper
from bot.store.letters import StoredLetters
from bot.store.migrations import migrate
from bot.store.outbox import StoredOutbox
from bot.store.people import StoredPeople
from bot.store.placings import StoredPlacings
from bot.store.practices import StoredPractices
from bot.store.privacy import StoredPersonalData
from bot.store.results import StoredResults
from bot.store.schema import people
from bot.store.scores import StoredScores
from bot.store.seasons import StoredSeasons
from bot.store.settings import StoredSettings
from bot.store.suggestions import StoredSuggestions
from bot.store.troubles import StoredTroubles
from bot.store.url import parse_url
from bot.store.wake import Bell

if TYPE_CHECKING:
    from bot.store.vault import StoredVault

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

    ``people``, ``practices``, ``cards``, ``scores``, ``contests``, ``results``, ``placings``,
    ``seasons``, ``archive``, ``suggestions``, ``troubles`` and ``outbox`` meet the protocols of
    ``bot.ports``; ``settings``, ``personal_data`` and ``workspaces`` those of ``bot.place_ports``;
    ``dailies``, ``daily_answers``, ``daily_outbox`` and ``saved`` those of ``bot.daily_ports``.
    ``bell`` rings when there may be something due or to be told.
    """

    def __init__(self, database: Database, schema_version: str) -> None:
        self._database = database
        self.schema_version = schema_version
        self.scores = StoredScores(database)
        self.seasons = StoredSeasons(database)
        self.cards = StoredCards(database)
        self.practices = StoredPractices(database, self.scores, self.seasons, self.cards)
        self.results = StoredResults(database, self.seasons)
        self.outbox = StoredOutbox(database)
        self.bell = Bell(database)
        keeper = Keeper(database, self.outbox, self.results, self.cards)
        self.contests = StoredContests(database, keeper, self.bell)
        self.people = StoredPeople(database)
        self.placings = StoredPlacings(database)
        self.archive = StoredArchive(database)
        self.troubles = StoredTroubles(database)
        self.suggestions = StoredSuggestions(database, self.contests)
        self.settings = StoredSettings(database)
        self.daily_outbox = StoredLetters(database, SCHEDULES)
        self.daily_answers = StoredDailyAnswers(database, self.practices)
        self.dailies = StoredDailies(database, self.daily_outbox, self.daily_answers, self.bell)
        self.saved = StoredSaved(database)
        former = FormerPlayers(database, keeper, self.bell)
        self.personal_data = StoredPersonalData(database, former)
        self.workspaces = StoredWorkspaces(
            database, self.contests, former, self.scores, self.seasons
        )

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

    def vault(self, platform: str, keys: str, now: Callable[[], datetime]) -> "StoredVault":
        """Return what a platform keeps for itself; see ``bot.chat.platform.Vault``.

        ``keys`` are as in ``Seal``, and raise what it raises.
        """
        from bot.store.seal import Seal  # noqa: PLC0415 - slow to load, and hardly ever needed
        from bot.store.vault import StoredVault  # noqa: PLC0415

        return StoredVault(self._database, platform, Seal(keys), now)

    async def renew_seals(self, keys: str) -> int:
        """Seal anew, with the first of the keys, what platforms keep; return how many values those are.

        Raises ``KeyMissing``, ``KeyInvalid``, and ``WrongKey`` where one was sealed with none of them.
        """
        from bot.store.seal import Seal  # noqa: PLC0415 - slow to load, and hardly ever needed
        from bot.store.vault import renew_seals  # noqa: PLC0415

        return await renew_seals(self._database, Seal(keys))

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
