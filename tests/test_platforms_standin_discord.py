"""The stand-in for Discord behaves as Discord does towards the real discord.py."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord
import pytest

from tests.platforms.standin_discord import ChannelKind, StandIn, words
from tests.platforms.standin_discord_seen import InteractionFailed, NotOffered
from tests.platforms.standin_discord_state import Callback
from tests.platforms.tiny_discord_bot import Page, TinyBot, general, point, started

POSTS = "/channels/*/messages"


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


@pytest.fixture
async def bot(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TinyBot]:
    point(monkeypatch, standin)
    async with started(TinyBot(), standin) as tiny:
        yield tiny


async def test_a_command_is_answered_where_it_was_used(standin: StandIn, bot: TinyBot) -> None:
    """The answer stands in the channel, and its words can be read."""
    seen = await standin.member("ada").slash(standin.channel(), "lookup", {"query": "pie"})
    assert seen.callback is Callback.MESSAGE
    assert not seen.ephemeral
    assert standin.channel().messages == [seen.message]
    assert words(standin.channel().messages[0]).splitlines() == [
        "[Next]",
        "[Answer]",
        "Topic",
        "- Paris",
        "- Moscow",
        "found pie",
    ]
    assert standin.breaches == []


async def test_sub_commands_and_defaults(standin: StandIn, bot: TinyBot) -> None:
    """A sub-command is used by its full name, with its options typed."""
    ada = standin.member("ada")
    assert (await ada.slash(standin.channel(), "quiz start")).words == "5 questions"
    assert (await ada.slash(standin.channel(), "/quiz start", {"count": 7})).words == "7 questions"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("nonsense", {}),
        ("lookup", {}),
        ("lookup", {"query": "x" * 51}),
        ("lookup", {"query": "x", "other": 1}),
        ("quiz start", {"count": "7"}),
        ("quiz start", {"count": 11}),
        ("quiz", {}),
        ("setup", {}),
    ],
)
async def test_what_discord_would_not_send_does_not_reach_the_bot(
    standin: StandIn, bot: TinyBot, name: str, options: dict[str, Any]
) -> None:
    """Unknown commands and options, wrong values and hidden commands are refused at once."""
    with pytest.raises(NotOffered):
        await standin.member("ada").slash(standin.channel(), name, options)
    assert bot.heard == []


async def test_admins_are_shown_their_commands(standin: StandIn, bot: TinyBot) -> None:
    """A command for those who manage the server takes a channel from an admin."""
    eve, channel = standin.member("eve", admin=True), standin.channel()
    seen = await eve.slash(channel, "setup", {"channel": channel})
    assert seen.words == "set up general"


async def test_autocompletion(standin: StandIn, bot: TinyBot) -> None:
    """What is typed comes back as suggestions."""
    seen = await standin.member("ada").autocomplete(standin.channel(), "lookup", "query", "pi")
    assert [(choice.name, choice.value) for choice in seen.choices] == [("pi!", "pi")]


async def test_context_menus(standin: StandIn, bot: TinyBot) -> None:
    """Commands on a message and on a person get their target."""
    ada, bob = standin.member("ada"), standin.member("bob")
    message = bob.say(standin.channel(), "the Polish question")
    seen = await ada.message_menu(message, "Find in the dispatch")
    assert seen.words == "about: the Polish question"
    seen = await ada.user_menu(standin.channel(), bob, "Study record")
    assert seen.words == "record of bob"


async def test_a_button_changes_its_message_in_place(standin: StandIn, bot: TinyBot) -> None:
    """After the press the message reads otherwise, and its former words are kept."""
    ada = standin.member("ada")
    message = (await ada.slash(standin.channel(), "lookup", {"query": "pie"})).message
    assert message is not None
    pressed = await ada.press(message, "Next")
    assert pressed.callback is Callback.UPDATE
    assert pressed.message is message
    assert "page two" in words(message)
    assert len(message.edits) == 1
    with pytest.raises(NotOffered):
        await ada.press(message, "Previous")


async def test_a_menu_answers_privately(standin: StandIn, bot: TinyBot) -> None:
    """The answer is for one person: it does not stand in the channel."""
    ada = standin.member("ada")
    message = (await ada.slash(standin.channel(), "lookup", {"query": "pie"})).message
    assert message is not None
    seen = await ada.select(message, "Moscow", "Topic")
    assert seen.ephemeral
    assert seen.words == "chose Moscow"
    assert ada.whispers == [seen.message]
    assert standin.channel().messages == [message]


async def test_a_form_is_filled_in_and_sent(standin: StandIn, bot: TinyBot) -> None:
    """Fields are named by their labels; what the form would not take is not sent."""
    ada = standin.member("ada")
    message = (await ada.slash(standin.channel(), "lookup", {"query": "pie"})).message
    assert message is not None
    modal = (await ada.press(message, "answer")).modal
    assert modal is not None
    assert words(modal).splitlines() == ["Your answer", "Why?", "Sure?", "- Yes", "- No"]
    for wrong in ({"Why?": "x" * 21, "Sure?": "No"}, {"Sure?": "No"}, {"Why?": "x", "Who?": "y"}):
        with pytest.raises(NotOffered):
            await ada.submit(modal, wrong)
    assert (await ada.submit(modal, {"Why?": "coal", "Sure?": "No"})).words == "coal / n"


async def test_a_deferred_answer_comes_later(standin: StandIn, bot: TinyBot) -> None:
    """ "Thinking…" is seen first, then the answer in its place."""
    seen = await standin.member("ada").slash(standin.channel(), "slow")
    assert seen.callback is Callback.DEFERRED
    assert "at last" in (await seen.final()).words
    assert [words(message) for message in standin.channel().messages] == [seen.words]


async def test_no_answer_in_time_is_a_failed_interaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that says nothing fails the person, and may not answer any more."""
    async with StandIn(acknowledge_within=0.2) as standin:
        point(monkeypatch, standin)
        async with started(TinyBot(), standin) as bot:
            with pytest.raises(InteractionFailed):
                await standin.member("ada").slash(standin.channel(), "silent")
            with pytest.raises(discord.NotFound) as failed:
                await bot.heard[0].response.send_message("too late")
    assert failed.value.code == 10062


async def test_an_interaction_is_answered_once(standin: StandIn, bot: TinyBot) -> None:
    """A second acknowledgement is refused, as when two processes run."""
    await standin.member("ada").slash(standin.channel(), "whisper")
    again = discord.Interaction(data=_event(bot.heard[0]), state=bot._connection)
    with pytest.raises(discord.HTTPException) as failed:
        await again.response.send_message("again")
    assert failed.value.code == 40060


async def test_a_token_lasts_fifteen_minutes(standin: StandIn, bot: TinyBot) -> None:
    """Follow-ups come through just before, and no more just after."""
    seen = await standin.member("ada").slash(standin.channel(), "whisper")
    standin.clock.advance(14 * 60 + 50)
    await bot.heard[0].followup.send("still here", ephemeral=True)
    assert seen.words == "psst\nstill here"
    standin.clock.advance(11)
    with pytest.raises(discord.HTTPException) as failed:
        await bot.heard[0].followup.send("too late")
    assert failed.value.code == 50027


async def test_commands_work_where_they_are_installed(standin: StandIn, bot: TinyBot) -> None:
    """In the bot's direct messages, in others', and in a server the bot never joined."""
    ada, bob = standin.member("ada", installed=True), standin.member("bob")
    elsewhere = standin.add_guild("Elsewhere", installed=False).channels[0]
    assert (await ada.slash(ada.direct, "where")).words == "dm"
    assert (await ada.slash(standin.private_channel(ada, bob), "where")).words == "private"
    assert (await ada.slash(elsewhere, "where")).words == "guild"
    with pytest.raises(NotOffered):
        await bob.slash(elsewhere, "where")
    with pytest.raises(NotOffered):
        await ada.slash(elsewhere, "lookup", {"query": "pie"})


async def test_a_broken_limit_is_refused_and_recorded(standin: StandIn, bot: TinyBot) -> None:
    """The bot gets Discord's error, and the test a record of it."""
    with pytest.raises(discord.HTTPException) as failed:
        await general(standin, bot).send(view=Page("x" * 4_001))
    assert failed.value.code == 50035
    assert {breach.problem.at for breach in standin.breaches} == {
        "components",
        "components.2.components.0.content",
    }
    assert standin.channel().messages == []


async def test_pictures_come_with_their_alt_text(standin: StandIn, bot: TinyBot) -> None:
    """An upload is kept, named by the layout, and can be fetched."""
    view = discord.ui.LayoutView()
    gallery = discord.MediaGalleryItem("attachment://map.png", description="A map of Europe")
    view.add_item(discord.ui.MediaGallery(gallery))
    file = discord.File(io.BytesIO(b"png"), "map.png")
    sent = await general(standin, bot).send(view=view, files=[file])
    assert words(standin.channel().messages[0]) == "(picture: A map of Europe)"
    assert await sent.attachments[0].read() == b"png"


async def test_an_enforced_nonce_makes_one_message_of_two(standin: StandIn, bot: TinyBot) -> None:
    """For some minutes a post with the same nonce is the earlier message."""
    channel = general(standin, bot)
    first = await channel.send("today's quote", nonce="daily-2026-03-01")
    again = await channel.send("today's quote", nonce="daily-2026-03-01")
    assert again.id == first.id
    standin.clock.advance(6 * 60)
    await channel.send("today's quote", nonce="daily-2026-03-01")
    assert len(standin.channel().messages) == 2


async def test_threads_and_forum_posts(standin: StandIn, bot: TinyBot) -> None:
    """A thread on a message, and a post in a forum with its first message."""
    message = await general(standin, bot).send("round one")
    thread = await message.create_thread(name="talk")
    await thread.send("inside")
    assert [one.content for one in standin.channel("talk").messages] == ["inside"]
    forum = await bot.fetch_channel(standin.add_channel("forum", ChannelKind.FORUM).id)
    assert isinstance(forum, discord.ForumChannel)
    await forum.create_thread(name="question", content="why?")
    assert words(standin.channel("question").messages[0]) == "why?"


async def test_a_late_press_is_for_a_button_that_was_there(standin: StandIn, bot: TinyBot) -> None:
    """A click may be under way while the bot takes the button away."""
    sent = await general(standin, bot).send(view=Page("round one"))
    over = discord.ui.LayoutView().add_item(discord.ui.TextDisplay("over"))
    await sent.edit(view=over)
    ada, (message,) = standin.member("ada"), standin.channel().messages
    with pytest.raises(NotOffered):
        await ada.press(message, "Next")
    assert (await ada.press(message, "Next", late=True)).message is message


async def test_the_bot_writes_privately_reads_and_deletes(standin: StandIn, bot: TinyBot) -> None:
    """Direct messages, history and deletion."""
    ada = standin.member("ada")
    await (await bot.fetch_user(ada.id)).send("hello")
    assert [message.content for message in ada.direct.messages] == ["hello"]
    ada.say(standin.channel(), "first")
    second = await general(standin, bot).send("second")
    read = [message.content async for message in general(standin, bot).history()]
    assert read == ["second", "first"]
    await second.delete()
    assert [message.content for message in standin.channel().messages] == ["first"]


async def test_a_scheduled_event_is_announced(standin: StandIn, bot: TinyBot) -> None:
    """An event outside the voice channels has a place and an end."""
    start = discord.utils.utcnow() + timedelta(hours=1)
    event = await general(standin, bot).guild.create_scheduled_event(
        name="Contest",
        start_time=start,
        end_time=start + timedelta(hours=1),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="#general",
    )
    assert [one["name"] for one in standin.guild.events] == ["Contest"]
    await event.delete()
    assert standin.guild.events == []
    assert standin.breaches == []


async def test_two_hundred_members_at_once(standin: StandIn, bot: TinyBot) -> None:
    """Every one of many simultaneous clicks is answered to the one who clicked."""
    first = await standin.member("ada").slash(standin.channel(), "lookup", {"query": "pie"})
    message = first.message
    assert message is not None
    crowd = [standin.member(f"member {number}") for number in range(200)]
    seen = await asyncio.gather(*(one.select(message, "Paris") for one in crowd))
    assert {one.words for one in seen} == {"chose Paris"}
    assert all(len(one.whispers) == 1 for one in crowd)
    assert standin.breaches == []


def _event(interaction: discord.Interaction[Any]) -> Any:
    """The interaction's event once more, as a second process would get it."""
    return {
        "id": interaction.id,
        "type": interaction.type.value,
        "token": interaction.token,
        "version": 1,
        "application_id": interaction.application_id,
        "attachment_size_limit": 0,
        "channel": {},
    }
