"""Acknowledging first: what is slow begins when the acknowledgement is on its way.

The library's ``ack()`` sends nothing. Left to itself it looks every 10 ms whether something was
acknowledged, and an answer could overtake that; asked to process before it responds, it sends at once what
its listener returns with. So what it calls here returns when it has acknowledged, and goes on beside.
Of many who act at once each is acknowledged before any is answered: Slack waits three seconds for the one.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack import shape
from adapters.slack.kit import Json
from adapters.slack.shape import Misshapen

PING_SECONDS = 3.0
"""Between signs of life; a dead connection is replaced after as long, and commands in between are lost."""

MOST_SEEN = 10_000

_ADDRESS = re.compile(r"wss?://\S+")

GIVES_WAY = 0.5
"""Seconds for which an answer gives way to acknowledgements, at most: rounds of a contest go by seconds."""

_acknowledgement: ContextVar["Acknowledgement | None"] = ContextVar("acknowledgement", default=None)

_log = logging.getLogger(__name__)


class Acknowledges(Protocol):
    """A listener that acknowledges what it hears."""

    def __call__(self, ack: Any, body: Json) -> Coroutine[Any, Any, None]:
        """Hear of something."""


class Hears(Protocol):
    """A listener of events."""

    def __call__(self, body: Json) -> Coroutine[Any, Any, None]:
        """Hear of something."""


class PunctualHandler(AsyncSocketModeHandler):
    """Lets listeners wait until their acknowledgement was sent, and logs no way in."""

    def __init__(self, app: AsyncApp, app_token: str, **options: Any) -> None:
        super().__init__(app, app_token, logger=_discreet(), **options)
        self._arrived = UnderWay()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Have a request answered, and tell its listener when the acknowledgement was sent.

        What cannot be understood is acknowledged, so that it does not come again, and let go.
        """
        try:
            shape.check(req.payload)
        except Misshapen as error:
            _log.warning("payload not understood", extra={"why": str(error)})
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        with acknowledging(self._arrived):
            await super().handle(client, req)


class Beside:
    """Has the library call listeners that return when they have acknowledged, and go on beside."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def acknowledging(self, listener: Acknowledges) -> Callable[..., Awaitable[BoltResponse]]:
        """Return what calls a listener, and returns when that has acknowledged; or failed before it did."""

        async def promptly(ack: AsyncAck, body: Json) -> BoltResponse:
            acknowledged = asyncio.Event()

            async def acknowledge(**what: Any) -> BoltResponse:
                response = await ack(**what)
                acknowledged.set()
                return response

            task = self._begun(listener(acknowledge, body))
            task.add_done_callback(lambda _: acknowledged.set())
            await acknowledged.wait()
            return ack.response or BoltResponse(status=500)

        return promptly

    def hearing(self, listener: Hears) -> Callable[..., Awaitable[None]]:
        """Return what calls a listener of events, which the library acknowledges by itself."""

        async def promptly(body: Json) -> None:
            self._begun(listener(body))

        return promptly

    def _begun(self, listener: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(listener)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("listener failed", exc_info=error)


@dataclass(slots=True)
class Acknowledgement:
    """An acknowledgement that is being sent; ``taken_in`` is how many seconds Slack needs to show it."""

    arrived: "UnderWay"
    taken_in: float = 0.0
    sent: asyncio.Event = field(default_factory=asyncio.Event)


@contextmanager
def acknowledging(arrived: "UnderWay") -> Iterator[Acknowledgement]:
    """Tell those who are begun in the block when the acknowledgement was sent: when it ends.

    ``arrived`` counts what has come the same way and was not acknowledged yet.
    """
    acknowledgement = Acknowledgement(arrived)
    _acknowledgement.set(acknowledgement)
    try:
        with arrived.one():
            yield acknowledgement
    finally:
        later = asyncio.get_running_loop().call_later
        later(acknowledgement.taken_in, acknowledgement.sent.set)


async def acknowledged() -> None:
    """Wait until the acknowledgement of this request was sent, where that can be told.

    While others wait for theirs this one gives way to them, for a moment.
    """
    if acknowledgement := _acknowledgement.get():
        await acknowledgement.sent.wait()
        await acknowledgement.arrived.settled(GIVES_WAY)


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
    """Counts what is going on."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
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
        """Wait until nothing is, for at most so many seconds."""
        if not self._count:
            return
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
