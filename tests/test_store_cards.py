"""Cards are made and moved with the answers that they come of, once each, and are a person's own."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat.request import Actor
from bot.daily.plan import Which
from bot.ports import ChangedMeanwhile
from bot.quiz import practice as rules
from bot.quiz.practice import Practice
from bot.quiz.review import Card
from bot.quiz.verdict import Outcome, Verdict
from bot.store import Store, open_store
from bot.store import cards as stored
from tests.storage import NOW, ROOM, a_person, a_practice, played
from tests.stored_contests import KeptGame, kept, person
from tests.stored_dailies import THREE, TWO, a_schedule, added, an_entry, asked

ANN, BEN = a_person("ann"), a_person("ben")
PACK = "bullitt-730"
DAY = timedelta(days=1)


async def answered(store: Store, practice: Practice, moves: str) -> Practice:
    await store.practices.begin(ANN, ROOM, practice, NOW)
    after = played(practice, moves)
    await store.practices.save(practice, after)
    return after


async def cards(store: Store, actor: Actor = ANN, pack: str = PACK) -> dict[str, Card]:
    found = await store.cards.all(actor, pack)
    by_question = {card.question: card for card in found}
    assert len(by_question) == len(found)
    return by_question


async def test_what_was_missed_alone_is_a_card(store: Store, store_url: str) -> None:
    """Wrong, close, or right with a hint; not what was right or skipped. It outlives a restart."""
    await answered(store, a_practice(questions=6), "wcshrr")
    found = await cards(store)
    assert sorted(found) == ["q0", "q1", "q3"]
    assert {card.reviewed for card in found.values()} == {NOW}
    async with open_store(store_url) as restarted:
        assert await cards(restarted) == found


async def test_a_card_moves_with_the_next_answer_wherever_it_is_given(store: Store) -> None:
    """A question that is right in a quiz of the next day comes back later, as in a review."""
    await answered(store, a_practice("p1"), "w")
    before = (await cards(store))["q0"]
    for number, review in enumerate([True, False], 1):
        again = Practice(f"again-{number}", PACK, "s", ("q0",), review=review)
        await store.practices.begin(ANN, ROOM, again, NOW)
        at = NOW + number * 2 * DAY
        await store.practices.save(again, rules.answer(again, {}, Verdict.right(), at))
        after = (await cards(store))["q0"]
        assert after.due - after.reviewed > before.due - before.reviewed
        assert after.reviewed == at
        before = after


async def test_cards_are_of_a_pack_and_a_person(store: Store) -> None:
    """A namesake elsewhere has none, and neither has another document."""
    await answered(store, a_practice(), "w")
    assert await cards(store, BEN) == {}
    assert await cards(store, a_person("ann", platform="slack")) == {}
    assert await cards(store, ANN, "gettysburg") == {}


async def test_a_review_counts_in_no_sum(store: Store) -> None:
    """Neither points nor answers nor a streak: what one has seen before is no measure of others."""
    await answered(store, a_practice("p1"), "rw")
    before = await store.scores.record(ANN)
    review = Practice("p2", PACK, "s", ("q1",), review=True)
    await store.practices.begin(ANN, ROOM, review, NOW)
    assert await store.practices.running(ANN) == review
    after = rules.answer(review, {}, Verdict.right(), NOW + DAY)
    await store.practices.save(review, after)
    assert await store.practices.find(ANN, "p2") == after
    assert after.points == 0
    assert await store.scores.record(ANN) == before
    assert (await store.check()).is_good
    await store.rebuild()
    assert await store.scores.record(ANN) == before


async def test_two_processes_that_answer_at_once_move_a_card_once(store_url: str) -> None:
    """One of the two answers counts, and the card is as that one made it."""
    async with open_store(store_url) as one, open_store(store_url) as other:
        practice = a_practice()
        await one.practices.begin(ANN, ROOM, practice, NOW)
        done = await asyncio.gather(
            one.practices.save(practice, played(practice, "w")),
            other.practices.save(practice, played(practice, "c")),
            return_exceptions=True,
        )
        assert [type(each) for each in done if each] == [ChangedMeanwhile]
        kept_one = await one.practices.find(ANN, practice.id)
        assert kept_one is not None
        (entry,) = kept_one.log
        assert entry.attempt is not None
        (card,) = (await cards(other)).values()
        assert card == stored.after(None, entry.attempt)


async def test_a_contest_and_a_quiz_at_once_make_one_card(store_url: str) -> None:
    """Whichever comes first, the later answer is what the card knows."""
    async with open_store(store_url) as one, open_store(store_url) as other:
        game = (await kept(one, pack=PACK)).play_out("ben", "ann")
        practice = Practice("p1", PACK, "s", tuple(game.state.settings.questions))
        await other.practices.begin(ANN, ROOM, practice, NOW)
        late = rules.answer(practice, {}, Verdict.wrong(), NOW + 900 * DAY)
        await asyncio.gather(game.keep(one), other.practices.save(practice, late))
        found = await cards(one)
        assert sorted(found) == sorted(game.state.settings.questions)
        assert found[practice.questions[0]].reviewed == NOW + 900 * DAY


async def test_a_contest_makes_cards_when_it_is_over(store: Store) -> None:
    """Of what each has missed; until then nobody can tell from a card who was right."""
    game = await kept(store, pack=PACK)
    game.play_round("ann", wrong="ben")
    assert await game.keep(store)
    assert await cards(store, person("ben")) == {}
    game.play_out("ann", "ben")
    assert await game.keep(store)
    assert sorted(await cards(store, person("ben"))) == sorted(game.state.settings.questions)
    assert await cards(store, person("ann")) == {}


async def test_an_answer_accepted_on_appeal_makes_no_card(store: Store) -> None:
    """It was right after all."""
    game = await kept(store, pack=PACK)
    game.play_round("ann", wrong="ben")
    game.appeal("ben")
    game.rule("wrong", at=20)
    game.play_out("ann ben", "")
    assert await game.keep(store)
    assert await cards(store, person("ben")) == {}


async def test_an_answer_accepted_after_the_end_of_a_contest_takes_its_card_back(
    store: Store,
) -> None:
    """Of whoever gave it; what else they have missed is asked again all the same."""
    game = (await kept(store, "c1", "ann ben cat", pack=PACK)).play_out("ann", "ben cat")
    assert await game.keep(store)
    asked_again = sorted(game.state.settings.questions)
    for user in ("ben", "cat"):
        assert sorted(await cards(store, person(user))) == asked_again
    await accepted_late(store, game)
    for user in ("ben", "cat"):
        assert sorted(await cards(store, person(user))) == asked_again[1:]


async def test_a_refused_appeal_takes_no_card_back(store: Store) -> None:
    """The answer stays wrong."""
    game = (await kept(store, pack=PACK)).play_out("ann", "ben")
    assert await game.keep(store)
    before = await cards(store, person("ben"))
    await accepted_late(store, game, accept=False)
    assert await cards(store, person("ben")) == before


@pytest.mark.parametrize("late", [False, True], ids=["before", "since"])
async def test_a_card_with_another_answer_in_it_is_not_taken_back(
    store: Store, *, late: bool
) -> None:
    """They missed the question before the contest, or have reviewed it since: it stays as it is."""
    game = (await kept(store, pack=PACK)).play_out("ann", "ben")
    if late:
        assert await game.keep(store)
    alone = Practice("p1", PACK, "s", (game.state.settings.questions[0],))
    await store.practices.begin(person("ben"), ROOM, alone, NOW)
    at = NOW + (900 if late else -900) * DAY
    await store.practices.save(alone, rules.answer(alone, {}, Verdict.wrong(), at))
    if not late:
        assert await game.keep(store)
    before = await cards(store, person("ben"))
    await accepted_late(store, game)
    assert await cards(store, person("ben")) == before


async def accepted_late(store: Store, game: KeptGame, *, accept: bool = True) -> None:
    """Let the host decide, when the contest is over, on what was wrong in its first round."""
    game.appeal("ben", 0, at=1000)
    game.rule("wrong", at=1001, accept=accept)
    assert await game.keep(store)


async def test_the_question_of_the_day_makes_cards_when_it_is_closed(store: Store) -> None:
    """Before that, a card would tell that the answer was wrong."""
    quiz = await asked(store, await added(store, a_schedule(which=Which.QUIZ)), TWO)
    await store.daily_answers.answer(quiz, TWO, ANN, an_entry(Outcome.RIGHT))
    await store.daily_answers.answer(quiz, TWO, BEN, an_entry(Outcome.WRONG))
    assert await cards(store, BEN, quiz.pack) == {}
    await asked(store, quiz, THREE, "q1")
    (card,) = (await cards(store, BEN, quiz.pack)).values()
    assert (card.question, card.reviewed) == ("q0", an_entry().at)
    assert await cards(store, ANN, quiz.pack) == {}


async def test_there_are_only_so_many_cards(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are known best go first; those of other people stay."""
    monkeypatch.setattr(stored, "MOST_CARDS", 3)
    await store.practices.begin(BEN, ROOM, a_practice("b"), NOW)
    await store.practices.save(a_practice("b"), played(a_practice("b"), "w"))
    await answered(store, a_practice("p1"), "www")
    known = Practice("p2", PACK, "s", ("q1",))
    await store.practices.begin(ANN, ROOM, known, NOW)
    await store.practices.save(known, rules.answer(known, {}, Verdict.right(), NOW + DAY))
    more = Practice("p3", PACK, "s", ("q8",))
    await store.practices.begin(ANN, ROOM, more, NOW)
    await store.practices.save(more, rules.answer(more, {}, Verdict.wrong(), NOW + DAY))
    assert sorted(await cards(store)) == ["q0", "q2", "q8"]
    assert sorted(await cards(store, BEN)) == ["q0"]


async def test_a_crowd_gets_its_cards_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: they are written in parts that a database takes."""
    monkeypatch.setattr(stored, "_AT_ONCE", 7)
    players = [f"p{number}" for number in range(20)]
    game = (await kept(store, "c1", " ".join(players), pack=PACK)).play_out("", " ".join(players))
    assert await game.keep(store)
    for each in players:
        assert sorted(await cards(store, person(each))) == sorted(game.state.settings.questions)


async def test_who_is_forgotten_has_no_cards(store: Store) -> None:
    """They are deleted with everything else, and exported before."""
    await answered(store, a_practice(), "w")
    (row,) = (await store.personal_data.export(ANN))["cards"]
    assert (row["pack"], row["question"]) == (PACK, "q0")
    await store.personal_data.forget(ANN, NOW)
    assert await cards(store) == {}
