"""Practices are kept, one running a person, and nobody's answer counts twice."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.chat.request import Place
from bot.ports import ChangedMeanwhile
from bot.quiz.practice import Practice, answer
from bot.quiz.verdict import Verdict
from bot.store import Store, open_store
from tests.storage import NOW, ROOM, a_person, a_practice, played

ANN, BEN = a_person("ann"), a_person("ben")


async def begun(store: Store, practice: Practice | None = None) -> Practice:
    practice = practice or a_practice()
    await store.practices.begin(ANN, ROOM, practice, NOW)
    return practice


async def test_a_practice_is_resumed_where_it_was_left(store: Store, store_url: str) -> None:
    """After a restart the answers, the skips and the hint that was taken are all there."""
    practice = await begun(store)
    left = played(practice, "rwhcsh")
    await store.practices.save(practice, left)
    async with open_store(store_url) as restarted:
        assert await restarted.practices.running(ANN) == left


async def test_a_newcomer_has_no_practice(store: Store) -> None:
    """Somebody who never began one has none running, and nothing was asked of them."""
    assert await store.practices.running(ANN) is None
    assert await store.practices.find(ANN, "p1") is None
    assert await store.practices.times_asked(ANN, "bullitt-730") == {}


@pytest.mark.parametrize("moves", ["x", "rrx", "rrrrr", "rrrrrx"])
async def test_a_practice_that_is_over_is_found_but_does_not_run(store: Store, moves: str) -> None:
    """A finished or stopped practice can be looked at again, but is not resumed."""
    practice = await begun(store)
    over = played(practice, moves)
    await store.practices.save(practice, over)
    assert await store.practices.running(ANN) is None
    assert await store.practices.find(ANN, practice.id) == over


async def test_a_practice_is_its_owners_alone(store: Store) -> None:
    """Neither another person nor the same id on another platform can see it."""
    practice = await begun(store)
    assert await store.practices.find(BEN, practice.id) is None
    assert await store.practices.find(a_person("ann", platform="slack"), practice.id) is None


@pytest.mark.parametrize("practice_id", ["", "p1\x00", "\ud800", "' OR 1=1 --", "p" * 10**5])
async def test_an_id_that_was_tampered_with_finds_nothing(store: Store, practice_id: str) -> None:
    """And fails no more than any other unknown one."""
    await begun(store)
    assert await store.practices.find(ANN, practice_id) is None


async def test_beginning_another_practice_stops_the_one_that_runs(store: Store) -> None:
    """What was answered in the first one stays."""
    first = await begun(store, a_practice("p1"))
    left = played(first, "rh")
    await store.practices.save(first, left)
    second = await begun(store, a_practice("p2"))
    assert await store.practices.running(ANN) == second
    assert await store.practices.find(ANN, "p1") == replace(left, stopped=True)


async def test_beginning_a_practice_again_changes_nothing(store: Store) -> None:
    """A request that is delivered twice neither restarts a practice nor stops a later one."""
    first = await begun(store, a_practice("p1"))
    left = played(first, "r")
    await store.practices.save(first, left)
    await begun(store, a_practice("p1"))
    assert await store.practices.running(ANN) == left
    second = await begun(store, a_practice("p2"))
    await begun(store, a_practice("p1"))
    assert await store.practices.running(ANN) == second


async def test_a_practice_of_one_person_leaves_others_running(store: Store) -> None:
    """Beginning stops only one's own."""
    first = await begun(store, a_practice("p1"))
    await store.practices.begin(BEN, ROOM, a_practice("p2"), NOW)
    assert await store.practices.running(ANN) == first


async def test_an_answer_to_a_question_already_answered_is_refused(store: Store) -> None:
    """Two presses of the same question count once; the second is told that things have changed."""
    practice = await begun(store)
    await store.practices.save(practice, played(practice, "r"))
    with pytest.raises(ChangedMeanwhile):
        await store.practices.save(practice, played(practice, "w"))
    assert await store.practices.running(ANN) == played(practice, "r")


@pytest.mark.parametrize("meanwhile", ["h", "x", "s"])
async def test_an_answer_to_what_has_changed_is_refused(store: Store, meanwhile: str) -> None:
    """A hint, a stop or a skip in between makes the answer one to another state of things."""
    practice = await begun(store)
    await store.practices.save(practice, played(practice, meanwhile))
    with pytest.raises(ChangedMeanwhile):
        await store.practices.save(practice, played(practice, "r"))
    assert await store.practices.find(ANN, practice.id) == played(practice, meanwhile)


async def test_a_practice_that_was_never_begun_cannot_be_saved(store: Store) -> None:
    """There is nothing that it could be compared with."""
    with pytest.raises(ChangedMeanwhile):
        await store.practices.save(a_practice(), played(a_practice(), "r"))


@pytest.mark.parametrize(
    "other",
    [a_practice("p2"), a_practice(questions=6), played(a_practice(), "wr")],
    ids=["another id", "other questions", "another log"],
)
async def test_a_practice_that_did_not_come_of_the_one_before_is_a_bug(
    store: Store, other: Practice
) -> None:
    """The store does not guess at what a caller may have meant."""
    practice = await begun(store)
    with pytest.raises(ValueError, match="did not come of"):
        await store.practices.save(played(practice, "r"), other)


async def test_a_practice_with_a_log_cannot_begin(store: Store) -> None:
    """Answers are logged by saving them, where they are counted."""
    with pytest.raises(ValueError, match="no log"):
        await begun(store, played(a_practice(), "r"))


async def test_of_answers_at_the_same_time_exactly_one_counts(store_url: str) -> None:
    """Eight answers to one question, over four connections to the database: one is recorded."""
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(store_url)) for _ in range(4)]
        practice = await begun(stores[0])
        outcomes = await asyncio.gather(
            *(
                store.practices.save(practice, played(practice, move))
                for store in stores
                for move in "rw"
            ),
            return_exceptions=True,
        )
        assert [outcome for outcome in outcomes if not isinstance(outcome, ChangedMeanwhile)] == [
            None
        ]
        assert (await stores[0].scores.record(ANN)).answers == 1
        kept = await stores[0].practices.running(ANN)
    assert kept in (played(practice, "r"), played(practice, "w"))


async def test_of_practices_begun_at_the_same_time_one_runs(store_url: str) -> None:
    """Even for somebody new, of whom no row could be locked yet."""
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(store_url)) for _ in range(4)]
        ids = [f"p{number}" for number in range(8)]
        await asyncio.gather(
            *(
                begun(stores[number % 4], a_practice(practice_id))
                for number, practice_id in enumerate(ids)
            )
        )
        kept = [await stores[0].practices.find(ANN, practice_id) for practice_id in ids]
    assert sum(practice is not None and not practice.stopped for practice in kept) == 1


async def test_a_request_delivered_to_two_processes_begins_one_practice(store_url: str) -> None:
    """Neither of them fails."""
    async with open_store(store_url) as one, open_store(store_url) as two:
        await asyncio.gather(*(begun(store) for store in (one, two, one, two)))
        assert await one.practices.running(ANN) == a_practice()


async def test_answering_while_beginning_anew_loses_and_deadlocks_nothing(store_url: str) -> None:
    """Either the answer came first and counts, or the practice was stopped before it."""
    async with open_store(store_url) as one, open_store(store_url) as two:
        for number in range(10):
            practice = await begun(one, a_practice(f"p{number}"))
            saved, _ = await asyncio.gather(
                one.practices.save(practice, played(practice, "r")),
                begun(two, a_practice(f"next{number}")),
                return_exceptions=True,
            )
            kept = await one.practices.find(ANN, practice.id)
            expected = practice if isinstance(saved, ChangedMeanwhile) else played(practice, "r")
            assert kept == replace(expected, stopped=True)
        assert await one.scores.wrong_totals() == 0


async def test_several_moves_are_saved_together(store: Store) -> None:
    """From ``before`` to ``after`` may be more than one answer."""
    practice = await begun(store)
    await store.practices.save(practice, played(practice, "rs"))
    await store.practices.save(played(practice, "rs"), played(practice, "rswrx"))
    assert await store.practices.find(ANN, practice.id) == played(practice, "rswrx")
    assert (await store.scores.record(ANN)).answers == 3


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Комінтерн “Radek”",
        "\x00\x1b[31m\u202e",
        "\ud800",
        "'; DROP TABLE answers; --",
        "x" * 10**5,
    ],
    ids=["empty", "letters", "control", "half a pair", "sql", "long"],
)
async def test_an_answer_is_kept_as_it_was_typed(store: Store, typed: str) -> None:
    """Whatever it is: nothing of it is lost, and nothing of it is run."""
    practice = await begun(store)
    after = answer(practice, {"answer": (typed,), "b": ()}, Verdict.wrong(), NOW)
    await store.practices.save(practice, after)
    assert await store.practices.running(ANN) == after


async def test_a_moment_is_the_same_whatever_the_zone(store: Store) -> None:
    """The time of an answer comes back with its zone and to the microsecond."""
    practice = await begun(store)
    moment = datetime(2025, 10, 26, 2, 30, 1, 234567, timezone(timedelta(hours=-7)))
    after = answer(practice, {}, Verdict.right(), moment)
    await store.practices.save(practice, after)
    kept = await store.practices.running(ANN)
    assert kept is not None
    assert kept.log[0].at == moment
    assert kept.log[0].at.tzinfo is not None


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """It could be any of many moments."""
    with pytest.raises(Exception, match="without a zone"):
        await store.practices.begin(ANN, ROOM, a_practice(), datetime(2025, 3, 1))  # noqa: DTZ001
    assert await store.practices.running(ANN) is None


async def test_questions_are_counted_by_pack_and_person(store: Store) -> None:
    """Answered and skipped ones were asked; the one that is being asked is not counted yet."""
    for number, moves in enumerate(["rs", "w", ""]):
        practice = await begun(store, a_practice(f"p{number}"))
        await store.practices.save(practice, played(practice, moves))
    other = replace(a_practice("other"), pack="other")
    await begun(store, other)
    await store.practices.save(other, played(other, "r"))
    await store.practices.begin(BEN, Place("slack", "C1", "T1"), a_practice("bens"), NOW)
    await store.practices.save(a_practice("bens"), played(a_practice("bens"), "rrr"))
    assert await store.practices.times_asked(ANN, "bullitt-730") == {"q0": 2, "q1": 1}
