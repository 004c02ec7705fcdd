"""Everybody may play without being listed."""

import csv
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.reply import File, Visibility
from bot.chat.request import Actor
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from bot.views import privacy as views
from bot.views.privacy import MOST_BYTES
from tests.talk import Talk

PACK = load()
DELETE = "Delete everything about me"
BOARDS = ({}, {"scope": "workspace"}, {"scope": "everywhere"})


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db") as bot:
        yield Talk(bot)


async def answer(talk: Talk) -> None:
    """Answer one question alone."""
    await talk.say("quiz", count=1, kinds="find-passage")
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


async def test_what_is_kept_is_said_on_one_screen(ada: Talk) -> None:
    """What, why, for how long, and what one can do about it."""
    said = await ada.say("privacy")
    for words in ("Your name and id", "Your answers", "no messages, no e-mail address", "30 days"):
        assert words in said
    assert ada.labels == ["My data as files", "Hide me from leaderboards", DELETE]
    await ada.press("Hide me")
    await ada.say("privacy about")
    assert "Let me be seen" in ada.labels
    assert len(said.split()) < 170


async def test_a_person_has_everything_about_them_as_json_and_as_csv(ada: Talk) -> None:
    """For themselves alone; both say the same."""
    await answer(ada)
    said = await ada.say("privacy export")
    assert ada.reply.visibility is Visibility.ONLY_YOU
    table, tree = (block for block in ada.reply.blocks if isinstance(block, File))
    found = json.loads(tree.data)
    assert found["people"][0]["user_id"] == "ada"
    assert found["answers"][0]["response"] == {"answer": ["¶ 99"]}
    rows = list(csv.DictReader(table.data.decode("utf-8-sig").splitlines()))
    assert len({(row["table"], row["row"]) for row in rows}) == sum(map(len, found.values()))
    assert f"{sum(map(len, found.values()))} records" in said


async def test_a_spreadsheet_takes_nothing_in_it_for_a_formula(ada: Talk) -> None:
    """Names and answers are whatever somebody typed."""
    eve = Talk(ada.bot, Actor("tiny", "eve", "=cmd|' /C calc'!A0"))
    await answer(eve)
    await eve.say("privacy export")
    table = next(block for block in eve.reply.blocks if isinstance(block, File))
    assert ",'=cmd" in table.data.decode("utf-8-sig")


def test_what_is_too_large_for_a_platform_is_handed_over_packed() -> None:
    """Whoever has answered for years has their data all the same."""
    words = "an answer, " * (MOST_BYTES // 10)
    reply = views.exported(words, "short", 2)
    table, tree = (block for block in reply.blocks if isinstance(block, File))
    assert (table.name, tree.name) == ("my-data.csv", "my-data.json.gz")
    assert len(tree.data) < MOST_BYTES
    assert gzip.decompress(tree.data).decode() == words


async def test_of_whom_nothing_is_kept_is_told_so(ada: Talk) -> None:
    """Reading and asking alone leave no trace."""
    await ada.say("lookup", query="Radek")
    await ada.say("privacy")
    assert "Nothing is kept about you" in await ada.say("privacy export")


async def test_a_person_is_forgotten_when_they_have_confirmed_it(ada: Talk) -> None:
    """Not before; and then at once."""
    await answer(ada)
    assert "stay, as those of a former player" in await ada.say("privacy forget")
    assert "Nothing was deleted" in await ada.press("Keep it")
    assert "Right: 0 of 1" in await ada.say("score")
    await ada.say("privacy forget")
    assert "Everything about you is deleted" in await ada.press(DELETE)
    assert "Everything about you is deleted" in await ada.again()
    assert "not answered a question yet" in await ada.say("score")
    assert "Nothing is kept about you" in await ada.say("privacy export")
