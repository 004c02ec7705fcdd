"""Hosting a contest: what admins can do, what only the host knows, and what needs no host."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.plain import plain
from bot.chat.reply import Form
from bot.chat.request import Place
from bot.quiz.contest.events import Opened, Started
from bot.quiz.contest.settings import Settings
from bot.runtime.app import open_bot
from tests.clock import ManualClock
from tests.test_commands_contest import CHANNEL, PACK, Room

ELSEWHERE = Place("tiny", "elsewhere")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Room]:
    clock = ManualClock()
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'contest.db'}", clock) as bot:
        yield Room(bot, clock)


async def test_an_admin_ends_a_contest_whose_host_is_away(hall: Room) -> None:
    """A player may not; then the place is free for another."""
    ada, bob = await hall.begin("ada", "bob")
    root = hall.person("root")
    assert "Only an admin" in await bob.say("contest end")
    await root.say("contest end")
    await hall.settle()
    assert "The contest is over" in hall.board.said()[-1]
    assert "is open" in await ada.say("contest start")


async def test_an_admin_takes_a_contest_over(hall: Room) -> None:
    """And has the host's controls, though they do not play; asking twice changes nothing."""
    await hall.begin("ada", "bob")
    root = hall.person("root")
    for _ in range(2):
        await root.say("contest take-over")
        assert "Close the question now" in root.labels
    await hall.settle()
    assert hall.board.said()[-1] == "An admin hosts the contest now."


async def test_an_admin_of_another_place_finds_no_contest_there(hall: Room) -> None:
    """Their word counts in their own place only."""
    await hall.begin("ada", "bob")
    assert "No contest runs here" in await hall.person("root", ELSEWHERE).say("contest end")


async def test_a_host_who_leaves_hosts_no_more(hall: Room) -> None:
    """The others are told, and one of them may host."""
    ada, bob = await hall.begin("ada", "bob")
    contest = await hall.bot._desk.arena.running_in(CHANNEL.key)
    await ada.forge("c-leave", contest)
    await hall.settle()
    assert any("The contest has no host now" in said for said in hall.board.said())
    await bob.say("contest status")
    assert "Host it myself" in bob.labels


async def test_hosting_is_handed_to_players_only(hall: Room) -> None:
    """A forged control hands it to nobody."""
    ada, bob = await hall.begin("ada", "bob")
    contest = await hall.bot._desk.arena.running_in(CHANNEL.key)
    await ada.forge("c-hand", contest, "nobody:at:all")
    await ada.say("contest status")
    assert "End the contest" in ada.labels
    await ada.forge("c-hand", contest, bob.actor.key)
    await bob.say("contest status")
    assert "End the contest" in bob.labels


async def test_a_host_can_remove_somebody_before_the_start(hall: Room) -> None:
    """The menus are there in the lobby."""
    ada, bob = hall.person("ada"), hall.person("bob")
    await ada.say("contest start", count=3)
    await hall.settle()
    await hall.press(bob, "Join")
    await ada.say("contest status")
    await ada.pick("Bob")
    await hall.settle()
    assert "removed" in await hall.press(bob, "Join")


async def test_no_more_seconds_are_offered_where_none_are_counted(hall: Room) -> None:
    """A button that could only be refused is no button."""
    (ada,) = await hall.begin("ada", seconds=0)
    await ada.say("contest status")
    assert "15 seconds more" not in ada.labels


async def test_the_id_in_the_buttons_does_not_link_a_place(hall: Room) -> None:
    """All can read it; the code that only the host was shown does, and the lobby says so."""
    opened = await hall.person("ada").say("contest start", count=3)
    code = opened.rsplit("code=", 1)[1].strip().rstrip(".")
    contest = await hall.bot._desk.arena.running_in(CHANNEL.key)
    root = hall.person("root", ELSEWHERE)
    for guess in (contest, f"{contest}-", f"{contest}-00000000", f"{contest}-\u00e9"):
        await root.say("contest link", code=guess)
        assert await hall.bot._desk.arena.running_in(ELSEWHERE.key) is None
    assert "takes part" in await root.say("contest link", code=code)
    await hall.settle()
    assert "Places: 2" in hall.board.said()[-1]


async def test_a_marathon_says_when_its_first_question_comes(hall: Room) -> None:
    """Otherwise nothing would be seen of its start."""
    ada = hall.person("ada")
    await ada.say("contest start", preset="marathon", count=3, time="9pm")
    await hall.settle()
    await hall.press(ada, "Join")
    await hall.press(ada, "Host …")
    await ada.press("Start")
    await hall.settle()
    assert "The contest has begun" in hall.board.said()[-1]
    assert "Next question" in hall.board.said()[-1]


async def test_a_withdrawn_question_does_not_hold_a_contest_up(hall: Room) -> None:
    """Not even one without limit: it closes, and the next is asked."""
    ada = hall.person("ada")
    real = [question.id for question in PACK.questions[:2]]
    settings = Settings(pack=PACK.id, questions=("gone", *real), seconds=0)
    now, arena = hall.clock.now(), hall.bot._desk.arena
    host, place = ada.actor.key, CHANNEL.key
    opened = Opened(at=now, contest="c1", settings=settings, host=host, place=place)
    await arena.submit("c1", opened)
    await hall.settle()
    await hall.press(ada, "Join")
    await arena.submit("c1", Started(at=now, by=host))
    await hall.settle()
    await hall.pass_time(10)
    assert "Question 2 of 3" in hall.board.said()[-1]


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
    hall: Room, options: dict[str, str | int], idle: str
) -> None:
    """The host is told which to leave out, and nothing is opened."""
    assert f"Leave out {idle}" in await hall.person("ada").say("contest start", **options)
    assert await hall.bot._desk.arena.running_in(CHANNEL.key) is None


async def test_teams_may_be_counted_where_there_are_any(hall: Room) -> None:
    """By choice or by preset."""
    said = await hall.person("ada").say("contest start", preset="team-match", **{"team-count": 3})
    assert "is open" in said


async def test_a_ruling_after_the_end_mends_the_podium_and_the_scores(hall: Room) -> None:
    """The message with the podium is edited: nobody is left as the winner who is not."""
    ada, bob = await hall.begin("ada", "bob", kind="short-answer")
    bob.reply = hall.board.latest(Form)
    await bob.fill(answer="something nobody foresaw")
    await ada.say("contest status")
    await ada.press("End the contest")
    await hall.settle()
    before = sum("The contest is over" in said for said in hall.board.said())
    await hall.press(bob, "Appeal")
    await hall.press(ada, "Accept it")
    podium = hall.board.posts[-1]
    assert (before, bool(podium.message)) == (1, True)
    assert "Bob with 10 points" in plain(podium.reply)
    assert "10" in await bob.say("score")
