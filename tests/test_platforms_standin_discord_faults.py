"""The stand-in for Discord fails in Discord's ways, as the real discord.py feels them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.platforms.standin_discord import Permission, StandIn, words
from tests.platforms.standin_discord_faults import (
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Broken,
    Cut,
    Hang,
    RateLimited,
    RateLimits,
)
from tests.platforms.tiny_discord_bot import TinyBot, general, point, started

POSTS = "/channels/*/messages"


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


@pytest.fixture
async def bot(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TinyBot]:
    point(monkeypatch, standin)
    async with started(TinyBot(), standin) as tiny:
        yield tiny


async def test_a_rate_limit_is_waited_for(standin: StandIn, bot: TinyBot) -> None:
    """A 429 of Discord's is not a ban: discord.py tries again."""
    standin.faults.add(RateLimited(0.05), "POST", POSTS)
    await general(standin, bot).send("patience")
    statuses = [one.status for one in standin.requests if one.method == "POST"]
    assert statuses == [429, 200]


async def test_announced_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """With limits in the headers discord.py waits by itself and meets no 429."""
    async with StandIn(rate_limits=RateLimits(most=2, seconds=0.3)) as standin:
        point(monkeypatch, standin)
        async with TinyBot() as bot:
            await bot.login(standin.token)
            channel = await bot.fetch_channel(standin.channel().id)
            assert isinstance(channel, discord.TextChannel)
            for number in range(5):
                await channel.send(str(number))
    posts = [one.status for one in standin.requests if one.method == "POST"]
    assert posts == [200] * 5


async def test_an_error_after_the_effect_doubles_what_has_no_nonce(
    standin: StandIn, bot: TinyBot
) -> None:
    """A post is repeated harmlessly; a follow-up is said twice."""
    await standin.member("ada").slash(standin.channel(), "whisper")
    standin.faults.add(Broken(took_effect=True), "POST", POSTS)
    standin.faults.add(Broken(took_effect=True), "POST", "/webhooks/*")
    await asyncio.gather(general(standin, bot).send("once"), bot.heard[0].followup.send("twice"))
    said = [message.content for message in standin.channel().messages]
    assert sorted(said) == ["once", "twice", "twice"]


@pytest.mark.parametrize("fault", [MISSING_PERMISSIONS, UNKNOWN_CHANNEL])
async def test_refusals_carry_discords_codes(standin: StandIn, bot: TinyBot, fault: Any) -> None:
    """The library sees the status and code that Discord would give."""
    standin.faults.add(fault, "POST", POSTS)
    with pytest.raises(discord.HTTPException) as failed:
        await general(standin, bot).send("no")
    assert (failed.value.status, failed.value.code) == (fault.status, fault.code)


async def test_a_cut_connection_and_a_hanging_one(standin: StandIn, bot: TinyBot) -> None:
    """Neither is answered; the one cut after its effect leaves a message."""
    standin.faults.add(Cut(took_effect=True), "POST", POSTS)
    with pytest.raises(aiohttp.ClientError):
        await general(standin, bot).send("cut")
    standin.faults.add(Hang(), "POST", POSTS)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(general(standin, bot).send("hung"), 0.1)
    assert [message.content for message in standin.channel().messages] == ["cut", "hung"]


async def test_a_dropped_gateway_resumes_with_what_was_missed(
    standin: StandIn, bot: TinyBot
) -> None:
    """What people did while the line was dead reaches the bot after RESUME."""
    await standin.gateway.drop()
    seen = await standin.member("ada").slash(standin.channel(), "whisper")
    assert seen.words == "psst"
    await asyncio.wait_for(bot.resumed.wait(), 2)
    assert len(standin.gateway.resumes) == 1
    assert len(standin.gateway.identifies) == 1


async def test_a_forgotten_session_begins_anew(standin: StandIn, bot: TinyBot) -> None:
    """When the session cannot be resumed the bot identifies again, and works."""
    await standin.gateway.drop(resume=False)
    await standin.bot_ready(timeout=5)
    assert len(standin.gateway.identifies) == 2
    assert (await standin.member("ada").slash(standin.channel(), "whisper")).ephemeral


async def test_a_silent_gateway_is_left(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without acknowledged heartbeats the bot leaves the connection and resumes on another."""
    point(monkeypatch, standin)
    standin.gateway.heartbeat_interval = 0.1
    async with started(TinyBot(patience=0.3), standin) as bot:
        standin.gateway.fall_silent()
        await asyncio.wait_for(bot.resumed.wait(), 3)
        assert (await standin.member("ada").slash(standin.channel(), "whisper")).words == "psst"


async def test_a_bot_asked_to_reconnect_resumes(standin: StandIn, bot: TinyBot) -> None:
    """Discord moves clients to other machines; nothing is lost."""
    await standin.gateway.ask_to_reconnect()
    await asyncio.wait_for(bot.resumed.wait(), 2)


async def test_a_restarted_bot_answers_old_buttons(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages outlive the process that sent them."""
    point(monkeypatch, standin)
    ada = standin.member("ada")
    async with started(TinyBot(), standin):
        message = (await ada.slash(standin.channel(), "lookup", {"query": "pie"})).message
    await standin.bot_gone()
    assert message is not None
    async with started(TinyBot(), standin):
        await ada.press(message, "Next")
    assert "page two" in words(message)


async def test_shards_share_the_servers(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each shard is told of its own servers, and together they know all."""
    point(monkeypatch, standin)
    for number in range(3):
        standin.add_guild(f"room {number}")
    bots = [TinyBot(shard_id=shard, shard_count=2) for shard in range(2)]
    async with started(bots[0], standin), started(bots[1], standin):
        known = [{guild.name for guild in bot.guilds} for bot in bots]
    assert [len(names) for names in known] == [2, 2]
    assert not known[0] & known[1]


async def test_privileged_intents_are_refused(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that asks to read all messages was not granted that."""
    point(monkeypatch, standin)
    async with TinyBot(discord.Intents.all()) as bot:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.start(standin.token)


async def test_a_wrong_token_is_refused(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody comes in with another token."""
    point(monkeypatch, standin)
    async with TinyBot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("wrong")


async def test_a_client_that_asks_for_no_compression_gets_text(standin: StandIn) -> None:
    """HELLO and heartbeats also go uncompressed."""
    url = standin.env["DISCORD_GATEWAY_URL"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
    await standin.bot_gone()


async def test_taken_permissions_are_felt(standin: StandIn, bot: TinyBot) -> None:
    """The bot is told, and what it then tries is forbidden until it is allowed again."""
    channel = general(standin, bot)
    standin.deny(standin.channel(), Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as failed:
        await channel.send("no")
    assert failed.value.code == 50013
    assert not channel.permissions_for(channel.guild.me).send_messages
    standin.allow(standin.channel(), Permission.SEND_MESSAGES)
    await channel.send("yes")
    assert channel.permissions_for(channel.guild.me).send_messages


async def test_a_deleted_channel_is_gone(standin: StandIn, bot: TinyBot) -> None:
    """The bot forgets it and may not post to it."""
    channel = general(standin, bot)
    standin.delete_channel(standin.channel())
    with pytest.raises(discord.NotFound) as failed:
        await channel.send("anyone?")
    assert failed.value.code == 10003
    assert bot.get_channel(channel.id) is None


async def test_an_outage_refuses_connections(standin: StandIn) -> None:
    """Until it is over nobody gets in."""
    standin.gateway.refuse()
    url = standin.env["DISCORD_GATEWAY_URL"]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        standin.gateway.refuse(refused=False)
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["op"] == 10


async def test_a_route_that_is_not_there_is_a_breach(standin: StandIn, bot: TinyBot) -> None:
    """A test that asserts there are no breaches hears of it."""
    with pytest.raises(discord.NotFound):
        await general(standin, bot).webhooks()
    assert [breach.problem.code for breach in standin.breaches] == ["UNKNOWN_ROUTE"]
