"""Where the bot may post, what it says where it may not, and what it does when a place is gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord import deliver
from adapters.discord.client import StudyClient
from adapters.discord.connect import redirect
from adapters.discord.deliver import Courier
from bot.chat.plain import plain
from bot.chat.platform import Bot, DeliveryFailed, Post
from bot.chat.reply import Prose, Reply
from bot.chat.request import Actor, Invocation, Place, Request
from bot.chat.text import inline
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.discord_bot import said_in, started
from tests.platforms.standin_discord import Channel, ChannelKind, Member, Permission, StandIn, words
from tests.platforms.standin_discord_faults import (
    MISSING_PERMISSIONS,
    Broken,
    Fault,
    Hang,
    RateLimited,
)
from tests.platforms.standin_discord_seen import Seen

PACK = load()
WISHES = {"count": 3, "kinds": "multiple-choice", "pause": 0}


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
async def courier(discord: StandIn, tmp_path: Path) -> AsyncIterator[Courier]:
    """What posts, of a process that has no server of its own."""
    redirect(discord.env)
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url) as bot, StudyClient(bot) as client:
        await client.login(discord.token)
        yield Courier(client)


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


async def start(host: Member, place: Channel) -> Seen:
    return await host.slash(place, "contest start", WISHES)


async def refused(courier: Courier, channel: Channel) -> DeliveryFailed:
    """How a post into a channel fails."""
    guild = str(channel.guild.id) if channel.guild else ""
    post = Post(Place("discord", str(channel.id), guild), Reply((Prose(inline("x")),)), "nonce")
    with pytest.raises(DeliveryFailed) as failed:
        await courier.post(post)
    return failed.value


async def status(bot: Bot, channel: Channel) -> str:
    """What the bot says of the contest in a channel, though nobody can ask there any more."""
    guild = str(channel.guild.id) if channel.guild else ""
    place = Place("discord", str(channel.id), guild)
    actor = Actor("discord", "1", "eva", guild, is_admin=True)
    request = Request("r", actor, place, bot.now(), Invocation("contest status"))
    return plain(await bot.handle(request))


async def ended(bot: Bot, channel: Channel) -> None:
    """Wait until no contest runs in a channel."""
    async with asyncio.timeout(5):
        while "No contest runs here" not in await status(bot, channel):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("kind", "under"),
    [
        (ChannelKind.THREAD, ChannelKind.TEXT),
        (ChannelKind.PRIVATE_THREAD, ChannelKind.TEXT),
        (ChannelKind.THREAD, ChannelKind.FORUM),
        (ChannelKind.ANNOUNCEMENT_THREAD, ChannelKind.ANNOUNCEMENT),
        (ChannelKind.ANNOUNCEMENT, None),
        (ChannelKind.VOICE, None),
    ],
)
async def test_a_contest_is_told_wherever_messages_can_stand(
    discord: StandIn, bot: Bot, ada: Member, kind: ChannelKind, under: ChannelKind | None
) -> None:
    """In threads, forum posts, announcement channels and the chats of voice channels."""
    parent = discord.add_channel("parent", under) if under is not None else None
    place = discord.add_channel("place", kind, parent=parent)
    await start(ada, place)
    assert await said_in(place, "A contest is open")


async def test_what_is_told_in_direct_messages_gets_there(
    discord: StandIn, courier: Courier, ada: Member
) -> None:
    """A place without a server."""
    place = Place("discord", str(ada.direct.id))
    await courier.post(Post(place, Reply((Prose(inline("Today’s passage")),)), "nonce"))
    assert words(ada.direct.messages[0]) == "Today’s passage"


async def test_a_missing_permission_is_told_to_the_host_in_private(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Which, where, and where to grant it."""
    side = discord.add_channel("side")
    discord.deny(side, Permission.SEND_MESSAGES | Permission.ATTACH_FILES)
    await start(ada, side)
    told = words(await said_in(ada.direct, "Send Messages"))
    assert "“Attach Files”" in told
    assert "side of The Reading Room" in told
    assert "Permissions" in told


async def test_a_host_who_takes_no_direct_messages_is_told_beside_the_next_answer(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """To them alone, and once."""
    ada.user.closed_to_bots = True
    discord.deny(discord.channel(), Permission.SEND_MESSAGES)
    await start(ada, discord.channel())
    first = await told_beside(ada, discord.add_channel("side"))
    again = await ada.slash(discord.channel("side"), "about")
    assert len([each for each in first if "“Send Messages”" in each]) == 1
    assert not [each for each in again.followups if "“Send Messages”" in words(each)]
    assert discord.channel("side").messages[0].ephemeral is False


async def test_an_admin_is_told_as_well_as_the_host_would_be(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Whoever comes first; others are not."""
    ada.user.closed_to_bots = True
    discord.deny(discord.channel(), Permission.SEND_MESSAGES)
    await start(ada, discord.channel())
    side, boss = discord.add_channel("side"), discord.member("boss", admin=True)
    assert await told_beside(boss, side)
    other = await discord.member("bob").slash(side, "about")
    assert not other.followups


async def told_beside(member: Member, place: Channel) -> list[str]:
    """What a member is told in private beside an answer, as soon as there is anything."""
    async with asyncio.timeout(5):
        while True:
            await member.slash(place, "about")
            await asyncio.sleep(0.05)
            if found := [words(each) for each in member.whispers if "cannot post" in words(each)]:
                return found


async def test_what_waits_is_posted_when_the_permission_is_granted(
    discord: StandIn, tmp_path: Path, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody has to begin anew."""
    monkeypatch.setattr(deliver, "FORBIDDEN_WAIT", 0.0)
    hall = discord.channel()
    discord.deny(hall, Permission.SEND_MESSAGES)
    async with started(discord, PACK, tmp_path):
        await start(ada, hall)
        await said_in(ada.direct, "Send Messages")
        discord.allow(hall, Permission.SEND_MESSAGES)
        assert await said_in(hall, "A contest is open")


@pytest.mark.parametrize(
    "fault", [RateLimited(25), RateLimited(300), MISSING_PERMISSIONS, Broken(), Hang()]
)
async def test_a_channel_in_trouble_holds_up_no_other(
    discord: StandIn, bot: Bot, ada: Member, fault: Fault
) -> None:
    """Limited, forbidden, failing for as long as it is tried (trap 3), or not answering at all."""
    side = discord.add_channel("side")
    discord.faults.add(fault, "POST", f"/channels/{side.id}/messages", times=99)
    await start(ada, side)
    async with asyncio.timeout(5):
        while not [each for each in discord.requests if str(side.id) in each.path]:
            if isinstance(fault, Hang) and side.messages:
                break
            await asyncio.sleep(0.005)
    await start(discord.member("bob"), discord.channel())
    assert await said_in(discord.channel(), "A contest is open", patience=2)


async def test_a_channel_that_may_not_be_seen_is_named_all_the_same(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """The gateway tells of it."""
    side = discord.add_channel("side")
    await start(ada, side)
    await said_in(side, "A contest is open")
    discord.deny(side, Permission.VIEW_CHANNEL)
    lobby = side.messages[0]
    panel = await ada.press(lobby, "Join")
    assert panel.words
    told = words(await said_in(ada.direct, "View Channel"))
    assert "side of The Reading Room" in told


async def test_a_thread_needs_another_permission(discord: StandIn, courier: Courier) -> None:
    """Than the channel in which it is."""
    thread = discord.add_channel("essays", ChannelKind.THREAD, parent=discord.channel())
    discord.deny(discord.channel(), Permission.SEND_MESSAGES_IN_THREADS)
    failed = await refused(courier, thread)
    assert "“Send Messages in Threads” in #essays" in failed.remedy
    assert not failed.place_is_gone


@pytest.mark.parametrize(
    "denied", [Permission.CONNECT, Permission.CONNECT | Permission.VIEW_CHANNEL]
)
async def test_the_chat_of_a_voice_channel_is_for_who_may_connect(
    discord: StandIn, bot: Bot, ada: Member, denied: Permission
) -> None:
    """Though nobody connects for a chat."""
    stage = discord.add_channel("stage", ChannelKind.VOICE)
    discord.deny(stage, denied)
    await start(ada, stage)
    told = words(await said_in(ada.direct, "Grant me"))
    assert "“Connect”" in told
    assert ("“View Channel”" in told) == (Permission.VIEW_CHANNEL in denied)


async def test_a_private_thread_wants_a_mention(discord: StandIn, bot: Bot, ada: Member) -> None:
    """It has no permissions of its own; what waits is posted when the bot was added by one."""
    thread = discord.add_channel(
        "secret", ChannelKind.PRIVATE_THREAD, parent=discord.channel(), without_bot=True
    )
    await start(ada, thread)
    told = words(await said_in(ada.direct, "thread"))
    assert f"/{thread.id}" in told
    assert "Mention me" in told
    assert "Grant" not in told


async def test_a_locked_thread_is_called_locked(discord: StandIn, courier: Courier) -> None:
    """No permission that the bot asks for would help."""
    thread = discord.add_channel("essays", ChannelKind.THREAD, parent=discord.channel())
    thread.locked = True
    assert "locked" in (await refused(courier, thread)).remedy


async def test_a_forum_itself_takes_no_message(discord: StandIn, courier: Courier) -> None:
    """It says kindly what does."""
    failed = await refused(courier, discord.add_channel("ideas", ChannelKind.FORUM))
    assert failed.place_is_gone
    assert "#ideas of The Reading Room is a forum" in failed.remedy
    assert "text channel" in failed.remedy


async def test_a_refusal_that_nothing_explains_is_told_as_it_is(
    discord: StandIn, courier: Courier
) -> None:
    """Discord's own moderation, for example: all permissions are there."""
    discord.faults.add(MISSING_PERMISSIONS, "POST", "/channels/*/messages")
    failed = await refused(courier, discord.channel())
    assert "does not let me post in #general" in failed.remedy


async def test_a_channel_that_may_not_be_seen_by_a_stranger_has_a_link(
    discord: StandIn, courier: Courier
) -> None:
    """Where the gateway of this process has told nothing of it."""
    discord.deny(discord.channel(), Permission.VIEW_CHANNEL)
    failed = await refused(courier, discord.channel())
    assert f"/{discord.channel().id}" in failed.remedy
    assert "“View Channel” and “Send Messages”" in failed.remedy


async def test_a_deleted_channel_ends_its_contest_at_once(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Without waiting for the next post; so does a deleted thread."""
    side = discord.add_channel("side")
    thread = discord.add_channel("essays", ChannelKind.THREAD, parent=side)
    for place in (side, thread):
        await start(ada, place)
        await said_in(place, "A contest is open")
    discord.delete_channel(side)
    await ended(bot, side)
    await ended(bot, thread)


async def test_a_server_that_the_bot_was_thrown_out_of_ends_its_contests(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Those of other servers go on."""
    other = discord.add_guild("Elsewhere")
    for place in (discord.channel(), other.channels[0]):
        await start(ada, place)
        await said_in(place, "A contest is open")
    discord.remove_bot(other)
    await ended(bot, other.channels[0])
    assert "No contest" not in await status(bot, discord.channel())


async def test_a_server_left_while_nobody_looked_is_known_by_its_refusal(
    discord: StandIn, courier: Courier
) -> None:
    """Discord says that access is missing, as it does of a channel that may not be seen."""
    discord.guild.installed = False
    failed = await refused(courier, discord.channel())
    assert failed.place_is_gone
    assert failed.remedy == ""
