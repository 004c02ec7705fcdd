"""The app over HTTP within the process of a test: the library, the listeners and a store, behind a door."""

import asyncio
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect import Credentials
from adapters.slack.conversations import Conversations
from adapters.slack.http import Door, app_for_many
from adapters.slack.installations import Installations, States
from adapters.slack.listeners import Listeners
from adapters.slack.manifest import EVENTS_AT
from adapters.slack.wire import open_session
from adapters.slack.workspaces import ManyWorkspaces
from bot.chat.platform import Bot, Vault
from bot.chat.request import Place
from bot.errors import StorageBusy
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from bot.store.seal import new_key
from tests.builders import NOON
from tests.clock import ManualClock
from tests.platforms.standin_slack import StandIn, Workspace
from tests.platforms.standin_slack_world import Install, Json

SECRET = "signed"
FORM = "application/x-www-form-urlencoded"


@dataclass
class SlowVault:
    """The real vault, which does not answer for as long as a test says so."""

    vault: Vault
    is_busy: bool = False

    def __getattr__(self, name: str) -> Any:
        if self.is_busy:
            raise StorageBusy
        return getattr(self.vault, name)


@dataclass
class Watched:
    """The real bot, which notes where it was told that it is, and is no longer."""

    bot: Bot
    lost: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def place_lost(self, place: Place) -> None:
        self.lost.append(place.workspace)
        await self.bot.place_lost(place)

    async def place_found(self, place: Place) -> None:
        self.found.append(place.workspace)
        await self.bot.place_found(place)


@dataclass
class Doorstep:
    """Where a test leaves what Slack would send."""

    door: Door
    bot: Watched
    vault: SlowVault
    clock: ManualClock
    installations: Installations
    conversations: Conversations

    async def post(self, body: bytes, kind: str = "application/json") -> int:
        """Send what is signed; the status of the answer."""
        stamp = str(int(time.time())).encode()
        signed = hmac.new(SECRET.encode(), b"v0:%s:%s" % (stamp, body), sha256).hexdigest()
        headers = [
            (b"content-type", kind.encode()),
            (b"x-slack-request-timestamp", stamp),
            (b"x-slack-signature", f"v0={signed}".encode()),
        ]
        scope = {"type": "http", "method": "POST", "path": EVENTS_AT, "query_string": b""}
        answered: list[Json] = []

        async def receive() -> Json:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Json) -> None:
            answered.append(message)

        await self.door({**scope, "headers": headers}, receive, send)
        return int(answered[0]["status"])

    async def event(self, event: Json, **beside: Any) -> int:
        """Send an event."""
        envelope = {"type": "event_callback", "event": event, **beside}
        return await self.post(json.dumps(envelope).encode())

    async def command(self, fields: Mapping[str, str]) -> int:
        """Send a slash command."""
        return await self.post(urlencode(fields).encode(), FORM)

    async def interaction(self, payload: Any) -> int:
        """Send what somebody did with a control, a form or a shortcut."""
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def settled(self) -> None:
        """Wait until nothing is under way that came by now."""
        await asyncio.sleep(0)
        await self.conversations.under_way.settled(5)

    async def install(self, slack: StandIn, workspace: Workspace) -> Install:
        """Keep the app's installation in a workspace, or in its whole organisation."""
        made = slack.installed(workspace)
        organisation = made.organisation
        await self.installations.async_save(
            Installation(
                team_id=None if organisation else workspace.id,
                enterprise_id=organisation.id if organisation else None,
                is_enterprise_install=organisation is not None,
                bot_token=next(iter(made.tokens)),
                bot_user_id=made.bot.id,
                user_id="U0",
            )
        )
        return made


@asynccontextmanager
async def at_the_door(slack: StandIn, folder: Path) -> AsyncIterator[Doorstep]:
    """Open the store and the door to it; in the end all that was under way is done."""
    clock, url = ManualClock(NOON), slack.env["SLACK_API_URL"]
    async with (
        open_bot(load(), f"sqlite:///{folder}/bot.db", clock, keys=new_key()) as opened,
        open_session() as session,
    ):
        bot, vault = Watched(opened), SlowVault(opened.vault("slack"))
        rotator = AsyncTokenRotator(client_id="1.2", client_secret="")
        installations = Installations(bot, vault, rotator)
        workspaces = ManyWorkspaces(bot, vault, installations, session, url)
        conversations = Conversations(bot, workspaces, session)
        client = AsyncWebClient(base_url=url, session=session)
        given = Credentials(SECRET, "1.2", "secret")
        app = app_for_many(given, client, installations, States(bot, vault), "https://bot.example")
        Listeners(bot, conversations).register(app)
        door = Door(app, SECRET)
        yield Doorstep(door, bot, vault, clock, installations, conversations)
        await conversations.under_way.settled(5)
