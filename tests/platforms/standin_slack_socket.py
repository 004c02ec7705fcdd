"""The stand-in's Socket Mode: connections, hello, envelopes and acknowledgements, and breakage."""

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.platforms.standin_slack_delivery import Envelope, NotAcknowledged, Retry
from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import Refusal, State
from tests.platforms.standin_slack_world import Json

MOST_CONNECTIONS = 10


@dataclass(eq=False)
class Socket:
    """A connection of the app."""

    response: web.WebSocketResponse
    transport: asyncio.Transport
    mute: bool = False
    leaving: bool = False

    async def send(self, payload: Json) -> None:
        """Send one payload; a connection that is gone or mute swallows it."""
        if not self.mute:
            try:
                await self.response.send_str(json.dumps(payload))
            except ConnectionError:
                return


@dataclass(eq=False)
class SocketMode:
    """Hands envelopes to the app's connections, one after the other."""

    state: State
    acknowledge_within: float
    sockets: list[Socket] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    opened: int = 0
    envelopes: list[Json] = field(default_factory=list)
    acknowledged: list[Json] = field(default_factory=list)
    refusing: bool = False
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _turn: "count[int]" = field(default_factory=count)

    def endpoints(self) -> list[Endpoint]:
        """The method that opens a connection."""
        return [Endpoint("apps.connections.open", self._open, open=True)]

    async def deliver(self, envelope: Envelope, retry: Retry | None = None) -> Json:
        """Send to the next connection and wait for what the app acknowledges it with.

        Raises:
            NotAcknowledged: there is no connection, or nothing came in time.
        """
        live = [one for one in self.sockets if not one.leaving]
        if not live:
            raise NotAcknowledged("socket_closed")
        number = str(uuid4())
        sent: Json = {"envelope_id": number, "type": envelope.kind, "payload": envelope.payload}
        sent["accepts_response_payload"] = envelope.kind != "events_api"
        if envelope.kind == "events_api":
            attempt, reason = (retry.attempt, retry.reason) if retry else (0, "")
            sent |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        self.envelopes.append(sent)
        try:
            await live[next(self._turn) % len(live)].send(sent)
            return await asyncio.wait_for(waiting, self.acknowledge_within)
        except TimeoutError:
            raise NotAcknowledged("timeout") from None
        finally:
            del self._waiting[number]

    async def drop(self) -> None:
        """Cut every connection."""
        dropped = list(self.sockets)
        for socket in dropped:
            socket.transport.abort()
        while any(socket in self.sockets for socket in dropped):
            await asyncio.sleep(0.005)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send ``disconnect``, as Slack does every few hours; ``warning`` comes seconds before."""
        for socket in list(self.sockets):
            host = {"host": "wss-stand-in", "approximate_connection_time": 18_060}
            await socket.send({"type": "disconnect", "reason": reason, "debug_info": host})
            if reason != "warning":
                socket.leaving = True
                await socket.response.close()

    def fall_silent(self) -> None:
        """Keep the connections there are open but say nothing on them, not even to pings."""
        for socket in self.sockets:
            socket.mute = True

    def refuse(self, *, refused: bool = True) -> None:
        """Open no new connection but answer 503, as in an outage."""
        self.refusing = refused

    async def connected(self, connections: int = 1) -> None:
        """Wait until the app has so many connections."""
        while len(self.sockets) < connections:
            await self.state.change()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if self.refusing or ticket not in self.tickets:
            return web.Response(status=503 if self.refusing else 408)
        self.tickets.discard(ticket)
        response = web.WebSocketResponse(autoping=False)
        await response.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        socket = Socket(response, request.transport)
        try:
            await self._converse(socket)
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)
            self.state.wake()
        return response

    async def _open(self, call: Call) -> Json:
        if call.token != self.state.app.app_token:
            known = any(call.token in one.tokens for one in self.state.installs)
            raise Refusal("not_allowed_token_type" if known else "invalid_auth")
        ticket = str(uuid4())
        self.tickets.add(ticket)
        address = self.state.base_url.replace("http", "ws", 1)
        return {"url": f"{address}/link/?ticket={ticket}&app_id={self.state.app.id}"}

    async def _converse(self, socket: Socket) -> None:
        if len(self.sockets) >= MOST_CONNECTIONS:
            await socket.send({"type": "disconnect", "reason": "too_many_websockets"})
            return
        self.sockets.append(socket)
        self.opened += 1
        await socket.send(self._hello())
        self.state.wake()
        async for message in socket.response:
            if message.type is WSMsgType.PING and not socket.mute:
                await socket.response.pong(message.data)
            elif message.type is WSMsgType.TEXT and not socket.mute:
                self._hear(json.loads(message.data))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.sockets),
            "connection_info": {"app_id": self.state.app.id},
            "debug_info": {"host": "wss-stand-in", "approximate_connection_time": 18_060},
        }

    def _hear(self, said: Json) -> None:
        self.acknowledged.append(said)
        waiting = self._waiting.get(said.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload") or {})
