"""On Discord everybody is spoken to in the language of their client, and a channel in its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.discord_bot import started
from tests.platforms.standin_discord import StandIn
from tests.platforms.standin_discord_seen import buttons

PACK = load()


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path) as bot:
        yield bot


async def test_a_german_is_answered_privately_in_german(discord: StandIn, bot: Bot) -> None:
    """Somebody beside them in English."""
    asked = await discord.member("ada", locale="de").slash(discord.channel(), "quiz")
    assert asked.ephemeral
    assert "Frage 1 von" in asked.words
    assert asked.message is not None
    assert "Überspringen" in {button["label"] for button in buttons(asked.message)}
    english = await discord.member("bob", locale="en-GB").slash(discord.channel(), "quiz")
    assert "Question 1 of" in english.words


async def test_what_the_platform_adds_is_in_german_as_well(discord: StandIn, bot: Bot) -> None:
    """As who stands on a leaderboard."""
    ada = discord.member("ada", locale="de")
    choice = {"kinds": "multiple-choice", "count": 1}
    asked = await ada.slash(discord.channel(), "quiz", choice)
    assert asked.message is not None
    await ada.press(asked.message, "A")
    board = await ada.slash(discord.channel(), "leaderboard", {"scope": "here"})
    assert "(du)" in board.words
    assert "Rangliste" in board.words


async def test_a_channel_with_a_language_is_spoken_to_in_it(discord: StandIn, bot: Bot) -> None:
    """Whatever the language of their clients."""
    boss = discord.member("boss", admin=True)
    said = await boss.slash(
        discord.channel(), "settings set", {"setting": "language", "value": "de"}
    )
    assert "Deutsch" in said.words
    asked = await discord.member("bob").slash(discord.channel(), "quiz")
    assert "Frage 1 von" in asked.words
