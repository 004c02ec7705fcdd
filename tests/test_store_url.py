"""``DATABASE_URL`` is read as people write it, and a password in it is never shown."""

import traceback
from pathlib import Path

import pytest

from bot.store import DatabaseUrlInvalid
from bot.store.url import MEMORY, PostgresServer, SqliteFile, parse_url

PASSWORD = "s3cret"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/bot/scores.db", "/srv/bot/scores.db"),
        ("sqlite:///scores.db", str(Path("scores.db").absolute())),
        ("sqlite+aiosqlite:////srv/my scores 100%.db", "/srv/my scores 100%.db"),
        ("sqlite:///~/scores.db", str(Path.home() / "scores.db")),
        (" sqlite:///:memory:\n", MEMORY),
        ("sqlite://", MEMORY),
    ],
)
def test_a_sqlite_url_is_a_path(url: str, path: str) -> None:
    """Three slashes and a relative path, four and an absolute one, ``~`` for one's home."""
    assert parse_url(url) == SqliteFile(path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_postgresql_url_is_known_by_each_of_its_names(scheme: str) -> None:
    """Hosts hand out one or the other; all mean the same."""
    address = parse_url(f"{scheme}://bot:{PASSWORD}@db.example.org:5433/study")
    assert isinstance(address, PostgresServer)
    assert address.dsn == f"postgresql://bot:{PASSWORD}@db.example.org:5433/study"
    assert address.location == "postgresql://bot@db.example.org:5433/study"


def test_settings_that_only_libpq_knows_are_left_out() -> None:
    """``channel_binding`` stands in URLs that hosts hand out; what matters (TLS) is kept."""
    address = parse_url("postgres://h/d?sslmode=require&channel_binding=require")
    assert isinstance(address, PostgresServer)
    assert address.dsn == "postgresql://h/d?sslmode=require"


@pytest.mark.parametrize(
    "password", ["a/b", "a#b", "a?b", "a:b", "a%40b", "%2F", "a b", "pässwörd"]
)
def test_a_password_with_odd_characters_is_understood(password: str) -> None:
    """Written as it is, except for ``@`` and ``%``, which must be percent-encoded."""
    address = parse_url(f"postgresql://bot:{password}@host/study")
    assert isinstance(address, PostgresServer)
    assert address.location == "postgresql://bot@host/study"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "scores.db",
        "mysql://bot@host/study",
        "sqlite://scores.db",
        "sqlite:///scores.db?mode=ro",
        "://",
        "postgresql",
        "\x00",
        "postgresql://host:port/study",
        "postgresql://host:65536/study",
        "x" * 100_000,
    ],
)
def test_what_is_no_database_url_is_refused(url: str) -> None:
    """With a reason, in place of a guess."""
    with pytest.raises(DatabaseUrlInvalid) as caught:
        parse_url(url)
    assert caught.value.reason


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://bot:{PASSWORD}",
        f"postgresql://bot:{PASSWORD}/study",
        f"postgresql://bot:x@{PASSWORD}@host/study",
        f"postgresql://bot:x@y/{PASSWORD}@host/study",
        f"postgresql://bot:x@y?{PASSWORD}@host/study",
        f"mysql://bot:{PASSWORD}@host/study",
        f"bot:{PASSWORD}@host",
    ],
)
def test_a_refused_url_does_not_show_its_password(url: str) -> None:
    """Not even where the password is what makes it unreadable."""
    with pytest.raises(DatabaseUrlInvalid) as caught:
        parse_url(url)
    messages = [
        line for line in traceback.format_exception(caught.value) if "parse_url(" not in line
    ]
    assert PASSWORD not in "".join(messages)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://bot:{PASSWORD}@host/study",
        f"postgresql://host/study?user=bot&password={PASSWORD}",
        f"postgresql://:{PASSWORD}@host/study",
    ],
)
def test_an_address_does_not_show_its_password(url: str) -> None:
    """Neither where it is shown on purpose nor in a traceback or a debugger."""
    address = parse_url(url)
    assert PASSWORD not in repr(address) + str(address) + address.location
