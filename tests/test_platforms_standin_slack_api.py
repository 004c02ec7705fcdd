"""The stand-in's Web API answers as Slack's does, by the real slack_sdk."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.standin_slack import Kind, StandIn, pings, words
from tests.platforms.standin_slack_faults import (
    Broken,
    Cut,
    Hang,
    RateLimited,
    RateLimits,
    Refused,
)
from tests.platforms.tiny_slack_app import Body, page, section


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


def client(slack: StandIn, **beside: Any) -> AsyncWebClient:
    env = slack.env
    settings = {"token": env["SLACK_BOT_TOKEN"], "retry_handlers": []} | beside
    return AsyncWebClient(base_url=env["SLACK_API_URL"], **settings)


async def refused(call: Any) -> str:
    """The error that Slack refuses the call with."""
    with pytest.raises(SlackApiError) as failed:
        await call
    return str(failed.value.response["error"])


async def test_a_message_is_posted_changed_and_deleted(slack: StandIn) -> None:
    """All by its ts; blocks stay unless there is new text without them."""
    api, channel = client(slack), slack.channel()
    ts = (await api.chat_postMessage(channel=channel.id, text="one", blocks=page("one")))["ts"]
    message = channel.messages[0]
    changed = {"channel": channel.id, "ts": ts, "blocks": page("two")}
    await api.api_call("chat.update", json=changed)
    assert (message.text, words(message).splitlines()[0]) == ("one", "two")
    await api.chat_update(channel=channel.id, ts=ts, text="three")
    assert words(message) == "three"
    await api.chat_delete(channel=channel.id, ts=ts)
    assert channel.messages == []
    assert (
        await refused(api.chat_update(channel=channel.id, ts=ts, text="x")) == "message_not_found"
    )


async def test_changing_is_not_like_posting(slack: StandIn) -> None:
    """A DM must be named by its own id, and an archived channel is refused in other words."""
    api, ada, channel = client(slack), slack.member("ada"), slack.channel()
    told = await api.chat_postMessage(channel=ada.id, text="x")
    call = api.chat_update(channel=ada.id, ts=told["ts"], text="y")
    assert await refused(call) == "channel_not_found"
    await api.chat_update(channel=told["channel"], ts=told["ts"], text="y")
    ts = (await api.chat_postMessage(channel=channel.id, text="x"))["ts"]
    slack.archive(channel)
    assert await refused(api.chat_update(channel=channel.id, ts=ts, text="y")) == "is_inactive"


async def test_metadata_stays_until_it_is_taken_away(slack: StandIn) -> None:
    """By an empty one."""
    api, channel = client(slack), slack.channel()
    event = {"event_type": "dispatch_post", "event_payload": {"id": "7"}}
    ts = (await api.chat_postMessage(channel=channel.id, text="x", metadata=event))["ts"]
    await api.chat_update(channel=channel.id, ts=ts, text="y")
    assert channel.messages[0].metadata == event
    await api.chat_update(channel=channel.id, ts=ts, text="y", metadata={})
    assert not channel.messages[0].metadata


async def test_forms_are_read_as_json_is(slack: StandIn) -> None:
    """Structures in forms are JSON in text."""
    channel = slack.channel()
    fields = {"channel": channel.id, "text": "x", "blocks": '[{"type": "divider"}]'}
    await client(slack).api_call("chat.postMessage", data=fields)
    assert [block["type"] for block in channel.messages[0].blocks] == ["divider"]


async def test_where_the_app_may_not_post(slack: StandIn) -> None:
    """Each place is refused with the error that tells why."""
    api = client(slack)
    out = slack.add_channel("elsewhere", with_bot=False)
    hidden = slack.add_channel("secret", Kind.PRIVATE, with_bot=False)
    old = slack.add_channel("old")
    slack.archive(old)
    places = {out.id: "not_in_channel", hidden.id: "channel_not_found", old.id: "is_archived"}
    for channel, error in (places | {"C404": "channel_not_found"}).items():
        assert await refused(api.chat_postMessage(channel=channel, text="x")) == error
    await api.conversations_join(channel=out.id)
    await api.chat_postMessage(channel=out.id, text="x")


async def test_tokens(slack: StandIn) -> None:
    """No token, a wrong one, one without the scope and one of an app that is gone."""
    assert (await client(slack).auth_test())["team"] == "The Reading Room"
    assert await refused(client(slack, token=None).auth_test()) == "not_authed"
    assert await refused(client(slack, token="forged").auth_test()) == "invalid_auth"
    slack.installed(slack.workspace).scopes = frozenset({"users:read"})
    with pytest.raises(SlackApiError) as failed:
        await client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    answer = failed.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert answer["provided"] == "users:read"
    assert (await client(slack).auth_test()).headers["X-OAuth-Scopes"] == "users:read"
    slack.uninstall()
    assert await refused(client(slack).auth_test()) == "account_inactive"


async def test_what_breaks_a_limit_is_refused_and_noted(slack: StandIn) -> None:
    """The answer points at the place, and the test can ask for what was broken."""
    blocks = [section("x" * 3_001)]
    with pytest.raises(SlackApiError) as failed:
        await client(slack).chat_postMessage(channel=slack.channel().id, text="x", blocks=blocks)
    answer = failed.value.response
    rule = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert (answer["error"], answer["errors"]) == ("invalid_blocks", [rule])
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {rule}"]
    assert [(one.call, one.problem.at) for one in slack.breaches] == [
        ("chat.postMessage", "/blocks/0/text/text")
    ]
    assert slack.channel().messages == []


async def test_blocks_without_text_are_a_breach(slack: StandIn) -> None:
    """Slack takes them, but notifications and screen readers have nothing to say."""
    body = {"channel": slack.channel().id, "blocks": page("one")}
    await client(slack).api_call("chat.postMessage", json=body)
    assert len(slack.channel().messages) == 1
    assert [breach.problem.error for breach in slack.breaches] == ["missing_text"]


async def test_whom_a_message_calls(slack: StandIn) -> None:
    """Marked-up text calls people and the whole channel; escaped and plain text calls nobody."""
    called = section("<!channel> <@U1|ada> &lt;!here&gt; <!date^1^{date}|x>")
    title = {"type": "header", "text": {"type": "plain_text", "text": "<!everyone>"}}
    spans = [{"type": "broadcast", "range": "here"}, {"type": "text", "text": "<@U2>"}]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": spans}]}
    await client(slack).chat_postMessage(
        channel=slack.channel().id, text="x", blocks=[called, title, rich]
    )
    assert pings(slack.channel().messages[0]) == {"channel", "U1", "here"}


async def test_an_unknown_method_is_a_breach(slack: StandIn) -> None:
    """A test that asserts there are none hears of it."""
    assert await refused(client(slack).api_call("chat.shout")) == "unknown_method"
    assert [breach.call for breach in slack.breaches] == ["chat.shout"]


async def test_ephemerals_are_for_people_in_the_channel(slack: StandIn) -> None:
    """Others see nothing, and the message cannot be changed or found again."""
    api, ada, bob = client(slack), slack.member("ada"), slack.member("bob")
    channel = slack.channel()
    told = await api.chat_postEphemeral(channel=channel.id, user=ada.id, text="psst")
    assert [len(one.sees(channel)) for one in (ada, bob)] == [1, 0]
    ts = told["message_ts"]
    assert (
        await refused(api.chat_update(channel=channel.id, ts=ts, text="x")) == "message_not_found"
    )
    elsewhere = slack.add_channel("secret", Kind.PRIVATE)
    call = api.chat_postEphemeral(channel=elsewhere.id, user=ada.id, text="x")
    assert await refused(call) == "user_not_in_channel"


async def test_history_tells_the_metadata_of_a_post(slack: StandIn) -> None:
    """A post whose outcome is unknown is recognised by what the app attached to it."""
    api, channel = client(slack), slack.channel()
    event = {"event_type": "dispatch_post", "event_payload": {"id": "7"}}
    slack.faults.add(Cut(took_effect=True), "chat.postMessage")
    with pytest.raises(Exception, match="disconnect"):
        await api.chat_postMessage(channel=channel.id, text="once", metadata=event)
    found = await api.conversations_history(channel=channel.id, include_all_metadata=True)
    assert [one["metadata"] for one in found["messages"]] == [event]
    found = await api.conversations_history(channel=channel.id)
    assert "metadata" not in found["messages"][0]


async def test_history_and_threads_come_in_pages(slack: StandIn) -> None:
    """Newest first in a channel, oldest first in a thread, which is not in the channel's history."""
    api, channel, ada = client(slack), slack.channel(), slack.member("ada")
    root = [ada.say(channel, str(number)) for number in range(3)][-1]
    ada.say(channel, "reply", thread=root.ts)
    first = await api.conversations_history(channel=channel.id, limit=2)
    assert ([one["text"] for one in first["messages"]], first["has_more"]) == (["2", "1"], True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await api.conversations_history(channel=channel.id, limit=2, cursor=cursor)
    assert ([one["text"] for one in second["messages"]], second["has_more"]) == (["0"], False)
    thread = await api.conversations_replies(channel=channel.id, ts=root.ts)
    assert [one["text"] for one in thread["messages"]] == ["2", "reply"]
    later = await api.conversations_history(channel=channel.id, oldest=root.ts, inclusive=True)
    assert [one["text"] for one in later["messages"]] == ["2"]


async def test_a_file_is_announced_sent_and_shared(slack: StandIn) -> None:
    """The three steps of slack_sdk's upload, and an image block that shows the file."""
    api, channel = client(slack), slack.channel()
    await api.files_upload_v2(
        channel=channel.id, content=b"pixels", filename="podium.png", alt_txt="Ada first"
    )
    message = channel.messages[0]
    assert [(one.name, one.content) for one in message.files] == [("podium.png", b"pixels")]
    assert words(message) == "(picture: Ada first)"
    shown = {"type": "image", "alt_text": "again", "slack_file": {"id": message.files[0].id}}
    await api.chat_postMessage(channel=channel.id, text="x", blocks=[shown])
    shown["slack_file"] = {"id": "F404"}
    call = api.chat_postMessage(channel=channel.id, text="x", blocks=[shown])
    assert await refused(call) == "invalid_blocks"


async def test_a_response_url_serves_five_times_for_thirty_minutes(slack: StandIn) -> None:
    """Then it is refused, each time in its own way."""
    slack.request_urls = ["http://127.0.0.1:9/nobody"]
    ada = slack.member("ada")
    asked = ada.begin(slack.channel())
    url = f"{slack.env['SLACK_API_URL'].removesuffix('/api/')}/commands/T/{asked.response_token}"
    answers = [await AsyncWebhookClient(url).send(text=str(number)) for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [one.text for one in ada.sees(slack.channel())] == ["0", "1", "2", "3", "4"]
    late = ada.begin(slack.channel())
    slack.pass_time(30 * 60 + 1)
    url = url.replace(asked.response_token, late.response_token)
    assert "expired_url" in (await AsyncWebhookClient(url).send(text="late")).body


@pytest.mark.parametrize("took_effect", [False, True])
async def test_a_server_error_before_or_after_the_effect(slack: StandIn, took_effect: bool) -> None:  # noqa: FBT001
    """The app cannot tell which of the two it was."""
    slack.faults.add(Broken(took_effect=took_effect), "chat.postMessage")
    with pytest.raises(SlackApiError):
        await client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    assert len(slack.channel().messages) == took_effect


async def test_one_channel_fails_and_not_the_next(slack: StandIn) -> None:
    """Faults can be for a single channel."""
    other = slack.add_channel("other")
    slack.faults.add(Refused("is_archived"), "chat.*", channel=other.id, times=9)
    call = client(slack).chat_postMessage(channel=other.id, text="x")
    assert await refused(call) == "is_archived"
    await client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    slack.faults.clear()
    await client(slack).chat_postMessage(channel=other.id, text="x")


async def test_a_rate_limit_names_its_seconds(slack: StandIn) -> None:
    """429, ``ratelimited`` and Retry-After."""
    slack.faults.add(RateLimited(30), "chat.postMessage")
    with pytest.raises(SlackApiError) as failed:
        await client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    answer = failed.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["Retry-After"] == "30"


async def test_announced_limits_are_enforced() -> None:
    """About a post a second in each channel; another channel is not held up."""
    async with StandIn(rate_limits=RateLimits(burst=2)) as slack:
        api, other = client(slack), slack.add_channel("other")
        for _ in range(2):
            await api.chat_postMessage(channel=slack.channel().id, text="x")
        call = api.chat_postMessage(channel=slack.channel().id, text="x")
        assert await refused(call) == "ratelimited"
        await api.chat_postMessage(channel=other.id, text="x")
        slack.pass_time(2)
        await api.chat_postMessage(channel=slack.channel().id, text="x")


async def test_a_call_that_hangs_took_effect(slack: StandIn) -> None:
    """The message is there, and the app still waits."""
    slack.faults.add(Hang(), "chat.postMessage")
    call = client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    waiting = asyncio.create_task(call)
    async with asyncio.timeout(5):
        while not slack.channel().messages:
            await asyncio.sleep(0.005)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})


async def test_what_was_called_can_be_asked(slack: StandIn) -> None:
    """Each call with its arguments and its outcome."""
    await client(slack).chat_postMessage(channel=slack.channel().id, text="x")
    await refused(client(slack).users_info(user="U404"))
    told: list[tuple[str, Any, Body]] = [(one.method, one.error, one.given) for one in slack.calls]
    assert told == [
        ("chat.postMessage", None, {"channel": slack.channel().id, "text": "x"}),
        ("users.info", "user_not_found", {"user": "U404"}),
    ]
