"""What the bot says on its own, sent over real sockets to the stand-in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.slack import pictures
from adapters.slack.deliver import Courier
from adapters.slack.wire import open_wire
from bot.chat.action import Action
from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Button, Picture, Prose, Reply
from bot.chat.request import Place
from bot.chat.text import inline
from tests.platforms.standin_slack import StandIn, pings, words
from tests.platforms.standin_slack_faults import Broken, Cut, Fault, RateLimited, Refused

NONCE = "0123456789abcdef01234567"
LONG = "The harbor was quiet before the storm. " * 400
REMOVED = ("account_inactive", "token_revoked", "team_access_not_granted")
PODIUM = Reply((Picture(b"PNG", "The podium", "podium.png"),))


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
async def courier(slack: StandIn) -> AsyncIterator[Courier]:
    async with open_wire(slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"]) as wire:
        yield Courier(wire)


def a_post(slack: StandIn, text: str, *, message: str = "", nonce: str = NONCE) -> Post:
    place = Place("slack", slack.channel().id, slack.workspace.id)
    button = Button("Join", Action("c-join", ("k3",)))
    return Post(place, Reply((Prose(inline(text)),), (button,)), nonce, message)


async def failure(courier: Courier, post: Post) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await courier.post(post)
    return failed.value


async def test_a_post_is_a_message_that_can_be_edited(slack: StandIn, courier: Courier) -> None:
    sent = await courier.post(a_post(slack, "Round one"))
    again = await courier.post(a_post(slack, "Round two", message=sent, nonce="other"))
    [message] = slack.channel().messages
    assert again == sent == message.ts
    assert words(message) == "Round two\n[Join]"


async def test_a_post_sent_again_after_a_crash_is_one_message(
    slack: StandIn, courier: Courier
) -> None:
    first = await courier.post(a_post(slack, "Round one"))
    again = replace(a_post(slack, "Round one"), is_again=True)
    assert await courier.post(again) == first
    assert len(slack.channel().messages) == 1


async def test_only_what_is_missing_of_a_post_is_sent_again(
    slack: StandIn, courier: Courier
) -> None:
    """The first of two messages got through before the crash."""
    first, _ = (await courier.post(a_post(slack, LONG))).split(",")
    slack.channel().messages[-1].deleted = True
    sent = await courier.post(replace(a_post(slack, LONG), is_again=True))
    assert sent.startswith(f"{first},")
    assert len([each for each in slack.channel().messages if not each.deleted]) == 2


async def test_posts_are_not_looked_for_without_need(slack: StandIn, courier: Courier) -> None:
    await courier.post(a_post(slack, "Round one"))
    assert [call.method for call in slack.calls] == ["chat.postMessage"]


async def test_a_long_post_is_several_messages_and_no_more_after_an_edit(
    slack: StandIn, courier: Courier
) -> None:
    sent = await courier.post(a_post(slack, LONG))
    assert await courier.post(a_post(slack, LONG, message=sent)) == sent
    assert len(slack.channel().messages) == 2
    shorter = await courier.post(a_post(slack, "Over", message=sent))
    assert sent.startswith(f"{shorter},")
    left = [words(each) for each in slack.channel().messages if not each.deleted]
    assert left == ["Over\n[Join]"]


async def test_an_edit_may_be_longer_than_the_message_was(slack: StandIn, courier: Courier) -> None:
    sent = await courier.post(a_post(slack, "Round one"))
    longer = await courier.post(a_post(slack, LONG, message=sent))
    assert longer.startswith(f"{sent},")


async def test_nobody_is_notified(slack: StandIn, courier: Courier) -> None:
    await courier.post(a_post(slack, "<!channel> <@U1> @here https://e.org"))
    [message] = slack.channel().messages
    assert "<!channel>" not in message.text
    assert "<@" not in message.text


async def test_a_picture_goes_along(slack: StandIn, courier: Courier) -> None:
    await courier.post(replace(a_post(slack, ""), reply=PODIUM))
    assert words(slack.channel().messages[0]) == "(picture: The podium)"


@pytest.mark.parametrize("text", ["", "The contest is over"])
async def test_a_picture_that_slack_has_not_processed_yet_is_waited_for(
    slack: StandIn, courier: Courier, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """And not uploaded again, in a new message as in an edit."""
    monkeypatch.setattr(pictures, "PAUSES", (0.0, 0.0, 0.0))
    sent = await courier.post(a_post(slack, text)) if text else ""
    slack.faults.slow_files = 3
    await courier.post(replace(a_post(slack, "", message=sent), reply=PODIUM))
    assert [words(each) for each in slack.channel().messages] == ["(picture: The podium)"]
    assert len(slack.files) == 1


async def test_the_words_stand_for_a_picture_that_slack_does_not_process(
    slack: StandIn, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PAUSES", (0.0, 0.0, 0.0))
    slack.faults.slow_files = 4
    await courier.whisper(slack.member("ada").id, PODIUM)
    [message] = slack.member("ada").direct.messages
    assert words(message) == "Picture: The podium"


async def test_blocks_without_a_picture_are_not_sent_again(
    slack: StandIn, courier: Courier
) -> None:
    slack.faults.add(Refused("invalid_blocks"), "chat.postMessage")
    await failure(courier, a_post(slack, "x"))
    assert [call.method for call in slack.calls] == ["chat.postMessage"]


async def test_the_words_stand_for_a_picture_that_could_not_be_uploaded(
    slack: StandIn, courier: Courier
) -> None:
    slack.faults.add(Refused("storage_limit_reached"), "files.getUploadURLExternal")
    await courier.post(replace(a_post(slack, ""), reply=PODIUM))
    assert "The podium" in words(slack.channel().messages[0])


async def test_a_message_that_somebody_deleted_stays_deleted(
    slack: StandIn, courier: Courier
) -> None:
    sent = await courier.post(a_post(slack, "Round one"))
    slack.channel().messages[0].deleted = True
    assert await courier.post(a_post(slack, "Round two", message=sent)) == sent


@pytest.mark.parametrize("fault", [Cut(took_effect=True), Broken(500, took_effect=True)])
async def test_a_post_that_arrived_although_it_failed_is_not_made_twice(
    slack: StandIn, courier: Courier, fault: Fault
) -> None:
    """Trap 2: the library would try again by itself, and Slack would take the second as well."""
    slack.faults.add(fault, "chat.postMessage")
    await failure(courier, a_post(slack, "Round one"))
    await courier.post(replace(a_post(slack, "Round one"), is_again=True))
    assert len(slack.channel().messages) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "not_in_channel", *REMOVED])
async def test_a_place_that_takes_no_posts_is_gone(
    slack: StandIn, courier: Courier, error: str
) -> None:
    slack.faults.add(Refused(error), "chat.postMessage")
    assert (await failure(courier, a_post(slack, "x"))).place_is_gone


@pytest.mark.parametrize("error", REMOVED)
async def test_where_the_app_was_removed_it_is_said_to_install_it_again(
    slack: StandIn, courier: Courier, error: str
) -> None:
    """From a workspace, or by an organisation from one of its own, which may not have been heard of."""
    slack.faults.add(Refused(error), "chat.postMessage")
    assert "Install it again" in (await failure(courier, a_post(slack, "x"))).remedy


async def test_a_message_in_a_channel_that_was_archived_meanwhile_is_not_tried_again(
    slack: StandIn, courier: Courier
) -> None:
    """Slack has another word for it there than for a new message."""
    sent = await courier.post(a_post(slack, "Round one"))
    slack.archive(slack.channel())
    failed = await failure(courier, a_post(slack, "Round two", message=sent))
    assert failed.place_is_gone
    assert "#general, which is archived" in failed.remedy


@pytest.mark.parametrize("error", ["cant_delete_message", "compliance_exports_prevent_deletion"])
async def test_a_message_too_many_that_slack_does_not_delete_stays(
    slack: StandIn, courier: Courier, error: str
) -> None:
    sent = await courier.post(a_post(slack, LONG))
    slack.faults.add(Refused(error), "chat.delete")
    shorter = await courier.post(a_post(slack, "Over", message=sent))
    assert sent.startswith(f"{shorter},")


async def test_what_is_posted_to_a_person_can_be_edited(slack: StandIn, courier: Courier) -> None:
    """In the bot's own conversation with them, where they have set it up."""
    ada = slack.member("ada")
    alone = Place("slack", ada.id, slack.workspace.id)
    sent = await courier.post(replace(a_post(slack, "Round one"), place=alone))
    edited = replace(a_post(slack, "Round two", message=sent), place=alone)
    assert await courier.post(edited) == sent
    again = replace(a_post(slack, "Round two", nonce="other"), place=alone, is_again=True)
    await courier.post(again)
    assert words(ada.direct.messages[0]) == "Round two\n[Join]"
    assert await courier.hindrance(ada.id) == ""


@pytest.mark.parametrize("word", ["user_disabled", "user_not_found"])
async def test_a_person_whose_account_was_closed_takes_no_posts_any_more(
    slack: StandIn, courier: Courier, word: str
) -> None:
    """Who had something posted to themselves; nobody would ever undo it."""
    slack.faults.add(Refused(word), "conversations.open")
    post = a_post(slack, "Today’s quote")
    alone = replace(post, place=replace(post.place, channel=slack.member("ada").id))
    assert (await failure(courier, alone)).place_is_gone


async def test_a_rate_limit_is_left_to_the_core_which_serves_others_meanwhile(
    slack: StandIn, courier: Courier
) -> None:
    side = slack.add_channel("side")
    slack.faults.add(RateLimited(30), "chat.postMessage", channel=side.id)
    post = a_post(slack, "x")
    limited = replace(post, place=replace(post.place, channel=side.id))
    assert (await failure(courier, limited)).after == 30
    assert await courier.post(post)


async def test_a_cut_connection_is_no_reason_to_give_up_the_place(
    slack: StandIn, courier: Courier
) -> None:
    slack.faults.add(Cut(), "chat.postMessage")
    failed = await failure(courier, a_post(slack, "x"))
    assert not failed.place_is_gone
    assert failed.after > 0


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "channel_not_found"])
async def test_where_nothing_can_be_read_posts_are_made_all_the_same(
    slack: StandIn, courier: Courier, error: str
) -> None:
    """In public channels the bot may post without being a member, but not read."""
    slack.faults.add(Refused(error), "conversations.history")
    assert await courier.post(replace(a_post(slack, "Round one"), is_again=True))


@pytest.mark.parametrize("fault", [RateLimited(30), Broken(500)])
async def test_nothing_is_posted_while_it_cannot_be_told_whether_it_was(
    slack: StandIn, courier: Courier, fault: Fault
) -> None:
    """And the core serves others meanwhile."""
    slack.faults.add(fault, "conversations.history")
    async with asyncio.timeout(5):
        failed = await failure(courier, replace(a_post(slack, "x"), is_again=True))
    assert failed.after == (30 if isinstance(fault, RateLimited) else 5)
    assert not slack.channel().messages


async def test_a_remedy_does_not_wait_for_the_name_of_the_channel(
    slack: StandIn, courier: Courier
) -> None:
    slack.archive(slack.channel())
    slack.faults.add(RateLimited(30), "conversations.info")
    async with asyncio.timeout(5):
        failed = await failure(courier, a_post(slack, "x"))
    assert failed.remedy.startswith("I was to post in a channel, which is archived.")


async def test_the_remedy_names_the_channel(slack: StandIn, courier: Courier) -> None:
    slack.archive(slack.channel())
    failed = await failure(courier, a_post(slack, "x"))
    assert failed.remedy == (
        "I was to post in #general, which is archived. Unarchive it, or choose another channel."
    )


async def test_a_channel_that_is_closed_for_now_is_not_gone(
    slack: StandIn, courier: Courier
) -> None:
    slack.faults.add(Refused("restricted_action"), "chat.postMessage")
    failed = await failure(courier, a_post(slack, "x"))
    assert not failed.place_is_gone
    assert "let everybody, or me, post there" in failed.remedy


async def test_a_person_is_told_alone(slack: StandIn, courier: Courier) -> None:
    ada = slack.member("ada")
    await courier.whisper(ada.id, Reply((Prose(inline("The channel is gone.")),)))
    assert [words(each) for each in ada.direct.messages] == ["The channel is gone."]


async def test_a_thread_is_opened_once(slack: StandIn, courier: Courier) -> None:
    post = replace(a_post(slack, "Today"), thread="What do you make of it?")
    sent = await courier.post(post)
    await courier.post(replace(post, is_again=True))
    await courier.post(replace(post, message=sent))
    threads = [each.text for each in slack.channel().messages if each.thread == sent]
    assert threads == ["What do you make of it?"]


async def test_a_group_is_called_when_the_admin_wished_so(slack: StandIn, courier: Courier) -> None:
    await courier.post(replace(a_post(slack, "Today"), notify="<!here>"))
    assert pings(slack.channel().messages[0]) == {"here"}


async def test_nobody_is_called_by_what_is_no_group(slack: StandIn, courier: Courier) -> None:
    await courier.post(replace(a_post(slack, "Today"), notify="everybody <!here> and more"))
    assert pings(slack.channel().messages[0]) == set()
