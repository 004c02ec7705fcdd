"""The Web API's methods for tokens: whose one is, installing, renewing and revoking."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from urllib.parse import urlencode

from aiohttp import web

from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import Refusal, State
from tests.platforms.standin_slack_world import Install, Json, User, Workspace

TOKEN_LIFE = timedelta(hours=12)
CODE_LIFE = timedelta(minutes=10)


@dataclass(slots=True)
class Consent:
    """Who goes through the page that asks for consent, for which workspaces, and whether they do."""

    person: User
    workspaces: list[Workspace]
    whole_organisation: bool = False
    given: bool = True


@dataclass(slots=True)
class _Code:
    """What a person's consent is exchanged for, once."""

    consent: Consent
    scopes: frozenset[str]
    redirect_uri: str
    expires: float
    used: bool = False


@dataclass(eq=False)
class AuthApi:
    """What tokens are for; with ``rotation`` those that are handed out last twelve hours."""

    state: State
    install: Callable[[Consent, frozenset[str]], Install]
    uninstall: Callable[[Install], None]
    rotation: bool = False
    consent: Consent | None = None
    _codes: dict[str, _Code] = field(default_factory=dict)

    def endpoints(self) -> list[Endpoint]:
        """The methods."""
        return [
            Endpoint("auth.test", self._test),
            Endpoint("auth.revoke", self._revoke),
            Endpoint("auth.teams.list", self._teams),
            Endpoint("apps.uninstall", self._uninstall),
            Endpoint("oauth.v2.access", self._access, open=True),
        ]

    async def authorize(self, request: web.Request) -> web.Response:
        """The page that asks for consent; the person decides as ``consent`` says."""
        asked, consent = request.query, self.consent
        if asked.get("client_id") != self.state.app.client_id or consent is None:
            return web.Response(status=400, text="Invalid client_id parameter")
        answer = {"state": asked.get("state", "")}
        if not consent.given:
            return _redirect(asked["redirect_uri"], answer | {"error": "access_denied"})
        scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
        expires = (self.state.clock.now() + CODE_LIFE).timestamp()
        code = token_hex(16)
        self._codes[code] = _Code(consent, scopes, asked["redirect_uri"], expires)
        return _redirect(asked["redirect_uri"], answer | {"code": code})

    async def _test(self, call: Call) -> Json:
        install = call.install
        team = install.workspaces[0]
        organisation = install.organisation or team.organisation
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "team_id": team.id,
            "user": install.bot.name,
            "user_id": install.bot.id,
            "bot_id": install.bot_id,
            "enterprise_id": organisation.id if organisation else None,
            "is_enterprise_install": install.organisation is not None,
        }

    async def _teams(self, call: Call) -> Json:
        return {"teams": [{"id": one.id, "name": one.name} for one in call.install.workspaces]}

    async def _revoke(self, call: Call) -> Json:
        if not call.flag("test"):
            self.uninstall(call.install)
        return {"revoked": not call.flag("test")}

    async def _uninstall(self, call: Call) -> Json:
        self._require_secret(call)
        self.uninstall(call.install)
        return {}

    async def _access(self, call: Call) -> Json:
        self._require_secret(call)
        if call.given.get("grant_type") == "refresh_token":
            return self._granted(self._refreshed(call.need("refresh_token")))
        code = self._codes.get(str(call.given.get("code")))
        if code is None or code.expires < self.state.clock.now().timestamp():
            raise Refusal("invalid_code")
        if code.used:
            raise Refusal("code_already_used")
        if call.given.get("redirect_uri") not in {None, code.redirect_uri}:
            raise Refusal("bad_redirect_uri")
        code.used = True
        install = self.install(code.consent, code.scopes)
        if self.rotation:
            self._renew(install)
        return self._granted(install) | {"authed_user": {"id": code.consent.person.id}}

    def _require_secret(self, call: Call) -> None:
        app = self.state.app
        if call.given.get("client_id") != app.client_id:
            raise Refusal("invalid_client_id")
        if call.given.get("client_secret") != app.client_secret:
            raise Refusal("bad_client_secret")

    def _refreshed(self, refresh_token: object) -> Install:
        for install in self.state.installs:
            if install.active and install.refresh_token == refresh_token:
                self._renew(install)
                return install
        raise Refusal("invalid_refresh_token")

    def _renew(self, install: Install) -> None:
        """A new token beside those that have not expired yet, and a new refresh token."""
        install.tokens[f"xoxe.xoxb-1-{token_hex(16)}"] = self.state.clock.now() + TOKEN_LIFE
        install.refresh_token = f"xoxe-1-{token_hex(16)}"

    def _granted(self, install: Install) -> Json:
        team, organisation = install.workspaces[0], install.organisation
        granted: Json = {
            "app_id": self.state.app.id,
            "access_token": install.token,
            "token_type": "bot",
            "scope": ",".join(sorted(install.scopes)),
            "bot_user_id": install.bot.id,
            "team": None if organisation else {"id": team.id, "name": team.name},
            "enterprise": team.enterprise_json(),
            "is_enterprise_install": organisation is not None,
        }
        if install.refresh_token is None:
            return granted
        lasts = int(TOKEN_LIFE.total_seconds())
        return granted | {"refresh_token": install.refresh_token, "expires_in": lasts}


def _redirect(uri: str, answer: dict[str, str]) -> web.Response:
    joint = "&" if "?" in uri else "?"
    return web.Response(status=302, headers={"Location": f"{uri}{joint}{urlencode(answer)}"})
