"""What people save is theirs alone, and there when they come back."""

import asyncio
from datetime import timedelta

from bot.daily_ports import SavedPassage
from bot.store import Store
from bot.store.daily_saved import MOST_SAVED
from tests.storage import NOW, a_person

ANN, BEN = a_person("ann"), a_person("ben")
QUOTE, PARAGRAPH = SavedPassage("p1.2", "at-dawn"), SavedPassage("p2")


async def test_what_was_saved_last_comes_first(store: Store) -> None:
    """Each person has their own, for each pack."""
    await store.saved.save(ANN, "harbor", PARAGRAPH, NOW)
    await store.saved.save(ANN, "harbor", QUOTE, NOW + timedelta(hours=1))
    await store.saved.save(ANN, "other", PARAGRAPH, NOW)
    assert await store.saved.all(ANN, "harbor") == [QUOTE, PARAGRAPH]
    assert await store.saved.all(BEN, "harbor") == []


async def test_saving_twice_saves_once(store: Store) -> None:
    """It stays where it was."""
    await store.saved.save(ANN, "harbor", QUOTE, NOW)
    await store.saved.save(ANN, "harbor", PARAGRAPH, NOW + timedelta(hours=1))
    await store.saved.save(ANN, "harbor", QUOTE, NOW + timedelta(hours=2))
    assert await store.saved.all(ANN, "harbor") == [PARAGRAPH, QUOTE]


async def test_what_is_dropped_is_gone(store: Store) -> None:
    """For this person; dropping it again changes nothing."""
    for person in (ANN, BEN):
        await store.saved.save(person, "harbor", QUOTE, NOW)
    await store.saved.drop(ANN, "harbor", QUOTE)
    await store.saved.drop(ANN, "harbor", QUOTE)
    assert await store.saved.all(ANN, "harbor") == []
    assert await store.saved.all(BEN, "harbor") == [QUOTE]


async def test_there_is_room_for_so_many(store: Store) -> None:
    """Also for what is saved at once."""
    for number in range(MOST_SAVED - 1):
        await store.saved.save(ANN, "harbor", SavedPassage(f"p{number}"), NOW)
    more = [store.saved.save(ANN, "harbor", SavedPassage(f"n{n}"), NOW) for n in range(3)]
    assert sum(await asyncio.gather(*more)) == 1
    assert len(await store.saved.all(ANN, "harbor")) == MOST_SAVED
