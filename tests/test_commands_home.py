"""What a person finds when they come."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.reply import Visibility
from bot.chat.request import Actor, Place
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.daily_bot import DAY, HOUR, Wall
from tests.talk import Talk

HALL, OWN = Place("tiny", "hall", "w"), Place("tiny", "ada", "w")
"""A channel of a workspace, and the place of a person in it."""

NINE = {"time": "09:00", "zone": "Europe/Berlin"}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 5, 0, tzinfo=UTC))


@pytest.fixture
async def bot(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Dispatcher]:
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}", clock) as bot:
        yield bot


@pytest.fixture
def ada(bot: Dispatcher) -> Talk:
    return Talk(bot, Actor("tiny", "ada", "Ada", workspace="w"), OWN)


@pytest.fixture
def boss(bot: Dispatcher) -> Talk:
    return Talk(bot, Actor("tiny", "boss", "Boss", workspace="w", is_admin=True), HALL)


async def test_a_newcomer_is_told_how_to_begin(ada: Talk) -> None:
    said = await ada.say("home")
    assert "/lookup what did Radek say" in said
    assert ada.labels[:2] == ["Take a quiz", "Read from the beginning"]
    assert "¶ 1" in await ada.press("Read from the beginning")


async def test_a_quiz_under_way_is_gone_on_with(ada: Talk) -> None:
    await ada.say("quiz", count=3, kinds="multiple-choice")
    await ada.press("Skip")
    said = await ada.say("home")
    assert "A quiz is under way: 2 questions to go." in said
    assert "Question 2 of 3" in await ada.press("Go on with the quiz")


async def test_the_record_is_shown_to_the_person_alone(ada: Talk) -> None:
    await ada.say("quiz", count=3, kinds="multiple-choice")
    await ada.fill({"answer": (ada.form.fields[0].options[0].key,)})  # type: ignore[union-attr]
    assert "Points" in await ada.say("home")
    assert ada.reply.visibility is Visibility.ONLY_YOU


async def test_every_day_has_its_quote(ada: Talk, clock: ManualClock) -> None:
    """The same all day, and none comes back before all have been."""
    quotes = len(load().quotes)
    seen = []
    for _ in range(quotes):
        said = await ada.say("home")
        assert await ada.say("home") == said
        seen.append(said)
        await clock.advance(DAY)
    assert len(set(seen)) == quotes
    assert await ada.say("home") == seen[0]


async def test_the_quote_is_what_was_posted_today_in_the_workspace(
    ada: Talk, boss: Talk, clock: ManualClock
) -> None:
    """Before that, and on days without a post, it is one of the bot's own choice."""
    wall = Wall()
    await boss.say("daily set", **NINE, days="Mon")
    before = _quote(await ada.say("home"))
    await clock.advance(4 * HOUR)
    await boss.bot.settle(wall)  # type: ignore[attr-defined]
    (posted,) = map(_quote, wall.texts)
    assert _quote(await ada.say("home")) == posted
    await clock.advance(DAY)
    stranger = Talk(ada.bot, replace(ada.actor, workspace="x"), replace(OWN, workspace="x"))
    assert _quote(await ada.say("home")) == _quote(await stranger.say("home")) != before


async def test_other_workspaces_have_another_quote(
    ada: Talk, boss: Talk, clock: ManualClock
) -> None:
    await boss.say("daily set", **NINE)
    stranger = Talk(ada.bot, replace(ada.actor, workspace="x"), replace(OWN, workspace="x"))
    before = await stranger.say("home")
    await clock.advance(4 * HOUR)
    await boss.bot.settle(Wall())  # type: ignore[attr-defined]
    assert await stranger.say("home") == before


async def test_the_quote_of_today_is_saved_and_found_again(ada: Talk) -> None:
    passage = _quote(await ada.say("home"))
    await ada.press("Save")
    await ada.say("home")
    assert passage in await ada.press("Saved: 1 passage")


async def test_the_contest_of_a_place_is_joined_there(ada: Talk, boss: Talk) -> None:
    """Who is in is told so, there and elsewhere."""
    await boss.say("contest start", count=5)
    ada.place = HALL
    assert "open, with 5 questions and 0 players" in await ada.say("home")
    assert "You are in." in await ada.press("Join")
    for ada.place in (HALL, OWN):
        assert "with 5 questions and 1 player; you are in" in await ada.say("home")
        assert joins(ada) == []


@pytest.mark.parametrize("workspace", ["w", "x"], ids=["same workspace", "another"])
async def test_contests_of_other_places_are_nobodys_business(
    ada: Talk, boss: Talk, workspace: str
) -> None:
    """Neither shown, nor to be joined by who knows the button: they may be in a private channel."""
    await boss.say("contest start", count=5)
    ada.place = HALL
    await ada.say("home")
    join = next(each for each in ada.reply.controls if each.label.startswith("Join"))  # type: ignore[union-attr]
    eve = replace(ada.actor, user="eve", workspace=workspace)
    for channel in ("eve", "yard"):
        outsider = Talk(ada.bot, eve, Place("tiny", channel, workspace))
        assert "Contest" not in await outsider.say("home")
        assert joins(outsider) == []
        refused = await outsider.forge("c-join", *join.action.arguments)
        assert "does not take part" in refused


async def test_a_host_who_does_not_play_finds_the_contest(boss: Talk) -> None:
    """Wherever they are; they join where it is played."""
    await boss.say("contest start", count=5)
    boss.place = OWN
    assert "Contest: open, with 5 questions and 0 players" in await boss.say("home")
    assert joins(boss) == []


async def test_several_contests_are_told_apart(ada: Talk, boss: Talk) -> None:
    """One's own, the one that runs here, and no others."""
    for channel in ("hall", "yard", "attic"):
        boss.place = ada.place = replace(HALL, channel=channel)
        await boss.say("contest start", count=5)
        if channel == "hall":
            await ada.say("home")
            await ada.press("Join")
    ada.place = replace(HALL, channel="yard")
    said = await ada.say("home")
    assert "Contest 1: open, with 5 questions and 1 player; you are in" in said
    assert (joins(ada), "Contest 3" in said) == (["Join: Contest 2"], False)
    await ada.press("Join: Contest 2")
    assert "Contest 2: open, with 5 questions and 1 player; you are in" in await ada.say("home")


async def test_contests_of_others_do_not_hide_ones_own(ada: Talk, boss: Talk) -> None:
    """However many were opened since."""
    boss.place = ada.place = HALL
    await boss.say("contest start", count=5)
    await ada.say("home")
    await ada.press("Join")
    for number in range(5):
        boss.place = replace(HALL, channel=f"room-{number}")
        await boss.say("contest start", count=5)
    ada.place = OWN
    assert "Contest: open, with 5 questions and 1 player; you are in" in await ada.say("home")


async def test_a_contest_that_is_over_is_not_offered(ada: Talk, boss: Talk) -> None:
    await boss.say("contest start", count=5)
    await boss.say("contest status")
    await boss.press("End the contest")
    ada.place = HALL
    assert "Contest" not in await ada.say("home")


async def test_a_passage_to_think_about_is_shown(ada: Talk) -> None:
    await ada.say("home")
    assert "To think about" in await ada.press("A passage")


async def test_admins_find_the_settings_of_their_workspace(ada: Talk, boss: Talk) -> None:
    """Those whom the platform names, and those whom they trust."""
    await boss.say("home")
    assert "Settings of all channels" in await boss.press("Settings")
    await ada.say("home")
    assert "Settings" not in ada.labels
    await boss.say("settings trust", person="ada", role="admin")
    await ada.say("home")
    assert "Settings" in ada.labels


def joins(talk: Talk) -> list[str]:
    """What one may join by what is on show."""
    return [label for label in talk.labels if label.startswith("Join")]


def _quote(said: str) -> str:
    """The line that says which passage it is."""
    return next(line for line in said.splitlines() if line.startswith("  — ¶"))
