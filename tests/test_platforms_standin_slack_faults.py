"""The stand-in for Slack fails in Slack's ways, as the real slack-bolt feels them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.standin_slack import StandIn
from tests.platforms.standin_slack_delivery import Retry
from tests.platforms.standin_slack_seen import CommandFailed, NothingShown
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


async def ping(slack: StandIn) -> str:
    return (await slack.member("ada").slash(slack.channel(), "/dispatch", "pie")).words


async def test_a_dropped_socket_is_opened_again(slack: StandIn, app: AsyncApp) -> None:
    """What people do meanwhile fails at once; then all is well."""
    await slack.socket.drop()
    with pytest.raises(CommandFailed):
        await ping(slack)
    await slack.bot_ready(timeout=5)
    assert "found pie" in await ping(slack)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_app_asked_to_reconnect_does(slack: StandIn, app: AsyncApp, reason: str) -> None:
    """Slack renews every connection now and then, with a warning before."""
    await slack.socket.ask_to_reconnect(reason)
    async with asyncio.timeout(5):
        while slack.socket.opened < 2:
            await slack.socket.state.change()
    assert "found pie" in await ping(slack)


async def test_a_silent_socket_is_left(slack: StandIn, app: AsyncApp) -> None:
    """Without answers to its pings the app opens another connection."""
    slack.socket.fall_silent()
    slack.socket.acknowledge_within = 0.05
    with pytest.raises(CommandFailed):
        await ping(slack)
    slack.socket.acknowledge_within = 3
    async with asyncio.timeout(5):
        while any(one.mute for one in slack.socket.sockets):
            await slack.socket.state.change()
    await slack.bot_ready(timeout=5)
    assert "found pie" in await ping(slack)


async def test_connections_are_used_in_turn(slack: StandIn) -> None:
    """Two processes of the app share what people do."""
    heard: tuple[list[Body], list[Body]] = ([], [])
    first, second = (tiny_app(slack, one) for one in heard)
    async with started(slack, first), started(slack, second):
        for _ in range(4):
            await ping(slack)
    assert [len(one) for one in heard] == [2, 2]


async def test_an_outage_refuses_connections(slack: StandIn) -> None:
    """Until it is over nobody gets in, and a used or wrong ticket never does."""
    slack.socket.refuse()
    url = slack.env["SLACK_API_URL"].replace("http", "ws").replace("/api/", "/link/?ticket=x")
    async with aiohttp.ClientSession() as session:
        for refused in (True, False):
            slack.socket.refuse(refused=refused)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)


async def test_an_event_that_was_not_acknowledged_comes_again() -> None:
    """At once, after a minute and after five more; then Slack gives up."""
    async with StandIn(acknowledge_within=0.05) as slack:
        deaf = tiny_app(slack)  # which listens to no such event, so that bolt acknowledges nothing
        async with started(slack, deaf):
            slack.join(slack.add_channel("late"), slack.member("ada"))
            tried = []
            for seconds in (0, 59, 1, 299, 1, 3_600):
                slack.pass_time(seconds)
                await slack.deliveries.settled()
                tried.append(len(slack.socket.envelopes))
        assert tried == [2, 2, 3, 3, 4, 4]
        assert [one["retry_attempt"] for one in slack.socket.envelopes] == [0, 1, 2, 3]
        assert len(slack.deliveries.given_up) == 1


async def test_a_repeated_event_has_the_same_id(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """By which the app can tell that it was there before."""
    await slack.member("ada").open_home()
    slack.deliveries.repeat(slack.deliveries.events[0], Retry(1, "timeout"))
    await slack.deliveries.settled()
    assert len({body["event_id"] for body in heard}) == 1
    assert [one["retry_attempt"] for one in slack.socket.envelopes] == [0, 1]


async def test_nobody_there_is_a_failure(slack: StandIn) -> None:
    """A command fails; an event waits for the next repetition."""
    with pytest.raises(CommandFailed):
        await ping(slack)
    await slack.member("ada").open_home(wait=False)
    await slack.deliveries.settled()
    async with started(slack, tiny_app(slack)):
        slack.pass_time(60)
        await slack.deliveries.settled()
    assert slack.member("ada").home is not None


async def test_an_acknowledgement_without_an_answer() -> None:
    """The person waits for what never comes."""
    async with StandIn(patience=0.05) as slack:
        app = tiny_app(slack)

        @app.command("/hush")
        async def hush(ack: Callable[[], Awaitable[None]]) -> None:
            await ack()

        async with started(slack, app):
            with pytest.raises(NothingShown):
                await slack.member("ada").slash(slack.channel(), "/hush")
