"""Answers come in time, however slow the store is; and where they come too late, nothing breaks."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from typing import Any

import asyncpg
import pytest

from adapters.discord import respond
from bot.chat.action import Action
from bot.chat.platform import Bot
from bot.chat.reply import Button, Prose, Reply, Visibility
from bot.chat.request import Request
from bot.chat.text import inline
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.discord_bot import said_in, serving
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_faults import UNKNOWN_INTERACTION, Broken, Cut
from tests.platforms.standin_discord_state import Callback
from tests.served import said

PACK = load()
ANSWERS = "/interactions/*/*/callback"
LATE = "The answer, at last"


@dataclass
class Slow:
    """The real bot, which gives one reply only when it is let."""

    bot: Bot
    reply: Reply
    until: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        await self.until.wait()
        return self.reply


def a_reply(visibility: Visibility = Visibility.EVERYONE, *, long: bool = False) -> Reply:
    text = f"{LATE}. " + "It goes on and on. " * (300 if long else 0)
    return Reply((Prose(inline(text)),), visibility=visibility)


@asynccontextmanager
async def slow(discord: StandIn, patch: pytest.MonkeyPatch, reply: Reply) -> AsyncIterator[Slow]:
    """Serve with a bot that takes longer than the patience there is, which is short here."""
    patch.setattr(respond, "PATIENCE", 0.01)
    async with open_bot(PACK, "sqlite://") as bot:
        held = Slow(bot, reply)
        async with serving(discord, held):
            yield held
            held.until.set()


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Hold the store as a stuck process would: nobody else can write to it meanwhile."""
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
            await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
            yield
        return
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE practices, contests, people")
            yield
    finally:
        await connection.close()


async def test_a_stalled_store_is_said_in_time_and_is_no_loss(
    discord: StandIn, ada: Member, store_url: str
) -> None:
    """Acknowledged inside three seconds, told privately; afterwards all works as before."""
    async with open_bot(PACK, store_url) as bot, serving(discord, bot):
        async with locked(store_url):
            seen = await ada.slash(discord.channel(), "quiz", {"count": 3})
            assert seen.callback is Callback.DEFERRED
            assert seen.after < 3
            assert "try again in a moment" in (await seen.final()).words
            assert seen.ephemeral
        assert "1 of 3" in (await ada.slash(discord.channel(), "quiz", {"count": 3})).words


async def test_a_crowd_before_a_stalled_store_is_acknowledged_in_time(
    discord: StandIn, ada: Member, store_url: str
) -> None:
    """Each of them; an answer to a running contest too, and it can be given again."""
    crowd = [discord.member(f"player-{number}") for number in range(30)]
    async with open_bot(PACK, store_url) as bot, serving(discord, bot):
        wishes = {"count": 3, "kinds": "multiple-choice"}
        await ada.slash(discord.channel(), "contest start", wishes)
        lobby = await said_in(discord.channel(), "A contest is open")
        async with locked(store_url):
            pressed = await asyncio.gather(*(each.press(lobby, "Join") for each in crowd))
            assert max(seen.after for seen in pressed) < 3
        await asyncio.gather(*(seen.final(20) for seen in pressed))
        again = await crowd[0].press(lobby, "Join")
        assert "try again" not in again.words


@pytest.mark.parametrize("stumbles", [False, True])
async def test_a_late_answer_for_everyone_is_seen_by_everyone(
    discord: StandIn,
    ada: Member,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    stumbles: bool,
) -> None:
    """Once, and not by the one who asked alone; whether Discord stumbles over it or not."""
    if stumbles:
        discord.faults.add(Broken(500, took_effect=True), "DELETE", "/webhooks/*")
    async with slow(discord, monkeypatch, a_reply()) as bot:
        seen = await ada.slash(discord.channel(), "about")
        assert seen.callback is Callback.DEFERRED
        bot.until.set()
        message = await said_in(discord.channel(), LATE)
    assert not message.ephemeral
    assert seen.message is not None
    assert seen.message.deleted
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR and _ours(each)]


async def test_a_late_answer_that_is_long_is_whole(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of its messages are for everyone, in their order."""
    async with slow(discord, monkeypatch, a_reply(long=True)) as bot:
        await ada.slash(discord.channel(), "about")
        bot.until.set()
        await said_in(discord.channel(), LATE)
    said = [words(each) for each in discord.channel().messages]
    assert len(said) == 2
    assert said[0].startswith(LATE)


async def test_a_late_private_answer_stays_private(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else even sees that somebody asked."""
    async with slow(discord, monkeypatch, a_reply(Visibility.ONLY_YOU)) as bot:
        seen = await ada.slash(discord.channel(), "about")
        bot.until.set()
        assert LATE in (await seen.final()).words
    assert seen.ephemeral
    assert discord.channel().messages == []


async def test_a_late_answer_to_a_click_is_awaited_and_comes_once(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 5: on a message of others one sees "thinking", which the answer takes the place of.

    So it can be sent again when Discord stumbles, where one that follows could not.
    """
    reply = replace(a_reply(), controls=(Button("More", Action("more")),))
    async with slow(discord, monkeypatch, reply) as bot:
        bot.until.set()
        await discord.member("bob").slash(discord.channel(), "about")
        shown = await said_in(discord.channel(), LATE)
        bot.until.clear()
        discord.faults.add(Broken(500, took_effect=True), "PATCH", "/webhooks/*")
        seen = await ada.press(shown, "More")
        assert (seen.callback, seen.ephemeral) == (Callback.DEFERRED, True)
        bot.until.set()
        assert LATE in (await seen.final()).words
    assert [words(each).count(LATE) for each in ada.whispers] == [1]
    assert not seen.followups


async def test_a_late_answer_that_may_be_lost_is_said_to_be(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside one's own message, where no "thinking" stands for what is still to come."""
    own = replace(a_reply(), controls=(Button("More", Action("more")),))
    async with slow(discord, monkeypatch, own) as bot:
        bot.until.set()
        await ada.slash(discord.channel(), "about")
        shown = await said_in(discord.channel(), LATE)
        bot.until.clear()
        bot.reply = a_reply(Visibility.ONLY_YOU)
        discord.faults.add(Broken(503), "POST", "/webhooks/*")
        await ada.press(shown, "More")
        bot.until.set()
        await said(lambda: ada.whispers, words, "please ask again", 5)


async def test_who_asked_has_the_answer_though_the_others_could_not_be_shown(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message for everyone fails; theirs stays."""
    discord.faults.add(Cut(), "POST", "/webhooks/*")
    async with slow(discord, monkeypatch, a_reply()) as bot:
        seen = await ada.slash(discord.channel(), "about")
        bot.until.set()
        assert LATE in (await seen.final()).words
    assert seen.message is not None
    assert not seen.message.deleted


async def test_what_discord_no_longer_knows_is_done_all_the_same(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Too late to be acknowledged: nothing more is sent, and nobody is alarmed."""
    discord.faults.add(UNKNOWN_INTERACTION, "POST", ANSWERS)
    discord._state.acknowledge_within = 0.2
    async with slow(discord, monkeypatch, a_reply()) as bot:
        with pytest.raises(TimeoutError):
            await ada.slash(discord.channel(), "about")
        bot.until.set()
    assert not [each for each in discord.requests if "/webhooks/" in each.path]
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING and _ours(each)]


async def test_after_fifteen_minutes_the_answer_is_let_go(
    discord: StandIn, ada: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Discord takes it no longer; the bot goes on."""
    async with slow(discord, monkeypatch, a_reply()) as bot:
        seen = await ada.slash(discord.channel(), "about")
        discord.clock.advance(15 * 60 + 1)
        bot.until.set()
        again = await ada.slash(discord.channel(), "about")
        await said_in(discord.channel(), LATE)
    assert again.words
    assert seen.message is not None
    assert seen.message.loading
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR and _ours(each)]


def _ours(record: logging.LogRecord) -> bool:
    return record.name == respond.__name__
