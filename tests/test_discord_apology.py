"""A bug in how Discord is answered is ours to log, and never leaves anybody without an answer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import respond
from bot.chat.action import Action
from bot.chat.platform import Bot
from bot.chat.reply import Button, Prose, Reply
from bot.chat.request import Invocation, Request
from bot.chat.text import inline
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.discord_bot import serving
from tests.platforms.standin_discord import Member, StandIn


@dataclass
class Undrawable:
    """The real bot, one of whose replies no platform can draw."""

    bot: Bot
    command: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        if request.what != Invocation(self.command):
            return await self.bot.handle(request)
        return Reply((Prose(inline("Look")),), (Button("Go", Action("far", ("away" * 40,))),))


@pytest.fixture
async def ada(discord: StandIn, tmp_path: Path) -> AsyncIterator[Member]:
    """A German, in a channel with such a bot."""
    async with (
        open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as bot,
        serving(discord, Undrawable(bot, "about")),
    ):
        yield discord.member("ada", locale="de")


@pytest.mark.parametrize("patience", [5.0, 0.0], ids=["in time", "acknowledged before"])
async def test_who_waits_for_an_answer_that_cannot_be_drawn_gets_an_apology(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """Alone, in their language, and with the number that the log has; then all goes on."""
    monkeypatch.setattr(respond, "PATIENCE", patience)
    seen = await (await ada.slash(discord.channel(), "about")).final()
    assert seen.ephemeral
    assert "Bei uns ist etwas schiefgegangen" in seen.words
    assert "Frage 1" in (await (await ada.slash(discord.channel(), "quiz")).final()).words
