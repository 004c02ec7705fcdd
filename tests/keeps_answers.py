"""A process to be killed: it keeps one answer after the other, and says the version after each."""

import asyncio
import sys

from bot.store import open_store
from tests.stored_contests import taken_up


async def main(url: str, contest: str) -> None:
    """Change an answer as often as there is time."""
    async with open_store(url) as store:
        game = await taken_up(store, contest)
        for number in range(10**6):
            game.answer("ann", 1 + number / 1000)
            assert await game.keep(store)
            print(f"{game.version}.", flush=True)


asyncio.run(main(*sys.argv[1:]))
