"""Lines from standard input, for pipes and for the screen reader's plain prompt."""

import asyncio
import contextlib
import io
import os
import threading
from collections.abc import Callable
from typing import BinaryIO, TextIO

from adapters.terminal.incoming import MAX_LINE

_CHUNK = 65_536
_MOST_BYTES = 4 * MAX_LINE + 4
"""What is kept of a line: enough to see that it is too long."""


class Lines:
    """Lines of UTF-8 whatever the locale says.

    They are read in a daemon thread without a lock on the stream, so that neither the event loop
    nor leaving the program ever waits for a line.
    """

    def __init__(self, stream: BinaryIO, prompt: TextIO | None = None) -> None:
        self._read = _reader(stream)
        self._prompt = prompt
        self._held = b""
        self._label = ""

    async def line(self, label: str) -> str | None:
        """Return the next line without its end, or ``None`` when there are no more."""
        self._label = label
        self._say(f"{label}> ")
        line = b""
        while True:
            head, newline, self._held = self._held.partition(b"\n")
            line = (line + head)[:_MOST_BYTES]
            if newline:
                return _decoded(line)
            self._held = await self._chunk()
            if not self._held:
                self._say("\n")  # what the shell says next begins a line of its own
                return _decoded(line) if line else None

    def ask_again(self, notice: str) -> None:
        """Say something and ask for the line once more: what had been typed of it is gone."""
        self._say(f"\n({notice})\n{self._label}> ")

    def _say(self, text: str) -> None:
        if self._prompt:
            print(text, end="", file=self._prompt, flush=True)

    async def _chunk(self) -> bytes:
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[bytes] = loop.create_future()

        def read() -> None:
            chunk = b""
            with contextlib.suppress(OSError):  # the terminal has gone: there is no more to read
                chunk = self._read()
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_deliver, arrived, chunk)

        threading.Thread(target=read, daemon=True).start()
        return await arrived


def _deliver(arrived: asyncio.Future[bytes], chunk: bytes) -> None:
    if not arrived.done():
        arrived.set_result(chunk)


def _reader(stream: BinaryIO) -> Callable[[], bytes]:
    try:
        descriptor = stream.fileno()
    except io.UnsupportedOperation:
        return lambda: stream.read(_CHUNK)
    return lambda: os.read(descriptor, _CHUNK)


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "replace").removesuffix("\r").removeprefix("\ufeff")
