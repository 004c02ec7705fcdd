"""The stand-in's HTTP side: reads requests, answers in Discord's shapes, fails when told to."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any, assert_never

from aiohttp import web

from tests.platforms.standin_discord_components import Json, Problem
from tests.platforms.standin_discord_faults import (
    NOT_FOUND,
    UNAUTHORIZED,
    Broken,
    Cut,
    Fault,
    Faults,
    Hang,
    RateLimited,
    RateLimits,
    Refused,
)
from tests.platforms.standin_discord_limits import error_body
from tests.platforms.standin_discord_state import Files, Invalid, Refusal
from tests.platforms.standin_discord_world import Clock

PREFIX = "/api/v10"
_LIMITED = re.compile(r"/channels/\d+/messages|/webhooks/\d+/[^/]+|/channels/\d+/threads")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read whole."""

    method: str
    path: str
    at: dict[str, str]
    query: dict[str, str]
    body: Any
    files: Files


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that the bot broke, and the request that did."""

    request: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that came, as it was answered; ``body`` is what the bot sent, ``at`` the loop's time."""

    method: str
    path: str
    status: int
    body: Any
    at: float = 0.0


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A route; ``open`` ones are those whose secret is in the path."""

    method: str
    path: str
    handler: Handler
    open: bool = False


@dataclass(eq=False)
class Server:
    """Answers requests; records them and every breach of a limit."""

    token: str
    faults: Faults
    clock: Clock
    rate_limits: RateLimits | None = None
    breaches: list[Breach] = field(default_factory=list)
    requests: list[Answered] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def route(self, app: web.Application, endpoints: list[Endpoint]) -> None:
        """Serve these, and answer every other path with 404, which counts as a breach."""
        for endpoint in endpoints:
            handler = self._handler(endpoint)
            app.router.add_route(endpoint.method, PREFIX + endpoint.path, handler)
        unknown = Endpoint("*", "/{anything:.*}", self._unknown, open=True)
        app.router.add_route("*", PREFIX + unknown.path, self._handler(unknown))

    def _handler(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            call = await _read(request)
            fault = self.faults.take(call.method, call.path)
            response = await self._respond(request, endpoint, call, fault)
            response.headers["Date"] = format_datetime(self.clock.now(), usegmt=True)
            now = asyncio.get_running_loop().time()
            self.requests.append(Answered(call.method, call.path, response.status, call.body, now))
            return response

        return handle

    async def _respond(
        self, request: web.Request, endpoint: Endpoint, call: Call, fault: Fault | None
    ) -> web.Response:
        match fault:
            case None:
                return await self._answer(request, endpoint, call)
            case RateLimited(retry_after, everywhere):
                return _too_many(retry_after, everywhere=everywhere)
            case Refused():
                return _refuse(fault)
            case Broken(status, took_effect):
                if took_effect:
                    await self._answer(request, endpoint, call)
                return _respond({"message": "Internal Server Error", "code": 0}, status)
            case Hang(seconds):
                response = await self._answer(request, endpoint, call)
                await self._wait(seconds)
                return response
            case Cut(took_effect):
                if took_effect:
                    await self._answer(request, endpoint, call)
                if request.transport is not None:
                    request.transport.abort()
                return _respond(None, 500)
        assert_never(fault)

    async def _answer(self, request: web.Request, endpoint: Endpoint, call: Call) -> web.Response:
        if not endpoint.open and request.headers.get("Authorization") != f"Bot {self.token}":
            return _refuse(UNAUTHORIZED)
        limited = _LIMITED.match(call.path) if call.method != "GET" else None
        if self.rate_limits is None or limited is None:
            return await self._attempt(endpoint, call)
        bucket = f"{call.method} {limited.group()}"
        left, reset = self.rate_limits.count(bucket, asyncio.get_running_loop().time())
        if left < 0:
            return _too_many(reset, everywhere=False)
        response = await self._attempt(endpoint, call)
        response.headers.update(self._limit_headers(bucket, left, reset))
        return response

    async def _attempt(self, endpoint: Endpoint, call: Call) -> web.Response:
        try:
            return _respond(await endpoint.handler(call), 200)
        except Refusal as refusal:
            return _refuse(refusal.refused)
        except Invalid as invalid:
            name = f"{call.method} {call.path}"
            self.breaches += [Breach(name, problem) for problem in invalid.problems]
            return _respond(error_body(invalid.problems), 400)

    async def _unknown(self, call: Call) -> None:
        problem = Problem("_", "The stand-in has no such route", "UNKNOWN_ROUTE")
        self.breaches.append(Breach(f"{call.method} {call.path}", problem))
        raise Refusal(NOT_FOUND)

    async def _wait(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return

    def _limit_headers(self, bucket: str, left: int, reset: float) -> dict[str, str]:
        assert self.rate_limits is not None
        return {
            "X-RateLimit-Limit": str(self.rate_limits.most),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": re.sub(r"\W+", "", re.sub(r"/\d+", "", bucket)),
        }


async def _read(request: web.Request) -> Call:
    body: Any = None
    files: dict[int, tuple[str, bytes]] = {}
    if request.content_type == "multipart/form-data":
        form = await request.post()
        body = json.loads(str(form.get("payload_json", "{}")))
        for name, part in form.items():
            if isinstance(part, web.FileField):
                number = int(name.removeprefix("files[").removesuffix("]"))
                files[number] = (part.filename, part.file.read())
    elif request.can_read_body:
        body = await request.json()
    path = request.path.removeprefix(PREFIX)
    at = dict(request.match_info)
    return Call(request.method, path, at, dict(request.query), body, files)


def _respond(data: Any, status: int) -> web.Response:
    """With the bare type: clients do not read JSON whose type names a character set."""
    if data is None and status == 200:
        return web.Response(status=204)
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json"})


def _refuse(refused: Refused) -> web.Response:
    return _respond({"message": refused.message, "code": refused.code}, refused.status)


def _too_many(retry_after: float, *, everywhere: bool) -> web.Response:
    body: Json = {"message": "You are being rate limited.", "global": everywhere}
    response = _respond(body | {"retry_after": round(retry_after, 3)}, 429)
    response.headers.update({"Via": "1.1 google", "Retry-After": str(int(retry_after) + 1)})
    if everywhere:
        response.headers["X-RateLimit-Global"] = "true"
    return response
