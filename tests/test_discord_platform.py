"""Starting and stopping on Discord, and keeping the token to oneself."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.platform import Discord
from bot.chat.platform import Bot
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.runtime.app import open_bot
from tests.builders import a_pack
from tests.discord_bot import point_at, serving
from tests.platforms.standin_discord import StandIn
from tests.program import PROGRAM

SECRET = "MTIz.secret.token"


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    async with open_bot(a_pack(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        yield bot


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


async def test_a_refused_token_is_not_repeated(
    bot: Bot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        monkeypatch.setenv("DISCORD_TOKEN", SECRET)
        assert await Discord().run(bot, ()) == 1
    said = capsys.readouterr().err
    assert "does not accept the token" in said
    assert SECRET not in said + caplog.text


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


@dataclass
class Buggy:
    """The real bot, with a bug on the way to it."""

    bot: Bot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        raise RuntimeError("a bug")


async def test_a_bug_leaves_a_traceback_without_tokens(
    bot: Bot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        async with serving(discord, Buggy(bot)):
            seen = await discord.member("ada").slash(discord.channel(), "about")
        written = capfd.readouterr().err + caplog.text
        tokens = [discord.token, *discord._state.interactions]
    assert seen.ephemeral
    assert "went wrong on our side" in seen.words
    assert "a bug" in written
    assert not [token for token in tokens if token in written]


@pytest.mark.parametrize(
    ("code", "said"),
    [(4004, "does not accept the token"), (4011, "--shard-count"), (4010, "doctor")],
)
async def test_a_gateway_that_closes_for_good_says_why(
    bot: Bot,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        platform = Discord()
        running = asyncio.create_task(platform.run(bot, ()))
        async with asyncio.timeout(10):
            while not platform.is_connected:
                await asyncio.sleep(0.01)
            await discord.gateway.close(code)
            assert await running == 1
    written = capsys.readouterr().err
    assert said in written
    assert discord.token not in written


async def test_a_failing_login_of_the_real_process_shows_no_token(tmp_path: Path) -> None:
    """With everything that Python can be made to say."""
    async with StandIn() as discord:
        environment = {
            **os.environ, **discord.env, "DISCORD_TOKEN": SECRET, "PYTHONDEVMODE": "1",
            "PYTHONASYNCIODEBUG": "1", "DATABASE_URL": "sqlite://", "XDG_DATA_HOME": str(tmp_path),
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "run", "discord", env=environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        written = b"".join(await asyncio.wait_for(process.communicate(), 30))
    assert process.returncode == 1
    assert b"does not accept the token" in written
    assert SECRET.encode() not in written


async def test_it_knows_whether_people_can_reach_it(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before it is connected, and not while the gateway is away."""
    platform = Discord()
    assert "DISCORD_TOKEN" in platform.missing({})
    assert platform.missing({"DISCORD_TOKEN": SECRET}) == ""
    assert not platform.is_connected
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
        running = asyncio.create_task(platform.run(bot, ()))
        async with asyncio.timeout(10):
            while not platform.is_connected:
                await asyncio.sleep(0.01)
            discord.gateway.refuse()
            await discord.gateway.drop()
            while platform.is_connected:
                await asyncio.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0
