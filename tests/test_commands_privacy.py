"""Everybody may play without being listed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.reply import Visibility
from bot.chat.request import Actor
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.talk import Talk

PACK = load()
BOARDS = ({}, {"scope": "workspace"}, {"scope": "everywhere"})


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db") as bot:
        yield Talk(bot)


async def answer(talk: Talk) -> None:
    """Answer one question alone."""
    await talk.say("quiz", count=1, kind="find-passage")
    await talk.fill(answer="¶ 99")


async def test_who_hides_is_on_no_leaderboard(ada: Talk) -> None:
    """From that moment; others still are, and one's own score stays."""
    bob = Talk(ada.bot, Actor("tiny", "bob", "Bob"))
    await answer(ada)
    await answer(bob)
    said = await ada.say("privacy hide")
    assert "leaderboards no longer list you" in said
    assert "“A player” from the next one you join" in said
    for options in BOARDS:
        board = await bob.say("leaderboard", **options)
        assert "Ada" not in board
        assert "1. Bob" in board
    assert "Right: 0 of 1" in await ada.say("score")


async def test_who_shows_themselves_is_listed_again(ada: Talk) -> None:
    """With all their points, those of the time between too."""
    await ada.say("privacy hide")
    await answer(ada)
    assert "Ada" not in await ada.say("leaderboard")
    assert "leaderboards list you" in await ada.say("privacy show")
    assert "1. Ada (you)" in await ada.say("leaderboard")


async def test_hiding_twice_is_hiding(ada: Talk) -> None:
    """And showing oneself without having hidden is nothing bad either."""
    for command in ("show", "hide", "hide"):
        await ada.say(f"privacy {command}")
        assert not ada.reply.failed
    await answer(ada)
    assert "Ada" not in await ada.say("leaderboard")


@pytest.mark.parametrize("command", ["privacy hide", "privacy show"])
async def test_nobody_else_learns_who_hides(ada: Talk, command: str) -> None:
    """The reply is for the person alone."""
    await ada.say(command)
    assert ada.reply.visibility is Visibility.ONLY_YOU
