"""Which contests were played in a place, the latest first."""

from bot.chat.request import Place
from bot.store import Store
from tests.stored_contests import HALL, YARD, KeptGame, kept


async def over(store: Store, contest: str, at: float, place: Place = HALL) -> None:
    """Keep a contest that was over so many seconds after it was opened."""
    game = KeptGame(contest, place=place)
    game.end(at)
    assert await game.keep(store)


async def test_contests_of_a_place_come_latest_first(store: Store) -> None:
    """By their end, each once however many played; no more than asked for."""
    await over(store, "c1", 20)
    await over(store, "c2", 30)
    await over(store, "c3", 10)
    assert await store.placings.recent_in(HALL, 10) == ("c2", "c1", "c3")
    assert await store.placings.recent_in(HALL, 2) == ("c2", "c1")
    assert await store.placings.recent_in(HALL, 0) == ()
    assert await store.placings.latest_in(HALL) == "c2"


async def test_other_places_and_what_still_runs_are_left_out(store: Store) -> None:
    """Nothing is over there."""
    await over(store, "c1", 20)
    await kept(store, "c2", place=YARD)
    assert await store.placings.recent_in(YARD, 10) == ()
    assert await store.placings.recent_in(Place("discord", "hall", "school"), 10) == ()


async def test_a_contest_of_two_places_is_one_of_each(store: Store) -> None:
    """Of each in which somebody joined."""
    game = KeptGame("c1", begin=False)
    game.add_place(YARD.key)
    game.join("cy", place=YARD.key)
    game.end(5)
    await game.keep(store)
    assert await store.placings.recent_in(HALL, 10) == ("c1",)
    assert await store.placings.recent_in(YARD, 10) == ("c1",)
