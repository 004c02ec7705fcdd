"""Somebody who has gone without a word is asked after while a contest waits for them."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat.platform import DeliveryFailed
from bot.chat.request import Place
from bot.runtime.absences import LOOK_AGAIN, MOST_ASKED
from tests.contest_room import Board, Room, spoil_the_first_contest
from tests.test_commands_leaving import HALL, YARD, begun

PAUSE = LOOK_AGAIN.total_seconds()


@dataclass
class Town(Board):
    """A platform that knows who has left, when asked."""

    left: set[str] = field(default_factory=set)
    asked: list[tuple[str, Place]] = field(default_factory=list)
    broken: bool = False
    stumbles_over: str = ""

    async def has_left(self, place: Place, user: str) -> bool:
        self.asked.append((user, place))
        if self.broken:
            raise DeliveryFailed("no answer")
        if user == self.stumbles_over:
            raise RuntimeError("a bug")
        return user in self.left


@pytest.fixture
def town(room: Room) -> Town:
    """The platform, asked as one that takes posts is."""
    room.board = town = Town()
    assert room.bot._absences
    room.bot._absences.ask(town)
    return town


async def look(room: Room) -> None:
    assert room.bot._absences
    await room.bot._absences.look()
    await room.settle()


async def test_a_host_who_has_gone_from_a_lobby_is_missed(room: Room, town: Town) -> None:
    """The others are told, and one of them may take over."""
    ada = room.person("ada", HALL)
    await ada.say("contest start", count=3)
    await look(room)
    assert town.asked == [("ada", HALL)]
    assert "has no host now" not in town.said()[-1]
    town.left.add("ada")
    await look(room)
    assert "has no host now" in town.said()[-1]
    await look(room)
    assert len(town.asked) == 2


async def test_nobody_is_asked_after_while_the_contest_goes_on_by_itself(
    room: Room, town: Town
) -> None:
    ada = room.person("ada", HALL)
    await ada.say("contest start", count=3, seconds=30)
    await room.settle()
    await room.press(ada, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await look(room)
    assert town.asked == []


async def test_who_has_gone_from_a_question_without_a_limit_is_not_waited_for(
    room: Room, town: Town
) -> None:
    """It closes when the others have answered."""
    ada, _ = await begun(room, kinds="multiple-choice")
    await room.answer(ada, right=True)
    town.left.add("bob")
    await look(room)
    assert "the answer" in town.said()[-1]


async def test_a_crowd_is_not_asked_after(room: Room, town: Town) -> None:
    """Only as many as may be the last ones left."""
    ada = room.person("ada", HALL)
    await ada.say("contest start", count=3, seconds=0)
    await room.settle()
    for number in range(3 * MOST_ASKED):
        await room.press(room.person(f"p{number}", HALL), "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await look(room)
    assert len(town.asked) == MOST_ASKED


async def test_what_a_platform_cannot_tell_changes_nothing(room: Room, town: Town) -> None:
    town.broken = True
    await room.person("ada", HALL).say("contest start", count=3)
    await look(room)
    assert town.asked
    assert "has no host now" not in "".join(town.said())


async def test_a_contest_is_looked_at_once_in_some_minutes(room: Room, town: Town) -> None:
    """Not before, and not at once: a platform must have connected first."""
    await room.person("ada", HALL).say("contest start", count=3)
    for times in (1, 2):
        await room.clock.advance(PAUSE - 1)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(town.asked) == times - 1
        await room.clock.advance(1)
        async with asyncio.timeout(5):
            while len(town.asked) < times:
                await asyncio.sleep(0.005)


async def test_a_platform_that_stumbles_over_one_person_tells_of_the_others(
    room: Room, town: Town
) -> None:
    """An error that nobody foresaw is nothing known of that one."""
    for name, place in (("ada", HALL), ("bob", YARD)):
        await room.person(name, place).say("contest start", count=3)
    town.stumbles_over, town.left = "ada", {"ada", "bob"}
    await look(room)
    assert [place for place in (HALL, YARD) if "has no host now" in town.said(place)[-1]] == [YARD]


async def test_a_contest_that_cannot_be_read_keeps_nobody_from_being_missed_in_others(
    room: Room, town: Town, tmp_path: Path
) -> None:
    """Whichever comes first."""
    for name, place in (("ada", HALL), ("bob", YARD)):
        await room.person(name, place).say("contest start", count=3)
    await room.settle()
    await spoil_the_first_contest(tmp_path)
    town.left.add("bob")
    await look(room)
    assert "has no host now" in town.said(YARD)[-1]
