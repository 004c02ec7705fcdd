"""The stand-in's HTTP mode: signed requests to the app's own address, or to each of several."""

import asyncio
import hmac
import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from secrets import token_hex
from urllib.parse import urlencode

import aiohttp

from tests.platforms.standin_slack_delivery import Envelope, NotAcknowledged, Retry
from tests.platforms.standin_slack_state import State
from tests.platforms.standin_slack_world import Json


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to the app as it was sent, so that it can be sent again."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(eq=False)
class SignedHttp:
    """Posts to the request URLs in turn, as behind a balancer."""

    state: State
    acknowledge_within: float
    urls: list[str] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    _turn: "count[int]" = field(default_factory=count)
    _session: aiohttp.ClientSession | None = None

    async def deliver(self, envelope: Envelope, retry: Retry | None = None) -> Json:
        """Send to the next address; what the app answers 200 with.

        Raises:
            NotAcknowledged: there was another answer, or none in time.
        """
        body, kind = form(envelope)
        request = self.signed(body, kind, self.state.app.signing_secret)
        if retry is not None:
            number = {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason}
            request.headers.update(number)
        self.sent.append(request)
        try:
            status, answer, headers = await self._request(request)
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledged("connection_failed") from None
        if status != 200:
            no_retry = headers.get("X-Slack-No-Retry") == "1"
            raise NotAcknowledged("http_error", retried=not no_retry)
        return answer

    def signed(self, body: bytes, content_type: str, secret: str, *, age: float = 0) -> Sent:
        """A request with Slack's signature, version v0; ``age`` is how many seconds old it is."""
        stamp = str(int(self.state.clock.now().timestamp() - age))
        digest = hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), sha256)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        return Sent(self.urls[next(self._turn) % len(self.urls)], body, headers)

    async def verified(self) -> None:
        """Wait until the app answers the challenge that Slack sends to a new request URL."""
        challenge = {"type": "url_verification", "challenge": token_hex(16)}
        body = json.dumps(challenge | {"token": self.state.app.verification_token}).encode()
        for url in self.urls:
            request = replace(
                self.signed(body, "application/json", self.state.app.signing_secret), url=url
            )
            while not await self._answers(request, challenge["challenge"]):
                await asyncio.sleep(0.02)

    async def resend(self, request: Sent) -> int:
        """Send a request once more, as one who recorded it would; the status of the answer."""
        status, _, _ = await self._request(request)
        return status

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _answers(self, request: Sent, challenge: str) -> bool:
        try:
            status, said, _ = await self._request(request)
        except (TimeoutError, aiohttp.ClientError):
            return False
        return status == 200 and challenge in said.values()

    async def _request(self, request: Sent) -> tuple[int, Json, dict[str, str]]:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        async with asyncio.timeout(self.acknowledge_within):
            async with self._session.post(
                request.url, data=request.body, headers=request.headers
            ) as response:
                text = await response.text()
                self.statuses.append(response.status)
                is_json = response.content_type == "application/json"
                said = json.loads(text) if is_json and text else {"text": text} if text else {}
                return response.status, said, dict(response.headers)


def form(envelope: Envelope) -> tuple[bytes, str]:
    """How the three kinds of payload travel: the body, and its type."""
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    fields = envelope.payload
    if envelope.kind == "interactive":
        fields = {"payload": json.dumps(envelope.payload)}
    known = {key: value for key, value in fields.items() if value is not None}
    return urlencode(known).encode(), "application/x-www-form-urlencoded"
