"""The acknowledgement goes first, and what comes twice is answered once."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.punctual import MOST_SEEN, PunctualHandler, Seen, UnderWay, acknowledged
from tests.platforms.standin_slack import StandIn

COMMAND = {"command": "/dispatch", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2.3"}


@dataclass
class SlowSocket:
    """A connection on which an acknowledgement takes its time."""

    happened: list[str]
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger("socket"))

    async def send_socket_mode_response(self, _response: Any) -> None:
        await asyncio.sleep(0.05)
        self.happened.append("acknowledged")


async def test_no_answer_overtakes_its_acknowledgement() -> None:
    """Trap 1: after ``await ack()`` nothing is sent yet."""
    happened: list[str] = []
    answered = asyncio.Event()

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    async def listener(ack: AsyncAck) -> None:
        await ack()
        await acknowledged()
        happened.append("answered")
        answered.set()

    app = AsyncApp(client=AsyncWebClient(), authorize=authorize, request_verification_enabled=False)
    app.command("/dispatch")(listener)
    handler = PunctualHandler(app, "xapp-1")
    socket: Any = SlowSocket(happened)
    await handler.handle(socket, SocketModeRequest("slash_commands", "e1", COMMAND))
    await answered.wait()
    await handler.close_async()
    assert happened == ["acknowledged", "answered"]


async def test_a_refused_connection_is_logged_without_its_ticket(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whoever has the address can connect as the app."""
    async with StandIn() as slack:
        slack.socket.refuse()
        client = AsyncWebClient(slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"])
        app = AsyncApp(client=client, request_verification_enabled=False)
        handler = PunctualHandler(app, slack.app.app_token, web_client=client)
        connecting = asyncio.create_task(handler.connect_async())
        async with asyncio.timeout(5):
            while "Failed to connect" not in caplog.text:
                await asyncio.sleep(0.005)
        connecting.cancel()
        await handler.close_async()
        assert slack.socket.tickets
    assert "503" in caplog.text
    assert not [each for each in slack.socket.tickets if each in caplog.text]


async def test_where_it_cannot_be_told_nobody_waits() -> None:
    await acknowledged()


def test_what_was_seen_is_not_new() -> None:
    seen = Seen()
    assert seen.is_new("a")
    assert not seen.is_new("a")


def test_only_the_latest_are_remembered() -> None:
    seen = Seen()
    for number in range(MOST_SEEN + 1):
        seen.is_new(str(number))
    assert seen.is_new("0")
    assert not seen.is_new(str(MOST_SEEN))


async def test_what_is_under_way_is_waited_for() -> None:
    under_way = UnderWay()
    begun, over = asyncio.Event(), asyncio.Event()

    async def one() -> None:
        async with under_way.one():
            begun.set()
            await over.wait()

    running = asyncio.create_task(one())
    await begun.wait()
    await under_way.settled(0.01)
    assert not running.done()
    over.set()
    await under_way.settled(5)
    await running
