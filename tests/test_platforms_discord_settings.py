"""Settings and people's data as members of a Discord server live them, on a stand-in for Discord."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.chat.request import Place
from bot.runtime.packs import load
from tests.discord_bot import started
from tests.platforms.standin_discord import Member, StandIn
from tests.platforms.standin_discord_seen import NotOffered, Seen

PACK = load()


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def root(discord: StandIn) -> Member:
    return discord.member("root", admin=True)


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


async def press(by: Member, seen: Seen, button: str) -> Seen:
    assert seen.message is not None
    return await (await by.press(seen.message, button)).final()


async def answered(discord: StandIn, ada: Member) -> None:
    asked = await ada.slash(discord.channel(), "quiz", {"count": 1, "kinds": "multiple-choice"})
    await press(ada, asked, "A")


async def test_an_admin_decides_by_list_and_form(discord: StandIn, bot: Bot, root: Member) -> None:
    """A setting is picked from the list, its value typed into a form; nobody else sees it."""
    shown = await root.slash(discord.channel(), "settings show", {})
    assert shown.ephemeral
    assert shown.message is not None
    asked = await (await root.select(shown.message, "Time zone")).final()
    assert asked.message is not None
    opened = await root.press(asked.message, "Decide …")
    assert opened.modal is not None
    done = await (
        await root.submit(opened.modal, {"A city, such as Berlin or New York": "berlin"})
    ).final()
    assert "Europe/Berlin (decided here)" in done.words
    again = await root.slash(discord.channel(), "settings show", {})
    assert "**Time zone**: Europe/Berlin (decided here)" in again.words


async def test_who_is_no_admin_sees_and_changes_nothing(
    discord: StandIn, bot: Bot, root: Member, ada: Member
) -> None:
    """Until an admin trusts them, with a mention as Discord writes it."""
    seen = await ada.slash(discord.channel(), "settings show", {})
    assert "Change a setting" not in seen.words
    wish = {"setting": "hosts", "value": "admins"}
    assert "Only an admin" in (await ada.slash(discord.channel(), "settings set", wish)).words
    trust = {"person": f"<@{ada.id}>", "role": "admin"}
    await root.slash(discord.channel(), "settings trust", trust)
    assert "Admins only" in (await ada.slash(discord.channel(), "settings set", wish)).words


async def test_whoever_trusts_somebody_is_told_what_discord_does_not_show_them(
    discord: StandIn, bot: Bot, root: Member, ada: Member
) -> None:
    """And with which clicks it does; the rest they see and may use at once, unlike others."""
    with pytest.raises(NotOffered):
        await ada.slash(discord.channel(), "setup", {})
    trust = {"person": f"<@{ada.id}>", "role": "admin"}
    told = await root.slash(discord.channel(), "settings trust", trust)
    assert told.words.startswith(f"<@{ada.id}> may do")
    assert told.interaction.data["allowed_mentions"] == {"parse": []}
    assert "shows /setup only to members with the permission “Manage Server”" in told.words
    assert "Server Settings, then Integrations" in told.words
    assert "“Manage” beside Dispatch Study" in told.words
    assert (
        "Changes, the latest first"
        in (await ada.slash(discord.channel(), "settings history", {})).words
    )
    ada.allowed.add("setup")
    assert (await ada.slash(discord.channel(), "setup", {})).words
    bob = discord.member("bob")
    bob.allowed.add("setup")
    assert "Only an admin" in (await bob.slash(discord.channel(), "setup", {})).words


async def test_who_may_host_lacks_nothing(discord: StandIn, bot: Bot, root: Member) -> None:
    """What hosts do is shown to everybody."""
    told = await root.slash(discord.channel(), "settings trust", {"person": "5", "role": "host"})
    assert "may host contests" in told.words
    assert "Integrations" not in told.words


async def test_a_member_has_their_data_as_files_and_has_it_deleted(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """In replies that nobody else sees."""
    await answered(discord, ada)
    about = await ada.slash(discord.channel(), "privacy about", {})
    assert about.ephemeral
    assert "What is kept about you" in about.words
    files = await press(ada, about, "My data as files")
    assert "Your data as CSV" in files.words
    asked = await ada.slash(discord.channel(), "privacy forget", {})
    assert (
        "Everything about you is deleted"
        in (await press(ada, asked, "Delete everything about me")).words
    )
    assert "Nothing is kept" in (await ada.slash(discord.channel(), "privacy export", {})).words


async def test_a_server_that_the_bot_is_thrown_out_of_is_to_be_deleted(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Unless it comes back."""
    other = discord.add_guild("other")
    place = Place("discord", "", str(other.id))
    for _ in range(2):
        discord.remove_bot(other)
        await until(bot, place, is_leaving=True)
        other.installed = True
        discord._state.dispatch("GUILD_CREATE", other.arrival(), other)
        await until(bot, place, is_leaving=False)


async def until(bot: Bot, place: Place, *, is_leaving: bool) -> None:
    """Wait until the bot has heard of it."""
    departures = bot._departures  # type: ignore[attr-defined]
    async with asyncio.timeout(10):
        while await departures.is_leaving(place) is not is_leaving:
            await asyncio.sleep(0.005)
