"""What ``dispatch-bot doctor slack`` looks at, in the order in which an app is set up."""

import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect import (
    APP_TOKEN,
    APPS,
    BOT_TOKEN,
    HTTP_MODE,
    PUBLIC_URL,
    SOCKET_MODE,
    WHICH,
    Credentials,
    base_url,
    credentials,
    is_over_http,
    lacking,
)
from adapters.slack.manifest import EVENTS_AT, INSTALL_AT, SCOPES
from adapters.slack.wire import TROUBLE, code, open_session, reason
from bot.chat.platform import Finding, Offer
from bot.config import KEY, how_to_give, quietened, secret

MOST_SKEW = timedelta(seconds=2)
"""How far the clock here may be from Slack's; what Slack says is to the second."""

_PATIENCE = aiohttp.ClientTimeout(total=10)
_APP_ID = re.compile(r"xapp-\d+-(A\w+)-")

_REFUSED_CLIENT = {
    "invalid_client_id": "SLACK_CLIENT_ID",
    "bad_client_secret": "SLACK_CLIENT_SECRET",
}


async def examine(bot: Offer, environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Yield what is found. Raises ``SecretUnreadable``."""
    quietened("slack_sdk")
    is_http = is_over_http(environment)
    yield Finding(
        "way", "Slack calls the bot (HTTP)" if is_http else "the bot calls Slack (Socket Mode)"
    )
    if lacks := lacking(environment, is_http=is_http):
        yield Finding("secrets", "not all are set", well=False, mend=" ".join(lacks.split()))
        return
    names = (*HTTP_MODE, KEY) if is_http else SOCKET_MODE
    yield Finding("secrets", f"{', '.join(names)} are set")
    async with open_session() as session:
        client = AsyncWebClient(base_url=base_url(environment), session=session)
        look = _over_http if is_http else _over_a_socket
        async for finding in look(bot, client, environment):
            yield finding
    yield Finding("settings", _settings(environment))


async def _over_a_socket(
    bot: Offer, client: AsyncWebClient, environment: Mapping[str, str]
) -> AsyncIterator[Finding]:
    try:
        answer = await client.auth_test(token=secret(environment, BOT_TOKEN))
    except TROUBLE as error:
        yield _failed("bot token", error, _made_anew(BOT_TOKEN))
        return
    yield Finding("bot token", f"accepted, as {answer['user']} in {answer['team']}")
    yield scopes(str(_header(answer.headers, "x-oauth-scopes")).split(","))
    yield clock(str(_header(answer.headers, "date")), bot.now())
    try:
        await client.apps_connections_open(app_token=secret(environment, APP_TOKEN))
    except TROUBLE as error:
        mend = f"{_made_anew(APP_TOKEN)} See too that Socket Mode is switched on, on the page of that name."
        yield _failed("socket", error, mend)
        return
    yield Finding("socket", "Slack gives an address to connect to")


async def _over_http(
    bot: Offer, client: AsyncWebClient, environment: Mapping[str, str]
) -> AsyncIterator[Finding]:
    given = credentials(environment)
    async for finding in _client(bot, client, given):
        yield finding
    public_url = environment.get(PUBLIC_URL, "").strip().rstrip("/")
    if not public_url:
        mend = f"Set {PUBLIC_URL} to where Slack and people reach the bot, such as https://bot.example.org."
        yield Finding("address", "none is set", well=False, mend=mend)
        return
    yield await _address(public_url, given, bot.now())
    yield Finding("install page", f"{public_url}{INSTALL_AT}")


async def _client(bot: Offer, client: AsyncWebClient, given: Credentials) -> AsyncIterator[Finding]:
    """Try to exchange a code that Slack never gave: it looks at who asks before it looks at the code."""
    try:
        await client.oauth_v2_access(
            client_id=given.client_id, client_secret=given.client_secret, code="0"
        )
    except SlackApiError as error:
        wrong = _REFUSED_CLIENT.get(code(error))
        if wrong:
            yield _failed("client", error, _made_anew(wrong))
        else:
            yield Finding("client", "its id and secret belong together")
        yield clock(str(_header(error.response.headers, "date")), bot.now())
    except TROUBLE as error:
        yield _failed("client", error, "")


async def _address(public_url: str, given: Credentials, now: datetime) -> Finding:
    """Ask the bot what Slack asks of a new address, signed as Slack signs it."""
    url, challenge = f"{public_url}{EVENTS_AT}", {"type": "url_verification", "challenge": "ready"}
    body, stamp = json.dumps(challenge), str(int(now.timestamp()))
    signature = SignatureVerifier(given.signing_secret).generate_signature(
        timestamp=stamp, body=body
    )
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.post(url, data=body, headers=headers) as response,
        ):
            seen = f"status {response.status}"
            is_well = response.status == 200 and "ready" in await response.text()
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        seen, is_well = type(error).__name__, False
    if is_well:
        return Finding("address", f"{url} answers as Slack wants it")
    mend = (
        "Start the bot with `dispatch-bot run slack --http`, and have your proxy pass on to it all that "
        "begins with /slack. Status 401 means that SLACK_SIGNING_SECRET is another there."
    )
    detail = f"{url} does not answer as Slack wants it: {seen}"
    return Finding("address", detail, well=False, mend=mend)


def scopes(granted: Iterable[str]) -> Finding:
    """Say which of the scopes that the bot needs it was not granted."""
    held = {scope.strip() for scope in granted}
    lacks = [scope for scope in SCOPES if scope not in held]
    if not lacks:
        return Finding("scopes", f"all {len(SCOPES)} are granted")
    mend = (
        'On the page "App Manifest" paste what `dispatch-bot slack manifest` prints and save; then, on the '
        'page "Install App", click "Reinstall to Workspace".'
    )
    return Finding("scopes", f"not granted: {', '.join(lacks)}", well=False, mend=mend)


def clock(date: str, now: datetime) -> Finding:
    """Say how far the clock here is from Slack's; ``date`` is as HTTP says it."""
    try:
        skew = now - parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return Finding("clock", "Slack did not tell the time")
    if abs(skew) <= MOST_SKEW:
        return Finding("clock", f"within {MOST_SKEW.seconds} s of Slack's")
    way = "ahead of" if skew > timedelta() else "behind"
    return Finding(
        "clock",
        f"{abs(skew.total_seconds()):.0f} s {way} Slack's",
        well=False,
        mend="Have the machine set its clock by NTP (on Linux: timedatectl set-ntp true), then start the "
        "bot anew: answers count by Slack's time, and over HTTP a clock that is five minutes off refuses "
        "all that Slack sends.",
    )


def _failed(what: str, error: Exception, mend: str) -> Finding:
    if isinstance(error, SlackApiError) and code(error):
        return Finding(what, f"Slack says {code(error)}", well=False, mend=mend)
    mend = "Make sure that this machine reaches slack.com on port 443, and see https://slack-status.com."
    return Finding(what, f"could not be reached: {reason(error)}", well=False, mend=mend)


def _made_anew(name: str) -> str:
    return f"Copy it anew, whole: it is {WHICH[name]}. {how_to_give(name)}"


def _settings(environment: Mapping[str, str]) -> str:
    found = _APP_ID.match(secret(environment, APP_TOKEN))
    return f"{APPS}/{found[1]}" if found else APPS


def _header(headers: Mapping[str, Any], name: str) -> str:
    """Return a header, however its name is spelled."""
    return next((str(value) for key, value in headers.items() if key.lower() == name), "")
