"""A contest whose process is killed again and again is, in the end, one whose process was not."""

from collections.abc import Callable
from random import Random

from tests.crash import plays
from tests.crash.audit import audit
from tests.crash.crowd import Match
from tests.crash.doom import Doom
from tests.crash.house import house
from tests.crash.scale import IS_SHORT, KILLS, SEED
from tests.crash.stand_in import Mood, StandIn
from tests.crash.wire import Take

PLAYERS = [f"player-{number}" for number in range(24)]


async def test_killed_at_any_moment(store_url: str) -> None:
    """Every answer that was acknowledged counts, once; every post is there, once, in its turn."""
    random = Random(SEED)  # noqa: S311 - chance to test with
    matches: list[Match] = []
    async with house(store_url, StandIn(moody(random))) as home:
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


def moody(random: Random) -> Callable[[Take], Mood]:
    """A platform that fails now and then, before a post or, worse, after it."""
    bad = (Mood.FAILS, Mood.FAILS_AFTER_POSTING)
    return lambda _: Mood.WELL if IS_SHORT or random.random() > 0.01 else random.choice(bad)
