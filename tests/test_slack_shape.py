"""Whoever signs as Slack may send anything: it is answered in good order, and nothing breaks of it."""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import shape
from adapters.slack.kept import Do, encode
from adapters.slack.modal import Kept
from adapters.slack.origin import Origin
from adapters.slack.punctual import PunctualHandler
from adapters.slack.shape import Misshapen
from tests.platforms.standin_slack import StandIn
from tests.platforms.standin_slack_world import Json
from tests.slack_door import Doorstep, at_the_door

WHO: Json = {
    "trigger_id": "1.2.3",
    "team": {"id": "T1", "domain": "reading"},
    "enterprise": None,
    "user": {"id": "U1", "name": "ada", "team_id": "T1"},
}
COMMAND: Json = {
    "command": "/dispatch",
    "text": "lookup pie",
    "team_id": "T1",
    "enterprise_id": "E1",
    "channel_id": "C1",
    "user_id": "U1",
    "user_name": "ada",
    "trigger_id": "1.2.3",
    "response_url": "",
}
BUTTON: Json = {
    "type": "button",
    "block_id": "U1:1",
    "action_id": "do:1",
    "action_ts": "1.2",
    "value": encode(Do("1|cite|p9s2")),
}
MENU: Json = {**BUTTON, "type": "static_select", "action_id": "pick:0:1|passage|x"}
VIEW: Json = {
    "id": "V1",
    "type": "modal",
    "callback_id": "dispatch",
    "app_installed_team_id": "T1",
    "private_metadata": encode(Kept(Origin("T1", "U1", channel="C1"), command="lookup")),
    "state": {"values": {"query": {"text": {"type": "plain_text_input", "value": "pie"}}}},
}
MESSAGE: Json = {"text": "a finger in every pie", "ts": "1.2", "thread_ts": "1.1"}
PLACE: Json = {"channel": {"id": "C1"}, "container": {"message_ts": "1.2", "is_ephemeral": True}}
INTERACTIONS: tuple[Json, ...] = (
    {"type": "block_actions", **WHO, **PLACE, "actions": [BUTTON], "response_url": ""},
    {"type": "block_actions", **WHO, "view": VIEW, "actions": [BUTTON]},
    {
        "type": "block_actions",
        **WHO,
        **PLACE,
        "actions": [{**MENU, "selected_option": {"value": "p9"}}],
    },
    {"type": "block_suggestion", **WHO, "action_id": "complete:passage:reference", "value": "9"},
    {"type": "view_submission", **WHO, "view": VIEW},
    {"type": "view_closed", **WHO, "view": VIEW},
    {"type": "shortcut", **WHO, "callback_id": "look-up"},
    {"type": "message_action", **WHO, **PLACE, "callback_id": "find", "message": MESSAGE},
)
SAID: Json = {"user": "U1", "channel": "C1", "text": "pie", "ts": "1.2", "event_ts": "1.2"}
LINK: Json = {"channel": "C1", "message_ts": "1.2", "links": [{"url": "https://e.org"}]}
EVENTS: tuple[Json, ...] = (
    {"type": "app_mention", **SAID},
    {"type": "message", "channel_type": "im", **SAID},
    {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"},
    {"type": "link_shared", "user": "U1", **LINK},
    {"type": "member_joined_channel", "user": "U1", "channel": "C1"},
    {"type": "member_left_channel", "user": "U1", "channel": "C1"},
    {"type": "channel_archive", "channel": "C1"},
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0"]}},
    {"type": "team_access_granted", "team_ids": ["T2"]},
    {"type": "team_access_revoked", "team_ids": ["T2"]},
)
AROUND: Json = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event_time": 1_767_268_800,
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "is_enterprise_install": False}],
}
PAYLOADS = (COMMAND, *INTERACTIONS, *({**AROUND, "event": each} for each in EVENTS))
NUMBERS = count()
GONE = object()
ODD: tuple[Any, ...] = (
    *(GONE, None, True, -1, 10**30, 1.5, "", "\0", "\u202e" * 300, "1e999", [], [None], [[]]),
    *({}, {"id": 7}, {"id": None}, [{}], ["T1", 7], {"values": {"0": []}}),
)


def paths(part: Any) -> Iterator[tuple[Any, ...]]:
    """Yield where anything stands in a payload."""
    yield ()
    each = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in each if isinstance(part, dict | list) else ():
        for path in paths(value) if isinstance(value, dict | list) else [()]:
            yield (key, *path)


def changed(payload: Json, path: tuple[Any, ...], value: Any) -> Any:
    """Return a payload with something else in a place, or nothing."""
    if not path:
        return None if value is GONE else value
    made = deepcopy(payload)
    part: Any = made
    for key in path[:-1]:
        part = part[key]
    if value is GONE:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return made


@st.composite
def misshapen(draw: st.DrawFn) -> Any:
    """Draw a payload with up to three things in it changed."""
    payload: Any = draw(st.sampled_from(PAYLOADS))
    for _ in range(draw(st.integers(1, 3))):
        if isinstance(payload, dict):
            path = draw(st.sampled_from([*paths(payload)]))
            payload = changed(payload, path, draw(st.sampled_from(ODD)))
    return payload


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Doorstep]:
    """The app is in the workspace, by a token that Slack does not take."""
    async with StandIn() as slack, at_the_door(slack, tmp_path) as opened:
        await opened.installations.async_save(
            Installation(team_id="T1", bot_token="xoxb-1", bot_user_id="U0", user_id="U1")
        )
        yield opened


async def sent(door: Doorstep, payload: Any) -> int:
    """Send a payload in the way that its kind comes, as a new one; the status of the answer."""
    for key, value in (("trigger_id", "1.2.3"), ("event_id", "Ev1")):
        if isinstance(payload, dict) and payload.get(key) == value:
            payload = {**payload, key: f"{value}{next(NUMBERS)}"}
    if not isinstance(payload, dict) or "event" in payload:
        return await door.post(json.dumps(payload).encode())
    if "command" in payload:
        return await door.command({key: str(value) for key, value in payload.items()})
    return await door.interaction(payload)


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(each.exc_info or each.msg) for each in caplog.records if each.levelno > 30]


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda each: str(each.get("event", each))[:40])
async def test_what_slack_sends_is_understood(
    door: Doorstep, payload: Json, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent(door, payload) == 200
    await door.settled()
    assert troubles(caplog) == []
    shape.check(payload)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(payload=misshapen())
async def test_what_is_not_of_slacks_shape_breaks_nothing(
    door: Doorstep, caplog: pytest.LogCaptureFixture, payload: Any
) -> None:
    """It is answered: taken, or refused, or nobody listens for it."""
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        assert await sent(door, payload) in {200, 400, 404}
        await door.settled()
    assert troubles(caplog) == []


@pytest.mark.parametrize(
    "body", [b"{", b"", b"payload={", b"payload=[]", b"{}", b'{"a":' * 5_000, b'{"type":"\\ud800"}']
)
async def test_what_cannot_be_read_is_refused(
    door: Doorstep, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.post(body) in {400, 404}
    assert troubles(caplog) == []


async def test_of_what_is_refused_the_log_tells_where_it_is_wrong_and_not_what_stands_there(
    door: Doorstep, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.command({**COMMAND, "user_id": "secret\0"}) == 400
    assert "secret" not in str([each.__dict__ for each in caplog.records])
    assert "user_id" in str([each.__dict__ for each in caplog.records])


async def test_over_a_socket_what_is_misshapen_is_acknowledged_and_let_go() -> None:
    """It would come again otherwise."""
    async with StandIn() as slack:
        client = AsyncWebClient(slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"])
        app = AsyncApp(client=client, request_verification_enabled=False)
        handler = PunctualHandler(app, slack.app.app_token, web_client=client)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await slack.bot_ready()
        event = {"type": "link_shared", "links": 7}
        slack.deliveries.repeat({"type": "event_callback", "event_id": "Ev1", "event": event})
        await slack.deliveries.settled()
        await handler.close_async()  # type: ignore[no-untyped-call]
        assert len(slack.socket.acknowledged) == 1
        assert slack.deliveries.given_up == []


@given(payload=misshapen())
def test_whoever_reads_json_and_whoever_read_it_judge_alike(payload: Any) -> None:
    def is_refused(check: Any, given: Any) -> bool:
        try:
            check(given)
        except Misshapen:
            return True
        return False

    assert is_refused(shape.check, payload) == is_refused(shape.check_text, json.dumps(payload))
