"""Daily posts on a stand-in for Slack: over changes of clocks, crashes, failures, lost channels."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.runtime.app import open_bot
from tests.clock import ManualClock
from tests.platforms.standin_slack import Channel, Kind, Member, Message, StandIn, words
from tests.platforms.standin_slack_faults import Broken, Hang, Refused
from tests.platforms.standin_slack_world import Rank
from tests.program import killed
from tests.served import until
from tests.slack_bot import noted, serving
from tests.slack_child import PACK, child
from tests.storage import PostgresCluster

EIGHT = "daily set time=08:00 zone=Europe/Berlin"
DAY, HOUR = 86_400.0, 3_600.0
MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six o'clock in Berlin."""

SPRING = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
"""Eight o'clock on the days on which Berlin changes its clocks."""


@pytest.fixture
def boss(slack: StandIn) -> Member:
    return slack.member("boss", Rank.ADMIN)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@asynccontextmanager
async def at(slack: StandIn, url: str, now: datetime) -> AsyncIterator[ManualClock]:
    """The bot on a store, at a time that tests set."""
    clock = ManualClock(now)
    async with open_bot(PACK, url, clock, claim_seconds=1) as bot, serving(slack, bot):
        yield clock


async def says(channel: Channel, by: Member, line: str) -> str:
    """What a command of theirs is answered with, for themselves alone."""
    return words(await noted(await by.slash(channel, "/dispatch", line)))


def quotes(channel: Channel) -> list[Message]:
    return [m for m in channel.messages if "Quote of the day" in words(m)]


async def seen(channel: Channel, count: int) -> None:
    """Wait until so many quotes are there."""
    await until(lambda: len(quotes(channel)) >= count)


@pytest.mark.parametrize("eight", [SPRING, AUTUMN], ids=["spring", "autumn"])
async def test_one_post_a_day_over_a_change_of_clocks(
    slack: StandIn, boss: Member, url: str, eight: datetime
) -> None:
    """At eight by the clocks of the class: not a second before, and not twice."""
    hall, day_before = slack.channel(), eight - timedelta(hours=26)
    async with at(slack, url, day_before) as clock:
        await says(hall, boss, EIGHT)
        await clock.advance(3 * HOUR)
        await seen(hall, 1)
        await clock.advance((eight - clock.now()).total_seconds() - 1)
        assert len(quotes(hall)) == 1
        await clock.advance(1)
        await seen(hall, 2)
        await clock.advance(DAY)
        await seen(hall, 3)
    assert len(quotes(hall)) == 3


async def test_the_posts_of_a_week_are_different_and_say_where_they_stand(
    slack: StandIn, boss: Member, url: str
) -> None:
    hall = slack.channel()
    async with at(slack, url, MONDAY) as clock:
        await says(hall, boss, EIGHT)
        await clock.advance(3 * HOUR)
        for day in range(1, 6):
            await seen(hall, day)
            await clock.advance(DAY)
    assert len({words(each) for each in quotes(hall)}) >= 5
    assert all("— ¶" in words(each) for each in quotes(hall))


async def test_a_quote_is_saved_and_cited_by_its_buttons(
    slack: StandIn, boss: Member, url: str
) -> None:
    """Each reader alone sees what comes of it, and finds it in the Home tab."""
    hall, ben = slack.channel(), slack.member("ben")
    async with at(slack, url, MONDAY):
        await says(hall, boss, EIGHT)
        await boss.slash(hall, "/dispatch", "daily now")
        await seen(hall, 1)
        post = quotes(hall)[0]
        assert (await ben.click(post, "Save")).ephemeral
        assert "Lincoln" in words(await noted(await ben.click(post, "Cite")))
        assert "Saved: 1 passage" in (await ben.open_home()).words
    quoted = words(post).splitlines()[1]
    assert ben.home is not None
    assert quoted in words(ben.home)


async def test_a_post_that_took_effect_though_slack_failed_is_there_once(
    slack: StandIn, boss: Member, url: str
) -> None:
    """It is found again by what it carries."""
    hall = slack.channel()
    async with at(slack, url, MONDAY) as clock:
        await says(hall, boss, EIGHT)
        fault = Broken(took_effect=True)
        slack.faults.add(fault, "chat.postMessage", channel=hall.id)
        await boss.slash(hall, "/dispatch", "daily now")
        await seen(hall, 1)
        await looked_for(slack, clock)
        await clock.advance(DAY + 3 * HOUR)
        await seen(hall, 2)
    assert len(quotes(hall)) == 2


async def test_a_process_that_dies_between_the_post_and_its_commit_leaves_one_post(
    slack: StandIn, boss: Member, url: str
) -> None:
    """SIGKILL while Slack, which has posted, has not answered: the next process finds it there."""
    hall = slack.channel()
    async with at(slack, url, SPRING - timedelta(hours=1)):
        await says(hall, boss, EIGHT)
    slack.faults.add(Hang(), "chat.postMessage", channel=hall.id)
    async with child(slack, url, SPRING) as process:
        await seen(hall, 1)
        await killed(process)
    await slack.bot_gone()
    async with at(slack, url, SPRING + timedelta(minutes=1)) as clock:  # when its claim has run out
        await looked_for(slack, clock)
        await clock.advance(DAY)
        await seen(hall, 2)
    assert len(quotes(hall)) == 2


async def test_two_processes_on_one_database_post_once_a_day(
    slack: StandIn, boss: Member, postgres: PostgresCluster
) -> None:
    """Both wake at the same moment; and when one is killed, the other goes on."""
    hall, url = slack.channel(), await postgres.migrated()
    async with at(slack, url, AUTUMN - timedelta(hours=1)):
        await says(hall, boss, EIGHT)
    soon = AUTUMN - timedelta(seconds=3)
    async with child(slack, url, soon), child(slack, url, soon, connections=2):
        await seen(hall, 1)
        assert "was made already" in await says(hall, boss, "daily now")
    await slack.bot_gone()
    assert len(quotes(hall)) == 1
    tomorrow = soon + timedelta(days=1)
    async with child(slack, url, tomorrow) as doomed, child(slack, url, tomorrow, connections=2):
        await killed(doomed)
        await seen(hall, 2)
    assert len(quotes(hall)) == 2


async def test_what_was_missed_is_said(slack: StandIn, boss: Member, url: str) -> None:
    """After a night without the bot, the post is made up for; after three days, the list says so."""
    hall = slack.channel()
    async with at(slack, url, MONDAY):
        await says(hall, boss, EIGHT)
    async with at(slack, url, MONDAY + timedelta(hours=5)):
        await seen(hall, 1)
    async with at(slack, url, MONDAY + timedelta(days=3, hours=12)):
        said = await says(hall, boss, "daily list")
    assert len(quotes(hall)) == 1
    assert "missed" in said.lower()


@pytest.mark.parametrize("loss", ["archived", "deleted", "removed"])
async def test_a_channel_that_is_lost_stops_what_is_posted_there_and_nothing_else(
    slack: StandIn, boss: Member, url: str, loss: str
) -> None:
    """The admin who set it up is told why, once; the next day another channel gets its post."""
    hall, side = slack.channel(), slack.add_channel("side", Kind.PRIVATE)
    slack.join(side, boss)
    lose = {"archived": slack.archive, "deleted": slack.delete_channel, "removed": slack.remove_bot}
    async with at(slack, url, MONDAY) as clock:
        for place in (hall, side):
            await says(place, boss, EIGHT)
        await clock.advance(3 * HOUR)
        await seen(hall, 1)
        await seen(side, 1)
        lose[loss](side)
        await clock.advance(DAY)
        await seen(hall, 2)
        await says(hall, boss, "daily list")
        await until(lambda: len(remedies(hall, boss)) > 0)
        await clock.advance(DAY)
        await seen(hall, 3)
        await says(hall, boss, "daily list")
    assert len(quotes(side)) == 1
    assert len(remedies(hall, boss)) == 1


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("not_in_channel", "Type /invite and my name there."),
        ("channel_not_found", "Invite me to it again, or choose another channel."),
        ("is_archived", "Unarchive it, or choose another channel."),
        ("account_inactive", "Install it again to go on."),
        ("restricted_action", "let everybody, or me, post there."),
    ],
)
async def test_whoever_set_it_up_is_told_once_what_to_do(
    slack: StandIn, boss: Member, url: str, error: str, remedy: str
) -> None:
    """For each word of Slack's for a channel that takes no posts."""
    hall, side = slack.channel(), slack.add_channel("side")
    slack.faults.add(Refused(error), "chat.postMessage", channel=side.id, times=999)
    async with at(slack, url, MONDAY) as clock:
        for place in (hall, side):
            await says(place, boss, EIGHT)
        for day, later in enumerate((3 * HOUR, DAY), start=1):
            await clock.advance(later)
            await seen(hall, day)
            await says(hall, boss, "daily list")
            await until(lambda: len(heard(hall, boss, remedy)) > 0)
    assert len(heard(hall, boss, remedy)) == 1


def heard(hall: Channel, member: Member, text: str) -> list[Message]:
    """What somebody was told with these words."""
    told = [*member.direct.messages, *member.sees(hall)]
    return [each for each in told if text in words(each)]


def remedies(hall: Channel, member: Member) -> list[Message]:
    """What somebody was told about posts that cannot be made."""
    return heard(hall, member, "I was to post in")


async def looked_for(slack: StandIn, clock: ManualClock) -> None:
    """Let time pass until the bot has looked what is in the channel already."""
    async with asyncio.timeout(5):
        while not any(call.method == "conversations.history" for call in slack.calls):
            await clock.advance(1)
            await asyncio.sleep(0.01)
