"""Daily posts come once: after crashes and restarts, by wrong clocks, from several processes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.chat.platform import DeliveryFailed
from bot.daily.schedule import CATCH_UP
from bot.runtime.app import open_bot
from bot.runtime.due import DailyPosts
from bot.store import open_store
from tests.builders import an_actor
from tests.clock import ManualClock
from tests.daily_bot import DAY, EIGHT, HOUR, MONDAY, PACK, House, Wall, daily_house
from tests.storage import Databases, run_sql
from tests.talk import Talk

PROMPT = 10.0


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'daily.db'}"


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    async with daily_house(url) as opened:
        yield opened


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PROMPT):
        while not true():
            await asyncio.sleep(0.005)


async def posts_after(url: str, wall: Wall, now: datetime) -> list[str]:
    """What a process posts that begins at some time on what another has left behind."""
    async with daily_house(url, ManualClock(now), wall) as house:
        return await house.pass_time(0)


async def missed(url: str, now: datetime) -> str:
    async with daily_house(url, ManualClock(now)) as house:
        return await house.say("daily list")


async def set_up(url: str) -> None:
    async with daily_house(url) as house:
        await house.say("daily set", **EIGHT)


async def test_after_a_short_absence_the_post_is_made_up_for(url: str) -> None:
    """Once, by whoever comes first."""
    await set_up(url)
    wall = Wall()
    back = MONDAY + timedelta(days=3, hours=2) + CATCH_UP
    assert len(await posts_after(url, wall, back)) == 1
    assert await posts_after(url, wall, back) == []
    assert "Missed: Mon 2026-03-02, Tue 2026-03-03" in await missed(url, back)


async def test_after_a_long_absence_it_is_left_out_and_said_so(url: str) -> None:
    """The next is made in time."""
    await set_up(url)
    wall = Wall()
    back = MONDAY + timedelta(hours=2, seconds=1) + CATCH_UP
    assert await posts_after(url, wall, back) == []
    assert "Missed: Mon 2026-03-02." in await missed(url, back)
    assert len(await posts_after(url, wall, MONDAY + timedelta(days=1, hours=2))) == 1


@pytest.mark.parametrize("hours", [-24, -1, 1, 5])
async def test_a_clock_that_is_set_never_has_a_post_made_twice(url: str, hours: int) -> None:
    """Back or ahead, and right again: one post for each day."""
    await set_up(url)
    wall, due = Wall(), MONDAY + timedelta(hours=2)
    assert len(await posts_after(url, wall, due)) == 1
    assert await posts_after(url, wall, due + timedelta(hours=hours)) == []
    assert await posts_after(url, wall, due + timedelta(minutes=1)) == []
    assert len(await posts_after(url, wall, due + timedelta(days=1))) == 1


async def test_a_clock_that_ran_a_day_ahead_has_posted_that_day_already(url: str) -> None:
    """When that day comes, it has its post."""
    await set_up(url)
    wall, due = Wall(), MONDAY + timedelta(hours=2)
    assert len(await posts_after(url, wall, due + timedelta(days=1))) == 1
    assert await posts_after(url, wall, due) == []
    assert await posts_after(url, wall, due + timedelta(days=1)) == []
    assert len(await posts_after(url, wall, due + timedelta(days=2))) == 1


async def test_rules_of_a_zone_that_have_changed_are_followed(url: str) -> None:
    """What was reckoned by the old ones is reckoned anew when a process begins."""
    await set_up(url)
    await run_sql(url, "UPDATE daily_schedules SET due_at = '2026-03-02 06:00:00.000000'")
    wall = Wall()
    assert await posts_after(url, wall, MONDAY + timedelta(hours=1, minutes=30)) == []
    assert len(await posts_after(url, wall, MONDAY + timedelta(hours=2))) == 1


async def test_a_platform_that_fails_after_posting_shows_one_post(house: House) -> None:
    """It is sent again, and known again."""
    await house.say("daily set", **EIGHT)
    house.wall.fails_after_posting = True
    assert len(await house.pass_time(3 * HOUR)) == 1
    assert await house.pass_time(10) == []
    assert house.wall.repeated == 1


async def test_a_post_that_waits_for_too_long_is_not_made_late(house: House) -> None:
    """It is missed, and the list says so."""
    await house.say("daily set", **EIGHT)
    house.wall.error = DeliveryFailed("bad gateway")
    await house.pass_time(2 * HOUR)
    house.wall.error = None
    assert await house.pass_time(8 * HOUR) == []
    assert "Missed: Mon 2026-03-02." in await house.say("daily list")
    assert len(await house.pass_time(DAY - 8 * HOUR)) == 1


async def test_what_nobody_was_there_to_tell_in_time_is_missed(url: str) -> None:
    """It was decided, and the process died before it could be posted."""
    await set_up(url)
    wall = Wall("elsewhere")
    assert await posts_after(url, wall, MONDAY + timedelta(hours=2)) == []
    late = MONDAY + timedelta(hours=12)
    assert await posts_after(url, Wall(), late) == []
    assert "Missed: Mon 2026-03-02." in await missed(url, late)


async def test_what_the_pack_has_lost_meanwhile_is_not_shown(url: str) -> None:
    """It was decided on, and then the collection was changed: the post says so."""
    await set_up(url)
    assert await posts_after(url, Wall("elsewhere"), MONDAY + timedelta(hours=2)) == []
    poorer = replace(PACK, quotes=())
    clock = ManualClock(MONDAY + timedelta(hours=3))
    async with daily_house(url, clock, pack=poorer) as house:
        (text,) = await house.pass_time(0)
        assert text.startswith("Today’s passage was taken out of the collection.")
        assert await house.pass_time(DAY) == []
        assert "Missed: Tue 2026-03-03." in await house.say("daily list")


async def test_where_a_channel_is_gone_nothing_more_is_tried(house: House) -> None:
    """The list says why, and how to go on."""
    await house.say("daily set", **EIGHT)
    house.wall.error = DeliveryFailed("unknown channel", place_is_gone=True)
    await house.pass_time(3 * HOUR)
    house.wall.error = None
    assert await house.pass_time(DAY) == []
    said = await house.say("daily list")
    assert "Stopped, since nothing could be posted here" in said
    assert "Missed: Mon 2026-03-02." in said
    await house.say("daily resume")
    assert len(await house.pass_time(DAY)) == 1


async def test_a_schedule_over_which_we_stumble_holds_up_no_other(url: str) -> None:
    """Its zone was taken out of the database, for example; the process may have begun before or after."""
    async with daily_house(url) as house:
        await house.say("daily set", **EIGHT)
        await house.say("daily set", **EIGHT, which="text")
        await run_sql(url, "UPDATE daily_schedules SET zone = 'Mars/Olympus' WHERE number = 1")
        (text,) = await house.pass_time(3 * HOUR)
        assert "Paragraph of the day" in text
    clock, wall = ManualClock(MONDAY + timedelta(days=1)), Wall()
    async with at_work(url, clock, wall):
        await clock.advance(3 * HOUR)
        await until(lambda: len(wall.posts) == 1)


@asynccontextmanager
async def at_work(url: str, clock: ManualClock, wall: Wall) -> AsyncIterator[Talk]:
    """A process that runs by itself, and an admin who talks to it."""
    async with open_bot(PACK, url, clock) as bot:
        delivering = asyncio.create_task(bot.deliver(wall))
        yield Talk(bot, an_actor("ada", platform="tiny", is_admin=True))
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)


async def test_it_wakes_when_its_time_has_come(store_url: str) -> None:
    """By itself; also for what another process has set up meanwhile."""
    clock, wall = ManualClock(MONDAY), Wall()
    async with at_work(store_url, clock, wall), at_work(store_url, clock, Wall("none")) as admin:
        await admin.say("daily set", **EIGHT)
        await clock.advance(2 * HOUR - 1)
        assert wall.posts == []
        await clock.advance(1)
        await until(lambda: len(wall.posts) == 1)
        await admin.say("daily now")
        await clock.advance(DAY)
        await until(lambda: len(wall.posts) == 2)


@asynccontextmanager
async def a_process(
    url: str, clock: ManualClock, wall: Wall
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """What a process does about daily posts, all at once."""
    async with open_store(url) as store:
        daily = DailyPosts(
            PACK, store.dailies, store.daily_answers, store.settings, store.daily_outbox, clock
        )
        office = daily.office(wall)

        async def work() -> None:
            await daily.catch_up()
            await office.flush()

        yield work


async def test_two_processes_on_one_database_make_one_post_a_day_for_a_year(
    postgres: Databases,
) -> None:
    """None missed, none double, over both changes of clocks; quotes and a quiz in two zones."""
    url, wall = await postgres.migrated(), Wall()
    clock = ManualClock(datetime(2026, 1, 1, 5, 0, tzinfo=UTC))
    async with daily_house(url, clock, wall) as house:
        await house.say("daily set", **EIGHT)
        await house.say("daily set", time="6am", zone="New York", days="weekdays", which="quiz")
    await clock.advance(6.5 * HOUR)
    async with a_process(url, clock, wall) as one, a_process(url, clock, wall) as other:
        for _ in range(365):
            await asyncio.gather(one(), other())
            await clock.advance(DAY)
    quotes = [post for post in wall.posts if "Quote" in str(post.reply.blocks[0])]
    weekdays = sum((date(2026, 1, 1) + timedelta(days=day)).weekday() < 5 for day in range(365))
    assert (len(quotes), len(wall.posts)) == (365, 365 + weekdays)
    assert all(one.reply.blocks[1] != after.reply.blocks[1] for one, after in pairwise(quotes))
    assert await run_sql(url, "SELECT DISTINCT outcome FROM daily_posts") == [("posted",)]
