"""A server and a workspace that were set up by the README have their quotes every day, whatever happens."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from tests.crash.scale import long
from tests.crash.year import IN_ORDER, MINUTE, PACK, SHUFFLED, Daily, Year, a_year
from tests.crash.year_people import export, forget, known_as, set_up, use
from tests.platforms import standin_discord_faults, standin_slack_faults
from tests.rows import whole_database
from tests.storage import PostgresCluster

ROOT = Path(__file__).resolve().parents[2]
README = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "deploy/README.md"))
DAY = timedelta(days=1)
CYCLE = 60
"""Days after which the same misfortunes come again."""


@pytest.mark.parametrize(
    ("first", "days"),
    [
        pytest.param(date(2028, 3, 7), 20, id="spring"),
        pytest.param(date(2028, 10, 26), 12, id="autumn"),
        pytest.param(date(2028, 1, 1), 366, id="year", marks=long),
    ],
)
async def test_quotes_come_every_day_and_people_can_take_their_leave(
    postgres: PostgresCluster, tmp_path: Path, first: date, days: int
) -> None:
    """One a day in each place at its local time, the same where the schedules are the same.

    Processes are killed, with posts on their way, and restarted; none is missing or double. In the end a
    member has what is known of them, and has it deleted.
    """
    url = await postgres.empty()
    begins = datetime.combine(first, time(), UTC) - timedelta(hours=2)
    async with a_year(url, tmp_path, begins) as year:
        assert_named_in_the_readme(year)
        await set_up(year)
        for number in range(days):
            await pass_a_day(year, first + number * DAY)
            if number == 0:
                await use(year)
        in_server, in_workspace = await export(year)
        server_id, workspace_id, _ = known_as(year)
        assert server_id in in_server
        assert workspace_id in in_workspace
        await forget(year)
        assert_every_day_had_its_posts(year, [first + number * DAY for number in range(days)])
        kept = str(await whole_database(url))
        assert not [each for each in known_as(year) if each in kept]


def assert_named_in_the_readme(year: Year) -> None:
    """Nothing is set, and no command is used, of which the README does not tell."""
    assert not [name for name in year.environment if not re.search(rf"\b{name}\b", README)]
    assert not [command for command in ("/setup", "/daily set") if f"`{command}`" not in README]


async def pass_a_day(year: Year, day: date) -> None:
    """Let the posts of a day come, one moment after the other, and sometimes a misfortune with them."""
    for moment, places in _moments(day):
        await year.nothing_comes_before(moment)
        if moment == IN_ORDER[0].moment(day):
            await _MISFORTUNES.get(day.toordinal() % CYCLE, _none)(year, places)
        else:
            await _none(year, places)


async def _none(year: Year, places: Sequence[str]) -> None:
    await year.pass_to(year.now + timedelta(seconds=1))
    await year.there_comes(places)
    await year.is_told()


async def _one_is_killed(year: Year, places: Sequence[str]) -> None:
    """The other posts all the same."""
    await year.kill()
    await _none(year, places)
    await year.begin(2)


async def _the_power_fails(year: Year, places: Sequence[str]) -> None:
    """Both are killed when the platforms have their posts and have not yet said so."""
    hall = year.discord.channel().id
    year.discord.faults.add(standin_discord_faults.Hang(), "POST", f"/channels/{hall}/messages")
    year.slack.faults.add(standin_slack_faults.Hang(), "chat.postMessage")
    await year.pass_to(year.now + timedelta(seconds=1))
    await year.there_comes(places)
    await year.kill(2)
    year.now += MINUTE
    await year.begin(2)
    await year.is_told()
    year.nothing_is_new()


async def _all_are_restarted(year: Year, places: Sequence[str]) -> None:
    """One after the other, as for an update."""
    for _ in range(2):
        await year.stop()
        await year.begin(2)
    await _none(year, places)


_MISFORTUNES = {9: _all_are_restarted, 17: _one_is_killed, 32: _the_power_fails}
"""By the day: the first and the last are those on which Berlin changes its clocks in 2028."""


def assert_every_day_had_its_posts(year: Year, days: Sequence[date]) -> None:
    """At the right time, in order, and no quote again before all have been."""
    for place, seen in year.seen.items():
        dailies = [each for each in (*SHUFFLED, *IN_ORDER) if each.place == place]
        assert [post.at for post in seen] == sorted(d.moment(day) for d in dailies for day in days)
    shuffled = [_quotes(year, daily, days) for daily in SHUFFLED]
    in_order = [_quotes(year, daily, days) for daily in IN_ORDER]
    for quotes in (*shuffled, *in_order):
        assert len(quotes) == len(days)
        for a_round in _rounds(quotes):
            assert len(set(a_round)) == len(a_round), "one came again before all had been"
    assert in_order[0] == in_order[1], "the same schedule posts the same"
    size = len(PACK.quotes)
    assert in_order[0][size:] == in_order[0][:-size], "every round is in reading order"
    assert shuffled[0] != shuffled[1], "neighbours differ"


def _moments(day: date) -> Iterator[tuple[datetime, list[str]]]:
    dues = sorted((daily.moment(day), daily.place) for daily in (*SHUFFLED, *IN_ORDER))
    for moment, found in groupby(dues, key=lambda due: due[0]):
        yield moment, [place for _, place in found]


def _quotes(year: Year, daily: Daily, days: Sequence[date]) -> list[str]:
    moments = {daily.moment(day) for day in days}
    return [_quote(post.text) for post in year.seen[daily.place] if post.at in moments]


def _quote(text: str) -> str:
    """The id of the quote in a post, by what is said of it; its own words have pages and notes in them."""
    shown = _letters(text)
    (found,) = [quote.id for quote in PACK.quotes if _letters(quote.note) in shown]
    return found


def _letters(text: str) -> str:
    return re.sub(r"\W|_", "", text)


def _rounds(quotes: Sequence[str]) -> list[Sequence[str]]:
    size = len(PACK.quotes)
    return [quotes[begins : begins + size] for begins in range(0, len(quotes), size)]
