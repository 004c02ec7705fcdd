"""People in the stand-in's Slack: what they are let do, and what they and the app then see."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.standin_slack import Kind, Rank, StandIn, words
from tests.platforms.standin_slack_seen import NotOffered
from tests.platforms.tiny_slack_app import Body, button, form, section, started, tiny_app

Ack = Callable[..., Awaitable[None]]


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


def api(slack: StandIn, token: str | None = None) -> AsyncWebClient:
    env = slack.env
    return AsyncWebClient(token=token or env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"])


async def test_ranks_are_told(slack: StandIn) -> None:
    """An app can ask who is an admin and who a guest."""
    ranks = {}
    for rank in Rank:
        told = await api(slack).users_info(user=slack.member(rank.value, rank).id)
        keys = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted")
        ranks[rank] = [told["user"][key] for key in keys]
    assert ranks == {
        Rank.MEMBER: [False, False, False, False],
        Rank.ADMIN: [True, False, False, False],
        Rank.OWNER: [True, True, False, False],
        Rank.GUEST: [False, False, True, False],
        Rank.SINGLE_CHANNEL_GUEST: [False, False, True, True],
    }


async def test_guests_are_where_they_were_let_in(slack: StandIn, app: AsyncApp) -> None:
    """Elsewhere they can do nothing."""
    guest, channel = slack.member("gil", Rank.GUEST), slack.channel()
    with pytest.raises(NotOffered):
        await guest.slash(channel, "/dispatch", "pie")
    slack.join(channel, guest)
    assert "found pie" in (await guest.slash(channel, "/dispatch", "pie")).words


async def test_a_command_works_where_the_app_is_not(slack: StandIn, app: AsyncApp) -> None:
    """It answers by the response URL; a mention needs the app to be there."""
    ada = slack.member("ada")
    secret = slack.add_channel("secret", Kind.PRIVATE, with_bot=False)
    slack.join(secret, ada)
    assert "found pie" in (await ada.slash(secret, "/dispatch", "pie")).words
    with pytest.raises(NotOffered):
        await ada.mention(secret, "who?")
    slack.invite_bot(secret)
    assert (await ada.mention(secret, "who?")).words == "you said who?"


async def test_only_what_the_manifest_declares_is_offered(slack: StandIn, app: AsyncApp) -> None:
    """Commands, shortcuts, scopes and events alike."""
    command = {"command": "/dispatch", "description": "Read"}
    slack.use_manifest(
        {
            "display_information": {"name": "Dispatch"},
            "features": {"slash_commands": [command], "unfurl_domains": ["example.org"]},
            "oauth_config": {"scopes": {"bot": ["commands"]}},
            "settings": {
                "socket_mode_enabled": True,
                "event_subscriptions": {"bot_events": ["link_shared"]},
            },
        }
    )
    ada = slack.member("ada")
    assert "found pie" in (await ada.slash(slack.channel(), "/dispatch", "pie")).words
    for deed in (ada.slash(slack.channel(), "/other"), ada.shortcut("look_up")):
        with pytest.raises(NotOffered):
            await deed
    with pytest.raises(SlackApiError, match="missing_scope"):
        await api(slack).chat_postMessage(channel=slack.channel().id, text="x")
    with pytest.raises(SlackApiError, match="not_enabled"):
        await api(slack).views_publish(user_id=ada.id, view={"type": "home", "blocks": []})
    await ada.mention(slack.channel(), "who?", wait=False)
    for address in ("https://example.org/1", "https://example.com/1"):
        await ada.share_link(slack.channel(), address, wait=False)
    await slack.deliveries.settled()
    assert [one["event"]["type"] for one in slack.deliveries.events] == ["link_shared"]
    assert slack.breaches == []


async def test_choices_are_those_on_the_menu(slack: StandIn, heard: list[Body]) -> None:
    """A menu takes its own options by text or value; the app is told which in Slack's shape."""
    app = tiny_app(slack, heard)

    @app.action("topic")
    async def chosen(ack: Ack, respond: Ack, action: Body) -> None:
        await ack()
        await respond(action["selected_option"]["value"], replace_original=False)

    texts = [{"type": "plain_text", "text": one} for one in ("Paris", "Moscow")]
    menu: Body = {"type": "static_select", "action_id": "topic", "placeholder": texts[0]}
    menu["options"] = [{"text": one, "value": one["text"].lower()} for one in texts]
    blocks = [{"type": "actions", "block_id": "menu", "elements": [menu]}]
    async with started(slack, app):
        channel, ada = slack.channel(), slack.member("ada")
        await api(slack).chat_postMessage(channel=channel.id, text="x", blocks=blocks)
        message = channel.messages[0]
        assert words(message).splitlines() == ["Paris", "- Paris", "- Moscow"]
        assert (await ada.click(message, "topic", "Moscow")).words == "moscow"
        with pytest.raises(NotOffered):
            await ada.click(message, "topic", "Rome")
    values = heard[-1]["state"]["values"]["menu"]["topic"]
    assert values["selected_option"]["value"] == "moscow"
    assert heard[-1]["message"]["ts"] == message.ts


async def test_a_click_on_an_ephemeral_message_tells_nothing_of_it(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """Only its ts; and nobody else can click there."""
    ada = slack.member("ada")
    message = (await ada.slash(slack.channel(), "/dispatch", "pie")).message
    with pytest.raises(NotOffered):
        await slack.member("bob").click(message, "Next")
    await ada.click(message, "Next")
    assert "message" not in heard[-1]
    assert heard[-1]["container"]["is_ephemeral"]


async def test_labels_come_back_escaped(slack: StandIn, app: AsyncApp, heard: list[Body]) -> None:
    """The value of a button comes as it went; the text on it does not."""
    pressed = {"type": "actions", "elements": [button("Q & A", "next", "q & a")]}
    channel = slack.channel()
    await api(slack).chat_postMessage(channel=channel.id, text="x", blocks=[pressed])
    await slack.member("ada").click(channel.messages[0], "Q & A")
    done = heard[-1]["actions"][0]
    assert (done["text"]["text"], done["value"]) == ("Q &amp; A", "q & a")


async def test_own_messages_changes_and_deletions_are_told_in_direct_messages(
    slack: StandIn, app: AsyncApp
) -> None:
    """An app that listens there hears itself too, and people who change what they wrote."""
    ada = slack.member("ada")
    await ada.dm("first")
    said = ada.direct.messages[0]
    ada.edit(said, "second")
    ada.delete(said)
    await slack.deliveries.settled()
    told = [one["event"] for one in slack.deliveries.events]
    assert [one.get("subtype") for one in told] == [
        *(None, None),
        *("message_changed", "message_deleted"),
    ]
    assert "bot_id" in told[1]


async def modal_of(slack: StandIn, view: Body) -> Any:
    """A person with the view open before them, through a shortcut that nobody hears."""
    slack.request_urls = []
    ada = slack.member("ada")
    trigger = ada.begin().trigger_id
    await api(slack).views_open(trigger_id=trigger, view=view)
    return ada, ada.modal


async def test_a_trigger_serves_once_and_for_three_seconds(slack: StandIn) -> None:
    """Then it is expired, or exchanged, or it never was one."""
    ada = slack.member("ada")
    trigger = ada.begin().trigger_id
    await api(slack).views_open(trigger_id=trigger, view=form())
    late = ada.begin().trigger_id
    slack.pass_time(3.1)
    for used, error in ((trigger, "exchanged"), (late, "expired"), ("1.2.3", "invalid")):
        with pytest.raises(SlackApiError, match=f"{error}_trigger_id"):
            await api(slack).views_open(trigger_id=used, view=form())


async def test_at_most_three_modals_lie_on_each_other(slack: StandIn) -> None:
    """And a pushed one needs one below it."""
    ada, first = await modal_of(slack, form())
    for _ in range(2):
        await api(slack).views_push(trigger_id=ada.begin(source=ada.modal).trigger_id, view=form())
    assert ada.modal.root_id == first.id
    call = api(slack).views_push(trigger_id=ada.begin(source=ada.modal).trigger_id, view=form())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await call
    await ada.close(ada.modal)
    assert ada.modal.previous_id == first.id


async def test_a_view_that_has_changed_is_not_overwritten(slack: StandIn) -> None:
    """An update with the hash of a former state is refused."""
    _, view = await modal_of(slack, form())
    old = view.hash
    await api(slack).views_update(view_id=view.id, hash=old, view=form())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await api(slack).views_update(view_id=view.id, hash=old, view=form())
    with pytest.raises(SlackApiError, match="not_found"):
        await api(slack).views_update(view_id="V404", view=form())


async def test_a_form_takes_what_slack_lets_one_type(slack: StandIn) -> None:
    """Too long, empty where something is needed, and fields that are not there."""
    ada, view = await modal_of(slack, form())
    for answers in (
        {"Why?": "x" * 21},
        {},
        {"Why?": "x", "Who?": "y"},
        {"Why?": "x", "Topic": "?"},
    ):
        with pytest.raises(NotOffered):
            await ada.submit(view, answers)


async def test_two_views_cannot_have_one_external_id(slack: StandIn) -> None:
    """Unless the first is closed."""
    ada, view = await modal_of(slack, form() | {"external_id": "one"})
    call = api(slack).views_push(
        trigger_id=ada.begin(source=view).trigger_id, view=form() | {"external_id": "one"}
    )
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await call
    await ada.close(view)
    await modal_of(slack, form() | {"external_id": "one"})


async def test_a_connected_channel(slack: StandIn, app: AsyncApp, heard: list[Body]) -> None:
    """People from elsewhere see and click what the app posts there, but have no commands of it."""
    abroad = slack.add_workspace("Oxford", installed=False)
    channel = slack.add_channel("joint", shared_with=[abroad])
    eve = slack.member("eve", Rank.ADMIN, workspace=abroad)
    with pytest.raises(NotOffered):
        await eve.slash(channel, "/dispatch", "pie")
    blocks = [section("one"), {"type": "actions", "elements": [button("Next", "next")]}]
    await api(slack).chat_postMessage(channel=channel.id, text="x", blocks=blocks)
    await eve.click(channel.messages[0], "Next")
    payload = heard[-1]
    assert payload["team"]["id"] == slack.workspace.id
    assert payload["user"]["team_id"] == abroad.id
    assert (await eve.mention(channel, "who?")).words == "you said who?"
    assert heard[-1]["is_ext_shared_channel"]
    told = (await api(slack).users_info(user=eve.id))["user"]
    assert told["is_stranger"]
    assert "is_admin" not in told


async def test_an_organisation_wide_install(slack: StandIn, heard: list[Body]) -> None:
    """One token for all its workspaces; interactivity does not name the workspace."""
    grid = slack.add_organisation("University", "Law", "Letters")
    law, letters = slack.workspaces_of(grid)
    slack.workspace = law
    async with started(slack, tiny_app(slack, heard)):
        for place in (law, letters):
            ada = slack.member("ada", workspace=place)
            seen = await ada.slash(slack.channel(workspace=place), "/dispatch", "pie")
            assert heard[-1]["is_enterprise_install"] == "true"
            assert heard[-1]["team_id"] == place.id
            await ada.click(seen.message, "Next")
            assert (heard[-1]["team"], heard[-1]["enterprise"]["id"]) == (None, grid.id)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await api(slack).conversations_list()
    listed = await api(slack).conversations_list(team_id=letters.id)
    assert [one["id"] for one in listed["channels"]] == [slack.channel(workspace=letters).id]
    assert [one["id"] for one in (await api(slack).auth_teams_list())["teams"]] == [
        law.id,
        letters.id,
    ]


async def test_an_uninstalled_app_is_told_and_offered_no_more(
    slack: StandIn, app: AsyncApp
) -> None:
    """Two events come; then people have no commands of it."""
    slack.uninstall()
    told = [one["event"]["type"] for one in slack.deliveries.events]
    assert told[:2] == ["app_uninstalled", "tokens_revoked"]
    with pytest.raises(NotOffered):
        await slack.member("ada").slash(slack.channel(), "/dispatch", "pie")


async def test_an_organisation_takes_the_app_out_of_one_workspace(slack: StandIn) -> None:
    """And lets it in again; the app is told, and meanwhile that workspace is none of its."""
    law, letters = slack.workspaces_of(slack.add_organisation("University", "Law", "Letters"))
    slack.workspace = letters
    slack.revoke_access(law)
    hall = slack.channel(workspace=law)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await api(slack).chat_postMessage(channel=hall.id, text="x")
    with pytest.raises(NotOffered):
        await slack.member("ada", workspace=law).slash(hall, "/dispatch", "pie")
    slack.grant_access(law)
    await api(slack).conversations_info(channel=hall.id)
    told = [(one["event"]["type"], one["event"]["team_ids"]) for one in slack.deliveries.events]
    assert told == [("team_access_revoked", [law.id]), ("team_access_granted", [law.id])]


async def test_of_a_thread_a_click_tells_by_its_first_message(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """Which bears its own time then; and only what all see is sent into it by a response URL."""
    ada = slack.member("ada")
    await ada.slash(slack.channel(), "/dispatch", "post pie")
    (above,) = slack.channel().messages
    await ada.click(above, "Answer")
    assert "thread_ts" not in heard[-1]["container"]
    ada.say(slack.channel(), "I see", thread=above.ts)
    await ada.click(above, "Answer")
    assert heard[-1]["container"]["thread_ts"] == above.ts
    url = AsyncWebhookClient(heard[-1]["response_url"])
    for kind in ("in_channel", "ephemeral"):
        said = {"text": "x", "response_type": kind, "replace_original": False}
        await url.send_dict({**said, "thread_ts": above.ts})
    public, private = ada.sees(slack.channel())[-2:]
    assert (public.thread, private.thread) == (above.ts, None)
