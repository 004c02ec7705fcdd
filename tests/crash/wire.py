"""What a bot's process and the platform that outlives it say to each other: a line of JSON each."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec


class Birth(msgspec.Struct, frozen=True):
    """How a process is to be begun: its name, its store, the platform's socket, its settings."""

    name: str
    url: str
    socket: str
    claim_seconds: float
    patience: float
    hours_wrong: float = 0.0


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """What somebody does; sent again, word for word, when the process dies before it was told."""

    id: str
    user: str
    place: str
    at: datetime
    command: str = ""
    options: Mapping[str, str | int | bool] = {}
    action: str = ""
    arguments: tuple[str, ...] = ()
    response: Mapping[str, tuple[str, ...]] = {}


class Told(msgspec.Struct, frozen=True, tag="told"):
    """The bot's reply to an ``Ask``."""

    id: str
    text: str
    failed: bool


class Take(msgspec.Struct, frozen=True, tag="take"):
    """A post to be made, or to be edited where ``message`` is given; ``form`` is what it asks."""

    number: int
    place: str
    nonce: str
    message: str
    text: str
    form: str = ""
    arguments: tuple[str, ...] = ()


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """The platform's answer to a ``Take``."""

    number: int
    message: str = ""
    error: str = ""
    gone: bool = False


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The first word of a process: it is open for requests."""

    name: str
    pid: int


class Shift(msgspec.Struct, frozen=True, tag="shift"):
    """The system's clock is set, so many hours off, while the process runs."""

    hours_wrong: float


Message: TypeAlias = Ask | Told | Take | Taken | Ready | Shift

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Message).decode


class Wire:
    """One end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, message: Message) -> None:
        """Send a message; what the other end does not hear any more is lost."""
        if not self._writer.is_closing():
            self._writer.write(_encode(message) + b"\n")

    async def heard(self) -> AsyncIterator[Message]:
        """Yield what the other end says, until it is gone, perhaps in the middle of a word."""
        while True:
            try:
                line = await self._reader.readline()
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            if not line.endswith(b"\n"):
                return
            yield _decode(line)

    def close(self) -> None:
        self._writer.close()
