"""The HTTP server of a process: whether it is well, and the routes of platforms."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.web.bounded import MOST
from adapters.web.server import WebServer


@dataclass
class Condition:
    """How a process says it is."""

    alive: bool = True
    missing: dict[str, str] = field(default_factory=dict)

    def is_alive(self) -> bool:
        return self.alive

    async def lacking(self) -> Mapping[str, str]:
        return self.missing


@asynccontextmanager
async def served(
    condition: Condition, mounts: Mapping[str, Any] | None = None
) -> AsyncIterator[str]:
    """Serve on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(WebServer().serve(condition, listening, mounts or {}))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        listening.close()


async def got(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json(content_type=None)


@pytest.mark.parametrize(("alive", "status"), [(True, 200), (False, 503)])
async def test_healthz_says_whether_the_process_had_better_be_started_anew(
    *, alive: bool, status: int
) -> None:
    """200 while the background goes on, else 503."""
    async with served(Condition(alive=alive)) as url:
        assert await got(f"{url}/healthz") == (status, {"alive": alive})


async def test_readyz_names_what_keeps_people_from_using_the_bot() -> None:
    """Asked anew each time: 503 and the reasons, 200 when they are gone."""
    condition = Condition(missing={"discord": "not connected"})
    async with served(condition) as url:
        lacking = {"ready": False, "lacking": {"discord": "not connected"}}
        assert await got(f"{url}/readyz") == (503, lacking)
        condition.missing.clear()
        assert await got(f"{url}/readyz") == (200, {"ready": True, "lacking": {}})


async def test_a_platform_gets_what_comes_to_its_routes() -> None:
    """An app of ASGI under its own path, beside the health pages."""
    app = Starlette(routes=[Route("/events", lambda _: PlainTextResponse('"heard"'))])
    async with served(Condition(), {"/slack": app}) as url:
        assert await got(f"{url}/slack/events") == (200, "heard")
        assert (await got(f"{url}/healthz"))[0] == 200


@pytest.mark.parametrize(("size", "status"), [(MOST, 200), (MOST + 1, 413)])
async def test_more_than_anybody_sends_is_not_read(size: int, status: int) -> None:
    """To the byte, and also where nobody has said before how much it will be."""

    async def counted(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    async def in_parts() -> AsyncIterator[bytes]:
        for begin in range(0, size, 100_000):
            yield b"x" * min(100_000, size - begin)

    app = Starlette(routes=[Route("/events", counted, methods=["POST"])])
    async with served(Condition(), {"/slack": app}) as url, aiohttp.ClientSession() as session:
        for body in (b"x" * size, in_parts()):
            async with session.post(f"{url}/slack/events", data=body) as answer:
                assert answer.status == status
                assert status == 413 or await answer.text() == str(size)
