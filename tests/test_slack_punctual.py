"""The acknowledgement goes first, and what comes twice is answered once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import punctual
from adapters.slack.conversations import Conversations
from adapters.slack.incoming import moment_of
from adapters.slack.kit import Json
from adapters.slack.punctual import (
    MOST_SEEN,
    Beside,
    PunctualHandler,
    Seen,
    UnderWay,
    acknowledged,
    acknowledging,
)
from adapters.slack.wire import open_session, wire_on
from adapters.slack.workspaces import OneWorkspace, Served
from bot.runtime.app import open_bot
from tests.builders import NOON, a_pack
from tests.clock import ManualClock
from tests.platforms.standin_slack import StandIn

PRESSED = {"action_ts": str((NOON - timedelta(seconds=1)).timestamp())}
COMMAND = {"command": "/dispatch", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2.3"}


@dataclass
class SlowSocket:
    """A connection on which an acknowledgement takes its time."""

    seconds: ClassVar[float] = 0.05
    happened: list[str]
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger("socket"))

    async def send_socket_mode_response(self, _response: Any) -> None:
        await asyncio.sleep(self.seconds)
        self.happened.append("acknowledged")


@dataclass
class Heard:
    """The library with one listener, and what happened."""

    listener: Callable[..., Any]
    happened: list[str] = field(default_factory=list)
    handler: PunctualHandler = field(init=False)

    async def __aenter__(self) -> "Heard":
        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

        app = AsyncApp(
            client=AsyncWebClient(),
            authorize=authorize,
            request_verification_enabled=False,
            process_before_response=True,
        )
        app.command("/dispatch")(Beside().acknowledging(self.listener))
        self.handler = PunctualHandler(app, "xapp-1")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.handler.close_async()  # type: ignore[no-untyped-call]

    async def command(self) -> None:
        """Somebody uses the command, over a slow connection; returns when the library is done with it."""
        socket: Any = SlowSocket(self.happened)
        await self.handler.handle(socket, SocketModeRequest("slash_commands", "e1", {**COMMAND}))


async def test_no_answer_overtakes_its_acknowledgement() -> None:
    """Trap 1: after ``await ack()`` nothing is sent yet."""
    answered = asyncio.Event()

    async def listener(ack: AsyncAck, body: Json) -> None:
        await ack()
        await acknowledged()
        heard.happened.append("answered")
        answered.set()

    async with Heard(listener) as heard:
        await heard.command()
        await answered.wait()
    assert heard.happened == ["acknowledged", "answered"]


async def test_an_acknowledgement_does_not_wait_to_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Trap 1: the library would look for it every 10 ms. Nor does it wait for what the listener does then."""
    naps: list[float] = []
    nap, over = asyncio.sleep, asyncio.Event()

    async def noted_nap(seconds: float) -> None:
        naps.append(seconds)
        await nap(seconds)

    async def listener(ack: AsyncAck, body: Json) -> None:
        await ack()
        await over.wait()

    monkeypatch.setattr("slack_bolt.listener.asyncio_runner.asyncio.sleep", noted_nap)
    async with Heard(listener) as heard:
        await heard.command()
        assert heard.happened == ["acknowledged"]
        over.set()
    assert naps == [SlowSocket.seconds]


@pytest.mark.parametrize("comes_first", [True, False])
async def test_a_listener_that_fails_is_logged_and_acknowledged_only_if_it_was_before(
    caplog: pytest.LogCaptureFixture, *, comes_first: bool
) -> None:
    """Where it was not, Slack tells the person that the app did not respond."""
    failed = asyncio.Event()

    async def listener(ack: AsyncAck, body: Json) -> None:
        try:
            if comes_first:
                await ack()
                await acknowledged()
            raise ValueError("a bug")
        finally:
            failed.set()

    async with Heard(listener) as heard:
        await heard.command()
        await failed.wait()
        await asyncio.sleep(0)
    assert heard.happened == (["acknowledged"] if comes_first else [])
    assert "a bug" in caplog.text


async def test_all_who_came_are_acknowledged_before_one_is_answered() -> None:
    """A crowd that acts at once does not have the last of it wait until the first are answered."""
    arrived, happened = UnderWay(), list[str]()

    async def answer(name: str) -> None:
        await acknowledged()
        happened.append(name)

    with acknowledging(arrived):
        first = asyncio.create_task(answer("first"))
    with acknowledging(arrived):
        second = asyncio.create_task(answer("second"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert happened == []
    await asyncio.gather(first, second)
    assert sorted(happened) == ["first", "second"]


async def test_an_answer_gives_way_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come."""
    monkeypatch.setattr(punctual, "GIVES_WAY", 0.01)
    arrived = UnderWay()
    with acknowledging(arrived):
        answer = asyncio.create_task(acknowledged())
    with arrived.one():
        await asyncio.wait_for(answer, 5)


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
        with under_way.one():
            begun.set()
            await over.wait()

    running = asyncio.create_task(one())
    await begun.wait()
    await under_way.settled(0.01)
    assert not running.done()
    over.set()
    await under_way.settled(5)
    await running


async def test_an_answer_counts_from_when_it_came_and_not_from_when_it_was_its_turn(
    tmp_path: Path,
) -> None:
    """Slack gives a slash command no time, and our own waiting is not the person's."""
    clock = ManualClock(NOON)
    url = f"sqlite:///{tmp_path}/bot.db"
    async with StandIn() as slack, open_bot(a_pack(), url, clock) as bot, open_session() as session:
        wire = wire_on(session, slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"])
        conversations = Conversations(bot, OneWorkspace(Served(wire, "U0")), session)
        body, pressed = {**COMMAND}, {**COMMAND, "trigger_id": "4.5.6", "actions": [PRESSED]}
        came: list[datetime] = []

        async def listener(payload: dict[str, Any]) -> None:
            async with conversations.turn(payload) as conversation:
                assert conversation is not None
                came.append(moment_of(payload, bot.now()))

        with acknowledging(UnderWay()):
            turns = [asyncio.create_task(listener(each)) for each in (body, pressed)]
            await asyncio.sleep(0)
            await clock.advance(5)
            assert came == []
        await asyncio.gather(*turns)
    assert came == [NOON, NOON - timedelta(seconds=1)]
