"""A workspace that the bot was removed from is forgotten in time, unless the bot comes back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.chat.request import Actor, Place
from bot.place_ports import KEPT_AFTER_REMOVAL
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.talk import Talk

PACK = load()
SCHOOL, HALL = Place("tiny", "", "school"), Place("tiny", "hall", "school")
ADA = Actor("tiny", "ada", "Ada", "school")
DAY = 24 * 3_600
KEPT = KEPT_AFTER_REMOVAL.total_seconds()


@dataclass
class School:
    """A bot in a workspace, and its clock."""

    bot: Dispatcher
    clock: ManualClock

    async def wait(self, seconds: float) -> None:
        await self.clock.advance(seconds)
        await self.bot._departures.delete_due()

    async def is_known(self) -> bool:
        return bool(await self.bot._desk.personal_data.export(ADA))


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    clock = ManualClock()
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db", clock) as bot:
        ada = Talk(bot, ADA, HALL)
        await ada.say("quiz", count=1, kinds="find-passage")
        await ada.fill(answer="¶ 99")
        yield School(bot, clock)


async def test_it_is_forgotten_when_the_time_has_come(school: School) -> None:
    """Not a second before."""
    await school.bot.place_lost(SCHOOL)
    await school.wait(KEPT - 1)
    assert await school.is_known()
    await school.wait(1)
    assert not await school.is_known()


async def test_a_channel_that_is_deleted_takes_nothing_along(school: School) -> None:
    """The workspace is there still."""
    await school.bot.place_lost(HALL)
    await school.wait(10 * KEPT)
    assert await school.is_known()


async def test_it_is_kept_where_the_bot_comes_back(school: School) -> None:
    """The platform says so when it happens."""
    await school.bot.place_lost(SCHOOL)
    await school.wait(DAY)
    await school.bot.place_found(SCHOOL)
    await school.wait(10 * KEPT)
    assert await school.is_known()


async def test_whoever_asks_there_proves_that_the_bot_is_back(school: School) -> None:
    """Though nobody has said so; asking elsewhere proves nothing."""
    await school.bot.place_lost(SCHOOL)
    await Talk(school.bot, ADA, Place("tiny", "hall", "other")).say("help")
    assert await school.bot._departures.is_leaving(SCHOOL)
    await Talk(school.bot, ADA, HALL).say("help")
    await school.wait(10 * KEPT)
    assert await school.is_known()


@pytest.mark.parametrize("comes_back", [True, False])
async def test_after_a_start_the_platforms_have_time_to_say_where_the_bot_is(
    tmp_path: Path, *, comes_back: bool
) -> None:
    """What was due while nothing ran is not deleted before they could; else it is, soon after."""
    url, clock = f"sqlite:///{tmp_path}/bot.db", ManualClock()
    async with open_bot(PACK, url, clock) as bot:
        await Talk(bot, ADA, HALL).say("quiz")
        await bot.place_lost(SCHOOL)
    await clock.advance(KEPT)
    async with open_bot(PACK, url, clock) as bot:
        school = School(bot, clock)
        assert all([await school.is_known() for _ in range(20)])
        if comes_back:
            await bot.place_found(SCHOOL)
        await school.wait(DAY)
        assert await school.is_known() is comes_back


async def test_a_workspace_that_is_not_among_all_that_there_are_is_forgotten_in_time(
    school: School,
) -> None:
    """The bot was removed while nobody listened; but another process may serve it."""
    for is_served in (False, True):
        await school.bot.workspaces_found("tiny", {"other"}, lambda _, served=is_served: served)
        assert await school.bot._departures.is_leaving(SCHOOL) is is_served
    await school.wait(KEPT - 1)
    await school.bot.workspaces_found("tiny", {"other"}, lambda _: True)
    assert await school.is_known()
    await school.wait(1)
    assert not await school.is_known()


async def test_a_workspace_that_is_among_all_that_there_are_is_kept(school: School) -> None:
    """Though the bot was said to be removed."""
    await school.bot.place_lost(SCHOOL)
    await school.bot.workspaces_found("tiny", {"other", "school"}, lambda _: True)
    await school.wait(10 * KEPT)
    assert await school.is_known()
