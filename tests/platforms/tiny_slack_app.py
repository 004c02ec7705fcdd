"""An app of a few lines on the real slack-bolt, that the stand-in for Slack is proved with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.standin_slack import StandIn

Body = dict[str, Any]


def tiny_app(slack: StandIn, heard: list[Body] | None = None) -> AsyncApp:
    """The app, whose deeds go to the stand-in; ``heard`` gets whatever reached a listener."""
    env = slack.env
    client = AsyncWebClient(token=env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=env["SLACK_SIGNING_SECRET"])
    for listen in (_listen_to_commands, _listen_to_clicks, _listen_to_events, _listen_to_forms):
        listen(app)

    @app.middleware
    async def note(body: Body, next: Any) -> None:  # noqa: A002
        if heard is not None:
            heard.append(body)
        await next()

    return app


@asynccontextmanager
async def started(slack: StandIn, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The app on Socket Mode, running as long as the block lasts."""
    before = len(slack.socket.sockets)
    handler = AsyncSocketModeHandler(app, slack.env["SLACK_APP_TOKEN"], ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await slack.bot_ready(before + 1, timeout=5)
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def serving(app: AsyncApp) -> AsyncIterator[str]:
    """The app over HTTP as long as the block lasts; the address of its server."""
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def section(text: str) -> Body:
    """A block of text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action_id: str, value: str = "") -> Body:
    """A button."""
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": action_id, "value": value}


def page(text: str) -> list[Body]:
    """A text, with a button that turns the page and one that opens a form."""
    elements = [button("Next", "next", "2"), button("Answer", "answer")]
    return [section(text), {"type": "actions", "block_id": "controls", "elements": elements}]


def form() -> Body:
    """A text to write and a topic to choose, which the app suggests."""
    why = {"type": "plain_text_input", "action_id": "why", "max_length": 20}
    topic = {"type": "external_select", "action_id": "topic", "min_query_length": 0}
    return {
        "type": "modal",
        "callback_id": "answer_form",
        "title": {"type": "plain_text", "text": "Your answer"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [_input("Why?", why), _input("Topic", topic, optional=True)],
    }


def _input(label: str, element: Body, *, optional: bool = False) -> Body:
    text = {"type": "plain_text", "text": label}
    return {
        "type": "input",
        "block_id": f"{element['action_id']}_block",
        "label": text,
        "element": element,
        "optional": optional,
    }


def _listen_to_commands(app: AsyncApp) -> None:
    @app.command("/dispatch")
    async def dispatch(ack: Any, command: Body, respond: Any, client: Any) -> None:
        match command["text"].split(" ", 1):
            case ["ack"]:
                await ack("in the acknowledgement")
            case ["silent"]:
                return
            case ["form"]:
                await ack()
                await client.views_open(trigger_id=command["trigger_id"], view=form())
            case ["post", text]:
                await ack()
                await client.chat_postMessage(
                    channel=command["channel_id"], text=text, blocks=page(text)
                )
            case [verb, *rest]:
                await ack()
                await respond(text=" ".join([verb, *rest]), blocks=page(f"found {verb}"))


def _listen_to_clicks(app: AsyncApp) -> None:
    @app.action("next")
    async def turn(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="page two", blocks=[section("page two")], replace_original=True)

    @app.action("answer")
    async def ask(ack: Any, body: Body, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.shortcut("look_up")
    async def look_up(ack: Any, shortcut: Body, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @app.shortcut("find_message")
    async def find(ack: Any, shortcut: Body, respond: Any) -> None:
        await ack()
        await respond(f"about: {shortcut['message']['text']}")


def _listen_to_events(app: AsyncApp) -> None:
    @app.event("app_mention")
    async def mentioned(event: Body, say: Any) -> None:
        await say(text=f"you said {event['text'].split(' ', 1)[1]}", thread_ts=event["ts"])

    @app.event("message")
    async def told(event: Body, say: Any) -> None:
        if "subtype" not in event:
            await say(f"heard {event['text']}")

    @app.event("app_home_opened")
    async def home(event: Body, client: Any) -> None:
        view = {"type": "home", "blocks": [section("welcome")]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("link_shared")
    async def unfurl(event: Body, client: Any) -> None:
        unfurls = {one["url"]: {"blocks": [section("the passage")]} for one in event["links"]}
        await client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=unfurls)


def _listen_to_forms(app: AsyncApp) -> None:
    @app.options("topic")
    async def suggest(ack: Any, payload: Body) -> None:
        found = [one for one in ("Paris", "Moscow") if payload["value"].lower() in one.lower()]
        text = [{"type": "plain_text", "text": one} for one in found]
        await ack(options=[{"text": one, "value": one["text"].lower()} for one in text])

    @app.view("answer_form")
    async def submitted(ack: Any, view: Body, body: Body, client: Any) -> None:
        values = view["state"]["values"]
        why = values["why_block"]["why"]["value"]
        match why:
            case "wrong":
                await ack(response_action="errors", errors={"why_block": "Think again"})
            case "more":
                await ack(response_action="push", view=form())
            case _:
                topic = values["topic_block"]["topic"]["selected_option"]
                await ack(response_action="clear")
                said = f"{why} / {topic['value'] if topic else None}"
                await client.chat_postMessage(channel=body["user"]["id"], text=said)
