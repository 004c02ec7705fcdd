"""What people want to be seen of them is kept."""

from dataclasses import replace

from bot.store import Store
from tests.storage import a_person, run_sql
from tests.stored_contests import KeptGame, person

ANN = a_person()


async def test_nobody_is_hidden_who_did_not_ask_for_it(store: Store) -> None:
    """Newcomers least of all."""
    assert not await store.people.is_hidden(ANN)


async def test_who_hides_is_hidden_until_they_show_themselves(store: Store) -> None:
    """Asking twice changes nothing."""
    for hidden in (True, True, False, False, True):
        await store.people.hide(ANN, hidden=hidden)
        assert await store.people.is_hidden(ANN) is hidden


async def test_who_hides_hides_nobody_else(store: Store) -> None:
    """A person is a platform and an id there, not a name."""
    await store.people.hide(ANN, hidden=True)
    assert not await store.people.is_hidden(a_person("ben", name=ANN.name))
    assert not await store.people.is_hidden(replace(ANN, platform="web"))
    assert await store.people.is_hidden(replace(ANN, name="Anna"))


async def test_the_name_under_which_the_hidden_play_is_not_taken_for_theirs(
    store: Store, store_url: str
) -> None:
    """A contest keeps them under another; shown again, they are listed as who they are."""
    anna = replace(person("ann"), name="Anna Louise")
    await store.people.hide(anna, hidden=True)
    assert await KeptGame().play_out().keep(store)
    await run_sql(store_url, "UPDATE people SET hidden = FALSE")
    rows = await store.results.of_contest("c1", 10)
    assert [row.record.name for row in rows] == ["Anna Louise", "Ben"]
