"""The guided setup as an admin of a Discord server goes through it, on a stand-in for Discord."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.control_id import form_id
from adapters.discord.layout import MAX_FIELDS, MAX_ID
from adapters.discord.modal import MAX_TITLE
from bot.chat.action import Action
from bot.chat.platform import Bot
from bot.chat.reply import Form
from bot.daily.plan import Plan
from bot.daily.schedule import Timing
from bot.runtime.packs import load
from bot.settings.model import Chosen
from bot.views import daily_form, setup
from tests.clock import ManualClock
from tests.discord_bot import said_in, started
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_permissions import Permission
from tests.platforms.standin_discord_seen import Seen

PACK = load()
ZONE = "Time zone, by a city such as New York"
QUIET = "Quiet hours, such as 22:00-07:00, or none"
AT, WHOM = "At what local time, such as 08:00", "A role or group to notify, or nobody"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 5, tzinfo=UTC))


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path, clock=clock) as bot:
        yield bot


@pytest.fixture
def root(discord: StandIn) -> Member:
    return discord.member("root", admin=True)


async def press(by: Member, seen: Seen, button: str) -> Seen:
    assert seen.message is not None
    return await (await by.press(seen.message, button)).final()


async def fill(by: Member, seen: Seen, button: str, answers: dict[str, Any]) -> Seen:
    """Open a form by its button and send it; what is not answered stays as it begins."""
    assert seen.message is not None
    opened = await by.press(seen.message, button)
    assert opened.modal is not None
    return await (await by.submit(opened.modal, answers)).final()


async def test_a_server_is_set_up_in_two_modals(discord: StandIn, bot: Bot, root: Member) -> None:
    """For the admin alone, in place; run again, the modals hold what was said."""
    begun = await root.slash(discord.channel(), "setup", {})
    assert begun.ephemeral
    asked = await fill(root, begun, "Settings …", {ZONE: "berlin", QUIET: "22:00-07:00"})
    done = await fill(root, asked, "Fill in …", {AT: "6:30", WHOM: "<@&7>"})
    assert "Europe/Berlin (decided for all channels)" in done.words
    assert "every day at 06:30 (Europe/Berlin)" in done.words
    assert "it is posted when they end" in done.words
    assert "cannot post" not in done.words
    asked = await fill(root, await press(root, done, "Change something"), "Settings …", {})
    assert asked.message is not None
    before = await (await root.select(asked.message, "Daily post 1")).final()
    again = await fill(root, before, "Fill in …", {})
    assert again.words == done.words


async def test_what_i_lack_is_said_before_a_post_fails(
    discord: StandIn, bot: Bot, root: Member
) -> None:
    """With the permission by its name, and the channel."""
    discord.deny(discord.channel(), Permission.SEND_MESSAGES)
    begun = await root.slash(discord.channel(), "setup", {})
    done = await press(root, begun, "Done")
    assert "Still to be done" in done.words
    assert "Grant me “Send Messages”" in done.words


async def test_who_set_up_a_daily_post_is_told_in_private_what_keeps_it_out(
    discord: StandIn, bot: Bot, root: Member, clock: ManualClock
) -> None:
    """They and nobody else, whoever asks for something next."""
    await root.slash(discord.channel(), "daily set", {"time": "6:30", "zone": "Berlin"})
    discord.deny(discord.channel(), Permission.SEND_MESSAGES)
    await clock.advance(1_800)
    told = await said_in(root.direct, "cannot post")
    assert "Grant me “Send Messages”" in words(told)
    other = await discord.member("boss", admin=True).slash(discord.add_channel("side"), "about")
    assert not other.followups


@pytest.mark.parametrize("denied", [Permission(0), Permission.VIEW_CHANNEL])
async def test_a_channel_of_another_server_cannot_be_set_up(
    discord: StandIn, bot: Bot, root: Member, denied: Permission
) -> None:
    """Whoever is an admin here is none there, whether I see the channel or not."""
    theirs = discord.add_guild("other").channels[0]
    discord.deny(theirs, denied)
    place = f"https://discord.com/channels/{theirs.guild.id}/{theirs.id}"
    seen = await root.slash(discord.channel(), "setup", {"place": place})
    assert "is no channel here that I can see" in seen.words


async def test_a_channel_that_i_do_not_see_is_told_of_where_it_is_set_up(
    discord: StandIn, bot: Bot, root: Member
) -> None:
    """The command was used there, so it is this server's."""
    discord.deny(discord.channel(), Permission.VIEW_CHANNEL)
    begun = await root.slash(discord.channel(), "setup", {})
    assert "Grant me “View Channel”" in (await press(root, begun, "Done")).words


async def test_the_daily_command_opens_the_same_form(
    discord: StandIn, bot: Bot, root: Member
) -> None:
    """Of a post with a number that has two digits, the tightest there is."""
    asked = await root.slash(discord.channel(), "daily set", {})
    done = await fill(root, asked, "Fill in …", {"In which time zone, such as Berlin": "Tokyo"})
    assert "every day at 08:00 (Asia/Tokyo)" in done.words
    for _ in range(9):
        await root.slash(discord.channel(), "daily set", {"time": "9", "zone": "Tokyo"})
    asked = await root.slash(discord.channel(), "daily set", {"number": 10})
    done = await fill(root, asked, "Fill in …", {AT: "22:15"})
    assert "Daily post 10** is changed." in done.words
    assert "every day at 22:15 (Asia/Tokyo)" in done.words


@pytest.mark.parametrize("with_zone", [True, False])
def test_the_longest_forms_fit_into_a_control(*, with_zone: bool) -> None:
    """Of another channel, with a number of two digits, and everything chosen."""
    plan = Plan(Timing(time(8), "UTC"), in_thread=True)
    filled = daily_form.form(plan, Action("sup-day", ("10", "9" * 20)), with_zone=with_zone)
    asked = Form("", setup.fields(Chosen()), Action("sup-put", ("9" * 20,)), "")
    for form in (filled, asked):
        assert len(form.fields) <= MAX_FIELDS
        assert len(form_id(form.action, form.fields)) <= MAX_ID
        assert all(len(each.prompt) <= MAX_TITLE for each in form.fields)
