"""A server of Discord and a workspace of Slack, set up by the README, and the days that pass there.

Two processes of the program serve both, on one PostgreSQL; their clocks are moved from one post to the next.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg  # type: ignore[import-untyped]

from adapters.slack.manifest import manifest
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests.moved_program import Moved, begin
from tests.platforms import standin_discord, standin_slack

PACK = load()
PATIENCE = 20.0
"""Seconds of real time in which a post is there."""

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Daily:
    """What was set up to be posted in a place every day."""

    place: str
    at: time
    zone: str

    def moment(self, day: date) -> datetime:
        """The first minute of a day at which clocks there show the time or a later one."""
        zone = ZoneInfo(self.zone)
        minute = datetime.combine(day, self.at, UTC) - timedelta(hours=15)
        while (local := minute.astimezone(zone)).date() != day or local.time() < self.at:
            minute += MINUTE
        return minute


SHUFFLED = (
    Daily("discord", time(2, 30), "Europe/Berlin"),
    Daily("slack", time(1, 30), "America/New_York"),
)
"""By ``/setup``: what it offers, at times that a change of clocks leaves out or repeats."""

IN_ORDER = (
    Daily("discord", time(8), "Europe/Berlin"),
    Daily("slack", time(8), "Europe/Berlin"),
)
"""By ``/daily set``: the same in both places."""


@dataclass(frozen=True)
class Seen:
    """A post that people saw, and when."""

    at: datetime
    text: str


@dataclass
class Year:
    """Both platforms, the processes, and what was seen so far in each place."""

    discord: standin_discord.StandIn
    slack: standin_slack.StandIn
    environment: Mapping[str, str]
    log: Path
    database: Any
    now: datetime
    programs: list[Moved] = field(default_factory=list)
    seen: dict[str, list[Seen]] = field(default_factory=lambda: {"discord": [], "slack": []})
    _looked_at: dict[str, int] = field(default_factory=lambda: {"discord": 0, "slack": 0})

    async def begin(self, processes: int) -> None:
        """Begin processes until there are so many."""
        while len(self.programs) < processes:
            self.programs.append(await begin(self.environment, self.now, self.log, "run"))
            await self.discord.bot_ready(len(self.programs))
            await self.slack.bot_ready(len(self.programs))

    async def kill(self, processes: int = 1) -> None:
        """Kill so many, the oldest first."""
        for _ in range(processes):
            await self.programs.pop(0).kill()
        await self._gone()

    async def stop(self, processes: int = 1) -> None:
        """Ask so many to stop, the oldest first."""
        for _ in range(processes):
            await self.programs.pop(0).stop()
        await self._gone()

    async def pass_to(self, moment: datetime) -> None:
        """Let time pass for all processes, and what is due by then begin."""
        self.now = moment
        await asyncio.gather(*(program.move(moment) for program in self.programs))

    async def nothing_comes_before(self, moment: datetime) -> None:
        """Until a second before a moment nothing is decided to be posted, and nothing was posted."""
        decided = await self._decided()
        await self.pass_to(moment - SECOND)
        assert await self._decided() == decided, f"decided before {moment}"
        self.nothing_is_new()

    def nothing_is_new(self) -> None:
        """Nothing was posted of which no note was taken yet."""
        assert not any(self._look().values()), f"posted by {self.now}"

    async def there_comes(self, places: Iterable[str]) -> None:
        """There is one new post in each of the places."""
        wanted = dict.fromkeys(places, 1)
        async with asyncio.timeout(PATIENCE):
            found = self._look()
            while any(found[place] < count for place, count in wanted.items()):
                await asyncio.sleep(0.002)
                found = {place: found[place] + new for place, new in self._look().items()}
        assert {place: count for place, count in found.items() if count} == wanted, self.now

    async def is_told(self) -> None:
        """Wait until the database knows of all that was posted."""
        async with asyncio.timeout(PATIENCE):
            while await self.database.fetchval(_UNTOLD):
                await asyncio.sleep(0.002)

    def _look(self) -> dict[str, int]:
        """Take note of what is newly seen; return how much that is in each place."""
        return {place: self._note(place, texts) for place, texts in self._new_texts().items()}

    def _new_texts(self) -> dict[str, list[str]]:
        looked_at = self._looked_at
        on_discord = self.discord.channel().messages[looked_at["discord"] :]
        on_slack = self.slack.channel().messages[looked_at["slack"] :]
        return {
            "discord": [standin_discord.words(message) for message in on_discord],
            "slack": [standin_slack.words(message) for message in on_slack],
        }

    def _note(self, place: str, texts: Sequence[str]) -> int:
        self._looked_at[place] += len(texts)
        new = [Seen(self.now, text) for text in texts if "of the day" in text]
        self.seen[place] += new
        return len(new)

    async def _decided(self) -> int:
        return int(await self.database.fetchval("SELECT count(*) FROM daily_posts"))

    async def _gone(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.discord.gateway.sockets) > len(self.programs):
                await asyncio.sleep(0.005)
            while len(self.slack.socket.sockets) > len(self.programs):
                await asyncio.sleep(0.005)


_UNTOLD = "SELECT count(*) FROM daily_outbox WHERE told < revision"


@asynccontextmanager
async def a_year(url: str, folder: Path, begins: datetime) -> AsyncIterator[Year]:
    """Both platforms with two processes that serve them, until the block ends."""
    async with standin_discord.StandIn() as discord, standin_slack.StandIn() as slack:
        slack.use_manifest(manifest(offer(PACK)))
        environment = by_the_readme({**discord.env, **slack.env}, folder, url)
        database = await asyncpg.connect(url)
        year = Year(discord, slack, environment, folder / "log", database, begins)
        try:
            await year.begin(2)
            yield year
            assert discord.breaches == []
            assert slack.breaches == []
            assert year.log.read_text() == "", "errors were logged"
        finally:
            await database.close()
            for program in year.programs:
                await program.kill()


def by_the_readme(given: Mapping[str, str], folder: Path, url: str) -> dict[str, str]:
    """What the README has people set: tokens in files, and for tests where to find the platforms."""
    tokens = ("DISCORD_TOKEN", "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")
    for name in tokens:
        (folder / name.lower()).write_text(f"{given[name]}\n", encoding="ascii")
    elsewhere = ("DISCORD_API_BASE", "DISCORD_GATEWAY_URL", "SLACK_API_URL")
    return {
        "DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
        **{f"{name}_FILE": str(folder / name.lower()) for name in tokens},
        **{name: given[name] for name in elsewhere},
    }
