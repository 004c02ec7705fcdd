"""The stand-in for Slack over HTTP: signed requests to several replicas, and installing by OAuth."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.standin_slack import StandIn, Workspace
from tests.platforms.standin_slack_api_auth import Consent
from tests.platforms.standin_slack_seen import Choice, CommandFailed
from tests.platforms.tiny_slack_app import Body, serving, tiny_app


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


@pytest.fixture
def heard() -> list[Body]:
    return []


@pytest.fixture
async def app(slack: StandIn, heard: list[Body]) -> AsyncIterator[AsyncApp]:
    running = tiny_app(slack, heard)
    async with serving(running) as address:
        slack.request_urls = [f"{address}/slack/events"]
        await slack.bot_ready(timeout=5)
        yield running


async def test_everything_reaches_the_app_over_http(slack: StandIn, app: AsyncApp) -> None:
    """Commands, clicks, forms, suggestions and events, as over a socket."""
    ada = slack.member("ada")
    message = (await ada.slash(slack.channel(), "/dispatch", "pie & <cake>")).message
    assert (await ada.click(message, "Next")).words == "page two"
    assert (await ada.slash(slack.channel(), "/dispatch", "ack")).words == "in the acknowledgement"
    modal = (await ada.shortcut("look_up")).modal
    assert await ada.suggest(modal, "Topic", "mos") == [Choice("Moscow", "moscow")]
    assert (await ada.submit(modal, {"Why?": "wrong"})).errors == {"why_block": "Think again"}
    assert (await ada.open_home()).words == "welcome"
    assert set(slack.http.statuses) == {200}
    assert slack.breaches == []


async def test_what_people_type_arrives_escaped(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """As Slack escapes it."""
    await slack.member("ada").slash(slack.channel(), "/dispatch", "a & <b>")
    assert heard[-1]["text"] == "a &amp; &lt;b&gt;"


async def test_forged_and_replayed_requests_are_refused(slack: StandIn, app: AsyncApp) -> None:
    """The real library checks the signature and the age of what the stand-in signs."""
    await slack.member("ada").slash(slack.channel(), "/dispatch", "pie")
    sent, secret = slack.http.sent[-1], slack.app.signing_secret
    kind = sent.headers["Content-Type"]
    assert await slack.http.resend(sent) == 200
    assert await slack.http.resend(slack.http.signed(sent.body, kind, "forged")) == 401
    old = slack.http.signed(sent.body, kind, secret, age=60 * 5 + 1)
    assert await slack.http.resend(old) == 401


async def test_replicas_are_used_in_turn(slack: StandIn) -> None:
    """As behind a balancer."""
    heard: tuple[list[Body], list[Body]] = ([], [])
    first, second = (tiny_app(slack, one) for one in heard)
    async with serving(first) as one, serving(second) as other:
        slack.request_urls = [f"{one}/slack/events", f"{other}/slack/events"]
        for _ in range(4):
            await slack.member("ada").slash(slack.channel(), "/dispatch", "pie")
    assert [len(one) for one in heard] == [2, 2]


async def test_an_event_that_fails_comes_again_and_says_so(slack: StandIn, app: AsyncApp) -> None:
    """With the number of the repetition and the reason in headers."""
    slack.join(slack.add_channel("late"), slack.member("ada"))
    await slack.deliveries.settled()
    slack.pass_time(60)
    await slack.deliveries.settled()
    told = [one.headers.get("X-Slack-Retry-Num") for one in slack.http.sent]
    assert told == [None, "1", "2"]
    assert slack.http.sent[-1].headers["X-Slack-Retry-Reason"] == "http_error"


async def test_an_address_where_nobody_is(slack: StandIn) -> None:
    """The person is told that the command failed."""
    slack.request_urls = ["http://127.0.0.1:9/slack/events"]
    with pytest.raises(CommandFailed, match="connection_failed"):
        await slack.member("ada").slash(slack.channel(), "/dispatch", "pie")


@pytest.fixture
async def shop(slack: StandIn, tmp_path: object) -> AsyncIterator[str]:
    """An app that anybody may install; the address of its page for that."""
    env = slack.env
    store = FileInstallationStore(base_dir=f"{tmp_path}/installs")
    settings = AsyncOAuthSettings(
        client_id=env["SLACK_CLIENT_ID"],
        client_secret=env["SLACK_CLIENT_SECRET"],
        scopes=["chat:write", "commands"],
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=f"{tmp_path}/states"),
        authorization_url=env["SLACK_API_URL"].replace("/api/", "/oauth/v2/authorize"),
    )
    client = AsyncWebClient(base_url=env["SLACK_API_URL"])
    app = AsyncApp(
        client=client, signing_secret=env["SLACK_SIGNING_SECRET"], oauth_settings=settings
    )

    @app.command("/where")
    async def where(ack: Callable[[str], Awaitable[None]], context: Body) -> None:
        await ack(context["bot_token"])

    async with serving(app) as address:
        settings.redirect_uri = f"{address}/slack/oauth_redirect"
        settings.authorize_url_generator.redirect_uri = settings.redirect_uri
        slack.request_urls = [f"{address}/slack/events"]
        yield f"{address}/slack/install"


async def test_a_workspace_installs_the_app(slack: StandIn, shop: str) -> None:
    """Through the app's page and Slack's; each workspace then has a token of its own."""
    places = [slack.add_workspace(name, installed=False) for name in ("Oxford", "Yale")]
    for place in places:
        assert (await slack.install_from(shop, place)).status == 200
        ada = slack.member("ada", workspace=place)
        seen = await ada.slash(slack.channel(workspace=place), "/where")
        assert seen.words == slack.installed(place).token
        assert slack.installed(place).scopes == {"chat:write", "commands"}


async def test_consent_refused_and_state_forged(slack: StandIn, shop: str) -> None:
    """Neither makes an install."""
    place = slack.add_workspace("Oxford", installed=False)
    refused = await slack.install_from(shop, place, denied=True)
    assert "access_denied" in refused.text
    forged = await slack.install_from(shop, place, state="forged")
    assert forged.status == 400
    with pytest.raises(LookupError):
        slack.installed(place)


async def test_an_organisation_installs_the_app_whole(slack: StandIn, shop: str) -> None:
    """One install serves all workspaces of an Enterprise Grid."""
    grid = slack.add_organisation("University", "Law", "Letters", installed=False)
    law, letters = slack.workspaces_of(grid)
    await slack.install_from(shop, law, whole_organisation=True)
    for place in (law, letters):
        ada = slack.member("ada", workspace=place)
        seen = await ada.slash(slack.channel(workspace=place), "/where")
        assert seen.words == slack.installed(letters).token


async def test_tokens_rotate(slack: StandIn) -> None:
    """A token lasts twelve hours; a refresh token is good for one new pair."""
    slack.oauth.rotation = True
    api = AsyncWebClient(base_url=slack.env["SLACK_API_URL"])
    place = slack.add_workspace("Oxford", installed=False)
    uri, secret = "http://127.0.0.1:9/back", slack.app.client_secret
    back = await _consent(slack, place, uri)
    got = await api.oauth_v2_access(client_id=slack.app.client_id, client_secret=secret, code=back)
    assert got["expires_in"] == 43_200
    slack.pass_time(43_201)
    with pytest.raises(SlackApiError, match="token_expired"):
        await api.auth_test(token=got["access_token"])
    ask = {"grant_type": "refresh_token", "refresh_token": got["refresh_token"]}
    new = await api.oauth_v2_access(client_id=slack.app.client_id, client_secret=secret, **ask)
    await api.auth_test(token=new["access_token"])
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await api.oauth_v2_access(client_id=slack.app.client_id, client_secret=secret, **ask)


async def test_a_code_serves_once(slack: StandIn) -> None:
    """And a wrong secret gets nothing."""
    api = AsyncWebClient(base_url=slack.env["SLACK_API_URL"])
    code = await _consent(slack, slack.add_workspace("Oxford", installed=False), "http://x/")
    app = slack.app
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await api.oauth_v2_access(client_id=app.client_id, client_secret="wrong", code=code)
    await api.oauth_v2_access(client_id=app.client_id, client_secret=app.client_secret, code=code)
    with pytest.raises(SlackApiError, match="code_already_used"):
        await api.oauth_v2_access(
            client_id=app.client_id, client_secret=app.client_secret, code=code
        )


async def test_revoking_removes_the_app(slack: StandIn) -> None:
    """The token dies, and the app is told that it was uninstalled and which tokens are gone."""
    slack.request_urls = ["http://127.0.0.1:9/nobody"]
    api = AsyncWebClient(base_url=slack.env["SLACK_API_URL"], token=slack.env["SLACK_BOT_TOKEN"])
    assert (await api.auth_revoke())["revoked"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await api.auth_test()
    told = [one["event"]["type"] for one in slack.deliveries.events]
    assert told == ["app_uninstalled", "tokens_revoked"]
    await asyncio.wait_for(slack.deliveries.settled(), 5)


async def _consent(slack: StandIn, place: Workspace, uri: str) -> str:
    """The code that Slack's page sends the person back with."""
    slack.oauth.consent = Consent(slack.member("owner", workspace=place).user, [place])
    asked = {"client_id": slack.app.client_id, "scope": "chat:write", "redirect_uri": uri}
    page = slack.env["SLACK_API_URL"].replace("/api/", "/oauth/v2/authorize")
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(page, params=asked, allow_redirects=False) as answer,
    ):
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
