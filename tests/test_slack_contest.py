"""Contests on a stand-in for Slack: many people, restarts, and what is taken away meanwhile."""

import asyncio
from collections.abc import Awaitable, Iterable
from pathlib import Path

import pytest

from bot.runtime.packs import load
from tests.platforms.standin_slack import Channel, Member, Message, StandIn, words
from tests.platforms.standin_slack_faults import RateLimits
from tests.platforms.standin_slack_seen import Seen
from tests.slack_bot import noted, point_at, said_in, started

PACK = load()
MANY = 200


async def open_lobby(slack: StandIn, host: Member, *, where: Channel | None = None) -> Message:
    place = where or slack.channel()
    await host.slash(place, "/dispatch", "contest start count=3 kinds=multiple-choice pause=0")
    return await said_in(place, "A contest is open")


async def begin(lobby: Message, host: Member) -> None:
    panel = await noted(await host.click(lobby, "Host …"))
    await host.click(panel, "Start")


async def test_a_contest_is_played_with_buttons(slack: StandIn, tmp_path: Path) -> None:
    """Lobby, questions, answers and podium come by themselves into the channel."""
    hall = slack.channel()
    players = {key: slack.member(f"player-{key}") for key in "ABCD"}  # one of them is right
    async with started(slack, PACK, tmp_path):
        lobby = await open_lobby(slack, players["A"])
        for member in players.values():
            await noted(await member.click(lobby, "Join"))
        await begin(lobby, players["A"])
        for number in (1, 2, 3):
            question = await said_in(hall, f"Question {number} of 3")
            for key, member in players.items():
                await noted(await member.click(question, key))
        assert "(picture:" in words(await said_in(hall, "podium"))


async def test_a_round_goes_on_after_the_bot_was_started_anew(
    slack: StandIn, tmp_path: Path
) -> None:
    hall, ada = slack.channel(), slack.member("ada")
    async with started(slack, PACK, tmp_path, claim_seconds=1):
        lobby = await open_lobby(slack, ada)
        await ada.click(lobby, "Join")
        await begin(lobby, ada)
        question = await said_in(hall, "Question 1 of 3")
    async with started(slack, PACK, tmp_path, claim_seconds=1):
        await noted(await ada.click(question, "A"))
        await said_in(hall, "Question 2 of 3")
    assert [each for each in hall.messages if "Question 1 of 3" in words(each)] == [question]
    assert "the answer" in words(question)


async def test_two_hundred_who_click_at_once_all_count(slack: StandIn, tmp_path: Path) -> None:
    hall, ada = slack.channel(), slack.member("ada")
    crowd = [slack.member(f"player-{number}") for number in range(MANY)]
    async with started(slack, PACK, tmp_path):
        lobby = await open_lobby(slack, ada)
        await at_once(member.click(lobby, "Join") for member in crowd)
        await begin(lobby, ada)
        question = await said_in(hall, "Question 1 of 3")
        answers = await at_once(member.click(question, "B") for member in crowd)
        await asyncio.gather(*map(noted, answers))
        assert max(answer.after for answer in answers) < 3
        await said_in(hall, f"{MANY} of {MANY}")
        await said_in(hall, "Question 2 of 3")


async def test_a_crowd_stays_within_slacks_rates(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody waits for their name to be asked of Slack, and all are named all the same."""
    async with StandIn(rate_limits=RateLimits()) as slack:
        point_at(slack, monkeypatch, tmp_path)
        hall, ada = slack.channel(), slack.member("ada")
        crowd = [slack.member(f"player-{number}") for number in range(MANY)]
        async with started(slack, PACK, tmp_path):
            lobby = await open_lobby(slack, ada)
            joined = await at_once(member.click(lobby, "Join") for member in crowd)
            await asyncio.gather(*map(noted, joined))
            await said_in(hall, "and 170 more")
            await begin(lobby, ada)
            question = await said_in(hall, "Question 1 of 3")
            answers = await at_once(member.click(question, "B") for member in crowd)
            await asyncio.gather(*map(noted, answers))
            await said_in(hall, "Question 2 of 3")
    assert "U0" not in words(lobby)
    limited = {call.method for call in slack.calls if call.status == 429}
    assert limited == {"users.info"}


async def test_a_channel_that_is_archived_ends_its_contest_and_holds_up_no_other(
    slack: StandIn, tmp_path: Path
) -> None:
    hall, side, ada = slack.channel(), slack.add_channel("side"), slack.member("ada")
    async with started(slack, PACK, tmp_path):
        lobby = await open_lobby(slack, ada, where=side)
        await ada.click(lobby, "Join")
        await begin(lobby, ada)
        question = await said_in(side, "Question 1 of 3")
        slack.remove_bot(side)
        await ada.click(question, "A")
        async with asyncio.timeout(5):
            line = "contest status"
            while "no contest" not in (await ada.slash(side, "/dispatch", line)).words.lower():
                await asyncio.sleep(0.01)
        other = await open_lobby(slack, ada)
    assert other in hall.messages


async def at_once(acts: Iterable[Awaitable[Seen]]) -> list[Seen]:
    return list(await asyncio.gather(*acts))
