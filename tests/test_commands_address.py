"""The document's public address, wherever somebody shares it."""

from pathlib import Path

import pytest

from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.talk import Talk

PACK = load()
ADDRESS = "https://history.state.gov/historicaldocuments/frus1933-39/d241"


async def linked(folder: Path, url: str) -> tuple[str, bool]:
    """What the bot says of an address, and whether it could."""
    async with open_bot(PACK, f"sqlite:///{folder / 'bot.db'}") as bot:
        talk = Talk(bot)
        return await talk.forge("link", url), not talk.reply.failed


async def test_the_address_is_the_document(tmp_path: Path) -> None:
    said, could = await linked(tmp_path, ADDRESS)
    assert could
    assert "What it is" in said


@pytest.mark.parametrize(
    "url", [f"{ADDRESS}#pg_226", f"{ADDRESS}/#page226".replace("https", "http")]
)
async def test_a_page_of_it_is_what_stands_there(tmp_path: Path, url: str) -> None:
    said, could = await linked(tmp_path, url)
    assert could
    assert "a finger in every pie" in said


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://history.state.gov/historicaldocuments/frus1933-39/d242",
        "https://evil.example/historicaldocuments/frus1933-39/d241",
        "https://[broken",
        "javascript:alert(1)",
        "x" * 100_000,
    ],
)
async def test_no_other_address_is(tmp_path: Path, url: str) -> None:
    _, could = await linked(tmp_path, url)
    assert not could
