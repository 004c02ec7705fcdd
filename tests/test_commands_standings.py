"""Points of one person: what was answered alone, and how they did in contests."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.standings import Finish, Placing, Run
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
    assert [each.rank for each in await store.placings.finishes(person("ann"))] == [1, 2, 1]
    assert await store.placings.finishes(person("cat")) == ()
    assert await store.placings.finishes(a_person("nobody")) == ()


def placing(*ranks: int) -> Placing:
    return Placing.of([Finish(rank, 10) for rank in ranks])


def test_a_placing_sums_up_ranks() -> None:
    """The streak is of contests won, up to the latest."""
    assert placing(2, 1, 3, 1, 1) == Placing(contests=5, best=1, times=3, streak=2)
    assert placing(4, 2, 2) == Placing(contests=3, best=2, times=2, streak=0)
    assert placing() == Placing()


def test_without_a_point_nobody_has_won() -> None:
    """However few have played."""
    assert Placing.of([Finish(1, 10), Finish(1, 0)]).streak == 0
    assert Placing.of([Finish(1, 0), Finish(1, 10)]).streak == 1


async def test_a_streak_runs_on_from_one_contest_to_the_next(store: Store) -> None:
    """Three right, then one more and a wrong one, then two right: best is four, and two go on."""
    for code, rights in (("c1", "ann ann ann"), ("c2", "ann ben ben"), ("c3", "ben ann ann")):
        game = KeptGame(code)
        for right in rights.split():
            game.play_round(right, wrong="ben" if right == "ann" else "ann")
        await keep_all(store, [game])
    ann = Placing.of(await store.placings.finishes(person("ann"))).run
    ben = Placing.of(await store.placings.finishes(person("ben"))).run
    assert (ann.last, ann.best) == (2, 4)
    assert (ben.last, ben.best) == (0, 3)
    assert await store.results.wrong_results() == 0


async def test_an_accepted_appeal_mends_the_streak(store: Store) -> None:
    """What was wrong between two right answers is right then."""
    game = KeptGame()
    game.play_round("ann")
    game.answer("ann", 50, credit=0.0, text="peace")
    game.wait_until_due()
    game.wait_until_due()
    game.play_round("ann")
    game.end(200)
    await keep_all(store, [game])
    game.appeal("ann", 1, 201)
    game.rule("peace", number=1, at=202)
    await keep_all(store, [game])
    (finish,) = await store.placings.finishes(person("ann"))
    assert finish.run == Run(3, 3, 3)


_runs = st.lists(st.lists(st.booleans(), max_size=5), max_size=6)


def _run(answers: list[bool]) -> Run:
    """Return the run of some answers, found by splitting them at every one that is not right."""
    stretches = "".join("r" if right else " " for right in answers).split(" ")
    lengths = [len(each) for each in stretches]
    return Run(lengths[0], lengths[-1], max(lengths), is_unbroken=all(answers))


@given(_runs)
def test_runs_put_together_are_the_run_of_all(contests: list[list[bool]]) -> None:
    """However the answers are divided over contests."""
    whole = [right for contest in contests for right in contest]
    assert reduce(Run.then, map(_run, contests), Run()) == _run(whole)


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db") as bot:
        yield Talk(bot)


async def play(ada: Talk, *, right: bool = False) -> None:
    """Host a contest alone, answer its first question, and end it."""
    opened = await ada.say("contest start", count=3, seconds=0, kinds="find-passage")
    code = opened.partition("code=")[2].partition("-")[0].rstrip(".")
    for action in ("c-join", "c-begin"):
        await ada.forge(action, code)
    state = await ada.bot._desk.arena.find(code)
    question = PACK.question(state.rounds[0].question)
    response = next(iter(question.right("")))[1] if right else {"answer": ("¶ 99",)}
    await ada.forge("c-answer", code, "0", **response)
    await ada.forge("c-end", code)


async def test_the_score_tells_of_contests_once_one_was_played(ada: Talk) -> None:
    """How many, the best rank, and how many were won in a row."""
    assert "You have not answered" in await ada.say("score")
    await play(ada, right=True)
    assert "Contests: 1 played, best rank 1 (once)" in await ada.say("score")
    await play(ada, right=True)
    said = await ada.say("score")
    assert "Contests: 2 played, best rank 1 (twice), 2 won in a row" in said
    assert "Streak in contests: 2 right in a row (best 2)" in said
    assert "Streak in quizzes: 0 right in a row (best 0)" in said


async def test_the_score_of_who_only_practices_says_nothing_of_contests(ada: Talk) -> None:
    """There is nothing to say."""
    await ada.say("quiz", count=1, kinds="find-passage")
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
    assert "count only where they were defined" in await ada.say(
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
