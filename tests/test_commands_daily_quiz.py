"""The quiz of the day: answers that nobody sees before the next question, and a table of the month."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.form import Response
from bot.chat.platform import DeliveryFailed
from bot.chat.reply import Bars, Standings, Visibility
from bot.quiz.question import Question
from tests.daily_bot import DAY, EIGHT, HOUR, PACK, House, daily_house
from tests.talk import Talk

CHOICES = replace(PACK, questions=tuple(q for q in PACK.questions if q.kind == "multiple-choice"))
"""With questions that are answered rightly or wrongly, never closely."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The first question was asked this Monday at eight."""
    async with daily_house(f"sqlite:///{tmp_path / 'quiz.db'}", pack=CHOICES) as opened:
        await opened.say("daily set", **EIGHT, which="quiz")
        await opened.pass_time(3 * HOUR)
        yield opened


def question_of(talk: Talk) -> Question:
    return next(question for question in PACK.questions if question.prompt == talk.form.title)


def response(talk: Talk, *, right: bool) -> Response:
    """A response to the question on show."""
    schedule, day = talk.form.action.arguments
    question, seed = question_of(talk), f"{schedule}/{day}"
    return next(iter(question.right(seed) if right else question.wrong(seed)))[1]


async def answers(house: House, name: str, *, right: bool = True) -> Talk:
    talk = house.somebody(name)
    await talk.fill(response(talk, right=right))
    return talk


async def test_an_answer_is_confirmed_and_not_judged(house: House) -> None:
    """Only whoever gave it sees that; right or wrong, the same is said."""
    ben = await answers(house, "ben")
    assert ben.reply.visibility is Visibility.ONLY_YOU
    first = await ben.again()
    assert first.startswith("Your answer is in: ")
    assert "Right" not in first
    cid = await answers(house, "cid", right=False)
    assert (await cid.again()).startswith("Your answer is in: ")


async def test_the_first_answer_counts(house: House) -> None:
    """Another one is told so."""
    ben = await answers(house, "ben", right=False)
    wrong, ben.reply = await ben.again(), house.wall.posts[-1].reply
    said = await ben.fill(response(ben, right=True))
    assert said.startswith("You have answered already: ")
    assert wrong.split(": ")[1].split(". ")[0] in said


async def test_the_answer_comes_with_the_next_question(house: House) -> None:
    """With the words that prove it, how it was answered, and the table of the month."""
    asked = question_of(house.somebody("ben"))
    await answers(house, "ben")
    await answers(house, "cid", right=False)
    (text,) = await house.pass_time(DAY)
    assert text.startswith("The answer of 2 March 2026")
    assert f"{asked.prompt} {asked.solution}" in text
    reply = house.wall.posts[-1].reply
    bars = next(block for block in reply.blocks if isinstance(block, Bars)).bars
    assert [(bar.label, bar.count, bar.total) for bar in bars] == [
        ("Right", 1, 2),
        ("Close", 0, 2),
        ("Wrong", 1, 2),
    ]
    rows = next(block for block in reply.blocks if isinstance(block, Standings)).rows
    assert [(row.rank, row.name, row.points) for row in rows] == [(1, "Ben", 10), (2, "Cid", 0)]
    assert "Question of the day · " in text


async def test_an_answer_comes_out_though_the_next_question_could_not(house: House) -> None:
    """The one that never got out is passed over: nobody could have answered it."""
    asked = question_of(house.somebody("ben"))
    await answers(house, "ben")
    house.wall.error = DeliveryFailed("bad gateway")
    await house.pass_time(DAY)
    house.wall.error = None
    await house.pass_time(8 * HOUR)
    (text,) = await house.pass_time(DAY - 8 * HOUR)
    assert text.startswith("The answer of 2 March 2026")
    assert f"{asked.prompt} {asked.solution}" in text


async def test_a_question_that_could_not_be_told_is_asked_at_once_on_request(house: House) -> None:
    """With the answer to the one before; it is answered like every other."""
    house.wall.error = DeliveryFailed("bad gateway")
    await house.pass_time(DAY)
    house.wall.error = None
    assert await house.pass_time(8 * HOUR) == []
    await house.say("daily now")
    assert house.wall.texts[-1].startswith("The answer of 2 March 2026")
    await answers(house, "ben")
    (text,) = await house.pass_time(DAY - 8 * HOUR)
    assert text.startswith("The answer of 3 March 2026")
    assert "1 of 1 (100%)" in await house.somebody("ben").say("score")


async def test_points_come_with_the_answer(house: House) -> None:
    """And count as all others do."""
    ben = await answers(house, "ben")
    assert "You have not answered a question yet." in await ben.say("score")
    await house.pass_time(DAY)
    assert "1 of 1 (100%)" in await ben.say("score")
    assert "10" in await ben.say("leaderboard")


async def test_a_question_that_nobody_answered_is_revealed_all_the_same(house: House) -> None:
    """It says so."""
    (text,) = await house.pass_time(DAY)
    assert "Nobody answered it." in text


async def test_an_old_question_cannot_be_answered_any_more(house: House) -> None:
    """Its answer is out."""
    ben = house.somebody("ben")
    await house.pass_time(DAY)
    assert "That question is over" in await ben.fill(response(ben, right=True))


async def test_a_streak_is_shown_in_the_table(house: House) -> None:
    """Which everybody may look at, month by month."""
    for _ in range(3):
        await answers(house, "ben")
        await house.pass_time(DAY)
    said = await house.somebody("cid").say("daily table")
    assert "Question of the day, March 2026" in said
    assert "3 of 3 answers right, 3 in a row" in said
    february = await house.somebody("cid").say("daily table", month="2026-02")
    assert "Nobody has answered a question whose answer is out yet." in february
    assert "“2026-2” is no date" in await house.somebody("cid").say("daily table", month="2026-2")


async def test_where_leaderboards_are_off_there_is_no_table(house: House) -> None:
    """Neither under the answer nor when asked for."""
    await house.say("settings set", setting="leaderboard", value="off")
    await answers(house, "ben")
    await house.pass_time(DAY)
    reply = house.wall.posts[-1].reply
    assert not any(isinstance(block, Standings) for block in reply.blocks)
    assert any(isinstance(block, Bars) for block in reply.blocks)
    reader = house.somebody("ben")
    await reader.say("daily table")
    assert reader.reply.failed


async def test_a_quiz_that_is_ended_leaves_its_points(house: House) -> None:
    """Those of the question that was open, too."""
    ben = await answers(house, "ben")
    await house.say("daily off")
    assert "1 of 1 (100%)" in await ben.say("score")
    assert "There is no such daily post here." in await ben.say("daily table")


async def test_a_forged_answer_changes_nothing(house: House) -> None:
    """To another schedule, another day, another place, or with what the form never had."""
    ben = house.somebody("ben")
    schedule, day = ben.form.action.arguments
    forged = [
        (("none", day), {}),
        (("\0", day), {}),
        ((schedule, "2026-03-01"), {}),
        ((schedule, "soon"), {}),
        ((schedule,), {}),
        ((schedule, day), {"answer": ("no such key",)}),
        ((schedule, day), {"other": ("x",)}),
    ]
    for arguments, filled in forged:
        await ben.forge("day-answer", *arguments, **filled)
        assert ben.reply.failed
    await house.pass_time(DAY)
    assert "You have not answered a question yet." in await ben.say("score")
