"""Many requests of Slack's within a second, sent by a process that does nothing else.

What stands in for Slack has its hands full with the bot's answers, and would measure itself. The connections
are open beforehand, as those of a balancer in front of replicas are.
"""

import asyncio
import sys
from collections.abc import Sequence
from random import random
from time import perf_counter
from typing import TypeAlias
from urllib.parse import urlsplit

import msgspec

from tests.platforms.standin_slack_delivery import Envelope, Retry
from tests.platforms.standin_slack_signed import Sent, SignedHttp, form
from tests.platforms.standin_slack_world import Json

Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]

GO = b"go\n"


class Burst:
    """Takes the place of what delivers for the stand-in: gathers requests, and sends all within a second."""

    def __init__(self, http: SignedHttp, size: int) -> None:
        self._http = http
        self._size = size
        self._requests: list[Sent] = []
        self._sent: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    async def deliver(self, envelope: Envelope, retry: Retry | None = None) -> Json:
        """Sign a request; return when all were sent and acknowledged."""
        secret = self._http.state.app.signing_secret
        self._requests.append(self._http.signed(*form(envelope), secret))
        if len(self._requests) == self._size:
            self._sent.set_result(await _sent(self._requests))
        await self._sent
        return {}

    async def waits(self) -> list[float]:
        """Return how long each waited to be acknowledged, in seconds."""
        return await self._sent


async def _sent(requests: Sequence[Sent]) -> list[float]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=pipe, stdout=pipe, limit=2**20
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(
            msgspec.json.encode([(each.url, _written(each)) for each in requests]) + b"\n"
        )
        await process.stdout.readline()  # it is connected
        process.stdin.write(GO)
        return msgspec.json.decode(await process.stdout.readline(), type=list[float])
    finally:
        process.stdin.close()
        await process.wait()


def _written(request: Sent) -> bytes:
    url = urlsplit(request.url)
    length = {"Host": url.netloc, "Content-Length": str(len(request.body))}
    headers = "".join(
        f"{name}: {value}\r\n" for name, value in {**length, **request.headers}.items()
    )
    return f"POST {url.path} HTTP/1.1\r\n{headers}\r\n".encode() + request.body


async def _press(connection: Connection, request: bytes) -> float:
    """Send a request at some moment of a second; return how long its answer took."""
    reader, writer = connection
    await asyncio.sleep(random())
    began = perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    took = perf_counter() - began
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    return took


async def _connected(url: str) -> Connection:
    there = urlsplit(url)
    return await asyncio.open_connection(there.hostname, there.port)


async def main() -> None:
    """Read requests from the standard input, send them when told to, and write how long each waited."""
    requests = msgspec.json.decode(sys.stdin.buffer.readline(), type=list[tuple[str, bytes]])
    connections = [await _connected(url) for url, _ in requests]
    print("connected", flush=True)
    sys.stdin.buffer.readline()
    pressed = zip(connections, requests, strict=True)
    waits = await asyncio.gather(*(_press(each, request) for each, (_, request) in pressed))
    print(msgspec.json.encode(waits).decode(), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
