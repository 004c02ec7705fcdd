"""The stand-in for Slack behaves as Slack does towards the real slack-bolt."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.standin_slack import StandIn, words
from tests.platforms.standin_slack_seen import Choice, CommandFailed, NotOffered
from tests.platforms.tiny_slack_app import Body, started, tiny_app


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


@pytest.fixture
def heard() -> list[Body]:
    return []


@pytest.fixture
async def app(slack: StandIn, heard: list[Body]) -> AsyncIterator[AsyncApp]:
    async with started(slack, tiny_app(slack, heard)) as running:
        yield running


async def test_a_command_is_answered_privately(slack: StandIn, app: AsyncApp) -> None:
    """The answer to a response URL is ephemeral, and its words can be read."""
    ada, bob = slack.member("ada"), slack.member("bob")
    seen = await ada.slash(slack.channel(), "/dispatch", "pie")
    assert seen.ephemeral
    assert seen.words.splitlines() == ["found pie", "[Next]", "[Answer]"]
    assert ada.sees(slack.channel()) == [seen.message]
    assert bob.sees(slack.channel()) == slack.channel().messages == []
    assert slack.breaches == []


async def test_an_acknowledgement_may_be_the_answer(slack: StandIn, app: AsyncApp) -> None:
    """Words in the acknowledgement of a command are shown."""
    seen = await slack.member("ada").slash(slack.channel(), "/dispatch", "ack")
    assert seen.words == "in the acknowledgement"


async def test_a_post_stands_for_all(slack: StandIn, app: AsyncApp) -> None:
    """What the app posts in a channel everybody there sees."""
    bob = slack.member("bob")
    seen = await slack.member("ada").slash(slack.channel(), "/dispatch", "post hello")
    assert not seen.ephemeral
    assert bob.sees(slack.channel()) == [seen.message]


async def test_a_button_changes_its_message_in_place(slack: StandIn, app: AsyncApp) -> None:
    """After the press the message reads otherwise, and its former words are kept."""
    ada = slack.member("ada")
    message = (await ada.slash(slack.channel(), "/dispatch", "pie")).message
    pressed = await ada.click(message, "Next")
    assert pressed.message is message
    assert message is not None
    assert words(message) == "page two"
    assert len(message.edits) == 1
    with pytest.raises(NotOffered):
        await ada.click(message, "Next")
    await ada.click(message, "Next", late=True)


async def test_a_form_is_filled_in_and_sent(slack: StandIn, app: AsyncApp) -> None:
    """A form suggests, refuses, gets a second one over it, and closes when all is well."""
    ada = slack.member("ada")
    form = (await ada.slash(slack.channel(), "/dispatch", "form")).modal
    assert words(form).splitlines() == ["Your answer", "Why?", "Topic"] if form else False
    assert await ada.suggest(form, "Topic", "mos") == [Choice("Moscow", "moscow")]
    refused = await ada.submit(form, {"Why?": "wrong"})
    assert refused.errors == {"why_block": "Think again"}
    assert ada.modal is form
    second = (await ada.submit(form, {"Why?": "more"})).modal
    assert second is not form
    done = await ada.submit(second, {"Why?": "coal", "Topic": "Moscow"})
    assert ada.modal is None
    assert "coal / moscow" in words(ada.direct.messages[-1])
    assert done.errors == {}
    assert slack.breaches == []


async def test_entry_points(slack: StandIn, app: AsyncApp) -> None:
    """Shortcuts, mentions, direct messages, the Home tab and shared links reach the app."""
    ada, channel = slack.member("ada"), slack.channel()
    assert (await ada.shortcut("look_up")).modal is not None
    said = ada.say(channel, "the Polish question")
    assert (await ada.shortcut("find_message", said)).words == "about: the Polish question"
    assert (await ada.mention(channel, "who?")).words == "you said who?"
    assert (await ada.dm("hello")).words == "heard hello"
    assert (await ada.open_home()).words == "welcome"
    shared = await ada.share_link(channel, "see https://example.org/730 there")
    assert "the passage" in shared.words
    assert slack.breaches == []


async def test_no_acknowledgement_in_time_is_a_failed_command(slack: StandIn) -> None:
    """The person is told that the app did not respond."""
    async with (
        StandIn(acknowledge_within=0.05) as impatient,
        started(impatient, tiny_app(impatient)),
    ):
        with pytest.raises(CommandFailed):
            await impatient.member("ada").slash(impatient.channel(), "/dispatch", "silent")
