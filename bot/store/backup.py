"""Copies of a store, made and put back while the bot runs.

SQLite is copied by its online backup, which sees one moment and holds up nobody; PostgreSQL by its own
``pg_dump`` and ``pg_restore``, which must be installed.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, assert_never
from urllib.parse import quote

from sqlalchemy.engine import make_url

from bot.errors import BackupFailed, ToolMissing
from bot.store.url import MEMORY, PostgresServer, SqliteFile, parse_url

MARKS: Final = {SqliteFile: b"SQLite format 3\0", PostgresServer: b"PGDMP"}
"""How a copy begins: by this it is told from any other file."""

PATIENCE: Final = 30.0
"""Seconds to wait for those who write."""

LONGEST: Final = 24 * 3_600
"""Seconds that ``pg_dump`` and ``pg_restore`` may take."""

LONGEST_REASON: Final = 500
"""Characters of what these say that are told."""


def back_up(url: str, file: Path) -> None:
    """Copy the store to a file that only its owner can read; an older copy there is replaced.

    The file is whole or not there at all. Raises ``BackupFailed``, ``ToolMissing`` or
    ``DatabaseUrlInvalid``.
    """
    address = parse_url(url)
    if file.exists():
        # A slip of the finger must cost nobody another file, or the database itself.
        require_copy(url, file)
    with _telling(), _whole(file) as copy:
        match address:
            case SqliteFile(path):
                _copy_sqlite(_existing(path), copy)
            case PostgresServer():
                _run("pg_dump", address, ["--format=custom", "--no-owner", f"--file={copy}"])
            case _:
                assert_never(address)


def put_back(url: str, file: Path) -> Path | None:
    """Put a copy back in place of what the store has; return where that was copied to before, if it was.

    Raises as ``back_up`` does. The schema may be older, and is to be brought up to date afterwards.
    """
    require_copy(url, file)
    address = parse_url(url)
    with _telling():
        match address:
            case SqliteFile(path):
                return _put_back_sqlite(path, file)
            case PostgresServer():
                how = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
                _run("pg_restore", address, [*how, f"--dbname={_bare(address)}", str(file)])
                return None
            case _:
                assert_never(address)


def require_copy(url: str, file: Path) -> None:
    """Raise ``BackupFailed`` unless a file is a copy of such a database as the URL means."""
    address = parse_url(url)
    with _telling():
        if not _is_copy(file, type(address)):
            raise BackupFailed(f"{file} is no backup of such a database")
        if isinstance(address, SqliteFile):
            if Path(address.path).exists() and file.samefile(address.path):
                raise BackupFailed(f"{file} is the database itself")
            _check(file)


def is_sqlite_copy(file: Path) -> bool:
    """Whether a file is an SQLite database."""
    return _is_copy(file, SqliteFile)


def copy_aside(path: Path, why: str) -> Path:
    """Copy an SQLite file to one beside it, named for why and when. Raises ``BackupFailed``."""
    aside = path.with_name(f"{path.name}.{why}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    with _telling(), _whole(aside) as copy:
        _copy_sqlite(path, copy)
    return aside


def _put_back_sqlite(path: str, file: Path) -> Path | None:
    live = Path(path)
    before = copy_aside(live, "before-restore") if live.exists() else None
    live.parent.mkdir(parents=True, exist_ok=True)
    with closing(_opened(file)) as source, closing(_connected(live)) as target:
        source.backup(target)
    return before


def _copy_sqlite(live: Path, copy: Path) -> None:
    with closing(_opened(live)) as source, closing(_connected(copy)) as target:
        source.backup(target)
        # A copy is one file; the journal mode is chosen anew by whoever opens it.
        target.execute("PRAGMA journal_mode = DELETE")
    _check(copy)


def _check(file: Path) -> None:
    with closing(_opened(file)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if found != "ok":
        raise BackupFailed(f"{file} is damaged: {found}")
    if "alembic_version" not in tables:
        raise BackupFailed(f"{file} is a database of another program")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=PATIENCE)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE)


def _existing(path: str) -> Path:
    if path == MEMORY or not Path(path).exists():
        raise BackupFailed("there is no database yet")
    return Path(path)


def _is_copy(file: Path, kind: type[SqliteFile | PostgresServer]) -> bool:
    mark = MARKS[kind]
    try:
        with file.open("rb") as opened:
            return opened.read(len(mark)) == mark
    except OSError:
        return False


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Hand out a new file that takes the place of ``file`` when the block has ended well."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    made = Path(name)
    try:
        yield made
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFailed(str(error)) from error
    except OSError as error:
        raise BackupFailed(error.strerror or "a file cannot be read or written") from error


def _run(program: str, server: PostgresServer, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL's, with the password where no list of processes shows it."""
    path = shutil.which(program)
    if path is None:
        raise ToolMissing(program)
    environment = {**os.environ, **_secrets(server)}
    target = [] if program == "pg_restore" else [f"--dbname={_bare(server)}"]
    done = subprocess.run(  # noqa: S603 - our own arguments, and no shell
        [path, "--no-password", *target, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"{program} did not say why"
        raise BackupFailed(said[:LONGEST_REASON])


def _bare(server: PostgresServer) -> str:
    url = make_url(server.dsn).set(password=None)
    return url.difference_update_query(["password"]).render_as_string()


def _secrets(server: PostgresServer) -> Mapping[str, str]:
    url = make_url(server.dsn)
    # Where a password is given more than once, libpq takes the last.
    *_, password = url.password, *url.normalized_query.get("password", ())
    return {"PGPASSWORD": str(password)} if password else {}
