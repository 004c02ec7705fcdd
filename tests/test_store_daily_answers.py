"""Answers to questions of the day: secret until the next, then counted as all others are."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bot.daily.plan import Schedule, Which
from bot.daily_ports import TableRow, Tally
from bot.ports import Scope
from bot.quiz.season import Season
from bot.quiz.verdict import Outcome
from bot.store import Store
from tests.storage import NOW, ROOM, a_person, a_practice, played
from tests.stored_dailies import FOUR, HALL, THREE, TWO, a_schedule, added, an_entry, asked, found

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
ANN, BEN, CID = a_person("ann"), a_person("ben"), a_person("cid")
RIGHT, CLOSE, WRONG = Outcome.RIGHT, Outcome.CLOSE, Outcome.WRONG


@pytest.fixture
async def quiz(store: Store) -> Schedule:
    """A quiz of the day that asks its first question."""
    return await asked(store, await added(store, a_schedule(which=Which.QUIZ)), TWO)


@pytest.fixture(autouse=True)
async def sums_agree_with_the_log(store: Store) -> AsyncIterator[None]:
    """Whatever a test did, all totals are what the log of answers makes of them."""
    yield
    assert (await store.check()).wrong_totals == 0


async def points(store: Store) -> dict[str, int]:
    rows = await store.scores.board(Scope("terminal", "school", "hall"), 100)
    return {row.user: row.record.points for row in rows}


async def streaks(store: Store) -> dict[str, int]:
    return {row.user: row.streak for row in await store.daily_answers.table("s1", *MARCH, 10)}


async def test_an_answer_counts_for_nothing_before_the_next_question(
    store: Store, quiz: Schedule
) -> None:
    """Not on boards, not in one's own record, not in the table: nobody can infer what is right."""
    assert await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    assert await points(store) == {}
    assert (await store.scores.record(ANN)).answers == 0
    assert await store.daily_answers.table("s1", *MARCH, 10) == ()


async def test_then_it_counts_as_every_other_answer(store: Store, quiz: Schedule) -> None:
    """For the place in which it was asked, and for all that the place belongs to."""
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry(RIGHT))
    await store.daily_answers.answer(quiz, TWO, BEN, an_entry(CLOSE))
    await store.daily_answers.answer(quiz, TWO, CID, an_entry(WRONG))
    await asked(store, quiz, THREE, "q1")
    assert await points(store) == {"ann": 10, "ben": 5, "cid": 0}
    record = await store.scores.record(ANN)
    assert (record.points, record.answers, record.right) == (10, 1, 1)
    assert await store.daily_answers.tally("s1", TWO) == Tally(right=1, close=1, wrong=1)


async def test_the_first_answer_counts(store: Store, quiz: Schedule) -> None:
    """A second one, or the same delivered twice, is told what the first was."""
    first = an_entry(WRONG)
    assert await store.daily_answers.answer(quiz, TWO, ANN, first) == first
    assert await store.daily_answers.answer(quiz, TWO, ANN, an_entry(RIGHT)) == first
    await asked(store, quiz, THREE, "q1")
    assert await points(store) == {"ann": 0}


async def test_of_answers_given_at_once_one_is_kept(store: Store, quiz: Schedule) -> None:
    """From two devices of one person."""
    given = [an_entry(RIGHT), an_entry(WRONG)] * 4
    kept = await asyncio.gather(
        *(store.daily_answers.answer(quiz, TWO, ANN, entry) for entry in given)
    )
    assert len({entry.outcome for entry in kept if entry}) == 1


async def test_nobody_answers_a_question_that_is_closed(store: Store, quiz: Schedule) -> None:
    """Its answer is out. Nor one that was never asked."""
    await asked(store, quiz, THREE, "q1")
    assert await store.daily_answers.answer(quiz, TWO, ANN, an_entry()) is None
    assert await store.daily_answers.answer(quiz, FOUR, ANN, an_entry()) is None
    other = an_entry(question="q7")
    assert await store.daily_answers.answer(quiz, THREE, ANN, other) is None


async def test_an_answer_given_while_the_next_is_asked_counts_or_is_refused(
    store: Store, quiz: Schedule
) -> None:
    """Never neither: each that was confirmed has its points."""
    people = [a_person(f"p{number}") for number in range(12)]
    answering = [store.daily_answers.answer(quiz, TWO, person, an_entry()) for person in people]
    kept = await asyncio.gather(*answering[:6], asked(store, quiz, THREE, "q1"), *answering[6:])
    confirmed = [entry for entry in kept if entry is not None and not isinstance(entry, Schedule)]
    assert sum((await points(store)).values()) == 10 * len(confirmed)


async def test_a_streak_is_of_right_answers_to_questions_that_follow_each_other(
    store: Store, quiz: Schedule
) -> None:
    """A wrong one ends it, and so does a day without an answer."""
    for day, question, following in ((TWO, "q0", "q1"), (THREE, "q1", "q2"), (FOUR, "q2", "q3")):
        answered = {ANN: RIGHT, BEN: WRONG if day == THREE else RIGHT}
        if day != THREE:
            answered[CID] = RIGHT
        for person, outcome in answered.items():
            entry = an_entry(outcome, question=question, day=day.day)
            await store.daily_answers.answer(quiz, day, person, entry)
        quiz = await asked(store, quiz, date(2026, 3, day.day + 1), following)
    table = await store.daily_answers.table("s1", *MARCH, 10)
    assert table == (
        TableRow("terminal", "ann", "Ann", 30, 3, 3, 3),
        TableRow("terminal", "ben", "Ben", 20, 3, 2, 1),
        TableRow("terminal", "cid", "Cid", 20, 2, 2, 1),
    )
    await asked(store, quiz, date(2026, 3, 6), "q4")
    table = await store.daily_answers.table("s1", *MARCH, 1)
    assert [(row.user, row.streak) for row in table] == [("ann", 0)]


async def test_a_question_that_never_got_out_breaks_nobodys_streak(
    store: Store, quiz: Schedule
) -> None:
    """Nobody could have answered it: neither the table nor the next count knows of it."""
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    quiz = await asked(store, quiz, THREE, "q1")
    await store.dailies.miss(quiz, THREE)
    quiz = await asked(store, quiz, FOUR, "q2")
    assert await streaks(store) == {"ann": 1}
    await store.daily_answers.answer(quiz, FOUR, ANN, an_entry(question="q2", day=4))
    await asked(store, quiz, date(2026, 3, 5), "q3")
    assert await streaks(store) == {"ann": 2}


async def test_a_table_is_of_one_month(store: Store, quiz: Schedule) -> None:
    """By the days of the place."""
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    await asked(store, quiz, THREE, "q1")
    april = (date(2026, 4, 1), date(2026, 4, 30))
    assert await store.daily_answers.table("s1", *april, 10) == ()


async def test_who_is_hidden_is_in_no_table(store: Store, quiz: Schedule) -> None:
    """Their answers count in the tally, which names nobody."""
    await store.people.hide(ANN, hidden=True)
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    await asked(store, quiz, THREE, "q1")
    assert await store.daily_answers.table("s1", *MARCH, 10) == ()
    assert (await store.daily_answers.tally("s1", TWO)).answers == 1


async def test_a_quiz_under_way_goes_on_beside_the_question_of_the_day(
    store: Store, quiz: Schedule
) -> None:
    """Neither stops the other, and the streak in quizzes is of quizzes alone."""
    practice = a_practice()
    await store.practices.begin(ANN, ROOM, practice, NOW)
    half = played(practice, "rr")
    await store.practices.save(practice, half)
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry(WRONG))
    await asked(store, quiz, THREE, "q1")
    await store.practices.save(half, played(half, "r"))
    record = await store.scores.record(ANN)
    assert (record.answers, record.streak) == (4, 3)


async def test_it_counts_for_the_season_in_which_it_was_given(store: Store, quiz: Schedule) -> None:
    """Defined before or after."""
    early = Season("early", date(2026, 3, 1), date(2026, 3, 2))
    late = Season("late", date(2026, 3, 3), date(2026, 3, 9))
    await store.seasons.define(HALL, early)
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    await store.seasons.define(HALL, late)
    assert await store.seasons.board(HALL, "early", 10, here=True) == ()
    await asked(store, quiz, THREE, "q1")
    (row,) = await store.seasons.board(HALL, "early", 10, here=True)
    assert row.record.points == 10
    assert await store.seasons.board(HALL, "late", 10, here=True) == ()
    await store.seasons.define(HALL, replace(late, name="again", first=date(2026, 3, 2)))
    assert len(await store.seasons.board(HALL, "again", 10, here=False)) == 1


async def test_when_a_quiz_of_the_day_is_ended_what_was_answered_counts(
    store: Store, quiz: Schedule
) -> None:
    """Though its answer is never revealed."""
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    assert await store.dailies.remove(await found(store))
    assert await points(store) == {"ann": 10}


async def test_what_is_secret_is_so_for_whoever_gave_it(store: Store, quiz: Schedule) -> None:
    """A control that was tampered with does not find the answer among one's quizzes."""
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry())
    assert await store.practices.running(ANN) is None
    assert await store.practices.times_asked(ANN, quiz.pack) == {"q0": 1}
