"""Points of one person: what was answered alone, and how they did in contests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.quiz.standings import Placing
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from bot.store import Store
from tests.storage import a_person
from tests.stored_contests import KeptGame, keep_all, person
from tests.talk import Talk

PACK = load()


async def test_ranks_are_those_of_contests_that_are_over_in_their_order(store: Store) -> None:
    """Whoever answered nothing in one has not played it."""
    for code, right, wrong in (("c1", "ann", "ben"), ("c2", "ben", "ann"), ("c3", "ann", "ben")):
        await keep_all(store, [KeptGame(code, players="ann ben cat").play_out(right, wrong)])
    await keep_all(store, [KeptGame("c4")])
    assert await store.placings.ranks(person("ann")) == (1, 2, 1)
    assert await store.placings.ranks(person("cat")) == ()
    assert await store.placings.ranks(a_person("nobody")) == ()


def test_a_placing_sums_up_ranks() -> None:
    """The streak is of contests won, up to the latest."""
    assert Placing.of((2, 1, 3, 1, 1)) == Placing(contests=5, best=1, times=3, streak=2)
    assert Placing.of((4, 2, 2)) == Placing(contests=3, best=2, times=2, streak=0)
    assert Placing.of(()) == Placing()


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db") as bot:
        yield Talk(bot)


async def play(ada: Talk) -> None:
    """Host a contest alone, answer its first question, and end it."""
    opened = await ada.say("contest start", count=3, seconds=0)
    code = opened.rpartition("code=")[2].rstrip(".")
    for action in ("c-join", "c-begin"):
        await ada.forge(action, code)
    await ada.forge("c-answer", code, "0", answer=("?",))
    await ada.forge("c-end", code)


async def test_the_score_tells_of_contests_once_one_was_played(ada: Talk) -> None:
    """How many, the best rank, and how many were won in a row."""
    assert "You have not answered" in await ada.say("score")
    await play(ada)
    assert "Contests: 1 played, best rank 1 (once)" in await ada.say("score")
    await play(ada)
    assert "Contests: 2 played, best rank 1 (twice), 2 won in a row" in await ada.say("score")


async def test_the_score_of_who_only_practices_says_nothing_of_contests(ada: Talk) -> None:
    """There is nothing to say."""
    await ada.say("quiz", count=1, kind="find-passage")
    await ada.fill(answer="¶ 99")
    assert "Contests" not in await ada.say("score")
