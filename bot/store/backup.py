"""Copies of a store, made while the bot runs, and how to read them; ``restore`` puts them back.

SQLite is copied by its online backup, which sees one moment and holds up nobody; PostgreSQL by its own
``pg_dump``, whose copies ``pg_restore`` reads. Both must be installed.
"""

import glob
import logging
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, assert_never
from urllib.parse import quote

from sqlalchemy.engine import make_url

from bot.config import data_folder
from bot.errors import BackupFailed, ToolMissing
from bot.store.sqlite import make_private
from bot.store.url import MEMORY, Address, PostgresServer, SqliteFile, parse_url

MARKS: Final = {SqliteFile: b"SQLite format 3\0", PostgresServer: b"PGDMP"}
"""How a copy begins: by this it is told from any other file."""

PATIENCE: Final = 30.0
"""Seconds to wait for those who write."""

LONGEST: Final = 24 * 3_600
"""Seconds that ``pg_dump``, ``pg_restore`` and each statement of a script may take."""

LONGEST_REASON: Final = 500
"""Characters of what these say that are told."""

_log = logging.getLogger(__name__)


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
                copy_sqlite(_existing(path), copy)
            case PostgresServer():
                _dump(address, copy)
            case _:
                assert_never(address)


def put_back_sqlite(path: str, file: Path) -> Path | None:
    """Put a copy back into an SQLite file; return where what was there was copied to before.

    Raises ``BackupFailed``.
    """
    live = Path(path)
    with _telling():
        before = copy_aside(live, "before-restore") if live.exists() else None
        live.parent.mkdir(parents=True, exist_ok=True)
        make_private(live)
        with closing(_opened(file)) as source, closing(_connected(live)) as target:
            source.backup(target)
    return before


def write_script(file: Path, script: Path) -> None:
    """Write what is in a copy of PostgreSQL as the statements that make it anew.

    Raises ``BackupFailed`` where the copy is damaged, or ``ToolMissing``.
    """
    # Whom an operator has given rights may not exist here: see ``neighbours``.
    how = ["--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}"]
    with _telling():
        _run("pg_restore", [*how, str(file)])


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


def copy_sqlite(live: Path, copy: Path) -> None:
    """Copy what an SQLite database has at one moment to a new file. Raises ``BackupFailed``."""
    with _telling():
        with closing(_opened(live)) as source, closing(_connected(copy)) as target:
            source.backup(target)
            # A copy is one file; the journal mode is chosen anew by whoever opens it.
            target.execute("PRAGMA journal_mode = DELETE")
        _check(copy)


def copy_aside(path: Path, why: str) -> Path:
    """Copy an SQLite file to one beside it, named for why and when. Raises ``BackupFailed``."""
    aside = _aside(path, why)
    with _telling(), _whole(aside) as copy:
        copy_sqlite(path, copy)
    return aside


def copy_before(address: Address, version: str, latest: str) -> None:
    """Copy a store that is about to change: an SQLite file beside it, a server's into our data folder.

    The copy takes the place of an older one from the same version: a start that fails is tried again
    and again, and must not fill the disk. Raises ``BackupFailed`` for a file. Whether a server is copied
    is its owner's business: where that fails, since the programs for it are missing or too old, the
    log says so.
    """
    why = f"before-{latest}-from-{version}"
    match address:
        case SqliteFile(path):
            if path != MEMORY:
                _copy_file(Path(path), why, version)
        case PostgresServer():
            try:
                _copy_server(address, why)
            except (BackupFailed, ToolMissing) as error:
                _log.warning("database not copied", extra={"why": why, "reason": str(error)})
        case _:
            assert_never(address)


def _copy_file(path: Path, why: str, version: str) -> None:
    copy = _aside(path, why)
    with _telling():
        with _whole(copy) as made:
            copy_sqlite(path, made)
            is_as_it_was = _version(made) == version
        if is_as_it_was:
            _drop_older(copy, f"{path.name}.{why}-")
        else:
            # Another process was first. What it has copied is what is wanted.
            copy.unlink(missing_ok=True)


def _copy_server(server: PostgresServer, why: str) -> None:
    name = quote(make_url(server.dsn).database or "database", safe="")
    copy = data_folder() / f"{name}.{why}-{_moment()}.backup"
    with _telling():
        copy.parent.mkdir(parents=True, exist_ok=True)
        with _whole(copy) as made:
            _dump(server, made)
        _drop_older(copy, f"{name}.{why}-")


def _aside(path: Path, why: str) -> Path:
    return path.with_name(f"{path.name}.{why}-{_moment()}")


def _drop_older(copy: Path, beginning: str) -> None:
    for each in copy.parent.glob(f"{glob.escape(beginning)}*"):
        if each.name < copy.name:
            each.unlink(missing_ok=True)


def _version(file: Path) -> str:
    with closing(_opened(file)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version)


def _moment() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"


def _check(file: Path) -> None:
    with closing(_opened(file)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if found != "ok":
        raise BackupFailed(f"{file} is damaged: {found}")
    if file.stat().st_size % page:
        # SQLite reads nothing but zeros where the rest of the last page is missing.
        raise BackupFailed(f"{file} is cut short")
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


def _dump(server: PostgresServer, copy: Path) -> None:
    how = ["--no-password", "--format=custom", "--encoding=UTF8", "--no-owner", f"--file={copy}"]
    # The tables that we see, whichever version made them; not what hosts add to every database, such as
    # extensions, which their owner alone could put back.
    what = ["--table=*", "--exclude-table=pg_catalog.*"]
    _run("pg_dump", [f"--dbname={_bare(server)}", *how, *what], _secrets(server))


def _run(
    program: str, arguments: Sequence[str], secrets: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Run a program of PostgreSQL's, with the password where no list of processes shows it."""
    path = shutil.which(program)
    if path is None:
        raise ToolMissing(program)
    done = subprocess.run(  # noqa: S603 - our own arguments, and no shell
        [path, *arguments],
        env={**os.environ, **secrets},
        capture_output=True,
        text=True,
        errors="replace",
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
