"""A thread that Discord put away for being quiet: nothing in it can be changed until it is out again."""

from dataclasses import replace

import pytest

from adapters.discord.deliver import Courier
from bot.chat.platform import Post
from bot.chat.request import Place
from tests.platforms.standin_discord import Channel, Permission, StandIn, words
from tests.platforms.standin_discord_world import ChannelKind
from tests.test_discord_deliver import LONG, a_post, courier, discord, failure

__all__ = ["courier", "discord"]


@pytest.fixture
def thread(discord: StandIn) -> Channel:
    return discord.add_channel("essays", ChannelKind.THREAD, parent=discord.channel())


def post_in(discord: StandIn, thread: Channel, text: str, message: str = "") -> Post:
    place = Place("discord", str(thread.id), str(discord.guild.id))
    return replace(a_post(discord, text, message=message), place=place)


@pytest.mark.parametrize("text", ["The answer", LONG], ids=["shorter", "as long"])
async def test_it_is_taken_out_for_an_edit(
    discord: StandIn, courier: Courier, thread: Channel, text: str
) -> None:
    """Else a question of a day would never be closed, nor the next one be asked."""
    sent = await courier.post(post_in(discord, thread, LONG))
    thread.archived = True
    now = await courier.post(post_in(discord, thread, text, sent))
    assert sent.startswith(now)
    assert not thread.archived
    assert len(thread.messages) == len(now.split(","))
    assert text[:10] in words(thread.messages[0])


async def test_what_is_posted_takes_it_out_by_itself(
    discord: StandIn, courier: Courier, thread: Channel
) -> None:
    thread.archived = True
    await courier.post(post_in(discord, thread, "Question"))
    assert not thread.archived
    assert not [each for each in discord.requests if each.method == "PATCH"]


async def test_one_that_was_locked_stays_where_it_is(
    discord: StandIn, courier: Courier, thread: Channel
) -> None:
    """Whoever set the posts up is told that a moderator can unlock it."""
    sent = await courier.post(post_in(discord, thread, "Question"))
    thread.archived = thread.locked = True
    discord.deny(thread, Permission.MANAGE_THREADS)
    failed = await failure(courier, post_in(discord, thread, "The answer", sent))
    assert "let a moderator unlock it" in failed.remedy
    assert thread.archived
