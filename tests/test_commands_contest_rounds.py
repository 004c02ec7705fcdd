"""A contest as its players live it: from the lobby to the podium, answers, appeals, a place that fails."""

import pytest

from bot.chat.plain import plain
from bot.chat.platform import DeliveryFailed
from bot.chat.reply import Countdown, Form
from bot.views.question import KIND_NAMES
from tests.contest_room import PACK, Room


async def test_a_contest_runs_from_lobby_to_podium(room: Room) -> None:
    """Three rounds, each asked, answered, revealed; then the podium, with the right winner."""
    ada, bob = await room.begin("ada", "bob")
    for _ in range(3):
        assert "Locked in" in await room.answer(ada, right=True)
        await room.answer(bob, right=False)
        await room.pass_time(10)
    final = room.board.said()[-1]
    assert "First: Ada with 30 points, 3 of 3 answers right" in final
    assert "2. Bob, 0 points" in final


async def test_an_answer_is_secret_until_the_round_closes(room: Room) -> None:
    """The confirmation is private, and the board says only how many have answered."""
    ada, bob = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    assert ada.reply.visibility.value == "only you"
    assert room.board.said()[-1] == "1 of 2 have answered."
    await room.answer(bob, right=True)
    assert "Question 1 of 3: the answer" in room.board.said()[-1]


async def test_the_deadline_closes_the_round_without_those_who_are_silent(room: Room) -> None:
    """Thirty seconds and the grace, and the answer is out."""
    ada, _ = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    await room.pass_time(32)
    assert "Right and fastest: Ada" in room.board.said()[-1]


async def test_an_answer_after_the_deadline_does_not_count_and_is_told_so(room: Room) -> None:
    """Even before the bot has got round to closing."""
    ada, _ = await room.begin("ada", "bob")
    room.clock._now = room.clock.now().replace(second=31)
    assert "after the time was over" in await room.answer(ada, right=True)


async def test_the_countdown_ends_when_answers_cease_to_count(room: Room) -> None:
    """At thirty seconds, not when the bot gets round to closing."""
    await room.begin("ada", "bob")
    countdown = next(b for b in room.board.latest(Form).blocks if isinstance(b, Countdown))
    assert (countdown.until - room.clock.now()).total_seconds() == 30


async def test_a_double_click_counts_once(room: Room) -> None:
    """The same answer delivered again is confirmed again; another one is refused."""
    ada, _ = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    assert "Locked in" in await ada.again()
    assert "The first answer counts" in await room.answer(ada, right=False)


async def test_an_answer_may_be_changed_where_the_host_allows_it(room: Room) -> None:
    """The last one counts."""
    ada, bob = await room.begin("ada", "bob", revise=True)
    await room.answer(bob, right=True)
    await room.answer(ada, right=False)
    assert "You may change it" in await room.answer(ada, right=True)
    await room.pass_time(32)
    assert "1. Ada, 10 points" in room.board.said()[-1]


async def test_an_accepted_appeal_corrects_everybody_who_gave_that_answer(room: Room) -> None:
    """Two gave the same wrong wording; the host accepts it; both have the points."""
    ada, bob, cyd = await room.begin("ada", "bob", "cyd", kinds="short-answer")
    for who in (bob, cyd):
        who.reply = room.board.latest(Form)
        await who.fill(answer="something nobody foresaw")
    await room.answer(ada, right=True)
    await room.press(bob, "Appeal")
    assert "somebody answered “something nobody foresaw”" in room.board.said()[-1]
    await room.press(ada, "Accept it")
    assert "is accepted for question 1" in room.board.said()[-1]
    await room.press(bob, "My result")
    assert "10 points, rank 1" in plain(bob.reply)


async def test_a_place_that_is_gone_ends_the_contest_cleanly(room: Room) -> None:
    """The channel was deleted: nothing is tried for ever, and the scores are kept."""
    ada, bob = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    room.board.failing = DeliveryFailed("unknown channel", place_is_gone=True)
    await room.answer(bob, right=False)
    room.board.failing = None
    await room.settle()
    assert "No contest runs here" in await ada.say("contest status")
    assert "10" in await ada.say("score")


async def test_a_failing_channel_is_tried_again(room: Room) -> None:
    """Nothing is lost and nothing said twice."""
    ada, bob = await room.begin("ada", "bob")
    room.board.failing = DeliveryFailed("server error", after=5)
    await room.answer(ada, right=True)
    await room.answer(bob, right=True)
    room.board.failing = None
    for _ in range(8):
        await room.pass_time(10)
    assert sum("Question 1 of 3: the answer" in said for said in room.board.said()) == 1


@pytest.mark.parametrize("kind", KIND_NAMES)
async def test_every_kind_of_question_can_be_played(room: Room, kind: str) -> None:
    """Asked, answered right, revealed, with how the answers were spread."""
    count = sum(question.kind == kind for question in PACK.questions)
    (ada,) = await room.begin("ada", kinds=kind, count=min(3, count))
    assert "Locked in" in await room.answer(ada, right=True)
    reveal = room.board.said()[-1]
    assert "1 of 1" in reveal
    assert "+10" in reveal


async def test_an_empty_or_forged_answer_does_not_cost_the_only_one(room: Room) -> None:
    """It is refused in words, nothing is recorded, and the player answers again."""
    ada, _ = await room.begin("ada", "bob")
    ada.reply = room.board.latest(Form)
    action = ada.form.action
    assert "Choose 1 of the answers" in await ada.forge(action.name, *action.arguments)
    forged = await ada.forge(action.name, *action.arguments, answer=("zzz",), more=("x" * 9999,))
    assert "does not belong" in forged
    assert "Locked in" in await room.answer(ada, right=True)


@pytest.mark.parametrize("number", ["9" * 5_000, "٠", "-1", "1.0", ""])
async def test_a_forged_round_is_stale(room: Room, number: str) -> None:
    """However long, and in whatever figures."""
    ada, _ = await room.begin("ada", "bob")
    ada.reply = room.board.latest(Form)
    contest = ada.form.action.arguments[0]
    assert "earlier version" in await ada.forge("c-answer", contest, number, answer=("a",))
