"""What comes beside a post: a thread to talk in, an event, a role that is notified."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord import beside
from adapters.discord.deliver import Courier
from bot.chat.platform import Gathering, Post
from bot.runtime.packs import load
from tests.builders import NOON
from tests.discord_bot import point_at, said_in, started
from tests.platforms.standin_discord import Channel, Permission, StandIn, words
from tests.platforms.standin_discord_faults import (
    MISSING_PERMISSIONS,
    Broken,
    Cut,
    Fault,
    Hang,
    RateLimited,
)
from tests.platforms.standin_discord_world import THREADS
from tests.test_discord_deliver import POSTS, a_post, courier, discord

__all__ = ["courier", "discord"]


async def test_a_post_may_open_a_thread_under_it(discord: StandIn, courier: Courier) -> None:
    """Once: what is edited later opens no second."""
    post = replace(a_post(discord, "Good morning"), thread="Quote of the day " * 20)
    sent = await courier.post(post)
    await courier.post(replace(post, message=sent))
    [thread] = threads(discord)
    assert thread.id == int(sent)
    assert thread.name.startswith("Quote of the day")


async def test_a_thread_that_may_not_be_opened_is_no_loss(
    discord: StandIn, courier: Courier
) -> None:
    discord.deny(discord.channel(), Permission.CREATE_PUBLIC_THREADS)
    sent = await courier.post(replace(a_post(discord, "Good morning"), thread="Quote"))
    assert sent
    assert not threads(discord)


async def test_a_role_that_was_chosen_is_notified_and_nobody_else(
    discord: StandIn, courier: Courier
) -> None:
    role = discord.add_role("Readers")
    await courier.post(replace(a_post(discord, "@everyone hello"), notify=f"<@&{role}>"))
    sent = discord.requests[-1].body
    assert sent["allowed_mentions"] == {"parse": [], "roles": [role]}
    assert f"<@&{role}>" in words(discord.channel().messages[-1])


@pytest.mark.parametrize("notify", ["", "@everyone", "<@1>", "<@&1> <@&2>", "here", "<@&x>"])
async def test_nothing_but_a_role_is_notified(
    discord: StandIn, courier: Courier, notify: str
) -> None:
    await courier.post(replace(a_post(discord, "hello"), notify=notify))
    assert discord.requests[-1].body["allowed_mentions"] == {"parse": []}
    assert notify not in words(discord.channel().messages[-1]) or not notify


async def test_a_contest_may_have_a_thread_to_talk_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with StandIn() as standin:
        point_at(standin, monkeypatch, tmp_path)
        async with started(standin, load(), tmp_path):
            await standin.member("ada").slash(standin.channel(), "contest start", {"thread": True})
            lobby = await said_in(standin.channel(), "A contest is open")
            async with asyncio.timeout(5):
                while not threads(standin):
                    await asyncio.sleep(0.005)
        [thread] = threads(standin)
        assert (thread.id, thread.name) == (lobby.id, "Contest on Bullitt’s dispatch No. 730")
        assert standin.breaches == []


MARATHON = Gathering("Contest on Bullitt", "3 questions", NOON, NOON + timedelta(days=3))


def announced(discord: StandIn) -> Post:
    return replace(a_post(discord, "A contest is open"), gathering=MARATHON)


async def test_what_people_gather_for_is_among_the_servers_events(
    discord: StandIn, courier: Courier
) -> None:
    sent = await courier.post(announced(discord))
    await courier.post(replace(announced(discord), message=sent))
    [event] = discord.guild.events
    assert (event["name"], event["description"]) == ("Contest on Bullitt", "3 questions")
    assert event["scheduled_start_time"] == "2026-03-01T12:00:00+00:00"
    assert event["entity_metadata"] == {"location": f"<#{discord.channel().id}>"}
    assert len(discord.channel().messages) == 1


async def test_without_the_permission_it_is_said_kindly_and_nothing_is_lost(
    discord: StandIn, courier: Courier
) -> None:
    discord.guild.bot_permissions &= ~(Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS)
    assert await courier.post(announced(discord))
    post, note = discord.channel().messages
    assert not discord.guild.events
    assert "A contest is open" in words(post)
    assert "Create Events" in words(note)


async def test_an_event_is_not_announced_again_after_a_crash(
    discord: StandIn, courier: Courier
) -> None:
    await courier.post(replace(announced(discord), is_again=True))
    assert not discord.guild.events


async def test_an_event_is_announced_once_though_discord_failed_after_it_was_made(
    discord: StandIn, courier: Courier
) -> None:
    """The library tries again, and nothing tells Discord that it is the same."""
    discord.guild.events.append({"id": "7", "name": "A party of somebody else"})
    discord.faults.add(Broken(500, took_effect=True), "POST", "/guilds/*/scheduled-events")
    await courier.post(announced(discord))
    names = [each["name"] for each in discord.guild.events]
    assert names == ["A party of somebody else", "Contest on Bullitt"]


async def test_an_event_that_was_made_is_not_said_to_be_missing(
    discord: StandIn, courier: Courier
) -> None:
    """Whatever became of the look at the others."""
    discord.faults.add(MISSING_PERMISSIONS, "GET", "/guilds/*/scheduled-events")
    await courier.post(announced(discord))
    assert len(discord.guild.events) == 1
    assert len(discord.channel().messages) == 1


@pytest.mark.parametrize("fault", [Broken(took_effect=True), Cut(took_effect=True)])
async def test_a_thread_is_opened_once_though_discord_failed_after_it_was_made(
    discord: StandIn, courier: Courier, fault: Fault
) -> None:
    """The post stands, and so does what was opened under it."""
    discord.faults.add(fault, "POST", "/channels/*/threads")
    assert await courier.post(replace(a_post(discord, "Good morning"), thread="Quote"))
    assert len(threads(discord)) == 1


async def test_a_marathon_may_be_announced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with StandIn() as standin:
        point_at(standin, monkeypatch, tmp_path)
        async with started(standin, load(), tmp_path):
            wishes = {"preset": "marathon", "count": 3, "calendar": True}
            await standin.member("ada").slash(standin.channel(), "contest start", wishes)
            async with asyncio.timeout(5):
                while not standin.guild.events:
                    await asyncio.sleep(0.005)
        [event] = standin.guild.events
        assert event["name"].startswith("Contest on")
        assert standin.breaches == []


@pytest.mark.parametrize("fault", [RateLimited(retry_after=300), Hang()])
@pytest.mark.parametrize("path", ["/channels/*/threads", "/guilds/*/scheduled-events"])
async def test_a_post_is_made_though_what_comes_beside_it_would_take_long(
    discord: StandIn, courier: Courier, monkeypatch: pytest.MonkeyPatch, path: str, fault: Fault
) -> None:
    """Else it would be taken for lost, and made a second time."""
    monkeypatch.setattr(beside, "PATIENCE", 0.2)
    discord.faults.add(fault, "POST", path)
    sent = await courier.post(replace(announced(discord), thread="Quote"))
    assert sent == str(discord.channel().messages[0].id)


async def test_a_post_is_made_though_the_note_to_it_would_take_long(
    discord: StandIn, courier: Courier
) -> None:
    discord.guild.bot_permissions &= ~(Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS)
    posting = asyncio.create_task(courier.post(announced(discord)))
    while not discord.channel().messages:
        await asyncio.sleep(0)
    discord.faults.add(RateLimited(retry_after=300), "POST", POSTS)
    [message] = discord.channel().messages
    assert await posting == str(message.id)


def threads(discord: StandIn) -> list[Channel]:
    return [each for each in discord.guild.channels if each.kind in THREADS]
