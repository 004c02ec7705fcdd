"""Whole contests through the real process: crowds, crashes, and what is taken away meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from bot.chat.platform import Abilities
from bot.runtime.outbox import CLAIM_SECONDS
from tests.discord_bot import said_in
from tests.platforms.standin_discord import Channel, Member, StandIn, words
from tests.platforms.standin_discord_seen import Seen
from tests.platforms.standin_discord_world import Message
from tests.program import killed, running

MANY = 200
LEAST_PAUSE = Abilities().count_pause
PROMPT = 8.0
HASTE = 1.0
"""Seconds by which two edits may come closer than they were sent, on a machine that is busy."""


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
def host(discord: StandIn) -> Member:
    return discord.member("host")


@pytest.fixture
def crowd(discord: StandIn) -> list[Member]:
    return [discord.member(f"player-{number}") for number in range(MANY)]


async def test_a_whole_contest_with_two_hundred_who_click_at_once(
    discord: StandIn, host: Member, crowd: list[Member], tmp_path: Path
) -> None:
    """Each answer is confirmed privately and counts; each round and the podium are one message."""
    hall = discord.channel()
    async with running(discord, tmp_path, "discord"):
        await begin(await open_lobby(hall, host, crowd), host)
        for number in (1, 2, 3):
            question = await said_in(hall, f"Question {number} of 3 ·")
            answers = await at_once(
                member.press(question, "ABCD"[place % 4]) for place, member in enumerate(crowd)
            )
            assert all(map(is_private, answers))
            assert not [seen.words for seen in answers if "Locked in" not in seen.words]
            assert "the answer" in words(await turned(question, "the answer"))
            assert words(question).count(f"of {MANY}") == 4
        over = await said_in(hall, "The contest is over")
        result = await crowd[0].press(over, "My result")
    assert result.ephemeral
    assert "(picture: " in words(over)
    answered = Counter(each.path for each in discord.requests if "/callback" in each.path)
    assert set(answered.values()) == {1}  # trap 7: nothing keeps two from answering one click
    rounds = [m for m in hall.messages if "Question" in words(m).splitlines()[0]]
    assert len(rounds) == 3


async def test_the_count_is_renewed_at_most_every_two_seconds(
    discord: StandIn, host: Member, crowd: list[Member], tmp_path: Path
) -> None:
    """However many click meanwhile; and it comes to show all of them."""
    hall, late = discord.channel(), discord.member("late")
    async with running(discord, tmp_path, "discord"):
        await begin(await open_lobby(hall, host, [*crowd, late]), host)
        question = await said_in(hall, "Question 1 of 3 ·")
        began = len(discord.requests)
        await at_once(after(n / 60, member.press(question, "A")) for n, member in enumerate(crowd))
        await turned(question, f"{MANY} of {MANY + 1} have answered")
    edits = [r for r in discord.requests[began:] if r.method == "PATCH" and "messages" in r.path]
    assert 2 <= len(edits) <= 4
    assert all(b.at - a.at >= LEAST_PAUSE - HASTE for a, b in pairwise(edits))


async def test_a_contest_outlives_a_killed_process(
    discord: StandIn, host: Member, tmp_path: Path
) -> None:
    """SIGKILL in mid-round: what was locked in counts, and the round goes on in its message.

    At once, or when the claim has run out on what the dead process was about to post.
    """
    hall, ada, bob = discord.channel(), discord.member("ada"), discord.member("bob")
    async with running(discord, tmp_path, "discord") as process:
        await begin(await open_lobby(hall, host, [ada, bob]), host)
        question = await said_in(hall, "Question 1 of 3 ·")
        await ada.press(question, "A")
        await turned(question, "1 of 2 have answered")
        await killed(process)
    async with running(discord, tmp_path, "discord"):
        again = await ada.press(question, "B")
        await bob.press(question, "B")
        await turned(question, "the answer", patience=CLAIM_SECONDS + PROMPT)
        await said_in(hall, "Question 2 of 3 ·")
    assert again.ephemeral
    assert "Locked in" not in again.words
    assert len([m for m in hall.messages if "Question 1 of 3" in words(m)]) == 1


async def test_a_deleted_channel_ends_its_contest_alone(
    discord: StandIn, host: Member, tmp_path: Path
) -> None:
    side, hall, ada = discord.add_channel("side"), discord.channel(), discord.member("ada")
    async with running(discord, tmp_path, "discord"):
        await begin(await open_lobby(side, host, [ada]), host)
        doomed = await said_in(side, "Question 1 of 3 ·")
        await begin(await open_lobby(hall, host, [ada]), host)
        question = await said_in(hall, "Question 1 of 3 ·")
        await ada.press(doomed, "A")
        discord.delete_channel(side)
        for number in (1, 2, 3):
            await ada.press(question, "A")
            await turned(question, "the answer")
            if number < 3:
                question = await said_in(hall, f"Question {number + 1} of 3 ·")
        await said_in(hall, "The contest is over")
    assert "The contest is over" not in "".join(map(words, side.history))


async def test_a_contest_goes_on_when_the_gateway_was_cut(
    discord: StandIn, host: Member, tmp_path: Path
) -> None:
    """The session is resumed, and what was clicked meanwhile is heard after all."""
    hall, ada = discord.channel(), discord.member("ada")
    async with running(discord, tmp_path, "discord"):
        await begin(await open_lobby(hall, host, [ada]), host)
        question = await said_in(hall, "Question 1 of 3 ·")
        await discord.gateway.drop()
        answer, _ = await asyncio.gather(ada.press(question, "A"), discord.bot_ready())
        await turned(question, "the answer")
        await said_in(hall, "Question 2 of 3 ·")
    assert "Locked in" in answer.words
    assert len(discord.gateway.resumes) == 1


async def open_lobby(place: Channel, host: Member, players: Iterable[Member]) -> Message:
    wishes = {"count": 3, "kinds": "multiple-choice", "pause": 0, "seconds": 120}
    await host.slash(place, "contest start", wishes)
    lobby = await said_in(place, "A contest is open")
    await at_once(player.press(lobby, "Join") for player in players)
    return lobby


async def begin(lobby: Message, host: Member) -> None:
    panel = await host.press(lobby, "Host …")
    assert panel.message is not None
    await host.press(panel.message, "Start")


async def turned(message: Message, text: str, patience: float = PROMPT) -> Message:
    """The message, as soon as it says so."""
    async with asyncio.timeout(patience):
        while text.lower() not in words(message).lower():
            await asyncio.sleep(0.005)
    return message


def is_private(seen: Seen) -> bool:
    """Whether a click was answered to who clicked alone, at once or with a message that followed."""
    answered = seen.followups or [seen.message]
    return all(message is not None and message.ephemeral for message in answered)


async def after(seconds: float, act: Awaitable[Seen]) -> Seen:
    await asyncio.sleep(seconds)
    return await act


async def at_once(acts: Iterable[Awaitable[Seen]]) -> list[Seen]:
    """What all of them see at last, also those who had to be asked for patience first."""
    return [await seen.final(PROMPT) for seen in await asyncio.gather(*acts)]
