"""Slack as a platform: the connection, and its beginning and end."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import doctor, manifest
from adapters.slack.connect import (
    APP_TOKEN,
    BOT_TOKEN,
    PUBLIC_URL,
    base_url,
    credentials,
    is_over_http,
    lacking,
)
from adapters.slack.conversations import Conversations
from adapters.slack.couriers import Couriers
from adapters.slack.deliver import ABILITIES
from adapters.slack.http import Door, Gate, app_for_many
from adapters.slack.installations import Installations, States
from adapters.slack.listeners import Listeners
from adapters.slack.manifest import WAY_IN
from adapters.slack.origin import PLATFORM
from adapters.slack.punctual import PING_SECONDS, PunctualHandler
from adapters.slack.wire import Wire, open_session, reason, wire_on
from adapters.slack.workspaces import Heard, ManyWorkspaces, OneWorkspace, Served
from bot.chat.platform import Bot, Finding, Offer
from bot.chat.request import Place
from bot.config import quietened, secret
from bot.errors import KeyMissing
from bot.runtime.stopping import told_to_stop, until_one_ends

REFUSED = (
    "Slack refuses to let the bot in: {reason}. Make sure that the tokens are whole and current."
)

UNREACHABLE = "Slack could not be reached: {reason}. `dispatch-bot doctor slack` says more."

LAST_WORDS = 8.0
"""Seconds that answers under way have when the bot is told to stop."""


class Slack:
    """Serves a workspace over Socket Mode, or all that install the app over HTTP."""

    name = PLATFORM

    def __init__(self) -> None:
        self._handler: PunctualHandler | None = None
        self._gate = Gate()

    @property
    def is_connected(self) -> bool:
        """Whether Slack can reach the bot now."""
        session = self._handler.client.current_session if self._handler else None
        return self._gate.is_open or (session is not None and not session.closed)

    def missing(self, environment: Mapping[str, str]) -> str:
        """Say which secret is not there, and where it is found; nothing where all are."""
        return lacking(environment, is_http=is_over_http(environment))

    def routes(self, environment: Mapping[str, str], arguments: Sequence[str]) -> Mapping[str, Any]:
        """Return where Slack comes in over HTTP, if it does."""
        is_http = _asked(arguments).http or is_over_http(environment)
        return {WAY_IN: self._gate} if is_http else {}

    def manifest(self, offer: Offer, url: str) -> str:
        """Return the app's manifest in YAML: for Socket Mode, or for a public address."""
        return manifest.as_text(offer, url)

    def examine(self, bot: Offer) -> AsyncIterator[Finding]:
        """Look at the secrets, the scopes, the clock, and the way between Slack and the bot."""
        return doctor.examine(bot, os.environ)

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until SIGINT or SIGTERM.

        Returns 0; or 1 when Slack cannot be reached or refuses a token; or 2 when a secret is missing, or
        for arguments that do not exist. Raises ``SecretUnreadable``, and ``KeyInvalid`` or ``WrongKey``
        where the tokens in the store cannot be opened.
        """
        try:
            is_http = _asked(arguments).http or is_over_http(os.environ)
        except SystemExit as stop:
            return int(stop.code or 0)
        if lacks := lacking(os.environ, is_http=is_http):
            print(lacks, file=sys.stderr)
            return 2
        # Less than a warning tells to which response URL something is sent once more.
        quietened("slack_sdk", "slack_bolt", least=logging.WARNING)
        try:
            async with open_session() as session:
                await (self._serve_many if is_http else self._serve_one)(bot, session)
        except SlackApiError as error:
            print(REFUSED.format(reason=reason(error)), file=sys.stderr)
            return 1
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            print(UNREACHABLE.format(reason=reason(error)), file=sys.stderr)
            return 1
        return 0

    async def _serve_one(self, bot: Bot, session: aiohttp.ClientSession) -> None:
        """Serve a workspace over Socket Mode."""
        token = secret(os.environ, BOT_TOKEN)
        wire = wire_on(session, token, base_url(os.environ))
        known = await _known(wire, token)
        workspaces = OneWorkspace(Served(wire, known.bot_user_id or ""), _heard(bot))
        conversations = Conversations(bot, workspaces, session)
        app = _app(wire, known)
        Listeners(bot, conversations).register(app)
        async with told_to_stop() as stop:
            async with self._connected(app, wire):
                await bot.place_found(Place(PLATFORM, "", known.team_id or ""))
                await until_one_ends(stop.wait(), bot.deliver(Couriers(workspaces), ABILITIES))
            await conversations.under_way.settled(LAST_WORDS)

    async def _serve_many(self, bot: Bot, session: aiohttp.ClientSession) -> None:
        """Serve all workspaces that have installed the app, over HTTP."""
        given, url = credentials(os.environ), base_url(os.environ)
        client = AsyncWebClient(base_url=url, session=session)
        vault = bot.vault(PLATFORM)
        rotator = AsyncTokenRotator(
            client_id=given.client_id, client_secret=given.client_secret, client=client
        )
        installations = Installations(bot, vault, rotator)
        await installations.homes()  # so that a wrong key is noticed here
        workspaces = ManyWorkspaces(bot, vault, installations, session, url)
        conversations = Conversations(bot, workspaces, session)
        public_url = os.environ.get(PUBLIC_URL, "").strip()
        app = app_for_many(given, client, installations, States(bot, vault), public_url)
        Listeners(bot, conversations).register(app)
        async with told_to_stop() as stop:
            with self._gate.opened(Door(app, given.signing_secret)):
                await until_one_ends(stop.wait(), bot.deliver(Couriers(workspaces), ABILITIES))
            await asyncio.gather(
                conversations.under_way.settled(LAST_WORDS), installations.settled(LAST_WORDS)
            )

    @asynccontextmanager
    async def _connected(self, app: AsyncApp, wire: Wire) -> AsyncIterator[None]:
        """Be connected while the block runs. Raises what Slack says to a token that it refuses."""
        token = secret(os.environ, APP_TOKEN)
        opened = await wire.sure.apps_connections_open(app_token=token)
        handler = PunctualHandler(app, token, web_client=wire.sure, ping_interval=PING_SECONDS)
        handler.client.wss_uri = str(opened["url"])
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            self._handler = handler
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    """Read what follows ``run slack``. Raises ``SystemExit`` for what does not exist."""
    parser = argparse.ArgumentParser("dispatch-bot run slack")
    parser.add_argument(
        "--http",
        action="store_true",
        help="have Slack call the bot, for all workspaces that install it, rather than a socket for one",
    )
    return parser.parse_args(arguments)


def _heard(bot: Bot) -> Heard | None:
    """Return what all processes have heard, where there is a key for what they keep."""
    try:
        return Heard(bot, bot.vault(PLATFORM))
    except KeyMissing:
        return None


async def _known(wire: Wire, token: str) -> AuthorizeResult:
    """Return who the bot is: to ask when the first command comes would be too late."""
    who = await wire.sure.auth_test()
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who.get("team_id"),
        bot_user_id=who.get("user_id"),
        bot_id=who.get("bot_id"),
        bot_token=token,
    )


def _app(wire: Wire, known: AuthorizeResult) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return known

    client = AsyncWebClient(base_url=wire.sure.base_url, session=wire.session)
    quiet = logging.getLogger(f"{__name__}.bolt")
    quiet.setLevel(logging.ERROR)  # it warns of variables in the environment that we read ourselves
    return AsyncApp(
        logger=quiet,
        client=client,
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=True,  # so listeners return when they have acknowledged
    )
