"""What somebody has missed is asked again when it is due, through commands and buttons, on a real store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.plain import plain
from bot.chat.reply import Form, Quote, Visibility
from bot.chat.request import Actor
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.contest_room import Room
from tests.daily_bot import DAY, HOUR
from tests.talk import Talk

PACK = load()
BEN = Actor("tiny", "ben", "Ben")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'review.db'}"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def bot(url: str, clock: ManualClock) -> AsyncIterator[Dispatcher]:
    async with open_bot(PACK, url, clock) as bot:
        yield bot


@pytest.fixture
def ada(bot: Dispatcher) -> Talk:
    return Talk(bot)


async def answer(talk: Talk, *, right: bool) -> str:
    """Answer the question on show, which asks for a number."""
    practice, _position = talk.form.action.arguments
    question = next(each for each in PACK.questions if each.prompt == talk.form.title)
    _, response = next(iter(question.right(practice)))
    return await talk.fill(response if right else dict.fromkeys(response, ("minus one",)))


async def miss(talk: Talk, number: int = 1) -> list[str]:
    """Take a quiz and answer everything wrong; return what was asked."""
    await talk.say("quiz", count=number, kinds="number")
    asked = []
    for _ in range(number):
        asked.append(talk.form.title)
        await answer(talk, right=False)
    return asked


async def test_whoever_has_missed_nothing_learns_where_cards_come_from(ada: Talk) -> None:
    """And is offered a quiz."""
    said = await ada.say("review")
    assert said.startswith("You have nothing to review.")
    assert "Cards come from your own mistakes" in said
    assert ada.labels == ["Take a quiz"]
    assert ada.reply.visibility is Visibility.ONLY_YOU


async def test_what_was_missed_today_is_due_tomorrow_and_later_once_it_is_known(
    ada: Talk, clock: ManualClock
) -> None:
    """Wrong today, asked tomorrow; right tomorrow, asked the day after next, and not before."""
    (missed,) = await miss(ada)
    assert "Nothing is due now. The next card comes 2 March 2026, 04:00 UTC." in await ada.say(
        "review"
    )
    await clock.advance(DAY)
    said = await ada.say("review")
    assert "1 card is due: a question that you missed before." in said
    assert ada.form.title == missed
    said = await answer(ada, right=True)
    assert "Right." in said
    assert any(isinstance(block, Quote) for block in ada.reply.blocks)
    assert "The review is over" in said
    assert "1 of 1 right." in said
    assert "The next card comes 4 March 2026, 04:00 UTC." in said
    await clock.advance(DAY)
    assert "Nothing is due now." in await ada.say("review")
    await clock.advance(DAY)
    await ada.say("review")
    assert ada.form.title == missed


async def test_what_is_missed_again_comes_back_the_next_day(ada: Talk, clock: ManualClock) -> None:
    """Once a day, not at once: what was just explained is not known yet."""
    await miss(ada)
    await clock.advance(DAY)
    await ada.say("review")
    said = await answer(ada, right=False)
    assert "The next card comes 3 March 2026, 04:00 UTC." in said
    assert "Nothing is due now." in await ada.say("review")


async def test_a_review_earns_no_points(ada: Talk, clock: ManualClock) -> None:
    """It says so, and the score is what it was."""
    await miss(ada)
    before = await ada.say("score")
    await clock.advance(DAY)
    assert "a review earns no points" in await ada.say("review")
    assert "points" not in await answer(ada, right=True)
    assert await ada.say("score") == before


async def test_a_hint_costs_nothing_but_brings_the_card_back_sooner(
    ada: Talk, clock: ManualClock
) -> None:
    """The button names no price."""
    await miss(ada)
    await clock.advance(DAY)
    await ada.say("review")
    assert "Hint" in ada.labels
    assert "Hint:" in await ada.press("Hint")
    assert "The next card comes 3 March 2026, 04:00 UTC." in await answer(ada, right=True)


async def test_only_as_many_are_asked_as_are_wished_for(ada: Talk, clock: ManualClock) -> None:
    """The longest overdue first; then the others are offered."""
    first = await miss(ada)
    await clock.advance(HOUR)
    await miss(ada, 2)
    await clock.advance(DAY)
    said = await ada.say("review", count=1)
    assert "3 cards are due; here is the first." in said
    assert [ada.form.title] == first
    assert "2 cards are still due." in await answer(ada, right=True)
    await ada.press("Go on reviewing")
    assert "Question 1 of 2" in await ada.again()


async def test_a_review_goes_on_after_a_restart(url: str, clock: ManualClock) -> None:
    """Where it was left."""
    async with open_bot(PACK, url, clock) as bot:
        ada = Talk(bot)
        await miss(ada, 3)
        await clock.advance(DAY)
        await ada.say("review")
        await answer(ada, right=True)
        asked = ada.form.title
    async with open_bot(PACK, url, clock) as bot:
        ada = Talk(bot)
        said = await ada.say("review")
        assert said.startswith("You have a review under way, with 1 question behind you.")
        assert ada.form.title == asked


async def test_what_is_skipped_stays_due(ada: Talk, clock: ManualClock) -> None:
    """Stopping leaves the rest due, too."""
    await miss(ada, 2)
    await clock.advance(DAY)
    await ada.say("review")
    await ada.press("Skip")
    said = await ada.press("Stop")
    assert "No question was answered." in said
    assert "2 cards are still due." in said


async def test_a_double_click_counts_once(ada: Talk, clock: ManualClock) -> None:
    """The platform delivers the same answer twice: the card moves once, and the person is told."""
    await miss(ada)
    await clock.advance(DAY)
    await ada.say("review")
    first = await answer(ada, right=True)
    again = await ada.again()
    assert "That question is behind you (right)." in again
    assert first.rpartition("The next card comes")[2] == again.rpartition("The next card comes")[2]


async def test_a_repeated_start_is_one_review(ada: Talk, clock: ManualClock) -> None:
    """The same request delivered again shows the same question of the same review."""
    await miss(ada, 2)
    await clock.advance(DAY)
    await ada.say("review")
    first = ada.form
    await ada.again()
    assert ada.form == first


@pytest.mark.parametrize("count", ["0", "999999"])
async def test_a_count_that_was_tampered_with_asks_what_is_due(
    ada: Talk, clock: ManualClock, count: str
) -> None:
    """A review has a question at least, and as many as a quiz at most."""
    await miss(ada)
    await clock.advance(DAY)
    await ada.forge("review-anew", count)
    assert "Question 1 of 1" in plain(ada.reply)


async def test_a_quiz_under_way_is_not_lost_to_a_review(ada: Talk, clock: ManualClock) -> None:
    """One is asked which of the two it shall be."""
    await miss(ada)
    await clock.advance(DAY)
    await ada.say("quiz", count=3)
    await ada.press("Skip")
    assert "You have a quiz under way, at question 2 of 3." in await ada.say("review", count=1)
    assert ada.labels == ["Go on", "Start the new one"]
    assert "1 card is due" in await ada.press("Start the new one")


async def test_where_nothing_is_due_a_quiz_under_way_goes_on(ada: Talk) -> None:
    """Nobody is asked to end it for nothing."""
    await ada.say("quiz", count=3)
    await ada.press("Skip")
    assert "You have nothing to review." in await ada.say("review")
    assert "Question 2 of 3" in await ada.say("quiz")


async def test_a_review_under_way_is_not_lost_to_a_quiz(ada: Talk, clock: ManualClock) -> None:
    """Without wishes the quiz goes on with it; with wishes one is asked."""
    await miss(ada, 3)
    await clock.advance(DAY)
    await ada.say("review")
    await answer(ada, right=True)
    assert "You have a review under way" in await ada.say("quiz")
    assert "You have a review under way, at question 2 of 3." in await ada.say("quiz", count=5)


async def test_what_was_missed_in_a_contest_comes_back(bot: Dispatcher, clock: ManualClock) -> None:
    """From its end on; and one’s own result says so."""
    room = Room(bot, clock)
    ada, bob = await room.begin("ada", "bob", count=3)
    for _ in range(3):
        await room.answer(ada, right=True)
        await room.answer(bob, right=False)
        await room.pass_time(30)
    assert "/review asks it again" in await room.press(bob, "My result")
    assert "/review" not in await room.press(ada, "My result")
    await clock.advance(DAY)
    assert "3 cards are due" in await bob.say("review")
    assert "You have nothing to review." in await ada.say("review")


async def test_cards_are_ones_own(bot: Dispatcher, ada: Talk, clock: ManualClock) -> None:
    """Nobody else reviews them, and the reply is for the person alone."""
    await miss(ada)
    await clock.advance(DAY)
    assert "You have nothing to review." in await Talk(bot, BEN).say("review")
    await ada.say("review")
    assert ada.reply.visibility is Visibility.ONLY_YOU


async def test_a_question_that_is_gone_is_passed_over(url: str, clock: ManualClock) -> None:
    """Whoever edits the pack leaves no dead card behind."""
    async with open_bot(PACK, url, clock) as bot:
        gone, stays = await miss(Talk(bot), 2)
    left = replace(PACK, questions=tuple(q for q in PACK.questions if q.prompt != gone))
    await clock.advance(DAY)
    async with open_bot(left, url, clock) as bot:
        ada = Talk(bot)
        assert "1 card is due" in await ada.say("review")
        assert ada.form.title == stays


async def test_the_end_of_a_quiz_says_that_mistakes_come_back(ada: Talk) -> None:
    """Only where there were any."""
    await ada.say("quiz", count=1, kinds="number")
    assert "/review asks it again in about a day" in await answer(ada, right=False)
    await ada.say("quiz", count=1, kinds="number")
    assert "/review" not in await answer(ada, right=True)


async def test_home_says_what_is_due(ada: Talk, clock: ManualClock) -> None:
    """Nothing where nothing is; while a review is under way, how it goes on."""
    await miss(ada, 3)
    await ada.say("home")
    assert not [label for label in ada.labels if "eview" in label]
    await clock.advance(DAY)
    assert "3 cards are due: questions that you missed before." in await ada.say("home")
    await ada.press("Review 3 cards")
    assert isinstance(ada.reply.controls[0], Form)
    await answer(ada, right=True)
    said = await ada.say("home")
    assert "A review is under way: 2 questions to go." in said
    assert "cards are due" not in said
    assert "Question 2 of 3" in await ada.press("Go on with the review")


async def test_privacy_names_cards_and_forgetting_deletes_them(
    ada: Talk, clock: ManualClock
) -> None:
    """What is kept, why, and that it goes."""
    await miss(ada)
    assert "Your cards" in await ada.say("privacy about")
    await ada.say("privacy forget")
    await ada.press("Delete everything about me")
    await clock.advance(DAY)
    assert "You have nothing to review." in await ada.say("review")
