"""Opening a contest: what its host may wish for, and what is drawn."""

import pytest

from bot.chat.request import Actor
from bot.quiz.draw import draw
from tests.contest_room import CHANNEL, ELSEWHERE, PACK, Room
from tests.talk import Talk


async def test_a_second_contest_in_the_same_place_is_refused(room: Room) -> None:
    """With words on what to do; elsewhere one can be opened."""
    await room.begin("ada")
    bob = room.person("bob")
    assert "runs here already" in await bob.say("contest start")
    elsewhere = room.person("bob", ELSEWHERE)
    assert "The contest is open" in await elsewhere.say("contest start")


async def test_too_few_questions_are_said(room: Room) -> None:
    """A contest has three at least; wishes that leave fewer are answered with the reason."""
    said = await room.person("ada").say("contest start", kinds="number", topic="china")
    assert "would fit" in said


async def test_a_marathon_needs_a_zone_that_exists(room: Room) -> None:
    """Zones and times are checked when the contest is opened."""
    ada = room.person("ada")
    assert "no time zone" in await ada.say("contest start", preset="marathon", zone="Nowhere")
    assert "no time of day" in await ada.say("contest start", preset="marathon", time="25:00")


async def test_the_same_seed_draws_the_same_questions(room: Room) -> None:
    """For fairness between classes."""
    drawn = []
    for place in (CHANNEL, ELSEWHERE):
        await room.person("ada", place).say("contest start", seed="class of 2026", count=5)
        drawn.append(await room.drawn(place))
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 5


async def ended(room: Room, asked: int = 1, **wishes: str | int) -> tuple[str, ...]:
    """Play a contest until so many questions were asked, and return those."""
    (ada,) = await room.begin("ada", **wishes)
    drawn = await room.drawn()
    for _ in range(asked - 1):
        await room.answer(ada, right=True)
        await room.pass_time(10)
    await ada.say("contest status")
    await ada.press("End the contest")
    await room.settle()
    return drawn[:asked]


async def test_questions_that_a_place_has_had_come_last(room: Room) -> None:
    """In its next contests, until there are no others; those that were only drawn do not count."""
    fitting = [q.id for q in PACK.questions if q.kind == "ordering"]
    first = await ended(room, 2, kinds="ordering", count=3, seed="")
    assert len(first) == 2
    await room.person("ada").say("contest start", kinds="ordering", count=len(fitting))
    drawn = await room.drawn()
    assert set(drawn[-2:]) == set(first)
    assert sorted(drawn) == sorted(fitting)


async def test_what_another_place_has_had_does_not_count(room: Room) -> None:
    """Each place has its own history, and the same request draws the same there as anywhere new."""
    fitting = [q.id for q in PACK.questions if q.kind == "ordering"]
    await ended(room, kinds="ordering", count=3, seed="")
    host = room.person("ada", ELSEWHERE)
    await host.say("contest start", kinds="ordering", count=len(fitting))
    assert host.last is not None
    questions = [q for q in PACK.questions if q.kind == "ordering"]
    plain = draw(questions, len(fitting), host.last.id, {})
    assert await room.drawn(ELSEWHERE) == tuple(question.id for question in plain)


async def test_a_seed_draws_the_same_whatever_a_place_has_had(room: Room) -> None:
    """Two classes have the same contest, though one has played before."""
    had = await ended(room, kinds="ordering", count=3, seed="class of 2026")
    await room.person("ada").say("contest start", kinds="ordering", count=3, seed="class of 2026")
    assert (await room.drawn())[:1] == had


async def test_a_contest_whose_opening_is_delivered_twice_is_opened_once(room: Room) -> None:
    """After a crash the platform delivers the command again; the host gets the same reply."""
    ada = room.person("ada")
    opened = await ada.say("contest start", seed="test")
    assert await ada.again() == opened


async def test_a_contest_says_if_fewer_questions_fit_than_were_wished_for(room: Room) -> None:
    """It is played with those."""
    fitting = sum(question.kind == "number" for question in PACK.questions)
    said = await room.person("ada").say("contest start", kinds="number", count=fitting + 1)
    assert f"Only {fitting} questions fit; the contest has these." in said


@pytest.mark.parametrize(
    ("name", "shown"), [("x" * 4_000, "x" * 40), ("\u202e\u200b", "zoe"), ("", "zoe")]
)
async def test_a_name_is_made_fit_for_a_scoreboard(room: Room, name: str, shown: str) -> None:
    """Bounded, nothing invisible, and the id where nothing is left."""
    zoe = Talk(room.bot, actor=Actor("tiny", "zoe", name), place=CHANNEL)
    ada = room.person("ada")
    await ada.say("contest start", count=3)
    await room.settle()
    await room.press(zoe, "Join")
    assert room.board.said()[-1].count(shown) == 1


async def test_who_hides_keeps_their_name_out_of_contests(room: Room) -> None:
    """From the next one they join."""
    ada = room.person("ada")
    await ada.say("privacy hide")
    await ada.say("contest start", count=3)
    await room.settle()
    await room.press(ada, "Join")
    assert "A player" in room.board.said()[-1]
    assert "Ada" not in room.board.said()[-1]
