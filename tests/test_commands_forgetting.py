"""A contest goes on, and ends, without the name of who was forgotten in the middle of it."""

import asyncio

from bot.views.privacy import FORMER_PLAYER
from tests.contest_room import Room

DELETE = "Delete everything about me"


async def test_a_contest_goes_on_without_who_is_forgotten(room: Room) -> None:
    """The question that waited for them closes, the others play on, and the podium has no name of theirs."""
    _host, bob, cid = await room.begin("ada", "bob", "cid")
    await room.answer(bob, right=True)
    await room.answer(_host, right=False)
    await cid.say("privacy forget")
    await cid.press(DELETE)
    await room.settle()
    assert "Question 2" not in room.board.said()[-1]
    said_before = len(room.board.posts)
    for _ in range(3):
        await room.pass_time(60)
    later = "\n".join(room.board.said()[said_before:])
    assert "Cid" not in later
    assert "Bob" in later


async def test_the_podium_calls_them_a_former_player(room: Room) -> None:
    """Also one that is up already: it is told anew."""
    ada, bob = await room.begin("ada", "bob")
    for _ in range(3):
        await room.answer(bob, right=True)
        await room.answer(ada, right=False)
        await room.pass_time(60)
    assert "Bob" in room.board.said()[-1]
    await bob.say("privacy forget")
    await bob.press(DELETE)
    await room.settle()
    podium = room.board.posts[-1]
    assert podium.message
    assert FORMER_PLAYER in room.board.said()[-1]
    assert "Bob" not in room.board.said()[-1]


async def test_a_former_player_is_called_so_in_the_language_of_the_place(room: Room) -> None:
    """In the standings, in the picture's words, and on the podium."""
    ada, bob = await room.begin("ada", "bob")
    for each in (ada, bob):
        await room.answer(each, right=True)
    await bob.say("privacy forget")
    await bob.press(DELETE)
    await room.person("root").say("settings set", setting="language", value="de")
    while "Der Wettbewerb ist vorbei" not in room.board.said()[-1]:
        await room.pass_time(60)
    podium = room.board.said()[-1]
    assert podium.count("Jemand, der nicht mehr dabei ist") == 3
    assert FORMER_PLAYER not in podium


async def test_who_answers_while_they_are_forgotten_is_forgotten_all_the_same(room: Room) -> None:
    """Either the answer comes first, and is a former player's, or it is refused: it is in no event."""
    _ada, bob, cid = await room.begin("ada", "bob", "cid")
    await cid.say("privacy forget")
    await asyncio.gather(
        cid.press(DELETE), room.answer(room.person("cid"), right=True), room.answer(bob, right=True)
    )
    contest = await room.bot._desk.arena.running_in(cid.place.key)
    state = await room.bot._desk.arena.find(contest)
    assert not state.is_playing("tiny:cid")
    assert "tiny:bob" in state.rounds[0].answers
    assert "tiny:cid" not in state.rounds[0].answers


async def test_who_hosts_and_is_forgotten_hosts_no_more(room: Room) -> None:
    """A player can take over then."""
    ada, bob = await room.begin("ada", "bob")
    await ada.say("privacy forget")
    await ada.press(DELETE)
    await room.settle()
    said = await bob.say("contest status")
    assert "Ada" not in said
    assert "Host: Bob" in await bob.press("Host it myself")
