"""A local stand-in for Slack over real sockets, for tests of the app as a user would run it.

    async with StandIn() as slack:
        ...start the app with slack.env in its environment...
        await slack.bot_ready()
        ada = slack.member("ada")
        seen = await ada.slash(slack.channel(), "/dispatch", "lookup pie")
        assert "pie" in seen.words
        assert slack.breaches == []

It checks whatever the app sends against Slack's documented limits and answers a breach as Slack
does; ``faults`` and ``socket`` make it fail in the ways that Slack fails. With ``request_urls``
set it sends signed HTTP requests there, in turn, instead of speaking Socket Mode.
"""

import asyncio
from secrets import token_hex
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.platforms.standin_slack_api_auth import AuthApi, Consent
from tests.platforms.standin_slack_api_chat import ChatApi
from tests.platforms.standin_slack_api_files import FilesApi
from tests.platforms.standin_slack_api_places import PlacesApi
from tests.platforms.standin_slack_api_views import ViewsApi
from tests.platforms.standin_slack_browser import Page, install_at
from tests.platforms.standin_slack_delivery import Deliveries, Envelope, Retry
from tests.platforms.standin_slack_faults import Faults, RateLimits
from tests.platforms.standin_slack_limits import Problem
from tests.platforms.standin_slack_manifest import manifest_problems, offered
from tests.platforms.standin_slack_people import Member, Wires
from tests.platforms.standin_slack_responses import Responses
from tests.platforms.standin_slack_seen import pings, words
from tests.platforms.standin_slack_server import PREFIX, Answered, Breach, Server
from tests.platforms.standin_slack_signed import SignedHttp
from tests.platforms.standin_slack_socket import SocketMode
from tests.platforms.standin_slack_state import App, State
from tests.platforms.standin_slack_workspaces import Workspaces
from tests.platforms.standin_slack_world import (
    Channel,
    Clock,
    File,
    Json,
    Kind,
    Message,
    Rank,
    View,
    Workspace,
)

__all__ = [
    "Channel",
    "Kind",
    "Member",
    "Message",
    "Rank",
    "StandIn",
    "View",
    "Workspace",
    "pings",
    "words",
]

SCOPES = frozenset(
    "app_mentions:read channels:history channels:join channels:read chat:write commands files:write"
    " groups:history groups:read im:history im:read im:write links:read links:write team:read"
    " users:read".split()
)
SUBSCRIPTIONS = frozenset(
    "app_home_opened app_mention app_uninstalled channel_archive channel_deleted channel_left"
    " group_archive group_deleted group_left link_shared member_joined_channel message.im"
    " team_access_granted team_access_revoked tokens_revoked".split()
)


class StandIn(Workspaces):
    """Slack with one workspace, ``slack.workspace``, whose channel is ``slack.channel()``.

    ``acknowledge_within`` is the 3 seconds in which whatever reaches the app must be
    acknowledged, ``patience`` how many more a person waits to see something of it;
    ``rate_limits`` are enforced if given.
    """

    def __init__(
        self,
        *,
        acknowledge_within: float = 3.0,
        rate_limits: RateLimits | None = None,
        scopes: frozenset[str] = SCOPES,
        patience: float = 5.0,
    ) -> None:
        clock = Clock()
        self.app = _new_app(clock)
        self.faults = Faults()
        state = State(clock, self.app)
        self._server = Server(state, self.faults, rate_limits)
        self.socket = SocketMode(state, acknowledge_within)
        self.http = SignedHttp(state, acknowledge_within)
        deliveries = Deliveries(state, self._deliver, set(SUBSCRIPTIONS))
        state.emit, state.warn = deliveries.emit, self._breach
        self._chat, self._files = ChatApi(state), FilesApi(state, self.faults)
        self.oauth = AuthApi(state, self._consented, self._removed)
        responses = Responses(state, self._chat.answer, self._breach)
        self._runner: web.AppRunner | None = None
        wires = Wires(state, self._deliver, deliveries, responses, patience=patience)
        super().__init__(wires, clock, scopes)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=128 * 1024 * 1024)
        app.router.add_get("/link/", self.socket.serve)
        app.router.add_post("/{kind:commands|actions|app}/{team}/{token}", self._answered_at)
        app.router.add_post("/upload/v1/{file}", self._uploaded_to)
        app.router.add_get("/files/{file}/{name}", self._files.download)
        app.router.add_get("/oauth/v2/authorize", self.oauth.authorize)
        rooms = (
            self.oauth,
            self._chat,
            self._files,
            PlacesApi(self._state),
            ViewsApi(self._state),
            self.socket,
        )
        self._server.route(app, [one for room in rooms for one in room.endpoints()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self._state.base_url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        self._server.closing.set()
        await self.deliveries.close()
        await self.socket.drop()
        await self.http.close()
        await self._runner.cleanup()

    @property
    def env(self) -> dict[str, str]:
        """What the app's environment needs to come here instead of to Slack."""
        install = self.installed(self.workspace)
        return {
            "SLACK_API_URL": self._state.base_url + PREFIX,
            "SLACK_BOT_TOKEN": install.token,
            "SLACK_APP_TOKEN": self.app.app_token,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
            "SLACK_CLIENT_ID": self.app.client_id,
            "SLACK_CLIENT_SECRET": self.app.client_secret,
        }

    @property
    def request_urls(self) -> list[str]:
        """The app's addresses; while there are any, all goes there and not over sockets."""
        return self.http.urls

    @request_urls.setter
    def request_urls(self, urls: list[str]) -> None:
        self.http.urls = urls

    @property
    def subscriptions(self) -> set[str]:
        """The events that the app asked for in its manifest, such as ``message.im``."""
        return self.deliveries.subscriptions

    @property
    def breaches(self) -> list[Breach]:
        """Every limit that the app broke so far."""
        return self._server.breaches

    @property
    def files(self) -> dict[str, File]:
        """What was uploaded to the end, by id."""
        return self._state.files

    @property
    def calls(self) -> list[Answered]:
        """Every call that was answered, in order."""
        return self._server.calls

    async def bot_ready(self, connections: int = 1, timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until the app has so many sockets, or answers at each of its addresses.

        Raises:
            TimeoutError: it did not come in so many seconds.
        """
        async with asyncio.timeout(timeout):
            if self.request_urls:
                await self.http.verified()
            else:
                await self.socket.connected(connections)

    async def bot_gone(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until the app's last socket is closed, after a process was stopped or killed.

        Raises:
            TimeoutError: it was still there after so many seconds.
        """
        async with asyncio.timeout(timeout):
            while self.socket.sockets:
                await self._state.change()

    def pass_time(self, seconds: float) -> None:
        """Let time pass on Slack's clock; what was not acknowledged and is due comes again."""
        self.clock.advance(seconds)
        self.deliveries.repeat_due()

    def use_manifest(self, manifest: Json) -> None:
        """Configure the app by a manifest: only what it declares is offered, granted and told.

        What Slack refuses in it counts as breaches. Installs that are there are granted its scopes.
        """
        for problem in manifest_problems(manifest):
            self._breach("manifest", problem)
        declared = offered(manifest)
        self._wires.offered = declared
        self.deliveries.subscriptions = set(declared.events)
        self.scopes = declared.scopes
        self._state.home_enabled = declared.home
        for install in self._state.installs:
            install.scopes = declared.scopes

    async def install_from(
        self,
        url: str,
        workspace: Workspace | None = None,
        *,
        person: Member | None = None,
        whole_organisation: bool = False,
        denied: bool = False,
        state: str | None = None,
    ) -> Page:
        """Somebody installs the app from its own page, and what they see at the end.

        ``denied`` is when they refuse, ``state`` what a forger puts in the place of the app's.
        """
        home = workspace or self.workspace
        who = (person or self.member("owner", Rank.OWNER, workspace=home)).user
        homes = [home]
        if whole_organisation:
            homes = [one for one in self._state.workspaces if one.organisation is home.organisation]
        self.oauth.consent = Consent(who, homes, whole_organisation, given=not denied)
        authorize = f"{self._state.base_url}/oauth/v2/authorize"
        return await install_at(url, authorize, state=state)

    async def _deliver(self, envelope: Envelope, retry: Retry | None = None) -> Json:
        return await (self.http if self.http.urls else self.socket).deliver(envelope, retry)

    def _breach(self, what: str, problem: Problem) -> None:
        self._server.breaches.append(Breach(what, problem))

    async def _uploaded_to(self, request: web.Request) -> web.Response:
        return await self._server.respond(
            request, self._files.receiving(request.match_info["file"])
        )

    async def _answered_at(self, request: web.Request) -> web.Response:
        return await self._server.respond(
            request, self._chat.answering(request.match_info["token"])
        )


def _new_app(clock: Clock) -> App:
    return App(
        id=clock.id("A"),
        client_id=f"{token_hex(4)}.{token_hex(4)}",
        client_secret=token_hex(16),
        signing_secret=token_hex(16),
        app_token=f"xapp-1-{token_hex(12)}",
        verification_token=token_hex(12),
    )
