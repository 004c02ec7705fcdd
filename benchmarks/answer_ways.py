"""Ways to record the answers of a contest durably: ours, those written by hand, and those of others."""

import asyncio
import json
import os
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import aiosqlite
import asyncpg
import msgspec

from bot.ports import Change
from bot.quiz.contest.events import Answered, Event, Joined, Opened, Started, TimePassed
from bot.quiz.contest.facts import CountChanged, Fact
from bot.quiz.contest.rules import steps
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import State
from bot.quiz.verdict import Outcome
from bot.runtime.arena import StandardArena
from bot.runtime.clock import SteadyClock
from bot.store import Store, open_store

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOST, PLACE = "bench:host", "bench:school:room"


async def _no_question(_number: int) -> None:
    """Keep no questions."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to record answers: ``record`` returns when one is durable, ``ask`` when a round has begun."""

    record: Callable[[Answered], Awaitable[object]]
    ask: Callable[[int], Awaitable[object]] = _no_question


# ── Contests to play. ────────────────────────────────────────────────────────────────────────────


def opening(contest: str, players: Sequence[str], rounds: int, place: str = PLACE) -> list[Event]:
    """Return the events up to the first question of a contest."""
    settings = Settings(
        pack="bench",
        seed="seed",
        questions=tuple(f"q{number}" for number in range(rounds)),
    )
    opened = Opened(at=START, contest=contest, settings=settings, host=HOST, place=place)
    joined = [Joined(at=START, player=each, name=each, place=place) for each in players]
    return [opened, *joined, Started(at=START, by=HOST)]


def round_of(number: int, players: Sequence[str]) -> list[Answered]:
    """Return an answer of each player to a round; some know more than others."""
    chance, at = random.Random(f"{number}/{players[0]}"), opens_at(number)
    return [
        _answer(player, number, at, is_right=chance.random() < _knowledge(player))
        for player in players
    ]


def _knowledge(player: str) -> float:
    """Return how often somebody is right, in every contest alike: 30 to 96 times of a hundred."""
    return 0.3 + int(player.rpartition("-")[2]) * 37 % 100 / 150


def _answer(player: str, number: int, at: datetime, *, is_right: bool) -> Answered:
    return Answered(
        at=at,
        acted=at,
        player=player,
        round=number,
        response={"answer": ("option-1" if is_right else "option-2",)},
        outcome=Outcome.RIGHT if is_right else Outcome.WRONG,
        credit=float(is_right),
    )


def opens_at(number: int) -> datetime:
    return START + timedelta(seconds=60 * number)


def names(players: int, first: int = 0) -> list[str]:
    return [f"bench:player-{number:06}" for number in range(first, first + players)]


# ── Ways to record an answer. ────────────────────────────────────────────────────────────────────


class Gatherer:
    """Commits what has arrived while the last commit was under way, and then acknowledges it."""

    def __init__(self, commit: Callable[[list[Answered]], Awaitable[None]]) -> None:
        self._commit = commit
        self._line: list[tuple[Answered, asyncio.Future[None]]] = []
        self._woken = asyncio.Event()

    async def __call__(self, answer: Answered) -> None:
        """Wait until the answer is durable."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append((answer, done))
        self._woken.set()
        await done

    async def write(self) -> None:
        """Commit for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._line:
                taken, self._line = self._line, []
                await self._commit([answer for answer, _ in taken])
                for _, done in taken:
                    done.set_result(None)


@asynccontextmanager
async def gathering(commit: Callable[[list[Answered]], Awaitable[None]]) -> AsyncIterator[Way]:
    gatherer = Gatherer(commit)
    writer = asyncio.create_task(gatherer.write())
    try:
        yield Way(gatherer)
    finally:
        writer.cancel()


@asynccontextmanager
async def our_store(url: str, players: int, rounds: int) -> AsyncIterator[Way]:
    """Our store and our arena: each answer is decided by the rules, and kept with what is to be told."""
    async with open_store(url) as store, playing(store, "c1", names(players), rounds) as way:
        yield way


@asynccontextmanager
async def playing(
    store: Store, contest: str, players: Sequence[str], rounds: int
) -> AsyncIterator[Way]:
    """A new contest in a store that is open."""
    events = opening(contest, players, rounds, place=f"bench:school-of-{contest}:room")
    state, _ = steps(State(), events)
    await store.contests.keep([Change(0, tuple(events), state)])
    arena = StandardArena(store.contests, SteadyClock())
    writer = asyncio.create_task(arena.write())

    async def put(event: Event) -> None:
        if (await arena.submit(contest, event)).refusal:
            raise RuntimeError("an answer was not recorded")

    async def ask(number: int) -> None:
        if number:
            await put(TimePassed(at=opens_at(number)))

    try:
        yield Way(put, ask)
    finally:
        writer.cancel()


@asynccontextmanager
async def our_store_alone(url: str, players: int, rounds: int) -> AsyncIterator[Way]:
    """Our store, given what the rules have decided: in the middle of a contest."""
    async with open_store(url) as store:
        events = opening("c1", names(players), rounds)
        for number in range(rounds // 2):
            events += [*round_of(number, names(players)), TimePassed(at=opens_at(number + 1))]
        state, _ = steps(State(), events)
        await store.contests.keep([Change(0, tuple(events), state)])
        version = len(events)

        async def commit(answers: list[Answered]) -> None:
            nonlocal version
            facts: tuple[Fact, ...] = (CountChanged(round=0),)
            if await store.contests.keep([Change(version, tuple(answers), state, facts)]):
                raise RuntimeError("an answer was not recorded")
            version += len(answers)

        async with gathering(commit) as way:
            yield way


@asynccontextmanager
async def sqlite_by_hand(path: Path) -> AsyncIterator[Way]:
    """A bare INSERT of what has gathered, with the library of Python itself, in a thread."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(_TABLE + " WITHOUT ROWID")
    numbers = count(1)

    def insert(answers: list[Answered]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO answers VALUES (1, ?, ?)",
            [(next(numbers), msgspec.json.encode(answer).decode()) for answer in answers],
        )
        connection.execute("COMMIT")

    async def commit(answers: list[Answered]) -> None:
        await asyncio.to_thread(insert, answers)

    async with gathering(commit) as way:
        yield way
    connection.close()


@asynccontextmanager
async def aiosqlite_each(path: Path, *, wal: bool) -> AsyncIterator[Way]:
    """One commit for each answer, as most bots do it; ``wal`` makes it twice as fast."""
    async with aiosqlite.connect(path) as connection:
        if wal:
            await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = FULL")
        await connection.execute(_TABLE + " WITHOUT ROWID")
        numbers, turn = count(1), asyncio.Lock()

        async def record(answer: Answered) -> None:
            async with turn:
                row = (next(numbers), msgspec.json.encode(answer).decode())
                await connection.execute("INSERT INTO answers VALUES (1, ?, ?)", row)
                await connection.commit()

        yield Way(record)


@asynccontextmanager
async def json_file_each(path: Path, players: int) -> AsyncIterator[Way]:
    """The scores of all players in one file that is written anew, flushed and put in place."""
    scores = dict.fromkeys(names(players), 0)
    turn = asyncio.Lock()

    def write() -> None:
        new = path.with_suffix(".new")
        with new.open("w") as file:
            json.dump(scores, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    async def record(answer: Answered) -> None:
        async with turn:
            scores[answer.player] += int(10 * answer.credit)
            await asyncio.to_thread(write)

    yield Way(record)


@asynccontextmanager
async def asyncpg_by_hand(url: str) -> AsyncIterator[Way]:
    """A bare INSERT of what has gathered."""
    connection = await asyncpg.connect(url)
    await connection.execute(_TABLE)
    numbers = count(1)

    async def commit(answers: list[Answered]) -> None:
        rows = [(next(numbers), msgspec.json.encode(answer).decode()) for answer in answers]
        async with connection.transaction():
            await connection.executemany("INSERT INTO answers VALUES (1, $1, $2)", rows)

    async with gathering(commit) as way:
        yield way
    await connection.close()


@asynccontextmanager
async def asyncpg_each(url: str) -> AsyncIterator[Way]:
    """One commit for each answer, on one connection."""
    connection = await asyncpg.connect(url)
    await connection.execute(_TABLE)
    numbers, turn = count(1), asyncio.Lock()

    async def record(answer: Answered) -> None:
        async with turn:
            row = (next(numbers), msgspec.json.encode(answer).decode())
            await connection.execute("INSERT INTO answers VALUES (1, $1, $2)", *row)

    yield Way(record)
    await connection.close()


_TABLE = "CREATE TABLE answers (contest INTEGER, number INTEGER, answer TEXT, PRIMARY KEY (contest, number))"
