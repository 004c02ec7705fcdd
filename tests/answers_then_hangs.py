"""A process to be killed: it answers, says so, and is caught in the middle of the next answer."""

import asyncio
import sys

from sqlalchemy import text

from bot.store import open_store
from bot.store.engine import Database
from bot.store.url import parse_url
from tests.storage import NOW, ROOM, a_person, a_practice, played


async def main(url: str) -> None:
    """Save one answer, leave a second transaction open, and wait to be killed."""
    async with open_store(url) as store:
        practice = a_practice()
        await store.practices.begin(a_person(), ROOM, practice, NOW)
        await store.practices.save(practice, played(practice, "r"))
        async with Database(parse_url(url), patience=5).writing() as connection:
            await connection.execute(text("UPDATE practices SET position = 2"))
            await connection.execute(text("DELETE FROM answers"))
            print("answered", flush=True)
            await asyncio.Event().wait()


asyncio.run(main(sys.argv[1]))
