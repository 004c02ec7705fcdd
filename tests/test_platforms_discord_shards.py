"""Discord's shards: how they are named, and two real processes that share them and one database."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from adapters.discord.shards import Shards, asked_for, client_for
from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.discord_bot import point_at, said_in, started
from tests.platforms.standin_discord import Channel, Guild, Member, StandIn, words
from tests.platforms.standin_discord_world import Message
from tests.program import PROGRAM
from tests.storage import PostgresCluster

PACK = load()


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
        assert standin.breaches == []


@asynccontextmanager
async def process(
    discord: StandIn, folder: Path, url: str, *arguments: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot with these arguments until the block ends."""
    environment = {
        **os.environ, **discord.env, "DATABASE_URL": url, "XDG_DATA_HOME": str(folder)
    }  # fmt: skip
    running = await asyncio.create_subprocess_exec(
        PROGRAM, "run", "discord", *arguments, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        await asyncio.wait_for(running.communicate(), 20)


def hall(guild: Guild) -> Channel:
    return guild.channels[0]


async def play(host: Member, place: Channel) -> Message:
    """Open and begin a contest; return its first question."""
    wishes = {"count": 3, "kinds": "multiple-choice", "pause": 0, "seconds": 5}
    await host.slash(place, "contest start", wishes)
    lobby = await said_in(place, "A contest is open")
    await host.press(lobby, "Join")
    panel = await host.press(lobby, "Host …")
    assert panel.message is not None
    await host.press(panel.message, "Start")
    return await said_in(place, "Question 1 of 3")


@pytest.mark.parametrize(
    ("arguments", "shards"),
    [
        ((), None),
        (("--shard-count", "4"), Shards(range(4), 4)),
        (("--shards", "2-3", "--shard-count", "4"), Shards(range(2, 4), 4)),
        (("--shards", "1", "--shard-count", "2"), Shards(range(1, 2), 2)),
    ],
)
def test_shards_are_named_from_to_of_how_many(
    arguments: tuple[str, ...], shards: Shards | None
) -> None:
    """Without any, Discord says how many there are."""
    assert asked_for(arguments) == shards


@pytest.mark.parametrize(
    "arguments",
    [
        ("--shards", "0-1"),
        ("--shards", "3-2", "--shard-count", "4"),
        ("--shards", "2-4", "--shard-count", "4"),
        ("--shards", "a-b", "--shard-count", "4"),
        ("--shards", "0-999999999999", "--shard-count", "4"),
        ("--shards", "²", "--shard-count", "4"),
        ("--shard-count", "0"),
        ("--shard-count", "99999999"),
    ],
)
def test_shards_that_make_no_sense_are_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """With status 2 and a line that says why."""
    with pytest.raises(SystemExit) as stop:
        asked_for(arguments)
    assert stop.value.code == 2
    assert "--shard" in capsys.readouterr().err


async def test_one_shard_knows_the_first_from_the_others() -> None:
    """Direct messages come to the first; who has it tells Discord of the commands."""
    assert Shards(range(2), 4).hears_direct_messages
    assert not Shards(range(2, 4), 4).hears_direct_messages


@pytest.mark.parametrize(
    ("shards", "heard"),
    [
        (Shards(range(1), 1), [0, 1, 2, 3]),
        (Shards(range(1, 2), 2), [1, 3]),
        (Shards(range(2, 4), 4), [2, 3]),
    ],
)
async def test_a_process_knows_the_servers_of_its_shards(shards: Shards, heard: list[int]) -> None:
    """It alone can say that the bot is in one of them no longer; of a place elsewhere it says nothing."""
    client = client_for(cast("Bot", None), shards)
    assert [n for n in range(4) if client.is_served(str(n << 22 | 7))] == heard
    assert not client.is_served("T0123")


async def test_two_processes_serve_a_server_each_and_either_tells_what_is_to_be_told(
    discord: StandIn, tmp_path: Path, postgres: PostgresCluster
) -> None:
    """Commands go to the process that has the server's shard. When one is killed in the middle of a
    round, the other asks the next: posts need no shard.
    """
    guilds = [discord.guild, *(discord.add_guild(f"Room {number}") for number in (1, 2, 3))]
    ada = discord.member("ada")
    url = await postgres.migrated()
    async with AsyncExitStack() as stack:
        first, second = [
            await stack.enter_async_context(
                process(discord, tmp_path, url, "--shards", shards, "--shard-count", "4")
            )
            for shards in ("0-1", "2-3")
        ]
        await discord.bot_ready(sessions=4)
        for guild in guilds:
            seen = await ada.slash(hall(guild), "lookup", {"query": "Radek"})
            assert not seen.ephemeral
        questions = [await play(ada, hall(guild)) for guild in guilds]
        second.kill()
        await second.wait()
        for guild in guilds:
            await said_in(hall(guild), "Question 2 of 3", patience=30)
        assert first.returncode is None
    for guild, question in zip(guilds, questions, strict=True):
        again = [each for each in hall(guild).messages if words(each) == words(question)]
        assert len(again) <= 1
    identified = [each["shard"] for each in discord.gateway.identifies]
    assert sorted(identified) == [[0, 4], [1, 4], [2, 4], [3, 4]]


async def test_two_processes_that_both_hear_of_a_click_count_it_once(
    discord: StandIn, tmp_path: Path
) -> None:
    """Trap 13: on one token both hear of everything; the one that is too late to answer does no harm."""
    place, url = hall(discord.guild), f"sqlite:///{tmp_path}/bot.db"
    ada, bob = discord.member("ada"), discord.member("bob")
    async with process(discord, tmp_path, url), process(discord, tmp_path, url) as second:
        await discord.bot_ready(sessions=2)
        wishes = {"count": 3, "kinds": "multiple-choice", "seconds": 0}
        await ada.slash(place, "contest start", wishes)
        lobby = await said_in(place, "A contest is open")
        for member in (ada, bob):
            await member.press(lobby, "Join")
        panel = await ada.press(lobby, "Host …")
        assert panel.message is not None
        await ada.press(panel.message, "Start")
        question = await said_in(place, "Question 1 of 3")
        for letter in "AB":
            await ada.press(question, letter)
        await said_in(place, "1 of 2 have answered")
        second.terminate()
        _, written = await asyncio.wait_for(second.communicate(), 20)
    posted = [words(each).splitlines()[0] for each in place.messages]
    assert len(set(posted)) == len(posted)
    callbacks = Counter(
        (each.path, each.status) for each in discord.requests if each.path.endswith("/callback")
    )
    assert {status for _, status in callbacks} == {200, 400}
    assert set(callbacks.values()) == {1}
    assert b"Traceback" not in written
    assert b"ERROR" not in written


async def test_as_many_shards_as_discord_recommends(
    discord: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process, and on the gateway that was set, not on the one that Discord names."""
    point_at(discord, monkeypatch, tmp_path)
    discord.sharding.recommended = 3
    others = [discord.add_guild("One"), discord.add_guild("Two")]
    async with started(discord, PACK, tmp_path):
        await discord.bot_ready(sessions=3)
        for guild in (discord.guild, *others):
            seen = await discord.member("ada").slash(hall(guild), "about")
            assert seen.words
    assert [each["shard"] for each in discord.gateway.identifies] == [[0, 3], [1, 3], [2, 3]]


@pytest.mark.parametrize("arguments", [(), ("--shard-count", "2")])
async def test_it_logs_in_once(
    discord: StandIn, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Whatever it has to know before it connects, each question costs time at every start."""
    async with process(discord, tmp_path, "sqlite://", *arguments):
        await discord.bot_ready(sessions=int(arguments[-1]) if arguments else 1)
    asked = Counter(each.path for each in discord.requests if each.method == "GET")
    assert asked["/users/@me"] == 1
    assert asked["/oauth2/applications/@me"] + asked["/applications/@me"] == 1
    assert asked["/gateway/bot"] == 1


async def test_a_session_too_many_is_not_begun(
    discord: StandIn, tmp_path: Path, postgres: PostgresCluster
) -> None:
    """Discord resets the token of a bot that begins too many; it says when to try again."""
    discord.sharding.remaining = 0
    async with process(discord, tmp_path, "sqlite://") as running:
        _, said = await asyncio.wait_for(running.communicate(), 20)
    assert running.returncode == 1
    assert b"in 60 minutes" in said
    assert discord.gateway.identifies == []
