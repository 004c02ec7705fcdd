"""A connection that is lost at the commit: nobody knows whether it was done, and nothing is done twice."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.errors import StorageBusy
from bot.ports import ChangedMeanwhile
from bot.store import open_store
from tests.storage import NOW, ROOM, PostgresCluster, a_practice, played
from tests.stored_contests import kept, person

COMMIT = b"\x0cCOMMIT;\0"
"""How a client of PostgreSQL asks for a commit: the end of the message."""


class Wire:
    """A line to a server. Once it ``is_cut``, a commit gets through and its answer does not."""

    def __init__(self, server: Path) -> None:
        self.is_cut = False
        self._server = server

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(str(self._server))
        asking = asyncio.create_task(self._ask(reader, to_server))
        while answer := await from_server.read(65_536):
            if asking.done():
                break
            writer.write(answer)
        writer.transport.abort()
        await asking
        to_server.close()

    async def _ask(self, reader: asyncio.StreamReader, to_server: asyncio.StreamWriter) -> None:
        """Pass on what is asked, up to the commit that is cut off."""
        while asked := await reader.read(65_536):
            to_server.write(asked)
            if self.is_cut and asked.endswith(COMMIT):
                return
        to_server.close()


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[tuple[str, Wire]]:
    """Lay a wire to a server, and return the URL at its end."""
    socket = socket_of(url)
    wire = Wire(socket)
    with tempfile.TemporaryDirectory() as end:
        async with await asyncio.start_unix_server(wire.connect, str(Path(end, socket.name))):
            yield url.replace(str(socket.parent), end), wire


def socket_of(url: str) -> Path:
    (socket,) = Path(url.partition("host=")[2]).glob(".s.PGSQL.*[0-9]")
    return socket


async def test_what_was_committed_is_not_kept_again(postgres: PostgresCluster) -> None:
    """Whoever is told that it failed may try again, as they are told to, and counts once."""
    begun = a_practice()
    answered = played(begun, "r")
    async with (
        wired(await postgres.migrated()) as (url, wire),
        open_store(url) as store,
    ):
        game = (await kept(store, "c1", "ann ben")).play_out("ann", "ben")
        wire.is_cut = True
        for change in (
            game.keep(store),
            store.practices.begin(person("ann"), ROOM, begun, NOW),
            store.practices.save(begun, answered),
        ):
            with pytest.raises(StorageBusy):
                await change
        wire.is_cut = False
        assert not await game.keep(store)
        with pytest.raises(ChangedMeanwhile):
            await store.practices.save(begun, answered)
        assert (await store.scores.record(person("ann"))).points == 40
        assert (await store.check()).is_good
