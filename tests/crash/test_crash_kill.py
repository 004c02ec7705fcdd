"""A contest whose process is killed again and again is, in the end, one whose process was not."""

import os
from random import Random

from tests.crash import plays
from tests.crash.audit import audit
from tests.crash.crowd import Match
from tests.crash.doom import Doom
from tests.crash.house import house

KILLS = int(os.environ.get("CRASH_KILLS", "6"))
SEED = int(os.environ.get("CRASH_SEED", "1"))
PLAYERS = [f"player-{number}" for number in range(24)]


async def test_killed_at_any_moment(store_url: str) -> None:
    """Every answer that was acknowledged counts, once; every post is there, once, in its turn."""
    random = Random(SEED)  # noqa: S311 - chance to test with
    matches: list[Match] = []
    async with house(store_url) as home:
        doom = Doom(home, random, KILLS)
        print(f"seed {SEED}, {KILLS} kills")
        await doom.begin()
        while not doom.is_done or not matches:
            play = plays.ALL[len(matches) % len(plays.ALL)]
            matches.append(Match(home, random, f"room-{len(matches)}", PLAYERS))
            await play(matches[-1])
        await doom.end()
    print(f"{len(matches)} contests, {home.platform.repeated} posts repeated, killed at {doom}")
    await audit(store_url, matches)
