"""Acknowledging first: what is slow begins when the acknowledgement is on its way.

The library's ``ack()`` sends nothing: what was acknowledged is noticed some milliseconds later, so an
answer could overtake it, and work that holds the loop would hold it back.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

PING_SECONDS = 3.0
"""Between signs of life; a dead connection is replaced after as long, and commands in between are lost."""

MOST_SEEN = 10_000

_ADDRESS = re.compile(r"wss?://\S+")

_sent: ContextVar[asyncio.Event | None] = ContextVar("the acknowledgement was sent", default=None)


class PunctualHandler(AsyncSocketModeHandler):
    """Lets listeners wait until their acknowledgement was sent, and logs no way in."""

    def __init__(self, app: AsyncApp, app_token: str, **options: Any) -> None:
        super().__init__(app, app_token, logger=_discreet(), **options)

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Have a request answered, and tell its listener when the acknowledgement was sent."""
        with acknowledging():
            await super().handle(client, req)


@dataclass(slots=True)
class Acknowledgement:
    """An acknowledgement that is being sent; ``taken_in`` is how many seconds Slack needs to show it."""

    taken_in: float = 0.0


@contextmanager
def acknowledging() -> Iterator[Acknowledgement]:
    """Tell those who are begun in the block when the acknowledgement was sent: when it ends."""
    sent, acknowledgement = asyncio.Event(), Acknowledgement()
    _sent.set(sent)
    try:
        yield acknowledgement
    finally:
        asyncio.get_running_loop().call_later(acknowledgement.taken_in, sent.set)


async def acknowledged() -> None:
    """Wait until the acknowledgement of this request was sent, where that can be told."""
    if sent := _sent.get():
        await sent.wait()


class Seen:
    """What was handled of late, by its id: Slack repeats what it thinks was not heard."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, id_: str) -> bool:
        """Tell whether something is seen for the first time, and remember it."""
        if id_ in self._ids:
            return False
        self._ids[id_] = None
        while len(self._ids) > MOST_SEEN:
            self._ids.popitem(last=False)
        return True


class UnderWay:
    """Counts what is being answered."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Count one while the block runs."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def settled(self, seconds: float) -> None:
        """Wait until nothing is being answered, for at most so many seconds."""
        try:
            await asyncio.wait_for(self._none.wait(), seconds)
        except TimeoutError:
            return


class _Discreet(logging.Filter):
    """Keeps the addresses of sockets out of the log: whoever has one can be the app."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _ADDRESS.sub("wss://…", record.getMessage()), ()
        record.exc_info = record.exc_text = None
        return True


def _discreet() -> logging.Logger:
    quiet = logging.getLogger(f"{__name__}.socket")
    quiet.setLevel(logging.ERROR)
    if not quiet.filters:
        quiet.addFilter(_Discreet())
    return quiet
