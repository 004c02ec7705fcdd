"""The one HTTP server of a process."""

import contextlib
import socket
from collections.abc import Iterator, Mapping

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from adapters.web.bounded import Bounded
from bot.chat.platform import Health

LAST_WORDS = 8
"""Seconds that requests under way have when the server is told to stop."""


class WebServer:
    """Answers ``/healthz`` and ``/readyz``, and passes on what comes to a platform's routes."""

    async def serve(
        self, health: Health, listening: socket.socket, mounts: Mapping[str, ASGIApp]
    ) -> None:
        """Serve on a socket until cancelled; ``mounts`` are the platforms' apps by where they begin."""
        config = uvicorn.Config(
            application(health, mounts),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LAST_WORDS,
        )
        await _Server(config).serve(sockets=[listening])


def application(health: Health, mounts: Mapping[str, ASGIApp]) -> Starlette:
    """Return the app that is served.

    ``/healthz`` answers 200 while all that the process does in the background goes on, 503 when it had
    better be started anew. ``/readyz`` answers 200 when people can use the bot, else 503, and names
    what is missing.
    """

    async def healthz(_: Request) -> Response:
        alive = health.is_alive()
        return JSONResponse({"alive": alive}, 200 if alive else 503)

    async def readyz(_: Request) -> Response:
        lacking = await health.lacking()
        return JSONResponse({"ready": not lacking, "lacking": lacking}, 503 if lacking else 200)

    routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", readyz)]
    return Starlette(routes=[*routes, *(Mount(path, Bounded(app)) for path, app in mounts.items())])


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to whoever runs the process, who has more to stop than this."""
        yield
