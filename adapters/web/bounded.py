"""Reading what is sent before it is passed on, and not more of it than there may be."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 1_000_000
"""Bytes of a request, at most; what chat platforms send is a tenth of it."""


class Bounded:
    """An app that gets requests whole: too large a one is answered 413, a broken one not at all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        try:
            async for chunk in Request(scope, receive).stream():
                body += chunk
                if len(body) > MOST:
                    await Response(status_code=413)(scope, receive, send)
                    return
        except ClientDisconnect:
            return

        async def whole() -> Message:
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, whole, send)
