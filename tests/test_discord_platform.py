"""Starting and stopping on Discord, and keeping the token to oneself."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.platform import Discord, token_from
from bot.chat.platform import Bot
from bot.runtime.app import open_bot
from tests.builders import a_pack
from tests.discord_bot import point_at, serving
from tests.platforms.standin_discord import StandIn

SECRET = "MTIz.secret.token"


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    async with open_bot(a_pack(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        yield bot


def test_the_token_is_set_or_in_a_file_or_a_credential(tmp_path: Path) -> None:
    (tmp_path / "discord-token").write_text(f"{SECRET}\n", "utf-8")
    file = str(tmp_path / "discord-token")
    assert token_from({"DISCORD_TOKEN": f" {SECRET} "}) == SECRET
    assert token_from({"DISCORD_TOKEN_FILE": file}) == SECRET
    assert token_from({"CREDENTIALS_DIRECTORY": str(tmp_path)}) == SECRET
    assert token_from({"DISCORD_TOKEN": "", "DISCORD_TOKEN_FILE": f"{file}-not-there"}) == ""


async def test_without_a_token_it_says_what_to_do(
    bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await Discord().run(bot, ()) == 2
    assert "DISCORD_TOKEN" in capsys.readouterr().err


async def test_an_argument_that_does_not_exist_is_refused(
    bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await Discord().run(bot, ("--nonsense",)) == 2
    assert "--nonsense" in capsys.readouterr().err


@pytest.mark.parametrize("token", [SECRET, "two\nlines", "spaced out", "tökén"])
async def test_a_refused_token_is_not_repeated(
    bot: Bot,
    token: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        monkeypatch.setenv("DISCORD_TOKEN", token)
        assert await Discord().run(bot, ()) == 1
    said = capsys.readouterr().err
    assert "does not accept the token" in said
    assert token not in said + caplog.text


async def test_where_nobody_answers_it_says_so_and_ends(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
    assert await Discord().run(bot, ()) == 1
    assert "could not be reached" in capsys.readouterr().err


async def test_no_token_is_ever_logged(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the bot's nor an interaction's, however much is logged."""
    caplog.set_level(logging.DEBUG)
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        async with serving(discord, bot):
            seen = await discord.member("ada").slash(discord.channel(), "about")
        assert caplog.text
        assert discord.token not in caplog.text
        assert seen.interaction.token not in caplog.text


async def test_it_asks_for_no_privileged_intent(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        async with serving(discord, bot):
            assert discord.gateway.identifies[-1]["intents"] == 1
