"""What was acknowledged is there after the process was killed; what was not is not."""

import asyncio
import sys
from pathlib import Path

from bot.store import open_store
from tests.storage import a_person, a_practice, played


async def test_an_answer_outlives_the_process_that_took_it(empty_url: str) -> None:
    """Killed without warning right after the answer, in the middle of another transaction."""
    await answered_and_killed(empty_url)
    async with open_store(empty_url) as store:
        assert await store.practices.running(a_person()) == played(a_practice(), "r")
        assert (await store.scores.record(a_person())).points == 10
        assert (await store.check()).is_good
        await store.practices.save(played(a_practice(), "r"), played(a_practice(), "rr"))


async def answered_and_killed(url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.answers_then_hangs", url),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"answered\n"
    process.kill()
    await process.wait()
