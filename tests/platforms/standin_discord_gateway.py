"""The stand-in's gateway: HELLO, IDENTIFY, events, heartbeats, RESUME, and ways to break it."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import uuid4

from aiohttp import WSCloseCode, WSMsgType, web

from tests.platforms.standin_discord_components import Json
from tests.platforms.standin_discord_world import Guild, User

_REMEMBERED_EVENTS = 10_000
_PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_GUILDS, _GUILD_EVENTS, _GUILD_MESSAGES, _DIRECT_MESSAGES = 1, 1 << 16, 1 << 9, 1 << 12


class Op(IntEnum):
    """The gateway's opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(eq=False)
class Session:
    """One identified shard of one process; it outlives its socket so that it can resume."""

    id: str
    intents: int
    shard: int
    shards: int
    socket: "Socket | None" = None
    sequence: int = 0
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_EVENTS))

    def covers(self, guild: Guild | None) -> bool:
        """Whether this shard is told of what happens in the server; the first has the DMs."""
        return (guild.id >> 22) % self.shards == self.shard if guild else self.shard == 0

    def wants(self, event: str, guild: Guild | None) -> bool:
        """Whether the intents it identified with ask for such events."""
        needed = _intent(event, guild)
        return needed == 0 or bool(self.intents & needed)


@dataclass(eq=False)
class Socket:
    """A connection, compressed if the client asked for it."""

    response: web.WebSocketResponse
    transport: asyncio.Transport
    compressor: "zlib._Compress | None"
    mute: bool = False

    async def send(self, payload: Json) -> None:
        """Send one payload whole; a connection that is gone or mute swallows it."""
        if self.mute:
            return
        text = json.dumps(payload)
        try:
            if self.compressor is None:
                await self.response.send_str(text)
            else:
                await self.response.send_bytes(self._compressed(text.encode()))
        except ConnectionError:
            return

    def _compressed(self, data: bytes) -> bytes:
        assert self.compressor is not None
        return self.compressor.compress(data) + self.compressor.flush(zlib.Z_SYNC_FLUSH)


class Gateway:
    """Tells every session of the bot what happens, and remembers it for those that resume."""

    def __init__(self, token: str, bot: User, guilds: Callable[[], Iterable[Guild]]) -> None:
        self._token = token
        self._bot = bot
        self._guilds = guilds
        self._closed_to_all = False
        self.sockets: set[Socket] = set()
        self._senders: set[asyncio.Task[None]] = set()
        self.resume_url = ""
        self.heartbeat_interval = 41.25
        self.allow_privileged = False
        self.sessions: dict[str, Session] = {}
        self.identified = asyncio.Condition()
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0

    def dispatch(self, event: str, data: Json, guild: Guild | None) -> None:
        """Tell all sessions that this concerns, in order; those away hear of it on RESUME."""
        for session in self.sessions.values():
            if session.covers(guild) and session.wants(event, guild):
                self._tell(session, event, data)

    async def drop(self, *, resume: bool = True) -> None:
        """Cut every connection; with ``resume=False`` the sessions are forgotten too."""
        if not resume:
            self.sessions.clear()
        dropped = set(self.sockets)
        for socket in dropped:
            socket.transport.abort()
        while self.sockets & dropped:
            await asyncio.sleep(0.005)

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does when it moves a client to another machine."""
        for socket in list(self.sockets):
            await socket.send({"op": Op.RECONNECT, "d": None})

    async def close(self, code: int) -> None:
        """Close every connection with one of the gateway's close codes."""
        for socket in list(self.sockets):
            await socket.response.close(code=code)

    def fall_silent(self) -> None:
        """Keep the connections there are open but say nothing on them, not even to heartbeats."""
        for socket in self.sockets:
            socket.mute = True

    def refuse(self, *, refused: bool = True) -> None:
        """Answer no new connection but with 502, as in an outage."""
        self._closed_to_all = refused

    async def connected(self, sessions: int = 1) -> None:
        """Wait until so many sessions have a live connection and were told READY or RESUMED."""
        async with self.identified:
            await self.identified.wait_for(lambda: len(self._live()) >= sessions)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self._closed_to_all:
            return web.Response(status=502)
        response = web.WebSocketResponse(max_msg_size=4_096)
        await response.prepare(request)
        compressed = request.query.get("compress") == "zlib-stream"
        assert isinstance(request.transport, asyncio.Transport)
        stream = zlib.compressobj() if compressed else None
        socket = Socket(response, request.transport, stream)
        self.sockets.add(socket)
        try:
            await self._converse(socket)
        finally:
            self.sockets.discard(socket)
            self._leave(socket)
        return response

    def _live(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.socket is not None]

    def _leave(self, socket: Socket) -> None:
        for session in list(self.sessions.values()):
            if session.socket is socket:
                session.socket = None
                if socket.response.close_code in {WSCloseCode.OK, WSCloseCode.GOING_AWAY}:
                    del self.sessions[session.id]

    async def _converse(self, socket: Socket) -> None:
        interval = int(self.heartbeat_interval * 1000)
        await socket.send({"op": Op.HELLO, "d": {"heartbeat_interval": interval}})
        async for message in socket.response:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))

    async def _hear(self, socket: Socket, payload: Json) -> None:
        match payload.get("op"):
            case Op.HEARTBEAT:
                self.heartbeats += 1
                await socket.send({"op": Op.HEARTBEAT_ACK})
            case Op.IDENTIFY:
                self.identifies.append(payload["d"])
                await self._identify(socket, payload["d"])
            case Op.RESUME:
                self.resumes.append(payload["d"])
                await self._resume(socket, payload["d"])
            case _:
                return

    async def _identify(self, socket: Socket, asked: Json) -> None:
        code = self._reason_to_refuse(asked)
        if code is not None:
            await socket.response.close(code=code)
            return
        shard, shards = asked.get("shard", [0, 1])
        session = Session(uuid4().hex, asked["intents"], shard, shards, socket)
        self.sessions[session.id] = session
        guilds = [guild for guild in self._guilds() if session.covers(guild)]
        self._tell(session, "READY", self._ready(session, guilds))
        for guild in guilds:
            self._tell(session, "GUILD_CREATE", guild.arrival())
        await self._announce()

    def _reason_to_refuse(self, asked: Json) -> int | None:
        if asked.get("token") != self._token:
            return 4004
        if "intents" not in asked:
            return 4013
        if asked["intents"] & _PRIVILEGED and not self.allow_privileged:
            return 4014
        return None

    def _ready(self, session: Session, guilds: Iterable[Guild]) -> Json:
        return {
            "v": 10,
            "user": self._bot.json(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._bot.id), "flags": 0},
        }

    async def _resume(self, socket: Socket, asked: Json) -> None:
        session = self.sessions.get(asked.get("session_id", ""))
        if session is None or asked.get("token") != self._token:
            await socket.send({"op": Op.INVALID_SESSION, "d": False})
            return
        missed = [event for event in session.events if event["s"] > (asked.get("seq") or 0)]
        session.socket = socket
        for event in missed:
            self._send(session, event)
        self._tell(session, "RESUMED", {})
        await self._announce()

    async def _announce(self) -> None:
        async with self.identified:
            self.identified.notify_all()

    def _tell(self, session: Session, event: str, data: Json) -> None:
        session.sequence += 1
        payload = {"op": Op.DISPATCH, "t": event, "s": session.sequence, "d": data}
        session.events.append(payload)
        self._send(session, payload)

    def _send(self, session: Session, payload: Json) -> None:
        # Tasks start in the order they were made, and each writes before it first waits, so the
        # payloads keep their order on the wire.
        if session.socket is not None:
            task = asyncio.ensure_future(session.socket.send(payload))
            self._senders.add(task)
            task.add_done_callback(self._senders.discard)


def _intent(event: str, guild: Guild | None) -> int:
    if event.startswith("MESSAGE_"):
        return _GUILD_MESSAGES if guild else _DIRECT_MESSAGES
    if event.startswith("GUILD_SCHEDULED_EVENT"):
        return _GUILD_EVENTS
    return _GUILDS if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")) else 0
