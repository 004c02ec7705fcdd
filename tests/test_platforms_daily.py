"""The quiz of the day, and what admins do to daily posts, on stand-ins for both platforms."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import discord_bot, slack_bot
from tests.clock import ManualClock
from tests.daily_bot import PACK
from tests.platforms import standin_discord, standin_slack
from tests.platforms.standin_slack_world import Rank
from tests.served import until
from tests.slack_bot import noted

CHOICES = replace(PACK, questions=tuple(q for q in PACK.questions if q.kind == "multiple-choice"))
BEGINS = datetime(2026, 3, 28, 5, tzinfo=UTC)
"""The day before Berlin changes its clocks, two hours before the post."""

HOUR = 3_600.0
TO_THE_FIRST, TO_THE_NEXT = 2 * HOUR, 23 * HOUR
EIGHT = {"time": "08:00", "zone": "Europe/Berlin"}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(BEGINS)


async def test_a_quiz_of_the_day_on_discord(
    discord: standin_discord.StandIn, clock: ManualClock, tmp_path: Path
) -> None:
    """Answers are private for a day; then all see what was right, how it was answered, and the table."""
    hall, boss = discord.channel(), discord.member("boss", admin=True)
    ann, ben = discord.member("ann"), discord.member("ben")
    async with discord_bot.started(discord, CHOICES, tmp_path, clock=clock):
        await boss.slash(hall, "daily set", EIGHT | {"which": "quiz"})
        await clock.advance(TO_THE_FIRST)
        await until(lambda: len(hall.messages) == 1)
        asked = hall.messages[0]
        before = standin_discord.words(asked)
        for member in (ann, ben):
            answered = await member.press(asked, "A")
            assert answered.ephemeral
            assert "Your answer is in" in answered.words
        assert "answered already" in (await ben.press(asked, "B")).words
        assert standin_discord.words(asked) == before
        await clock.advance(TO_THE_NEXT)
        await until(lambda: len(hall.messages) == 2)
        shown = standin_discord.words(hall.messages[1])
        assert "is over" in (await ben.press(asked, "B")).words
    assert "The answer of 28 March 2026" in shown
    assert "**2 of 2**" in shown
    assert "Ann — " in shown
    assert "Question of the day" in shown


async def test_a_quiz_of_the_day_on_slack(
    slack: standin_slack.StandIn, clock: ManualClock, tmp_path: Path
) -> None:
    """Answers are private for a day; then all see what was right, how it was answered, and the table."""
    hall, boss = slack.channel(), slack.member("boss", Rank.ADMIN)
    ann, ben = slack.member("ann"), slack.member("ben")
    async with slack_bot.started(slack, CHOICES, tmp_path, clock=clock):
        line = "daily set time=08:00 zone=Europe/Berlin which=quiz"
        await noted(await boss.slash(hall, "/dispatch", line))
        await clock.advance(TO_THE_FIRST)
        await until(lambda: len(hall.messages) == 1)
        asked = hall.messages[0]
        before = standin_slack.words(asked)
        for member in (ann, ben):
            said = standin_slack.words(await noted(await member.click(asked, "A")))
            assert "Your answer is in" in said
        again = standin_slack.words(await noted(await ben.click(asked, "B")))
        assert "answered already" in again
        assert standin_slack.words(asked) == before
        await clock.advance(TO_THE_NEXT)
        await until(lambda: len(hall.messages) == 2)
        shown = standin_slack.words(hall.messages[1])
        late = standin_slack.words(await noted(await ben.click(asked, "B")))
        assert "is over" in late
    assert "The answer of 28 March 2026" in shown
    assert "2 of 2" in shown
    assert "1 | ann | " in shown
    assert "Question of the day" in shown


async def test_an_admin_looks_ahead_leaves_days_out_and_ends_it_on_discord(
    discord: standin_discord.StandIn, clock: ManualClock, tmp_path: Path
) -> None:
    """What was shown ahead is what comes; a day that is skipped or paused has no post."""
    hall, boss = discord.channel(), discord.member("boss", admin=True)
    async with discord_bot.started(discord, CHOICES, tmp_path, clock=clock):
        await boss.slash(hall, "daily set", EIGHT)
        ahead = (await boss.slash(hall, "daily preview", {})).words
        await boss.slash(hall, "daily skip", {})
        await clock.advance(TO_THE_FIRST)
        await boss.slash(hall, "daily pause", {})
        await clock.advance(TO_THE_NEXT)
        await boss.slash(hall, "daily resume", {})
        listed = (await boss.slash(hall, "daily list", {})).words
        assert hall.messages == []
        await clock.advance(24 * HOUR)
        await until(lambda: len(hall.messages) == 1)
        await boss.slash(hall, "daily off", {})
        await clock.advance(24 * HOUR)
        assert "Nothing is posted" in (await boss.slash(hall, "daily list", {})).words
    assert "Left out on request: Sat 2026" in listed
    quoted = next(line for line in ahead.splitlines() if line.startswith("> "))
    assert quoted in standin_discord.words(hall.messages[0])
    assert len(hall.messages) == 1


async def test_a_channel_that_is_deleted_on_discord_stops_what_is_posted_there(
    discord: standin_discord.StandIn, clock: ManualClock, tmp_path: Path
) -> None:
    """And nothing else: another channel has its post, that day and the next."""
    hall, side = discord.channel(), discord.add_channel("side")
    boss = discord.member("boss", admin=True)
    async with discord_bot.started(discord, CHOICES, tmp_path, clock=clock):
        for place in (side, hall):
            await boss.slash(place, "daily set", EIGHT)
        discord.delete_channel(side)
        for days, wait in enumerate((TO_THE_FIRST, TO_THE_NEXT), 1):
            await clock.advance(wait)
            await until(lambda days=days: len(hall.messages) == days)
    assert side.messages == []
