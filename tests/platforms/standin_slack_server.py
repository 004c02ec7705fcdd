"""The stand-in's HTTP side: reads calls, answers in Slack's shapes, fails when told to."""

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from math import ceil
from typing import Any, assert_never

from aiohttp import web

from tests.platforms.standin_slack_faults import (
    Broken,
    Cut,
    Fault,
    Faults,
    Hang,
    RateLimited,
    RateLimits,
    Refused,
)
from tests.platforms.standin_slack_limits import Problem
from tests.platforms.standin_slack_state import Invalid, Refusal, State
from tests.platforms.standin_slack_world import Install, Json

PREFIX = "/api/"
# Methods of the Web API are refused with 200; the two addresses that are no methods are not.
_STATUSES = {"response_url": 404, "upload": 400}
_STRUCTURED = frozenset(
    {"blocks", "attachments", "view", "metadata", "unfurls", "files", "user_auth_blocks"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read whole; ``caller`` is the install whose bot token it carries.

    ``sent`` is the content of an upload.
    """

    method: str
    given: Json
    token: str | None
    sent: bytes = b""
    caller: Install | None = None

    @property
    def install(self) -> Install:
        """The install whose token it is."""
        assert self.caller is not None
        return self.caller

    def need(self, name: str) -> Any:
        """An argument that must be there."""
        value = self.given.get(name)
        if value is None or value == "":
            raise Refusal("invalid_arguments", response_metadata=_missing(name))
        return value

    def flag(self, name: str) -> bool:
        """A truth value, as JSON or as forms have it."""
        return self.given.get(name) in {True, "true", "True", "1"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that the app broke, and the call that did."""

    call: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Answered:
    """A call that came, as it was answered; ``error`` is Slack's, None when all was well."""

    method: str
    status: int
    error: str | None
    given: Json


Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method of the Web API; it needs a bot token, with the scope if it names one."""

    method: str
    handler: Handler
    scope: str | None = None
    open: bool = False


@dataclass(eq=False)
class Server:
    """Answers calls; records them and every breach of a limit."""

    state: State
    faults: Faults
    rate_limits: RateLimits | None = None
    breaches: list[Breach] = field(default_factory=list)
    calls: list[Answered] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def route(self, app: web.Application, endpoints: list[Endpoint]) -> None:
        """Serve these; any other method is ``unknown_method``, which counts as a breach."""
        known = {endpoint.method: endpoint for endpoint in endpoints}

        async def serve(request: web.Request) -> web.Response:
            method = request.match_info["method"]
            endpoint = known.get(method) or Endpoint(method, self._unknown, open=True)
            return await self.respond(request, endpoint)

        app.router.add_route("*", PREFIX + "{method}", serve)

    async def respond(self, request: web.Request, endpoint: Endpoint) -> web.Response:
        """One call, from its reading to its answer."""
        call = await _read(request, endpoint.method)
        fault = self.faults.take(call.method, call.given)
        response = await self._with_fault(request, endpoint, call, fault)
        response.headers["Date"] = format_datetime(self.state.clock.now(), usegmt=True)
        body = json.loads(response.text or "{}") if _is_json(response) else {}
        error = body.get("error") or (None if response.status < 400 else str(response.status))
        self.calls.append(Answered(call.method, response.status, error, call.given))
        self.state.wake()
        return response

    async def _with_fault(
        self, request: web.Request, endpoint: Endpoint, call: Call, fault: Fault | None
    ) -> web.Response:
        match fault:
            case None:
                return await self._answer(endpoint, call)
            case RateLimited(retry_after):
                return _too_many(retry_after)
            case Refused(error):
                return _refuse(call, {"error": error})
            case Broken(status, took_effect):
                if took_effect:
                    await self._answer(endpoint, call)
                return web.Response(text="upstream connect error", status=status)
            case Hang(seconds):
                response = await self._answer(endpoint, call)
                await self._wait(seconds)
                return response
            case Cut(took_effect):
                if took_effect:
                    await self._answer(endpoint, call)
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
        assert_never(fault)

    async def _answer(self, endpoint: Endpoint, call: Call) -> web.Response:
        try:
            known = call if endpoint.open else self._authorised(endpoint, call)
            wait = self._limited(known)
            if wait:
                return _too_many(ceil(wait))
            return _granted(known, {"ok": True} | await endpoint.handler(known))
        except Refusal as refusal:
            return _refuse(call, {"error": refusal.error} | refusal.beside)
        except Invalid as invalid:
            self.breaches += [Breach(call.method, problem) for problem in invalid.problems]
            return _refuse(call, error_body(invalid))

    def _authorised(self, endpoint: Endpoint, call: Call) -> Call:
        if not call.token:
            raise Refusal("not_authed")
        install = next((one for one in self.state.installs if call.token in one.tokens), None)
        if install is None:
            raise Refusal("invalid_auth")
        if not install.active:
            raise Refusal("account_inactive")
        expires = install.tokens[call.token]
        if expires is not None and expires <= self.state.clock.now():
            raise Refusal("token_expired")
        if endpoint.scope is not None:
            self.state.require_scope(install, endpoint.scope)
        return replace(call, caller=install)

    def _limited(self, call: Call) -> float:
        if self.rate_limits is None or call.caller is None:
            return 0.0
        team, channel = call.caller.workspaces[0].id, str(call.given.get("channel") or "")
        now = self.state.clock.now().timestamp()
        return self.rate_limits.wait_for(call.method, team, channel, now)

    async def _unknown(self, call: Call) -> Json:
        problem = Problem("", "The stand-in has no such method", "unknown_method")
        self.breaches.append(Breach(call.method, problem))
        raise Refusal("unknown_method", req_method=call.method)

    async def _wait(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return


def error_body(invalid: Invalid) -> Json:
    """Slack's answer to a payload that breaks limits: each with a pointer to its place."""
    told = [f"{one.rule} [json-pointer:{one.at}]" for one in invalid.problems]
    messages = [f"[ERROR] {line}" for line in told]
    body: Json = {"error": invalid.error, "response_metadata": {"messages": messages}}
    return body | ({"errors": told} if invalid.error == "invalid_blocks" else {})


async def _read(request: web.Request, method: str) -> Call:
    given: Json = dict(request.query)
    if method == "upload":
        return Call(method, given, None, await _content(request))
    if request.content_type == "application/json":
        given |= await request.json() if request.can_read_body else {}
    elif request.can_read_body:
        given |= {key: value for key, value in (await request.post()).items() if value != ""}
    for name in _STRUCTURED & given.keys():
        given[name] = _decoded(given[name])
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        given["client_id"], _, given["client_secret"] = b64decode(secret).decode().partition(":")
    token = secret if scheme == "Bearer" else given.pop("token", None)
    return Call(method, given, token)


async def _content(request: web.Request) -> bytes:
    """An upload is sent as it is or as the only file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = (await request.post()).values()
    return b"".join(part.file.read() for part in parts if isinstance(part, web.FileField))


def _decoded(value: object) -> object:
    """Forms carry structures as JSON in text, and some clients do so within JSON too."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _missing(name: str) -> Json:
    return {"messages": [f"[ERROR] missing required field: {name}"]}


def _is_json(response: web.Response) -> bool:
    return response.content_type == "application/json"


def _respond(data: Json, status: int = 200) -> web.Response:
    return web.json_response(data, status=status)


def _refuse(call: Call, error: Json) -> web.Response:
    return _respond({"ok": False} | error, _STATUSES.get(call.method, 200))


def _granted(call: Call, data: Json) -> web.Response:
    """With the header in which Slack names the scopes that the token has."""
    response = _respond(data)
    if call.caller is not None:
        response.headers["X-OAuth-Scopes"] = ",".join(sorted(call.caller.scopes))
    return response


def _too_many(retry_after: int) -> web.Response:
    response = _respond({"ok": False, "error": "ratelimited"}, 429)
    response.headers["Retry-After"] = str(retry_after)
    return response
