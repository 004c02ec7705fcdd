"""Settings, people's data and the Home tab as members of a workspace live them, on a stand-in."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Member, Message, StandIn, words
from tests.platforms.standin_slack_world import File, Rank
from tests.served import until
from tests.slack_bot import noted, said_in, started

PACK = load()


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def root(slack: StandIn) -> Member:
    return slack.member("root", Rank.ADMIN)


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


async def says(slack: StandIn, by: Member, line: str) -> Message:
    """What a command of theirs is answered with, for themselves alone."""
    return await noted(await by.slash(slack.channel(), "/dispatch", line))


async def test_an_admin_decides_by_menu_and_form(slack: StandIn, bot: Bot, root: Member) -> None:
    """A setting is picked from the menu, its value typed into a form; nobody else sees it."""
    shown = await says(slack, root, "settings")
    asked = await noted(await root.click(shown, "Change a setting", "Time zone"))
    opened = await root.click(asked, "Decide …")
    await root.submit(opened.modal, {"A city, such as Berlin or New York": "berlin"})
    await until(lambda: any("Europe/Berlin" in words(m) for m in root.sees(slack.channel())))
    assert "Europe/Berlin (decided here)" in words(await says(slack, root, "settings show"))


async def test_who_is_no_admin_changes_nothing(
    slack: StandIn, bot: Bot, root: Member, ada: Member
) -> None:
    """Until an admin trusts them, with a mention as Slack writes it."""
    line = "settings set hosts admins"
    assert "Only an admin" in words(await says(slack, ada, line))
    await says(slack, root, f"settings trust <@{ada.user.id}|ada> admin")
    assert "Admins only" in words(await says(slack, ada, line))


async def test_a_member_has_their_data_deleted(slack: StandIn, bot: Bot, ada: Member) -> None:
    """When they have confirmed it."""
    await says(slack, ada, "privacy hide")
    assert "What is kept about you" in words(await says(slack, ada, "privacy"))
    asked = await says(slack, ada, "privacy forget")
    done = await noted(await ada.click(asked, "Delete everything about me"))
    assert "Everything about you is deleted" in words(done)
    assert "Nothing is kept" in words(await says(slack, ada, "privacy export"))


async def test_a_workspace_that_the_bot_is_removed_from_is_to_be_deleted(
    slack: StandIn, bot: Bot
) -> None:
    """As soon as Slack says so."""
    slack.uninstall()
    departures = bot._departures  # type: ignore[attr-defined]
    await until(lambda: bool(departures._leaving))


async def test_a_member_has_their_data_as_files(
    slack: StandIn, bot: Bot, root: Member, ada: Member
) -> None:
    """In their own messages with the bot, where nobody else sees them; it is theirs and whole."""
    await says(slack, ada, "quiz count=3 kinds=multiple-choice")
    await root.slash(slack.channel(), "/dispatch", "quiz count=3 kinds=multiple-choice")
    about = await says(slack, ada, "privacy")
    await ada.click(about, "My data as files")
    await until(lambda: len(files_of(ada)) == 2)
    kept = {file.name.rpartition(".")[2]: file.content.decode() for file in files_of(ada)}
    practices = json.loads(kept["json"])["practices"]
    assert len(practices) == 1
    assert ada.id in kept["csv"]
    assert root.id not in kept["json"] + kept["csv"]
    assert not any(message.files for message in slack.channel().history)


async def test_admins_find_the_settings_in_their_home_tab(
    slack: StandIn, bot: Bot, root: Member, ada: Member
) -> None:
    """In a modal above it; others are not offered them."""
    assert "[Settings]" not in (await ada.open_home()).words
    home = (await root.open_home()).home
    opened = await root.click(home, "Settings")
    await until(lambda: "Settings of all channels" in opened.words)


async def test_the_home_tab_shows_the_contests_one_is_in(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """And no others, which may be in a private channel: those are joined where they are played."""
    hall, bob = slack.channel(), slack.member("bob")
    await ada.slash(hall, "/dispatch", "contest start count=3 kinds=multiple-choice")
    lobby = await said_in(hall, "A contest is open")
    assert "Contest" not in (await bob.open_home()).words
    await bob.click(lobby, "Join")
    await until(lambda: "bob" in words(lobby))
    home = (await bob.open_home()).words
    assert "you are in" in home
    assert "Join" not in home


def files_of(member: Member) -> list[File]:
    return [file for message in member.direct.messages for file in message.files]
