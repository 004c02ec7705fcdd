"""What is asked in a thread is answered there, and what is asked in the channel is not moved into one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Kind, Member, Message, StandIn
from tests.platforms.standin_slack_faults import Refused
from tests.slack_bot import said_in, started

PASSAGE = "passage ¶ 9 sentence 2"


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, load(), tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


@pytest.fixture
def bob(slack: StandIn) -> Member:
    return slack.member("bob")


def said_below(slack: StandIn, who: Member, text: str) -> Message:
    """A message in a thread, under one that stands in the channel."""
    above = who.say(slack.channel(), "Good morning")
    return who.say(slack.channel(), text, thread=above.ts)


async def test_a_control_in_a_thread_is_answered_privately_there(
    slack: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    """A response URL would show it in the channel."""
    below = said_below(slack, ada, "Let us see")
    found = await ada.mention(slack.channel(), PASSAGE, thread=below.thread)
    seen = await bob.click(found.message, "More context")
    assert seen.message is not None
    assert seen.ephemeral
    assert seen.message.thread == below.thread


async def test_a_control_above_a_thread_is_answered_privately_in_the_channel(
    slack: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    """The message stands in the channel, whatever was said under it."""
    found = await ada.slash(slack.channel(), "/dispatch", PASSAGE)
    assert found.message is not None
    ada.say(slack.channel(), "I see", thread=found.message.ts)
    seen = await bob.click(found.message, "More context")
    assert seen.message is not None
    assert seen.ephemeral
    assert seen.message.thread is None


async def test_ones_own_page_is_turned_where_it_stands(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    below = said_below(slack, ada, "Let us see")
    found = await ada.mention(slack.channel(), PASSAGE, thread=below.thread)
    turned = await ada.click(found.message, "More context")
    assert turned.message is found.message
    assert turned.message is not None
    assert turned.message.thread == below.thread


@pytest.mark.parametrize(("shortcut", "is_private"), [("find", True), ("quote", False)])
async def test_what_is_done_with_a_message_of_a_thread_shows_there(
    slack: StandIn, bot: Bot, ada: Member, bob: Member, shortcut: str, *, is_private: bool
) -> None:
    """For one or for all."""
    message = said_below(slack, bob, "“to have a finger in every pie”, he says")
    seen = await ada.shortcut(shortcut, message)
    assert seen.message is not None
    assert "¶ 9 s. 2" in seen.words
    assert (seen.ephemeral, seen.message.thread) == (is_private, message.thread)


async def test_where_the_bot_may_not_speak_a_private_answer_shows_in_the_channel(
    slack: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    """In a private channel to which nobody invited it there is the response URL alone, and so no thread."""
    closet = slack.add_channel("closet", Kind.PRIVATE, with_bot=False)
    closet.members |= {ada.id, bob.id}
    above = bob.say(closet, "Good morning")
    message = bob.say(closet, "“to have a finger in every pie”, he says", thread=above.ts)
    await ada.shortcut("quote", message)
    quoted = await said_in(closet, "¶ 9 s. 2")
    assert quoted.thread == above.ts
    seen = await bob.click(quoted, "More context")
    assert seen.ephemeral
    assert "fears nothing so much" in seen.words
    assert not bob.direct.messages


@pytest.mark.parametrize("error", ["restricted_action", "user_not_in_channel"])
async def test_a_private_answer_that_slack_takes_in_no_thread_shows_in_the_channel(
    slack: StandIn, bot: Bot, ada: Member, bob: Member, error: str
) -> None:
    """Where only some may post, for example; a response URL is good there all the same."""
    below = said_below(slack, ada, "Let us see")
    found = await ada.mention(slack.channel(), PASSAGE, thread=below.thread)
    slack.faults.add(Refused(error), "chat.postEphemeral")
    seen = await bob.click(found.message, "More context")
    assert seen.message is not None
    assert seen.ephemeral
    assert seen.message.thread is None


async def test_what_slack_does_not_let_the_bot_say_in_a_channel_it_says_to_the_person(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """Rather than to leave them without an answer."""
    slack.faults.add(Refused("restricted_action"), "chat.postMessage", channel=slack.channel().id)
    await ada.mention(slack.channel(), PASSAGE, wait=False)
    told = await said_in(ada.direct, "¶ 9 s. 2")
    assert told.thread is None
