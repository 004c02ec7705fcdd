"""Points of one person: what was answered alone, and how they did in contests."""

from collections.abc import AsyncIterator
from dataclasses import replace
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
    opened = await ada.say("contest start", count=3, seconds=0, kind="find-passage")
    code = opened.partition("code=")[2].partition("-")[0].rstrip(".")
    for action in ("c-join", "c-begin"):
        await ada.forge(action, code)
    await ada.forge("c-answer", code, "0", answer=("¶ 99",))
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


async def test_the_leaderboard_of_the_last_contest_here(ada: Talk) -> None:
    """Of this channel; until one was played it says how to open one."""
    assert "No contest was played here" in await ada.say("leaderboard", scope="contest")
    await play(ada)
    said = await ada.say("leaderboard", scope="contest")
    assert "Leaderboard, the last contest here" in said
    assert "1. Ada (you)" in said


async def test_an_admin_defines_a_season_and_everybody_sees_its_board(ada: Talk) -> None:
    """Its name is found in any case."""
    await play(ada)
    today = ada.bot.now().date().isoformat()
    root = Talk(ada.bot, replace(ada.actor, is_admin=True))
    said = await root.say("season set", name="Autumn  term", **{"from": today, "to": today})
    assert '/leaderboard season="Autumn term"' in said
    assert f"Autumn term: from {today} to {today}" in await ada.say("season list")
    for scope in ("here", "workspace"):
        board = await ada.say("leaderboard", scope=scope, season="autumn term")
        assert "season “Autumn term”" in board
        assert "1. Ada (you)" in board
    assert "belong to a workspace" in await ada.say(
        "leaderboard", scope="everywhere", season="autumn term"
    )
    assert "“Autumn term” is forgotten" in await root.say("season remove", name="AUTUMN term")
    assert "No season is defined" in await ada.say("season list")


async def test_an_empty_season_says_whose_board_it_is(ada: Talk) -> None:
    """Nobody has answered yet."""
    root = Talk(ada.bot, replace(ada.actor, is_admin=True))
    await root.say("season set", name="past", **{"from": "1999-01-01", "to": "1999-12-31"})
    said = await ada.say("leaderboard", season="past")
    assert "from 1999-01-01 to 1999-12-31" in said
    assert "Nobody has answered" in said


async def test_only_an_admin_defines_or_forgets_a_season(ada: Talk) -> None:
    """Everybody else is told so."""
    said = await ada.say("season set", name="x", **{"from": "2026-01-01", "to": "2026-02-01"})
    assert "Only an admin" in said
    assert "Only an admin" in await ada.say("season remove", name="x")
    assert ada.reply.failed


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-30", "2026-03-01", "is no date"),
        ("soon", "2026-03-01", "is no date"),
        ("9999-12-31", "9999-12-31", "is no date"),
        ("0001-01-01", "2026-03-01", "is no date"),
        ("2026-03-02", "2026-03-01", "cannot come before"),
    ],
)
async def test_dates_that_make_no_season_are_refused(
    ada: Talk, first: str, last: str, said: str
) -> None:
    """With an example of a date."""
    root = Talk(ada.bot, replace(ada.actor, is_admin=True))
    assert said in await root.say("season set", name="x", **{"from": first, "to": last})


async def test_a_season_that_is_not_there_is_said_with_those_that_are(ada: Talk) -> None:
    """Or how one is made."""
    assert "An admin defines one" in await ada.say("leaderboard", season="x")
    root = Talk(ada.bot, replace(ada.actor, is_admin=True))
    await root.say("season set", name="spring", **{"from": "2026-02-01", "to": "2026-05-31"})
    assert "There is spring" in await ada.say("leaderboard", season="sprung")
    assert "There is spring" in await root.say("season remove", name="sprung")
