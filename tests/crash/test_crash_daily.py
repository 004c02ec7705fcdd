"""A daily post is made once, wherever the process that makes it is killed, and whoever takes over."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.crash.bot_process import ADMIN
from tests.crash.doom import Doom
from tests.crash.house import PROMPT_SECONDS, Bot, House, house
from tests.crash.scale import SEED
from tests.crash.stand_in import Mood, StandIn
from tests.crash.wire import Ask, Told

CLAIM_SECONDS = 0.4
"""How long a post is left to a process that may be dead."""

AHEAD = 2.5
"""Hours by which the clocks of those are ahead who find half an hour old what is due in two hours."""


async def admin(home: House, place: str, command: str, **options: str) -> Told:
    ask = Ask(
        id=f"{place}-{command}-{options}",
        user=ADMIN,
        place=place,
        at=datetime.now(UTC),
        command=command,
        options=options,
    )
    return await home.ask(ask)


async def set_up(home: House, *places: str) -> None:
    """Have something posted in each place daily, in two hours for the first time."""
    home.claim_seconds = CLAIM_SECONDS
    bot = await home.begin_ready()
    due = datetime.now(UTC) + timedelta(hours=2)
    for place in places:
        told = await admin(home, place, "daily set", time=f"{due:%H:%M}", zone="UTC")
        assert "is set up" in told.text
    bot.kill()
    await bot.dead.wait()
    home.hours_wrong = AHEAD


async def posted(home: House, place: str) -> None:
    """Wait until a place has its post."""
    await home.platform.seen(place, lambda _: True, PROMPT_SECONDS)


async def quiet(home: House) -> None:
    """Wait until nothing is left to be told, and a claim of somebody dead would have run out."""
    calls = -1
    while calls != home.platform.calls:
        calls = home.platform.calls
        await asyncio.sleep(2 * home.claim_seconds)


@pytest.mark.parametrize("fatal", ["take", "posted"])
async def test_killed_between_the_claim_and_the_post_or_after_it(
    store_url: str, fatal: str
) -> None:
    """Before the platform has it, or before the process learns that it has: there is one post."""
    async with house(store_url) as home:
        await set_up(home, "hall")

        def kill(moment: str, bot: Bot) -> None:
            if moment == fatal and bot.name == "bot-2":
                bot.kill()

        home.on_moment = kill
        victim = await home.begin()
        async with asyncio.timeout(PROMPT_SECONDS):
            await victim.dead.wait()
        await home.begin_ready()
        await posted(home, "hall")
        await quiet(home)
        assert len(home.platform.posts("hall")) == 1
        told = await admin(home, "hall", "daily now")
        assert "was made already" in told.text


async def test_many_places_two_processes_and_a_platform_that_fails(store_url: str) -> None:
    """Processes die at any moment while what is due in twelve places is posted: one post in each."""
    random = Random(SEED)  # noqa: S311 - chance to test with
    places = [f"room-{number}" for number in range(12)]
    moods = [*[Mood.WELL] * 8, Mood.FAILS, Mood.FAILS_AFTER_POSTING]
    async with house(store_url, StandIn(lambda _: random.choice(moods))) as home:
        await set_up(home, *places)
        doom = Doom(home, random, kills=4)
        await doom.begin(processes=2)
        await asyncio.gather(*(posted(home, place) for place in places))
        await doom.end()
        home.on_moment = lambda _moment, _bot: None
        if not any(bot.ready.is_set() and not bot.dead.is_set() for bot in home.bots):
            await home.begin_ready()
        await quiet(home)
        assert [len(home.platform.posts(place)) for place in places] == [1] * len(places)
