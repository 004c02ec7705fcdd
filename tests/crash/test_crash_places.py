"""What happens to one place on the platform is nobody else's trouble."""

import asyncio
from random import Random

from tests.crash import plays
from tests.crash.audit import audit
from tests.crash.crowd import Match
from tests.crash.house import house
from tests.crash.scale import SEED
from tests.crash.stand_in import Mood, StandIn
from tests.crash.wire import Take
from tests.storage import SqliteFiles

PLAYERS = [f"player-{number}" for number in range(6)]


async def test_a_place_that_hangs_or_is_deleted_holds_up_no_other(
    sqlite_files: SqliteFiles,
) -> None:
    """One channel does not answer, one is gone after its first question: a third one's contest ends."""
    url = await sqlite_files.migrated()
    async with house(url, StandIn(mood_of_the_deleted)) as home:
        home.claim_seconds = 30
        await home.begin_ready()
        random = Random(SEED)  # noqa: S311 - chance to test with
        well, slow, gone = (
            Match(home, random, place, PLAYERS) for place in ("well", "slow", "gone")
        )
        held = home.platform.held["slow"] = asyncio.Event()
        playing_slowly = asyncio.create_task(plays.quickly(slow))
        await gone.open(count=3, seconds=0, pause=0)
        shown = await gone.asked(0)
        assert shown is not None
        await gone.answer_all(PLAYERS[:3], shown)
        async with asyncio.timeout(15):
            await plays.quickly(well)
        assert not playing_slowly.done()
        while not (late := await gone.answer(PLAYERS[4], shown)).failed:
            await asyncio.sleep(0.02)
        assert "over" in late.text
        held.set()
        await playing_slowly
    await audit(url, [well, slow])


def mood_of_the_deleted(take: Take) -> Mood:
    """The channel is deleted as soon as anybody has answered there."""
    counts_answers = take.text[0].isdigit()
    return Mood.GONE if take.place == "gone" and counts_answers else Mood.WELL
