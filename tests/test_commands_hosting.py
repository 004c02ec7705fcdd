"""Hosting a contest: what admins can do, what only the host knows, and what needs no host."""

import pytest

from bot.chat.plain import plain
from bot.chat.reply import Form
from bot.quiz.contest.events import HostLost, Opened, Started
from bot.quiz.contest.settings import Settings
from tests.contest_room import CHANNEL, ELSEWHERE, PACK, Room


async def test_an_admin_ends_a_contest_whose_host_is_away(room: Room) -> None:
    """A player may not; then the place is free for another."""
    ada, bob = await room.begin("ada", "bob")
    root = room.person("root")
    assert "Only an admin" in await bob.say("contest end")
    await root.say("contest end")
    await room.settle()
    assert "The contest is over" in room.board.said()[-1]
    assert "is open" in await ada.say("contest start")


async def test_an_admin_takes_a_contest_over(room: Room) -> None:
    """And has the host's controls, though they do not play; asking twice changes nothing."""
    await room.begin("ada", "bob")
    root = room.person("root")
    for _ in range(2):
        await root.say("contest take-over")
        assert "Close the question now" in root.labels
    await room.settle()
    assert room.board.said()[-1] == "An admin hosts the contest now."


async def test_an_admin_of_another_place_finds_no_contest_there(room: Room) -> None:
    """Their word counts in their own place only."""
    await room.begin("ada", "bob")
    assert "No contest runs here" in await room.person("root", ELSEWHERE).say("contest end")


async def test_a_host_who_leaves_hosts_no_more(room: Room) -> None:
    """The others are told, and one of them may host."""
    ada, bob = await room.begin("ada", "bob")
    contest = await room.bot._desk.arena.running_in(CHANNEL.key)
    await ada.forge("c-leave", contest)
    await room.settle()
    assert any("The contest has no host now" in said for said in room.board.said())
    await bob.say("contest status")
    assert "Host it myself" in bob.labels


async def test_hosting_is_handed_to_players_only(room: Room) -> None:
    """A forged control hands it to nobody."""
    ada, bob = await room.begin("ada", "bob")
    contest = await room.bot._desk.arena.running_in(CHANNEL.key)
    await ada.forge("c-hand", contest, "nobody:at:all")
    await ada.say("contest status")
    assert "End the contest" in ada.labels
    await ada.forge("c-hand", contest, bob.actor.key)
    await bob.say("contest status")
    assert "End the contest" in bob.labels


async def test_a_host_can_remove_somebody_before_the_start(room: Room) -> None:
    """The menus are there in the lobby."""
    ada, bob = room.person("ada"), room.person("bob")
    await ada.say("contest start", count=3)
    await room.settle()
    await room.press(bob, "Join")
    await ada.say("contest status")
    await ada.pick("Bob")
    await room.settle()
    assert "removed" in await room.press(bob, "Join")


async def test_no_more_seconds_are_offered_where_none_are_counted(room: Room) -> None:
    """A button that could only be refused is no button."""
    (ada,) = await room.begin("ada", seconds=0)
    await ada.say("contest status")
    assert "15 seconds more" not in ada.labels


async def test_a_marathon_says_when_its_first_question_comes(room: Room) -> None:
    """Otherwise nothing would be seen of its start."""
    ada = room.person("ada")
    await ada.say("contest start", preset="marathon", count=3, time="9pm")
    await room.settle()
    await room.press(ada, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await room.settle()
    assert "The contest has begun" in room.board.said()[-1]
    assert "Next question" in room.board.said()[-1]


async def test_a_withdrawn_question_does_not_hold_a_contest_up(room: Room) -> None:
    """Not even one without limit: it closes, and the next is asked."""
    ada = room.person("ada")
    real = [question.id for question in PACK.questions[:2]]
    settings = Settings(pack=PACK.id, questions=("gone", *real), seconds=0)
    now, arena = room.clock.now(), room.bot._desk.arena
    host, place = ada.actor.key, CHANNEL.key
    opened = Opened(at=now, contest="c1", settings=settings, host=host, place=place)
    await arena.submit("c1", opened)
    await room.settle()
    await room.press(ada, "Join")
    await arena.submit("c1", Started(at=now, by=host))
    await room.settle()
    await room.pass_time(10)
    assert "Question 2 of 3" in room.board.said()[-1]


@pytest.mark.parametrize(
    ("options", "idle"),
    [
        ({"time": "09:00"}, "time"),
        ({"zone": "Berlin", "preset": "blitz"}, "zone"),
        ({"preset": "marathon", "seconds": 30}, "seconds"),
        ({"preset": "marathon", "pause": 5}, "pause"),
        ({"team-count": 3}, "team-count"),
    ],
)
async def test_an_option_that_would_do_nothing_is_refused(
    room: Room, options: dict[str, str | int], idle: str
) -> None:
    """The host is told which to leave out, and nothing is opened."""
    assert f"Leave out {idle}" in await room.person("ada").say("contest start", **options)
    assert await room.bot._desk.arena.running_in(CHANNEL.key) is None


async def test_teams_may_be_counted_where_there_are_any(room: Room) -> None:
    """By choice or by preset."""
    said = await room.person("ada").say("contest start", preset="team-match", **{"team-count": 3})
    assert "is open" in said


async def test_a_ruling_after_the_end_mends_the_podium_and_the_scores(room: Room) -> None:
    """The message with the podium is edited: nobody is left as the winner who is not."""
    ada, bob = await room.begin("ada", "bob", kinds="short-answer")
    bob.reply = room.board.latest(Form)
    await bob.fill(answer="something nobody foresaw")
    await ada.say("contest status")
    await ada.press("End the contest")
    await room.settle()
    before = sum("The contest is over" in said for said in room.board.said())
    await room.press(bob, "Appeal")
    await room.press(ada, "Accept it")
    podium = room.board.posts[-1]
    assert (before, bool(podium.message)) == (1, True)
    assert "Bob with 10 points" in plain(podium.reply)
    assert "10" in await bob.say("score")


async def test_only_the_host_controls_the_contest(room: Room) -> None:
    """Bob sees how it stands, without buttons; a forged one is refused."""
    ada, bob = await room.begin("ada", "bob")
    await room.press(bob, "Host …")
    assert bob.labels == []
    contest = ada.last.what.action.arguments[0]  # type: ignore[union-attr]
    assert "Only the host" in await bob.forge("c-end", contest)


async def test_a_pause_stops_the_clock(room: Room) -> None:
    """Twenty minutes pass, nothing closes; after going on the rest of the time is left."""
    ada, bob = await room.begin("ada", "bob")
    await room.press(ada, "Host …")
    await ada.press("Pause")
    await room.pass_time(1_200)
    assert room.board.said()[-1] == "The contest is paused."
    assert "is paused" in await room.answer(bob, right=True)
    await ada.say("contest status")
    await ada.press("Go on")
    await room.settle()
    assert "Locked in" in await room.answer(bob, right=True)


async def test_a_repeated_press_of_pause_does_not_stop_the_clock_anew(room: Room) -> None:
    """The platform delivers the old press again after the contest has gone on."""
    ada, bob = await room.begin("ada", "bob")
    await ada.say("contest status")
    await ada.press("Pause")
    pressed = ada.last
    await ada.press("Go on")
    ada.last = pressed
    assert "done already" in await ada.again()
    assert "Locked in" in await room.answer(bob, right=True)


async def test_a_contest_whose_host_is_gone_goes_on_and_may_be_taken_over(room: Room) -> None:
    """Any player may take it, with one press; the others are told."""
    ada, bob = await room.begin("ada", "bob")
    contest = await room.bot._desk.arena.running_in(CHANNEL.key)
    await room.bot._desk.arena.submit(contest, HostLost(at=room.clock.now(), host=ada.actor.key))
    await bob.say("contest status")
    await bob.press("Host it myself")
    await room.settle()
    assert "Bob hosts the contest now." in room.board.said()[-1]
    assert "Close the question now" in bob.labels
    await room.answer(ada, right=True)


async def test_the_host_closes_a_question_and_gives_time(room: Room) -> None:
    """Fifteen seconds more are fifteen seconds more; closing reveals at once."""
    ada, _ = await room.begin("ada", "bob")
    await ada.say("contest status")
    await ada.press("15 seconds more")
    await room.pass_time(40)
    assert "the answer" not in room.board.said()[-1]
    await ada.say("contest status")
    await ada.press("Close the question now")
    await room.settle()
    assert "Question 1 of 3: the answer" in room.board.said()[-1]
