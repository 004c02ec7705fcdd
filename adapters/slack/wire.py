"""The clients for Slack's Web API, all on one session, and who they act for.

What may be done twice is tried again by itself, after a server error or a broken connection. What may
not (a new message has no key by which Slack would know it) is tried again only where Slack said that
it did nothing: after a rate limit.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.kit import Json

SECONDS = 15.0
"""For one call, at most; less than the core leaves to one post."""

TROUBLE = (SlackClientError, aiohttp.ClientError, OSError, asyncio.TimeoutError)
"""What a call may raise."""

REFUSED = 200
"""The status with which Slack says that it did not do what it was asked, with a word for why."""

_log = logging.getLogger(__name__)


class HookRefused(SlackApiError):
    """A response URL did not take a message: it is used up, or too old, or the message is not right."""


@dataclass(frozen=True, slots=True)
class Wire:
    """``sure`` is for calls that may be repeated, ``once`` for those that may not.

    ``bare`` leaves it to whoever calls to try again.
    """

    sure: AsyncWebClient
    once: AsyncWebClient
    bare: AsyncWebClient
    session: aiohttp.ClientSession

    async def answer(self, url: str, payload: Json) -> None:
        """Send a message to a response URL. Raises ``HookRefused`` where that was of no use.

        After a server error nobody knows, and a new message that is sent again could be there twice.
        """
        again = [*_after_limits(), *(_after_trouble() if payload["replace_original"] else [])]
        hook = AsyncWebhookClient(url, session=self.session, retry_handlers=again)
        response = await hook.send_dict(payload)
        if response.status_code != 200:
            _log.warning("response not taken", extra={"status": response.status_code})
        if 400 <= response.status_code < 500:
            raise HookRefused("response not taken", _said(response.body))  # type: ignore[no-untyped-call]


@asynccontextmanager
async def open_wire(token: str, base_url: str) -> AsyncIterator[Wire]:
    """Open a session and hand out the clients on it."""
    async with open_session() as session:
        yield wire_on(session, token, base_url)


def open_session() -> aiohttp.ClientSession:
    """Return a session for calls to Slack, to be closed by the caller."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))


def wire_on(session: aiohttp.ClientSession, token: str, base_url: str) -> Wire:
    """Return the clients of a token; there may be many on one session."""

    def client(handlers: Sequence[AsyncRetryHandler]) -> AsyncWebClient:
        return AsyncWebClient(
            token, base_url=base_url, session=session, retry_handlers=list(handlers)
        )

    return Wire(
        sure=client([*_after_limits(), *_after_trouble()]),
        once=client(_after_limits()),
        bare=client([]),
        session=session,
    )


def reason(error: Exception) -> str:
    """Say in a word what went wrong, without anything that was sent."""
    if isinstance(error, SlackApiError):
        return code(error) or f"status {status(error)}"
    return type(error).__name__


def code(error: SlackApiError) -> str:
    """Return Slack's word for an error, if it gave one."""
    body = getattr(error.response, "data", error.response)
    return str(body.get("error", "")) if isinstance(body, dict) else ""


def status(error: SlackApiError) -> int:
    """Return the status of the answer, or 0."""
    return int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))


def retry_after(error: SlackApiError) -> float:
    """Return how many seconds Slack wants to be left alone, or 0."""
    headers = getattr(error.response, "headers", None) or {}
    try:
        return max(float(headers.get("Retry-After", "0")), 0.0)
    except ValueError:
        return 0.0


def _said(body: str) -> Json:
    """Return what a response URL says to what it refuses: mostly JSON, sometimes a bare word."""
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return {"error": body[:100]}


def _after_limits() -> list[AsyncRetryHandler]:
    return [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]


def _after_trouble() -> list[AsyncRetryHandler]:
    return [AsyncConnectionErrorRetryHandler(), AsyncServerErrorRetryHandler(max_retry_count=2)]
