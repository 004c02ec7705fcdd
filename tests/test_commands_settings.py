"""Who runs a place decides about it, by forms or by commands, and everybody can see what was decided."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.chat.request import Actor, Place
from bot.quiz.contest.settings import Settings
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from bot.settings.declared import SETTINGS
from tests.clock import ManualClock
from tests.talk import Talk

PACK = load()
HALL, YARD = Place("tiny", "hall", "school"), Place("tiny", "yard", "school")
ROOT = Actor("tiny", "root", "Root", "school", is_admin=True)


@pytest.fixture
async def root(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db", ManualClock()) as bot:
        yield Talk(bot, ROOT, HALL)


def member(root: Talk, name: str = "ada", place: Place = HALL) -> Talk:
    return Talk(root.bot, Actor("tiny", name, name.title(), place.workspace), place)


async def test_everybody_sees_what_is_decided_and_by_whom_it_can_be_changed(root: Talk) -> None:
    """Every setting with its value; the controls are for those who may use them."""
    ada = member(root)
    for talk in (ada, root):
        said = await talk.say("settings")
        for setting in SETTINGS:
            assert setting.label in said
        assert "Time zone: UTC (the default)" in said
    assert ada.reply.controls == ()
    assert "Admins of this place can change these" in await ada.say("settings show")


async def test_a_setting_is_picked_and_filled_in(root: Talk) -> None:
    """The form says what is; the reply says what is now, and leads back."""
    await root.say("settings")
    assert "Now: UTC (the default)" in await root.pick("Time zone")
    assert "Time zone, here: America/New_York (decided here)." in await root.fill(value="new york")
    assert "Time zone: America/New_York (decided here)" in await root.press("All settings")


async def test_what_is_decided_can_be_left_undecided_again(root: Talk) -> None:
    """The button is there only where there is something to undo."""
    await root.say("settings")
    await root.pick("Who may host")
    assert "Leave it undecided" not in root.labels
    await root.fill(value="Admins only")
    await root.press("All settings")
    await root.pick("Who may host")
    assert "Anyone (the default)" in await root.press("Leave it undecided")


async def test_a_workspace_is_decided_for_in_one_go(root: Talk) -> None:
    """It counts in each place that has not decided by itself."""
    await root.say("settings")
    await root.press("Settings of all channels")
    await root.pick("Who may host")
    said = await root.fill(value="Admins only")
    assert "in all channels: Admins only (decided for all channels)" in said
    said = await member(root, place=YARD).say("settings")
    assert "Who may host contests: Admins only (decided for all channels)" in said


async def test_a_setting_is_decided_by_a_command_as_well(root: Talk) -> None:
    """With the same checks; “default” leaves it undecided."""
    said = await root.say("settings set", setting="quiet-hours", value="10 pm - 7 am")
    assert "22:00-07:00 (decided here)" in said
    assert "none (the default)" in await root.say(
        "settings set", setting="quiet-hours", value="default"
    )
    said = await root.say("settings set", setting="zone", value="Tokyo", **{"all-channels": True})
    assert "Asia/Tokyo (decided for all channels)" in said


@pytest.mark.parametrize(
    ("setting", "value", "way_on"),
    [
        ("zone", "Atlantis", "There is no time zone “Atlantis”"),
        ("quiet-hours", "always", "22:00-07:00"),
        ("hosts", "the pope", "anyone or admins or named"),
        ("packs", "another-book", "bullitt-730"),
        ("notify", "\u202e", "@study-group"),
    ],
)
async def test_a_value_that_does_not_fit_is_refused_with_one_that_does(
    root: Talk, setting: str, value: str, way_on: str
) -> None:
    """And nothing is changed or recorded."""
    assert way_on in await root.say("settings set", setting=setting, value=value)
    assert root.reply.failed
    assert "Nothing was changed yet" in await root.say("settings history")


async def test_only_admins_change_settings_and_see_who_did(root: Talk) -> None:
    """By command."""
    ada = member(root)
    for command, options in (
        ("settings set", {"setting": "zone", "value": "Tokyo"}),
        ("settings history", {}),
        ("settings people", {}),
        ("settings trust", {"person": "ada"}),
        ("settings distrust", {"person": "root"}),
    ):
        assert "Only an admin" in await ada.say(command, **options)


async def test_every_change_is_told_to_admins(root: Talk) -> None:
    """Who, what, from what, to what, and when; the latest first."""
    await root.say("settings set", setting="zone", value="Tokyo")
    await root.say("settings set", setting="hosts", value="admins", **{"all-channels": True})
    said = await root.say("settings history")
    first, second = said.splitlines()[2:4]
    assert first.startswith("Root: Who may host contests, in all channels: undecided → Admins")
    assert second.startswith("Root: Time zone: undecided → Asia/Tokyo")


async def test_whom_the_admins_trust_runs_the_bot_as_they_do(root: Talk) -> None:
    """In every place of the workspace, with every command for admins; but they do not make admins."""
    ada = member(root, place=YARD)
    await root.say("settings trust", person="<@ada|Ada>", role="admin")
    assert "Asia/Tokyo" in await ada.say("settings set", setting="zone", value="Tokyo")
    season = {"name": "term", "from": "2026-09-01", "to": "2026-12-01"}
    assert "term" in await ada.say("season set", **season)
    assert "may host contests" in await ada.say("settings trust", person="<@!bob>")
    assert "Only an admin" in await ada.say("settings trust", person="bob", role="admin")
    assert "Only an admin" in await ada.say("settings distrust", person="ada", role="admin")
    said = await root.say("settings people")
    assert "Run the bot here, as admins do: Ada (ada)" in said
    assert "Host contests: bob" in said
    await root.say("settings distrust", person="Ada", role="admin")
    assert "Only an admin" in await ada.say("settings history")


@pytest.mark.parametrize("person", ["", "<@>", "two words", "x" * 65, "\u202e\u200b", "<@U1"])
async def test_who_cannot_be_found_is_not_trusted(root: Talk, person: str) -> None:
    """The reply says how to name somebody."""
    said = await root.say("settings trust", person=person)
    assert root.reply.failed
    assert "nobody that can be found" in said or "needs person" in said
    assert "Host contests: nobody" in await root.say("settings people")


@pytest.mark.parametrize(
    ("hosts", "may"),
    [
        ("anyone", {"ada", "bob", "root"}),
        ("admins", {"root"}),
        ("named", {"bob", "root"}),
    ],
)
async def test_contests_are_hosted_by_whom_the_place_lets(
    root: Talk, hosts: str, may: set[str]
) -> None:
    """Anyone, admins, or those named too; who may not is told what to do instead."""
    await root.say("settings set", setting="hosts", value=hosts)
    await root.say("settings trust", person="bob", role="host")
    for name in ("ada", "bob", "root"):
        talk = root if name == "root" else member(root, name)
        talk.place = HALL
        said = await talk.say("contest start", count=3)
        assert ("only admins host contests" in said) == (name not in may)
        if name in may:
            await root.say("contest end")


async def test_a_document_that_is_not_studied_here_is_not_asked_about(root: Talk) -> None:
    """Two bots with a document each may share a store; elsewhere it is asked about as before."""
    await root.bot._desk.settings.choose(ROOT, HALL, "packs", "another-book", root.bot.now())
    ada = member(root)
    assert "not studied here" in await ada.say("quiz")
    assert "Question 1" in await member(root, place=YARD).say("quiz")


async def test_leaderboards_are_shown_as_the_place_decides(root: Talk) -> None:
    """To everyone, to whoever asks, or not at all; one's own score is always one's own."""
    ada = member(root)
    await ada.say("quiz", count=1, kinds="find-passage")
    await ada.fill(answer="¶ 99")
    assert "1. Ada" in await ada.say("leaderboard")
    everyone = ada.reply
    await root.say("settings set", setting="leaderboard", value="private")
    await ada.say("leaderboard")
    assert ada.reply == replace(everyone, visibility=ada.reply.visibility) != everyone
    await root.say("settings set", setting="leaderboard", value="off")
    assert "not shown here" in await ada.say("leaderboard")
    assert "Right: 0 of 1" in await ada.say("score")


async def test_leaderboards_go_by_the_season_that_is_on_where_that_is_decided(root: Talk) -> None:
    """Unless another season, or all time everywhere, is asked for."""
    today = root.bot.now().date().isoformat()
    await root.say("season set", **{"name": "term", "from": today, "to": today})
    assert "term" not in await root.say("leaderboard")
    await root.say("settings set", setting="seasons", value="yes")
    assert "term" in await root.say("leaderboard")
    assert "term" not in await root.say("leaderboard", scope="everywhere")


async def test_a_place_without_a_workspace_decides_for_itself(root: Talk) -> None:
    """There is nothing else to decide for, whatever a control says."""
    talk = Talk(root.bot, ROOT, Place("tiny", "direct"))
    await talk.say("settings")
    assert "Settings of all channels" not in talk.labels
    await talk.forge("set-to", "w", "zone", value=("Tokyo",))
    assert "Asia/Tokyo (decided here)" in await talk.say("settings")
    assert "UTC (the default)" in await Talk(root.bot, ROOT, Place("tiny", "other")).say("settings")


async def test_a_control_of_a_setting_that_is_no_more_says_so(root: Talk) -> None:
    """An old message may have one."""
    assert "earlier version" in await root.forge("set-ask", "p", "colour")
    assert "earlier version" in await root.forge("set-undo", "p")


async def opened(root: Talk, **options: str | int | bool) -> Settings:
    """The settings of a contest that was opened here."""
    await root.say("contest start", count=3, **options)
    arena = root.bot._desk.arena
    state = await arena.find(await arena.running_in(HALL.key))
    await root.say("contest end")
    return state.settings


async def test_contests_are_open_book_where_the_place_decides_so(root: Talk) -> None:
    """Unless the host says otherwise."""
    assert not (await opened(root)).open_book
    await root.say("settings set", setting="open-book", value="yes")
    assert (await opened(root)).open_book
    assert not (await opened(root, **{"open-book": False})).open_book


async def test_a_marathon_goes_by_the_clocks_of_the_place(root: Talk) -> None:
    """Unless the host names another zone."""
    await root.say("settings set", setting="zone", value="Tokyo")
    for options, zone in (({}, "Asia/Tokyo"), ({"zone": "Berlin"}, "Europe/Berlin")):
        found = await opened(root, preset="marathon", time="09:00", **options)
        local = [moment.astimezone(ZoneInfo(zone)) for moment in found.opens]
        assert {f"{moment:%H:%M}" for moment in local} == {"09:00"}


async def test_no_contest_is_held_on_a_document_that_is_not_studied_here(root: Talk) -> None:
    """As no quiz is."""
    await root.bot._desk.settings.choose(ROOT, HALL, "packs", "another-book", root.bot.now())
    assert "not studied here" in await root.say("contest start", count=3)
