"""Serving until told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


async def until_one_ends(*endings: Coroutine[Any, Any, object]) -> None:
    """Run them until one ends, and end the others. Raises what it raised."""
    tasks = [asyncio.ensure_future(ending) for ending in endings]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


@asynccontextmanager
async def beside(*others: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Run others while the block runs."""
    tasks = [asyncio.ensure_future(other) for other in others]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Set the event on SIGINT and SIGTERM while the block runs; blocks may overlap."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    _listening.append(stop)
    with contextlib.suppress(NotImplementedError):
        for number in _SIGNALS:
            loop.add_signal_handler(number, _tell_all)
    try:
        yield stop
    finally:
        _listening.remove(stop)
        if not _listening:
            with contextlib.suppress(NotImplementedError):
                for number in _SIGNALS:
                    loop.remove_signal_handler(number)


def _tell_all() -> None:
    for stop in _listening:
        stop.set()


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_listening: list[asyncio.Event] = []
"""Who is to be told; signals belong to the process, which may run several platforms."""
