"""Whole contests on Slack through the real process: crowds, crashes, removal, a match with Discord."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from discord.utils import snowflake_time

from bot.runtime.outbox import CLAIM_SECONDS
from tests import discord_bot
from tests.platforms import standin_discord as on_discord
from tests.platforms.standin_discord_seen import Seen as SeenOnDiscord
from tests.platforms.standin_slack import Channel, Member, Message, StandIn, words
from tests.platforms.standin_slack_seen import Seen
from tests.platforms.standin_slack_world import Rank
from tests.program import killed, running
from tests.rows import whole_database
from tests.slack_bot import noted, said_in
from tests.slack_process import started
from tests.storage import PostgresCluster

MANY = 200
PROMPT = 8.0
CONTEST = "contest start count=3 kinds=multiple-choice pause=0 seconds=120"


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
async def discord() -> AsyncIterator[on_discord.StandIn]:
    async with on_discord.StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
def host(slack: StandIn) -> Member:
    return slack.member("host", Rank.ADMIN)


@pytest.fixture
def crowd(slack: StandIn) -> list[Member]:
    return [slack.member(f"player-{number}") for number in range(MANY)]


async def test_a_whole_contest_with_two_hundred_who_click_at_once(
    slack: StandIn, host: Member, crowd: list[Member], tmp_path: Path
) -> None:
    """Each answer is confirmed privately and counts; each round and the podium are one message."""
    hall = slack.channel()
    async with started(slack, tmp_path):
        await begin(await open_lobby(hall, host, crowd), host)
        for number in (1, 2, 3):
            question = await said_in(hall, f"Question {number} of 3 ·", within=PROMPT)
            answers = await at_once(
                member.click(question, "ABCD"[place % 4]) for place, member in enumerate(crowd)
            )
            assert not [seen for seen in answers if "Locked in" not in words(await noted(seen))]
            await turned(question, "the answer")
            assert words(question).count(f"of {MANY}") == 4
        over = await said_in(hall, "The contest is over", within=PROMPT)
        result = await crowd[0].click(over, "My result")
    assert result.ephemeral
    assert "(picture: " in words(over)
    rounds = [m for m in hall.messages if "Question" in words(m).splitlines()[0]]
    assert len(rounds) == 3


async def test_a_crowd_in_mid_round_outlives_a_killed_process(
    slack: StandIn, host: Member, crowd: list[Member], tmp_path: Path
) -> None:
    """SIGKILL: what was locked in counts, the others answer the same message, nothing is said twice."""
    hall, (first, second) = slack.channel(), (crowd[: MANY // 2], crowd[MANY // 2 :])
    async with started(slack, tmp_path) as process:
        await begin(await open_lobby(hall, host, crowd), host)
        question = await said_in(hall, "Question 1 of 3 ·", within=PROMPT)
        for seen in await at_once(member.click(question, "A") for member in first):
            await noted(seen)
        await killed(process)
    async with started(slack, tmp_path):
        again = words(await noted(await first[0].click(question, "B")))
        for seen in await at_once(member.click(question, "B") for member in second):
            await noted(seen)
        await turned(question, "the answer", within=CLAIM_SECONDS + PROMPT)
        await said_in(hall, "Question 2 of 3 ·", within=PROMPT)
    assert "Locked in" not in again
    assert words(question).count(f"{MANY // 2} of {MANY}") == 2
    assert len([m for m in hall.messages if "Question 1 of 3" in words(m)]) == 1


async def test_an_app_that_is_removed_in_mid_contest_ends_it_and_lives_on(
    slack: StandIn, host: Member, tmp_path: Path
) -> None:
    """Nothing more is asked, nothing fails aloud, and the process stops as it should."""
    hall, ada = slack.channel(), slack.member("ada")
    async with started(slack, tmp_path) as process:
        await begin(await open_lobby(hall, host, [ada]), host)
        await said_in(hall, "Question 1 of 3 ·")
        slack.uninstall()
        await slack.deliveries.settled()
        async with asyncio.timeout(PROMPT):
            while not await is_over(f"sqlite:///{tmp_path}/bot.db"):
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert b"Traceback" not in said


@pytest.mark.parametrize("processes", [1, 2], ids=["in one process", "in two on one database"])
async def test_a_server_and_a_workspace_play_one_contest(
    slack: StandIn,
    discord: on_discord.StandIn,
    host: Member,
    postgres: PostgresCluster,
    tmp_path: Path,
    processes: int,
) -> None:
    """Both admins agree; the same questions come at the same time; each place stands on its own too."""
    hall, court = slack.channel(), discord.channel()
    here = [slack.member("ann"), slack.member("ben")]
    there = [discord.member("cyd"), discord.member("dee")]
    async with both(slack, discord, tmp_path, await postgres.migrated(), processes):
        lobby = await linked(hall, court, host, discord.member("boss", admin=True))
        other = await discord_bot.said_in(court, "A contest is open", patience=PROMPT)
        for ann in here:
            await noted(await ann.click(lobby, "Join"))
        for cyd in there:
            await (await cyd.press(other, "Join")).final(PROMPT)
        await begin(lobby, host)
        for number in (1, 2, 3):
            mine = await said_in(hall, f"Question {number} of 3 ·", within=PROMPT)
            theirs = await discord_bot.said_in(court, f"Question {number} of 3 ·", patience=PROMPT)
            assert choices(words(mine)) == choices(on_discord.words(theirs))
            assert abs(float(mine.ts) - snowflake_time(theirs.id).timestamp()) < 2
            await answered([member.click(mine, "A") for member in here])
            await answered([member.press(theirs, "B") for member in there])
            await turned(mine, "the answer")
        over = words(await said_in(hall, "The contest is over", within=PROMPT))
        end = await discord_bot.said_in(court, "The contest is over", patience=PROMPT)
    names = ("ann", "ben", "cyd", "dee")
    for said, own in ((over, names[:2]), (on_discord.words(end), names[2:])):
        _, _, tables = said.partition("Here")
        on_its_own, _, joint = tables.partition("All places")
        assert [name for name in names if name in on_its_own.lower()] == [*own]
        assert all(name in joint.lower() for name in names)


async def is_over(url: str) -> bool:
    """Whether the one contest of a store has ended."""
    (row,) = (await whole_database(url))["contests"]
    return json.loads(row)["ended_at"] is not None


@asynccontextmanager
async def both(
    slack: StandIn, discord: on_discord.StandIn, folder: Path, url: str, processes: int
) -> AsyncIterator[None]:
    """Run the bot on both platforms, in one process or in one for each."""
    if processes == 1:
        async with started(slack, folder, "", **discord.env):
            await discord.bot_ready()
            yield
        return
    async with (
        started(slack, folder, DATABASE_URL=url),
        running(discord, folder, "discord", DATABASE_URL=url),
    ):
        yield


async def linked(
    hall: Channel, court: on_discord.Channel, host: Member, boss: on_discord.Member
) -> Message:
    """Open a contest on Slack, and let the admins of both places agree that Discord takes part."""
    opened = words(await noted(await host.slash(hall, "/dispatch", CONTEST)))
    code = next(word for word in opened.split() if word.startswith("code=")).partition("=")[2]
    await (await boss.slash(court, "contest link", {"code": code})).final(PROMPT)
    asked = await said_in(hall, "asks to join this contest", within=PROMPT)
    await noted(await host.click(asked, "Agree"))
    return await said_in(hall, "A contest is open")


async def answered(acts: "Iterable[Awaitable[Seen | SeenOnDiscord]]") -> None:
    """Wait until who acted was answered privately."""
    for seen in await asyncio.gather(*acts):
        await (noted(seen) if isinstance(seen, Seen) else seen.final(PROMPT))


def choices(said: str) -> Sequence[str]:
    """The options of a question, in order, without what platforms put around their letters."""
    lines = [line.replace("*", "").split(maxsplit=1) for line in said.splitlines()]
    return [line[1] for line in lines if len(line) == 2 and line[0] in {*"ABCD"}]


async def open_lobby(place: Channel, host: Member, players: Iterable[Member]) -> Message:
    await host.slash(place, "/dispatch", CONTEST)
    lobby = await said_in(place, "A contest is open")
    for seen in await at_once(player.click(lobby, "Join") for player in players):
        await noted(seen)
    return lobby


async def begin(lobby: Message, host: Member) -> None:
    panel = await noted(await host.click(lobby, "Host …"))
    await host.click(panel, "Start")


async def turned(message: Message, text: str, within: float = PROMPT) -> Message:
    """The message, as soon as it says so."""
    async with asyncio.timeout(within):
        while text.lower() not in words(message).lower():
            await asyncio.sleep(0.005)
    return message


async def at_once(acts: Iterable[Awaitable[Seen]]) -> list[Seen]:
    return list(await asyncio.gather(*acts))
