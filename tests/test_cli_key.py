"""``dispatch-bot key``: a key that seals, and a way to change it."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import program
from bot.store import open_store
from tests.storage import NOW


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/bot.db"
    monkeypatch.setenv("DATABASE_URL", address)
    return address


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["key", *arguments])


async def keep(url: str, keys: str) -> None:
    async with open_store(url) as store:
        await store.vault("slack", keys, lambda: NOW).put("T1", "token", "xoxb-1")


async def kept(url: str, keys: str) -> str:
    async with open_store(url) as store:
        return await store.vault("slack", keys, lambda: NOW).get("T1", "token")


def test_a_script_gets_the_key_alone_and_a_person_what_to_do_with_it(url: str) -> None:
    """No two are alike."""
    made, other = run(), run()
    assert made.exit_code == 0
    assert made.stdout != other.stdout
    assert "DISPATCH_KEY_FILE" in made.stderr
    asyncio.run(keep(url, made.stdout.strip()))
    assert asyncio.run(kept(url, made.stdout.strip())) == "xoxb-1"


def test_a_key_is_changed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With both given, all is sealed anew; then the new one is enough."""
    old, new = (run().stdout.strip() for _ in range(2))
    asyncio.run(keep(url, old))
    monkeypatch.setenv("DISPATCH_KEY", f"{new},{old}")
    assert "first key: 1." in run("--renew").stdout
    assert asyncio.run(kept(url, new)) == "xoxb-1"


def test_without_a_key_nothing_can_be_renewed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to make one."""
    monkeypatch.delenv("DISPATCH_KEY", raising=False)
    result = run("--renew")
    assert result.exit_code == 2
    assert "dispatch-bot key" in result.stderr
