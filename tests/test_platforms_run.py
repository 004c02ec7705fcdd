"""``dispatch-bot run`` as a service starts it: it says how it is, can be copied, and keeps no talk."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from adapters.slack.connect import HTTP_MODE, SOCKET_MODE
from tests.platforms import standin_discord, standin_slack
from tests.program import PROGRAM
from tests.rows import whole_database
from tests.slack_bot import noted
from tests.slack_http import KEY, free_port, replica
from tests.slack_process import started

SAID = "zyzzogeton"
"""A word that nothing in the bot has in it."""


@pytest.fixture
async def discord() -> AsyncIterator[standin_discord.StandIn]:
    async with standin_discord.StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
async def slack() -> AsyncIterator[standin_slack.StandIn]:
    async with standin_slack.StandIn() as standin:
        yield standin
        assert standin.breaches == []


async def asked(port: int, path: str) -> tuple[int, dict[str, object]]:
    """What a watchman is answered: the status, and why."""

    def get() -> tuple[int, dict[str, object]]:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)

    return await asyncio.to_thread(get)


async def is_answered(port: int, path: str, status: int) -> str:
    """Wait until a watchman is answered so, and return why."""
    async with asyncio.timeout(10):
        while (answer := await asked(port, path))[0] != status:
            await asyncio.sleep(0.05)
    return str(answer[1])


async def test_it_says_how_it_is(
    discord: standin_discord.StandIn, slack: standin_slack.StandIn, tmp_path: Path
) -> None:
    """Ready to systemd when people can use it; on its port at any time; in its log a line an event."""
    port = free_port()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)
        service = {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "HTTP_LISTEN": f"127.0.0.1:{port}",
        }
        async with started(slack, tmp_path, "", **discord.env, **service) as process:
            assert await asyncio.to_thread(systemd.recv, 100) == b"READY=1"
            await discord.bot_ready()
            assert (await asked(port, "/healthz"))[0] == 200
            await is_answered(port, "/readyz", 200)
            discord.gateway.refuse()
            await discord.gateway.drop()
            assert "discord" in await is_answered(port, "/readyz", 503)
            assert (await asked(port, "/healthz"))[0] == 200
    assert process.returncode == 0
    assert process.stderr
    lines = (await process.stderr.read()).decode().splitlines()
    events = [json.loads(line) for line in lines]
    assert "ready" in [each["event"] for each in events]
    assert not any("setup plugin" in each["event"] for each in events)
    assert all({"time", "level", "logger", "event"} <= each.keys() for each in events)
    tokens = (discord.token, *(slack.env[f"SLACK_{name}_TOKEN"] for name in ("BOT", "APP")))
    assert not any(token in line for token in tokens for line in lines)


async def test_slack_calls_it_when_its_secrets_are_files(
    slack: standin_slack.StandIn, tmp_path: Path
) -> None:
    """As a service or a container has them: one for each secret, those that are not needed empty."""
    given = {**slack.env, "DISPATCH_KEY": KEY}
    for name in ("DISCORD_TOKEN", *SOCKET_MODE, *HTTP_MODE, "DISPATCH_KEY"):
        held = "" if name in ("DISCORD_TOKEN", *SOCKET_MODE) else f"{given[name]}\n"
        (tmp_path / name.lower()).write_text(held, encoding="ascii")
    unset = dict.fromkeys((*HTTP_MODE, "DISPATCH_KEY"), "")
    files = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    async with replica(slack, tmp_path, ("run",), **unset, **files) as bot:
        other = slack.add_workspace("other", installed=False)
        assert (await slack.install_from(bot.install_page, other)).status == 200
        ben = slack.member("ben", workspace=other)
        hall = slack.channel(workspace=other)
        said = await ben.slash(hall, "/dispatch", "lookup a finger in every pie")
        assert "p. 226" in said.words


async def test_it_is_copied_and_put_back_while_it_runs(
    slack: standin_slack.StandIn, tmp_path: Path
) -> None:
    """By the two commands of the README; people go on with what was there when the copy was made."""
    url = f"sqlite:///{tmp_path}/bot.db"
    ada, hall = slack.member("ada"), slack.channel()
    async with started(slack, tmp_path):
        first = await noted(await ada.slash(hall, "/dispatch", "quiz count=3 kinds=vocabulary"))
        await done(url, "backup", str(tmp_path / "copy"))
        await ada.click(first, "A")
        assert "Question 2" in (await ada.slash(hall, "/dispatch", "quiz")).words
        await done(url, "restore", str(tmp_path / "copy"), "--yes")
        assert "Question 1" in (await ada.slash(hall, "/dispatch", "quiz")).words


async def test_nothing_is_kept_of_what_people_write(
    discord: standin_discord.StandIn, slack: standin_slack.StandIn, tmp_path: Path
) -> None:
    """Neither in commands nor in mentions, in messages to it or where it is."""
    async with started(slack, tmp_path, "", **discord.env):
        await discord.bot_ready()
        ada, ben = discord.member("ada"), slack.member("ben")
        await ada.slash(discord.channel(), "lookup", {"query": SAID})
        ada.say(discord.channel(), f"Did anybody say {SAID}?")
        await ben.slash(slack.channel(), "/dispatch", f"lookup {SAID}")
        await ben.mention(slack.channel(), SAID)
        await ben.dm(SAID)
        await ben.slash(slack.channel(), "/dispatch", "quiz count=3 kinds=multiple-choice")
    kept = str(await whole_database(f"sqlite:///{tmp_path}/bot.db"))
    assert ben.id in kept
    assert SAID not in kept


async def done(url: str, *arguments: str) -> None:
    """Run a command of the program beside the bot."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *arguments, env={**os.environ, "DATABASE_URL": url}
    )
    assert await asyncio.wait_for(process.wait(), 30) == 0
