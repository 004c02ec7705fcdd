"""A quiz taken alone, through commands and buttons, on a real store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.reply import Heading, Quote
from bot.pack.model import Pack
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from bot.views.question import KIND_NAMES
from tests.builders import an_actor
from tests.talk import Talk


def with_questions(pack: Pack, *ids: str) -> Pack:
    """The pack with these questions only."""
    return replace(pack, questions=tuple(each for each in pack.questions if each.id in ids))


SHOUTED = "p06-lived-without"
PACK = load()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'quiz.db'}"


@pytest.fixture
async def talk(url: str) -> AsyncIterator[Talk]:
    async with open_bot(PACK, url) as bot:
        yield Talk(bot)


def heading(talk: Talk) -> str:
    """The heading of the question on show, which is the last one."""
    headings = [block for block in talk.reply.blocks if isinstance(block, Heading)]
    return "".join(getattr(span, "text", "") for span in headings[-1].text)


async def answer_right(talk: Talk) -> str:
    """Answer the question on show with a response that its key calls right."""
    practice, position = talk.form.action.arguments
    question = next(q for q in PACK.questions if q.prompt == talk.form.title)
    _, response = next(iter(question.right(practice)))
    assert position.isdecimal()
    return await talk.fill(response)


async def test_ten_of_ten_is_kept_over_a_restart(url: str) -> None:
    """Answer ten questions right; come back to a new process; the board has a hundred points."""
    async with open_bot(PACK, url) as bot:
        talk = Talk(bot)
        await talk.say("quiz", count=10)
        for _ in range(9):
            assert "Right." in await answer_right(talk)
        assert "10 of 10 right, 100 points." in await answer_right(talk)
    async with open_bot(PACK, url) as bot:
        talk = Talk(bot)
        assert "100" in await talk.say("score")
        assert "Ada" in await talk.say("leaderboard")


async def test_a_quiz_goes_on_after_a_restart(url: str) -> None:
    """The third question is asked again, with what went before kept."""
    async with open_bot(PACK, url) as bot:
        talk = Talk(bot)
        await talk.say("quiz", count=5)
        await answer_right(talk)
        await talk.press("Skip")
        title = talk.form.title
    async with open_bot(PACK, url) as bot:
        talk = Talk(bot)
        said = await talk.say("quiz")
        assert said.startswith("You have a quiz under way, with 2 questions behind you.")
        assert talk.form.title == title


async def test_an_answer_is_explained_with_its_evidence(talk: Talk) -> None:
    """Right or wrong, the person sees the words on which the answer rests, and where they stand."""
    await talk.say("quiz", kinds="who-said", count=1)
    said = await talk.fill(answer="Cordell Hull")
    assert "Wrong." in said
    assert "The answer: " in said
    assert "p. 22" in said


async def test_a_hint_costs_and_is_shown(talk: Talk) -> None:
    """Three points of ten, and the button is gone."""
    await talk.say("quiz", count=1)
    assert "Hint:" in await talk.press("Hint")
    assert "Hint" not in talk.labels
    assert "7 points" in await answer_right(talk)


async def test_a_double_click_counts_once(talk: Talk) -> None:
    """The platform delivers the same answer twice: one answer, and the person is told."""
    await talk.say("quiz", count=2)
    await answer_right(talk)
    assert "That question is behind you (right, 10 points)." in await talk.again()
    assert heading(talk).startswith("Question 2 of 2")
    assert "1 of 1" in await talk.say("score")


async def test_a_repeated_start_is_one_quiz(talk: Talk) -> None:
    """The same request delivered again shows the same question of the same quiz."""
    await talk.say("quiz", count=3)
    first = talk.form
    await talk.again()
    assert talk.form == first


async def test_stopping_keeps_what_was_answered(talk: Talk) -> None:
    """The summary counts the answers given, and the next quiz is a new one."""
    await talk.say("quiz", count=5)
    await answer_right(talk)
    assert "1 of 1 right, 10 points." in await talk.press("Stop")
    await talk.press("Another quiz")
    assert heading(talk).startswith("Question 1 of 10")


async def test_what_was_missed_is_listed_with_its_place(talk: Talk) -> None:
    """The summary names the passage of each question missed."""
    await talk.say("quiz", kinds="who-said", count=1)
    assert "To read again:" in await talk.fill(answer="nobody at all")


async def test_what_was_missed_leads_to_its_passage(talk: Talk) -> None:
    """Picking it shows the paragraph."""
    await talk.say("quiz", kinds="who-said", count=1)
    await talk.press("Skip")
    place = talk.menu.options[0].label
    assert place in await talk.pick(place)


async def test_wishes_narrow_the_quiz(talk: Talk) -> None:
    """Topic, difficulty and kind are kept to."""
    await talk.say("quiz", topic="Japan and the Far East", difficulty="easy", kinds="true-false")
    assert "True or false, with proof · easy" in heading(talk)


async def test_several_kinds_may_be_wished_for(talk: Talk) -> None:
    """A list of kinds is drawn from all of them, and from no other."""
    await talk.say("quiz", kinds="cloze,number", count=50)
    asked = set()
    while talk.labels != ["Another quiz", "Score"] and "Skip" in talk.labels:
        asked.add(heading(talk).split(" · ")[1])
        await talk.press("Skip")
    assert asked == {"Fill the gap", "A number"}


async def test_every_wish_outlives_the_question_whether_to_begin_anew(talk: Talk) -> None:
    """All wishes at once, however long, fit into the button that grants them."""
    await talk.say("quiz")
    await answer_right(talk)
    kinds = ",".join(KIND_NAMES)
    await talk.say("quiz", topic="The document as a source", kinds=kinds, count=3)
    await talk.press("Start the new one")
    assert heading(talk).startswith("Question 1 of 3")


async def test_wishes_that_nothing_fits_are_answered_with_what_there_is(talk: Talk) -> None:
    """No empty quiz; the topics are listed."""
    said = await talk.say("quiz", topic="cookery")
    assert "No question fits “cookery”" in said
    assert "World revolution" in said


async def test_nobody_answers_for_another(talk: Talk) -> None:
    """A button of Ada's quiz pressed by Bob is refused, and Ada's quiz is as it was."""
    await talk.say("quiz", count=2)
    form = talk.form
    bob = Talk(talk.bot, actor=an_actor("bob", platform="tiny"))
    bob.reply = talk.reply
    assert "earlier version" in await bob.fill({"answer": ("a",)})
    await talk.say("quiz")
    assert talk.form == form


async def test_a_question_withdrawn_from_the_pack_is_passed_over(url: str) -> None:
    """A quiz begun yesterday goes on although its first question is gone today."""
    async with open_bot(PACK, url) as bot:
        talk = Talk(bot)
        await talk.say("quiz", count=2)
        gone = talk.form.title
    pack = replace(PACK, questions=tuple(q for q in PACK.questions if q.prompt != gone))
    async with open_bot(pack, url) as bot:
        talk = Talk(bot)
        await talk.say("quiz")
        assert heading(talk).startswith("Question 2 of 2")


async def test_a_pack_without_questions_says_so(url: str) -> None:
    """A bare text has no quiz."""
    async with open_bot(replace(PACK, questions=()), url) as bot:
        assert "has no questions yet" in await Talk(bot).say("quiz")


async def test_everybody_has_their_own_quiz_and_the_board_ranks_them(talk: Talk) -> None:
    """Two people in one channel, equal points share a rank."""
    bob = Talk(talk.bot, actor=an_actor("bob", platform="tiny"))
    for person in (talk, bob):
        await person.say("quiz", count=1)
        await answer_right(person)
    board = await talk.say("leaderboard")
    assert board.count("1. ") == 2


async def test_every_kind_can_be_asked_and_answered(talk: Talk) -> None:
    """All twelve kinds, through their forms, are judged right by their keys."""
    for kind in {question.kind for question in PACK.questions}:
        await talk.say("quiz", kinds=kind, count=1)
        assert "Right." in await answer_right(talk), kind


async def test_markup_in_an_answer_stays_text(talk: Talk) -> None:
    """What a person writes is judged, not run or rendered."""
    await talk.say("quiz", kinds="short-answer", count=1)
    said = await talk.fill(answer="<@123> **bold** '; DROP TABLE answers; --")
    assert "Wrong." in said


@pytest.mark.parametrize("name", ["answer", "hint", "skip", "stop"])
@pytest.mark.parametrize("arguments", [(), ("x",), ("x", "0"), ("x", "-1"), ("x", "²")])
async def test_a_forged_button_is_refused_kindly(
    talk: Talk, name: str, arguments: tuple[str, ...]
) -> None:
    """A quiz that does not exist, a question number that is none: stale, never a fault."""
    assert "earlier version" in await talk.forge(name, *arguments)


async def test_a_question_that_is_not_reached_yet_cannot_be_answered(talk: Talk) -> None:
    """Whoever forges the number of a later question gets the current one."""
    await talk.say("quiz", count=3)
    practice, _ = talk.form.action.arguments
    await talk.forge("answer", practice, "2", answer=("a",))
    assert heading(talk).startswith("Question 1 of 3")


async def test_a_quiz_under_way_is_not_replaced_without_asking(talk: Talk) -> None:
    """The person chooses: go on, or end it and start the one wished for."""
    await talk.say("quiz", count=5)
    await answer_right(talk)
    assert "at question 2 of 5" in await talk.say("quiz", difficulty="hard", count=3)
    choice = talk.reply
    await talk.press("Go on")
    assert heading(talk).startswith("Question 2 of 5")
    talk.reply = choice
    await talk.press("Start the new one")
    assert heading(talk).startswith("Question 1 of 3")
    assert heading(talk).endswith("hard")


async def test_an_ordering_question_quotes_all_its_evidence(talk: Talk) -> None:
    """The order is shown by the passages themselves, not by the first alone."""
    question = next(q for q in PACK.questions if q.kind == "ordering" and len(q.evidence) > 2)
    one = replace(PACK, questions=(question,))
    desk = replace(talk.bot._desk, pack=one)  # type: ignore[attr-defined]
    only = Talk(Dispatcher(desk, talk.bot._backstage))  # type: ignore[attr-defined]
    await only.say("quiz", count=1)
    await only.press("Skip")
    quotations = [block for block in only.reply.blocks if isinstance(block, Quote)]
    assert len(quotations) == len({evidence.ref for evidence in question.evidence})


async def test_nothing_is_asked_again_before_the_rest_was_asked(url: str) -> None:
    """Of six questions, three quizzes of two ask each of them once."""
    six = replace(PACK, questions=PACK.questions[:6])
    asked: list[str] = []
    async with open_bot(six, url) as bot:
        talk = Talk(bot)
        for _ in range(3):
            await talk.say("quiz", count=2)
            for _ in range(2):
                asked.append(talk.form.title)
                await talk.press("Skip")
    assert sorted(asked) == sorted(question.prompt for question in six.questions)
