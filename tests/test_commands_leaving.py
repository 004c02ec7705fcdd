"""What platforms notice: somebody has gone from a server or a channel, or that is gone itself."""

from pathlib import Path

import pytest

from bot.chat.request import Place
from tests.contest_room import CHANNEL, Room, spoil_the_first_contest
from tests.talk import Talk

SCHOOL = Place("tiny", "", "school")
HALL, YARD = Place("tiny", "hall", "school"), Place("tiny", "yard", "school")
MALL = Place("tiny", "mall", "school%2")


async def begun(room: Room, place: Place = HALL, **wishes: str | int) -> list[Talk]:
    """Ada, who hosts, and Bob are asked their first question, which waits until both have answered."""
    people = [room.person(name, place) for name in ("ada", "bob")]
    await people[0].say("contest start", count=3, seed="test", seconds=0, **wishes)
    await room.settle()
    for each in people:
        await room.press(each, "Join")
    await room.press(people[0], "Host …")
    await people[0].press("Start")
    await room.settle()
    return people


async def test_a_round_does_not_wait_for_who_has_left_the_server(room: Room) -> None:
    """It was they alone who had not answered."""
    ada, bob = await begun(room, kinds="multiple-choice")
    await room.answer(ada, right=True)
    await room.bot.person_left(bob.actor, SCHOOL)
    await room.settle()
    assert "the answer" in room.board.said()[-1]


async def test_a_host_who_has_left_hosts_no_more(room: Room) -> None:
    """The others are told, and one of them may take over; noticing it twice changes nothing."""
    ada, bob = await begun(room)
    for _ in range(2):
        await room.bot.person_left(ada.actor, HALL)
        await room.settle()
    told = [said for said in room.board.said() if "has no host now" in said]
    assert len(told) == 1
    await bob.say("contest status")
    assert bob.labels == ["Host it myself"]


async def test_a_host_who_does_not_play_is_missed_too(room: Room) -> None:
    """Only they were the host."""
    ada = room.person("ada", HALL)
    await ada.say("contest start", count=3)
    await room.bot.person_left(ada.actor, SCHOOL)
    await room.settle()
    assert "has no host now" in room.board.said()[-1]


@pytest.mark.parametrize("place", [YARD, MALL, Place("tiny", "", "school%2"), CHANNEL])
async def test_who_is_gone_from_elsewhere_plays_on(room: Room, place: Place) -> None:
    """Another channel, another server whose name begins the same."""
    ada, _ = await begun(room)
    await room.bot.person_left(ada.actor, place)
    await ada.say("contest status")
    assert "End the contest" in ada.labels


async def test_a_server_that_is_gone_ends_its_contests(room: Room) -> None:
    """Each channel's; those of other servers go on."""
    await begun(room)
    (cyd,) = [room.person("cyd", MALL)]
    await cyd.say("contest start", count=3)
    await room.bot.place_lost(SCHOOL)
    assert await room.bot._desk.archive.running_within(SCHOOL) == ()
    assert await room.bot._desk.arena.running_in(MALL.key) is not None
    await room.bot.place_lost(MALL)
    assert await room.bot._desk.arena.running_in(MALL.key) is None


async def test_a_contest_that_cannot_be_read_keeps_no_other_from_going_on(
    room: Room, tmp_path: Path
) -> None:
    """What is noticed of a whole server is noticed of each of its contests."""
    for name, place in (("ada", HALL), ("bob", YARD)):
        await room.person(name, place).say("contest start", count=3)
    await room.settle()
    await spoil_the_first_contest(tmp_path)
    await room.bot.person_left(room.person("bob", YARD).actor, SCHOOL)
    await room.settle()
    assert "has no host now" in room.board.said(YARD)[-1]
    await room.bot.place_lost(SCHOOL)
    assert await room.bot._desk.arena.running_in(YARD.key) is None
