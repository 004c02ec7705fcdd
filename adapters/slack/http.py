"""Slack over HTTP: the app that takes Slack's requests, and lets workspaces install it."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias
from urllib.parse import urljoin

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from yarl import query_to_pairs

from adapters.slack import shape
from adapters.slack.connect import Credentials
from adapters.slack.kept import encode
from adapters.slack.manifest import BACK_AT, EVENTS_AT, INSTALL_AT, SCOPES
from adapters.slack.punctual import UnderWay, acknowledging
from adapters.slack.shape import Misshapen
from adapters.slack.wire import TROUBLE
from bot.errors import StorageBusy

Scope: TypeAlias = Any
Receive: TypeAlias = Callable[[], Awaitable[Any]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]
Asgi: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

TAKEN_IN = 0.1
"""Seconds in which Slack takes in an answer that shows something, such as another form.

What is sent right after it goes another way, and could be there first; then the older would stay.
"""

TRY_AGAIN = "This is not possible just now. Please go back, and try again in a minute."

_log = logging.getLogger(__name__)


class Gate:
    """Where the app will be: until it is there, and when it is gone, Slack is told to come again."""

    def __init__(self) -> None:
        self._app: Asgi | None = None

    @property
    def is_open(self) -> bool:
        """Whether the app is there."""
        return self._app is not None

    @contextmanager
    def opened(self, app: Asgi) -> Iterator[None]:
        """Let requests through to an app while the block runs."""
        self._app = app
        try:
            yield
        finally:
            self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if self._app:
            await self._app(scope, receive, send)
            return
        await _refuse(send, 503)


class Door(AsyncSlackRequestHandler):
    """Lets in what Slack has signed; of anything else nothing is read."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        super().__init__(app, EVENTS_AT)
        self._verifier = SignatureVerifier(signing_secret)
        self._arrived = UnderWay()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is slow about one of Slack's begins when Slack has the answer."""
        if not _is_text(scope):
            await _refuse(send, 400)
            return
        if scope.get("method") != "POST":
            await super().__call__(scope, receive, send)
            return
        with acknowledging(self._arrived) as acknowledgement:

            async def sent(message: Any) -> None:
                if message.get("body"):
                    acknowledgement.taken_in = TAKEN_IN
                await send(message)

            await super().__call__(scope, receive, sent)

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        """Have a request of Slack's answered."""
        headers = request.get_headers()
        try:
            body = await request.get_raw_body()
            is_signed = self._verifier.is_valid_request(body, _single(headers))
        except (ValueError, TypeError):  # what is no text, has no time, or is signed with an "ü"
            return BoltResponse(status=401)
        if not is_signed:
            return BoltResponse(status=401)
        payload = _as_json(body)
        try:
            shape.check_text(payload)
        except Misshapen as error:
            _log.warning("payload not understood", extra={"why": str(error)})
            return BoltResponse(status=400)
        return await self.app.async_dispatch(
            AsyncBoltRequest(body=payload, query=request.query_string, headers=headers)
        )

    async def handle_installation(self, request: AsgiHttpRequest) -> BoltResponse:
        """Show the page from which the app is installed."""
        return await _patiently(super().handle_installation(request))

    async def handle_callback(self, request: AsgiHttpRequest) -> BoltResponse:
        """Take what Slack's page gives to whoever agreed there."""
        return await _patiently(super().handle_callback(request))


class _Trusting(AsyncAuthorize):
    """Takes Slack's word, by its signature, for where a request comes from.

    The token is looked up when the request was acknowledged: the store may be slow.
    """

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - as the library calls it
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: str | None,
    ) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


def app_for_many(
    credentials: Credentials,
    client: AsyncWebClient,
    installations: AsyncInstallationStore,
    states: AsyncOAuthStateStore,
    public_url: str,
) -> AsyncApp:
    """Return the library's app, that any workspace may install.

    ``public_url`` is where people and Slack reach the bot; without one Slack comes back to the first
    address in the app's settings.
    """
    quiet = logging.getLogger(f"{__name__}.bolt")
    quiet.setLevel(logging.ERROR)  # what it warns of has codes in it that are exchanged for tokens
    settings = AsyncOAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=SCOPES,
        user_scopes=(),
        redirect_uri=f"{public_url.rstrip('/')}{BACK_AT}" if public_url else None,
        install_path=INSTALL_AT,
        redirect_uri_path=BACK_AT,
        authorization_url=urljoin(client.base_url, "/oauth/v2/authorize"),
        installation_store=installations,
        state_store=states,
        logger=quiet,
    )
    return AsyncApp(
        logger=quiet,
        client=client,
        signing_secret=credentials.signing_secret,
        authorize=_Trusting(),  # type: ignore[no-untyped-call]
        oauth_settings=settings,
        request_verification_enabled=False,  # the door has done that
        process_before_response=True,  # so listeners return when they have acknowledged
    )


def _is_text(scope: Scope) -> bool:
    """Tell whether the headers can be read, as the library does without asking."""
    try:
        b"\n".join(part for header in scope["headers"] for part in header).decode()
    except UnicodeDecodeError:
        return False
    return True


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _as_json(body: str) -> str:
    """Return a form of Slack's as JSON, which the library takes as well.

    Left to it, reading one is the longest part of an acknowledgement; and a command is lost that has the
    word "payload" in its text.
    """
    if body.startswith("{"):
        return body
    fields = dict(query_to_pairs(body))
    return fields.get("payload") or encode(fields)


async def _patiently(answer: Awaitable[BoltResponse]) -> BoltResponse:
    """Tell people in words when the store, or Slack, does not answer."""
    try:
        return await answer
    except (StorageBusy, *TROUBLE) as error:
        _log.warning("installing failed", extra={"why": type(error).__name__})
        return BoltResponse(status=503, body=TRY_AGAIN)


def _single(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in headers.items()}
