"""Schedules are kept whole, changed by one at a time, and no day is ever posted twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.chat.request import Actor, Place
from bot.daily.plan import MOST_SCHEDULES, Happening, Outcome, Plan, State, Turn, Which
from bot.daily.rotation import Rotation
from bot.daily.schedule import Timing
from bot.store import Store, open_store
from bot.store.dailies import LETTERS_KEPT
from tests.storage import run_sql
from tests.stored_dailies import (
    ADA,
    BERLIN,
    FOUR,
    HALL,
    PACK,
    THREE,
    TWO,
    YARD,
    a_post,
    a_schedule,
    added,
    at,
    found,
    moved,
)


async def test_a_schedule_is_kept_as_it_is(store: Store) -> None:
    """Every part of it."""
    plan = Plan(
        timing=Timing(BERLIN.at, "America/St_Johns", frozenset({0, 4, 6})),
        which=Which.QUIZ,
        topic="the-sea",
        with_question=False,
        in_thread=True,
        notify="<@&1>",
    )
    whole = a_schedule(plan=plan, state=State.PAUSED, asking=TWO, rotation=Rotation(2, ("a", "b")))
    await added(store, whole)
    assert await found(store) == replace(whole, number=1)


async def test_schedules_of_a_place_are_numbered(store: Store) -> None:
    """A number that has become free is given again; other places have their own."""
    for name in ("s1", "s2", "s3"):
        await added(store, a_schedule(name))
    await store.dailies.remove(await found(store, "s2"))
    await added(store, a_schedule("s4"))
    assert (await added(store, a_schedule("s5", YARD))).number == 1
    here = await store.dailies.of_place(HALL.key, PACK)
    assert [(each.id, each.number) for each in here] == [("s1", 1), ("s4", 2), ("s3", 3)]


async def test_a_request_that_comes_twice_makes_one_schedule(store: Store) -> None:
    """Its id is that of the request."""
    first = await added(store)
    assert await store.dailies.add(a_schedule(), ADA, at(1)) == first
    assert len(await store.dailies.of_place(HALL.key, PACK)) == 1


async def test_who_set_up_what_is_posted_is_known_as_long_as_they_want(store: Store) -> None:
    """In that order, each once; what they set up goes on without them."""
    ben = Actor("terminal", "b:en", "Ben", "school")
    await store.dailies.add(a_schedule("s1"), ben, at(1))
    await added(store, a_schedule("s2"))
    await store.dailies.add(a_schedule("s3"), ben, at(1, 9))
    await added(store, a_schedule("s4", YARD))
    assert await store.dailies.set_up_by(HALL.key) == (ben.key, ADA.key)
    await store.personal_data.forget(ben, at(2))
    assert await store.dailies.set_up_by(HALL.key) == (ADA.key,)
    await store.dailies.remove(await found(store, "s2"))
    assert await store.dailies.set_up_by(HALL.key) == ()
    assert [each.id for each in await store.dailies.of_place(HALL.key, PACK)] == ["s1", "s3"]


async def test_a_place_has_room_for_so_many(store: Store) -> None:
    """And for no more, even if they are asked for at once."""
    made = await asyncio.gather(
        *(
            store.dailies.add(a_schedule(f"s{number}"), ADA, at(1))
            for number in range(MOST_SCHEDULES + 3)
        )
    )
    assert sum(each is None for each in made) == 3
    numbers = sorted(each.number for each in made if each)
    assert numbers == list(range(1, MOST_SCHEDULES + 1))


async def test_what_is_due_is_found_longest_overdue_first(store: Store) -> None:
    """Of one pack, and only what runs."""
    await added(store, moved(a_schedule("s1"), THREE))
    await added(store, a_schedule("s2"))
    await added(store, a_schedule("s3", state=State.PAUSED))
    await added(store, a_schedule("s4", pack="other"))
    due = await store.dailies.due(PACK, at(3), 10)
    assert [each.id for each in due] == ["s2", "s1"]
    assert await store.dailies.due(PACK, at(2, 6), 10) == ()
    assert await store.dailies.next_due(PACK) == at(2)
    assert await store.dailies.next_due("none") is None
    assert [each.id for each in await store.dailies.running(PACK)] == ["s1", "s2"]


async def test_of_all_who_change_a_schedule_one_is_first(store: Store) -> None:
    """The others are told, and nothing of theirs is kept."""
    before = await added(store)
    tries = [
        store.dailies.keep(before, moved(before, THREE), a_post(item=f"q{number}"))
        for number in range(8)
    ]
    assert sum(await asyncio.gather(*tries)) == 1
    assert len(await store.dailies.history("s1", 10)) == 1
    assert len(await store.daily_outbox.claim("terminal", at(2), 20, 10)) == 1


async def test_a_day_that_was_posted_is_never_posted_again(store: Store) -> None:
    """By whatever clock: the whole change is refused."""
    before = await added(store)
    assert await store.dailies.keep(before, moved(before, THREE), a_post(TWO, "q0"))
    later = await found(store)
    assert not await store.dailies.keep(later, moved(later, FOUR), a_post(TWO, "q1"))
    assert await found(store) == later
    assert await store.dailies.history("s1", 10) == (Happening(TWO, Outcome.POSTED, "q0"),)


async def test_a_day_that_was_skipped_or_missed_may_be_posted_after_all(store: Store) -> None:
    """When an admin asks for it."""
    before = await added(store)
    skipped = Turn((Happening(TWO, Outcome.SKIPPED, request="r1"),))
    assert await store.dailies.keep(before, moved(before, THREE), skipped)
    later = await found(store)
    assert await store.dailies.keep(later, later, a_post(TWO))
    assert await store.dailies.history("s1", 10) == (Happening(TWO, Outcome.POSTED, "q0"),)


async def test_what_is_told_is_told_in_its_place_once(store: Store) -> None:
    """It is in the outbox with what caused it."""
    before = await added(store)
    await store.dailies.keep(before, moved(before, THREE), a_post())
    (letter,) = await store.daily_outbox.claim("terminal", at(2), 20, 10)
    assert (letter.source, letter.place, letter.key) == ("s1", HALL.key, "2026-03-02")
    assert letter.fact == a_post().fact
    await store.daily_outbox.told(letter, "m1")
    assert await store.daily_outbox.claim("terminal", at(3), 20, 10) == ()


async def test_letters_that_were_told_are_kept_for_a_week(store: Store, store_url: str) -> None:
    """So that they do not gather."""
    schedule = await added(store)
    for number in range(20):
        day = TWO + timedelta(days=number)
        assert await store.dailies.keep(schedule, schedule, a_post(day))
        (letter,) = await store.daily_outbox.claim("terminal", at(2), 20, 10)
        await store.daily_outbox.told(letter, "m")
        schedule = await found(store)
    rows = await run_sql(store_url, "SELECT COUNT(*) FROM daily_outbox")
    assert rows[0][0] <= LETTERS_KEPT + 1


async def test_a_schedule_that_is_removed_takes_its_letters_along(store: Store) -> None:
    """Nothing comes of it any more; removing it again says that it is not there."""
    before = await added(store)
    await store.dailies.keep(before, moved(before, THREE), a_post())
    assert await store.dailies.remove(before)
    assert not await store.dailies.remove(before)
    assert await store.daily_outbox.next_at("terminal") is None
    assert not await store.dailies.keep(before, before, Turn())


async def test_a_post_that_could_not_be_told_is_missed(store: Store) -> None:
    """And the list says so."""
    before = await added(store)
    await store.dailies.keep(before, moved(before, THREE), a_post())
    await store.dailies.miss(before, TWO)
    (happening,) = await store.dailies.history("s1", 10)
    assert happening.outcome is Outcome.MISSED


async def test_an_id_that_was_tampered_with_is_nobody(store: Store) -> None:
    """Whatever stands in a control."""
    assert await store.dailies.find("\0") is None
    assert await store.dailies.find("no such") is None


async def test_another_process_sees_it_all(store_url: str) -> None:
    """What was kept is there for whoever opens the store."""
    async with open_store(store_url) as store:
        await added(store, a_schedule(place=Place("slack", "C1", "T1")))
    async with open_store(store_url) as store:
        assert (await found(store)).place == Place("slack", "C1", "T1")


async def test_the_passage_posted_last_is_found_by_place_and_by_workspace(store: Store) -> None:
    """Of what runs, and no question; another workspace has its own."""
    school = Place(HALL.platform, "", "school")
    for name, place, day, which in (
        ("s1", HALL, TWO, Which.SHUFFLED),
        ("s2", YARD, THREE, Which.TEXT),
        ("s3", YARD, FOUR, Which.QUIZ),
        ("s4", replace(HALL, workspace="elsewhere"), FOUR, Which.SHUFFLED),
    ):
        schedule = await added(store, a_schedule(name, place, which=which))
        await store.dailies.keep(schedule, moved(schedule, FOUR), a_post(day, name))
    assert await latest(store, school) == "s2"
    assert await latest(store, HALL) == "s1"
    assert await latest(store, replace(school, workspace="nowhere")) is None
    paused = await found(store, "s2")
    await store.dailies.keep(paused, replace(paused, state=State.PAUSED), Turn())
    assert await latest(store, school) == "s1"


async def latest(store: Store, place: Place) -> str | None:
    """Which schedule posted last, with the passage named after it."""
    posted = await store.dailies.latest_passage(place, PACK)
    if posted is None:
        return None
    schedule, happening = posted
    assert happening.item == schedule.id
    return schedule.id
