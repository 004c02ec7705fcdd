"""Which contests there are, and where they run."""

from bot.chat.request import Place
from bot.store import Store
from tests.stored_contests import HALL, YARD, kept

SCHOOL = Place("terminal", "", "school")


async def test_contests_are_found_by_where_they_run(store: Store) -> None:
    """In a channel, or anywhere in a workspace; each once, though it runs in two channels of it."""
    game = await kept(store, "c1", begin=False)
    game.add_place(YARD.key)
    await game.keep(store)
    await kept(store, "c2", place=Place("terminal", "attic", "school"))
    assert await store.archive.running_within(HALL) == ("c1",)
    assert await store.archive.running_within(YARD) == ("c1",)
    assert await store.archive.running_within(SCHOOL) == ("c1", "c2")


async def test_what_is_over_runs_nowhere(store: Store) -> None:
    """However it ended."""
    game = await kept(store)
    game.end()
    await game.keep(store)
    assert await store.archive.running_within(SCHOOL) == ()


async def test_a_name_that_begins_the_same_is_another(store: Store) -> None:
    """Whatever signs are in it."""
    await kept(store, "c1", place=Place("terminal", "hall", "school%2"))
    await kept(store, "c2", place=Place("terminal", "hall", "SCHOOL"))
    assert await store.archive.running_within(SCHOOL) == ()
    assert await store.archive.running_within(Place("terminal", "", "school%")) == ()
    assert await store.archive.running_within(Place("terminal", "", "school%2")) == ("c1",)
    assert await store.archive.running_within(Place("terminal", "hal", "school%2")) == ()
