"""What the bot says on its own, sent over real sockets to the stand-in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.client import StudyClient
from adapters.discord.connect import redirect
from adapters.discord.deliver import Courier
from bot.chat.action import Action
from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Button, Picture, Prose, Reply
from bot.chat.request import Place
from bot.chat.text import inline
from bot.runtime.app import open_bot
from tests.builders import a_pack
from tests.discord_bot import point_at
from tests.platforms.standin_discord import StandIn, words
from tests.platforms.standin_discord_faults import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Broken,
    Cut,
    Fault,
    RateLimited,
    Refused,
)

POSTS = "/channels/*/messages"
NONCE = "0123456789abcdef01234567"
LONG = "The harbor was quiet before the storm. " * 150


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
async def courier(
    discord: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Courier]:
    point_at(discord, monkeypatch, tmp_path)
    redirect(discord.env)
    async with (
        open_bot(a_pack(), f"sqlite:///{tmp_path / 'bot.db'}") as bot,
        StudyClient(bot) as client,
    ):
        await client.login(discord.token)
        yield Courier(client)


def a_post(discord: StandIn, text: str, *, message: str = "", nonce: str = NONCE) -> Post:
    place = Place("discord", str(discord.channel().id), str(discord.guild.id))
    button = Button("Join", Action("c-join", ("k3",)))
    return Post(place, Reply((Prose(inline(text)),), (button,)), nonce, message)


async def failure(courier: Courier, post: Post) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await courier.post(post)
    return failed.value


async def test_a_post_is_a_message_that_can_be_edited(discord: StandIn, courier: Courier) -> None:
    sent = await courier.post(a_post(discord, "Round one"))
    again = await courier.post(a_post(discord, "Round two", message=sent, nonce="other"))
    [message] = discord.channel().messages
    assert again == sent == str(message.id)
    assert words(message) == "Round two\n[Join]"


async def test_a_post_sent_again_after_a_crash_is_one_message(
    discord: StandIn, courier: Courier
) -> None:
    first = await courier.post(a_post(discord, "Round one"))
    assert await courier.post(a_post(discord, "Round one")) == first
    assert len(discord.channel().messages) == 1


async def test_a_long_post_is_several_messages_and_no_more_after_an_edit(
    discord: StandIn, courier: Courier
) -> None:
    sent = await courier.post(a_post(discord, LONG))
    assert len(discord.channel().messages) == 2
    assert await courier.post(a_post(discord, LONG)) == sent
    assert len(discord.channel().messages) == 2
    shorter = await courier.post(a_post(discord, "Over", message=sent))
    assert sent.startswith(f"{shorter},")
    assert [words(each) for each in discord.channel().messages if not each.deleted] == [
        "Over\n[Join]"
    ]


async def test_an_edit_may_be_longer_than_the_message_was(
    discord: StandIn, courier: Courier
) -> None:
    sent = await courier.post(a_post(discord, "Round one"))
    longer = await courier.post(a_post(discord, LONG, message=sent))
    assert longer.startswith(f"{sent},")


async def test_nobody_is_notified(discord: StandIn, courier: Courier) -> None:
    await courier.post(a_post(discord, "@everyone"))
    [message] = discord.channel().messages
    assert message.body["allowed_mentions"] == {"parse": []}


async def test_a_picture_goes_along(discord: StandIn, courier: Courier) -> None:
    post = a_post(discord, "")
    picture = Post(post.place, Reply((Picture(b"PNG", "The podium", "podium.png"),)), NONCE)
    await courier.post(picture)
    assert words(discord.channel().messages[0]) == "(picture: The podium)"


async def test_a_message_that_somebody_deleted_stays_deleted(
    discord: StandIn, courier: Courier
) -> None:
    sent = await courier.post(a_post(discord, "Round one"))
    discord.channel().messages[0].deleted = True
    assert await courier.post(a_post(discord, "Round two", message=sent)) == sent


@pytest.mark.parametrize("fault", [Cut(took_effect=True), Broken(500, took_effect=True)])
async def test_a_post_that_arrived_although_it_failed_is_not_made_twice(
    discord: StandIn, courier: Courier, fault: Fault
) -> None:
    discord.faults.add(fault, "POST", POSTS)
    try:
        await courier.post(a_post(discord, "Round one"))
    except DeliveryFailed:
        await courier.post(a_post(discord, "Round one"))
    assert len(discord.channel().messages) == 1


async def test_a_channel_that_is_no_more_is_gone(discord: StandIn, courier: Courier) -> None:
    discord.faults.add(UNKNOWN_CHANNEL, "POST", POSTS)
    assert (await failure(courier, a_post(discord, "x"))).place_is_gone


async def test_a_place_of_another_platform_is_gone(discord: StandIn, courier: Courier) -> None:
    post = Post(Place("discord", "general"), Reply(()), NONCE)
    assert (await failure(courier, post)).place_is_gone


@pytest.mark.parametrize("fault", [MISSING_ACCESS, MISSING_PERMISSIONS])
async def test_a_permission_that_is_missing_may_be_granted(
    discord: StandIn, courier: Courier, fault: Refused
) -> None:
    discord.faults.add(fault, "POST", POSTS)
    failed = await failure(courier, a_post(discord, "x"))
    assert not failed.place_is_gone
    assert failed.after == 60


@pytest.mark.parametrize("fault", [Broken(503), Cut()])
async def test_trouble_is_for_later(discord: StandIn, courier: Courier, fault: Fault) -> None:
    """A server error that the library does not retry, and a connection that broke (trap 3 and 6)."""
    discord.faults.add(fault, "POST", POSTS)
    failed = await failure(courier, a_post(discord, "x"))
    assert not failed.place_is_gone
    assert failed.after == 5
    assert await courier.post(a_post(discord, "x"))


async def test_a_ban_for_too_much_is_for_later(discord: StandIn, courier: Courier) -> None:
    """Trap 2: what Cloudflare answers, which the library raises at once; Discord is left alone then."""
    discord.faults.add(Refused(429, 0, "You are being rate limited."), "POST", POSTS)
    failed = await failure(courier, a_post(discord, "x"))
    assert not failed.place_is_gone
    assert failed.after == 60
    assert await courier.post(a_post(discord, "x"))


async def test_a_long_rate_limit_is_for_later(discord: StandIn, courier: Courier) -> None:
    discord.faults.add(RateLimited(retry_after=300), "POST", POSTS)
    assert (await failure(courier, a_post(discord, "x"))).after == 300
