"""What a contest has brought counts with what was answered alone, and is what the log says it is."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.request import Place
from bot.ports import Scope
from bot.quiz.standings import Record
from bot.store import Store
from tests.storage import NOW, a_practice, played, run_sql
from tests.stored_contests import HALL, YARD, KeptGame, keep_all, kept, person

EVERYWHERE = Scope()
NUMBERS = count()


async def points(store: Store, scope: Scope = EVERYWHERE) -> dict[str, int]:
    return {row.user: row.record.points for row in await store.scores.board(scope, 10)}


async def alone(store: Store, user: str, moves: str, practice: str = "p1") -> None:
    begun = a_practice(practice)
    await store.practices.begin(person(user), HALL, begun, NOW)
    for end in range(len(moves)):
        before, after = played(begun, moves[:end]), played(begun, moves[: end + 1])
        await store.practices.save(before, after)


async def test_a_contest_counts_once_it_is_over(store: Store) -> None:
    """Until then its standings are its own."""
    game = KeptGame()
    game.play_round("ann", wrong="ben")
    assert await game.keep(store)
    assert await points(store) == {}
    game.play_out()
    assert await game.keep(store)
    assert await points(store) == {"ann": 30, "ben": 0}
    assert await store.scores.record(person("ben")) == Record("Ben", 0, 3, 0)


async def test_what_was_answered_alone_and_in_contests_is_summed(store: Store) -> None:
    """Streaks are of answers given alone, which alone have an order of their own."""
    await alone(store, "ann", "rwr")
    await kept_over(store, "c1")
    await kept_over(store, "c2")
    await alone(store, "ann", "r", "p2")
    assert await store.scores.record(person("ann")) == Record("Ann", 90, 10, 9, 2, 2)
    assert (await store.check()).is_good


async def test_who_never_answered_has_no_score(store: Store) -> None:
    """They are in the results of the contest, and on no board over all answers."""
    await kept_over(store, "c1", "ann ben cat")
    assert await points(store) == {"ann": 30, "ben": 0}
    rows = await store.results.of_contest("c1", 10)
    assert [(row.user, row.record.answers) for row in rows] == [("ann", 3), ("ben", 3), ("cat", 0)]


async def test_answers_count_where_their_player_joined(store: Store) -> None:
    """A contest over two channels counts for each those who play there."""
    game = KeptGame(begin=False)
    game.add_place(YARD.key)
    game.join("eve", place=YARD.key)
    game.start()
    game.play_out("ann eve")
    assert await game.keep(store)
    assert await points(store, Scope(channel="yard")) == {"eve": 30}
    assert await points(store, Scope(workspace="school")) == {"ann": 30, "ben": 0, "eve": 30}
    assert await points(store, Scope(workspace="school", channel="hall")) == {"ann": 30, "ben": 0}


async def test_a_ruling_after_the_end_corrects_what_was_counted(store: Store) -> None:
    """By the difference, and once."""
    game = await kept_over(store, "c1")
    game.appeal("ben", 0, at=1000)
    game.rule("wrong", at=1001)
    assert await game.keep(store)
    assert await points(store) == {"ann": 30, "ben": 10}
    assert await store.scores.record(person("ben")) == Record("Ben", 10, 3, 1)
    assert (await store.check()).is_good


async def test_who_is_removed_after_the_end_is_no_longer_counted(store: Store) -> None:
    """What they have answered alone is."""
    await alone(store, "ann", "r")
    game = await kept_over(store, "c1")
    game.remove("ann", at=1000)
    game.remove("ben", at=1001)
    assert await game.keep(store)
    assert await points(store) == {"ann": 10}
    assert (await store.check()).is_good


async def test_who_is_hidden_is_not_on_the_board_of_a_contest(store: Store) -> None:
    """Whether they asked before its end or after it."""
    await store.people.hide(person("cat"), hidden=True)
    await kept_over(store, "c1", "ann ben cat")
    await store.people.hide(person("ann"), hidden=True)
    assert [row.user for row in await store.results.of_contest("c1", 10)] == ["ben"]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM totals",
        "DELETE FROM contest_results",
        "UPDATE contest_results SET points = points + 1",
        "UPDATE totals SET answers = answers + 1",
    ],
)
async def test_results_and_totals_are_mended_from_the_log(
    store: Store, store_url: str, damage: str
) -> None:
    """The check finds what is wrong, and everything is then as it was."""
    await alone(store, "ann", "rw")
    await kept_over(store, "c1")
    right = await sums(store_url)
    await run_sql(store_url, damage)
    assert (await store.check()).wrong_totals
    await store.rebuild()
    assert (await store.check()).is_good
    assert await sums(store_url) == right


async def test_contests_that_end_at_once_are_all_counted(store: Store) -> None:
    """The same people in six contests, over at the same moment, while they answer alone as well."""
    games = [KeptGame(f"c{n}", "ann ben", place=Place("terminal", f"r{n}", "w")) for n in range(6)]
    assert not await keep_all(store, games)
    for game in games:
        game.play_out()
    ends = (game.keep(store) for game in games)
    kept_all = await asyncio.gather(
        *ends, alone(store, "ann", "rrr"), alone(store, "ben", "rr", "p2")
    )
    assert all(kept_all[:6])
    assert await points(store) == {"ann": 210, "ben": 20}
    assert (await store.check()).is_good


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    contests=st.lists(
        st.tuples(st.sampled_from([HALL, YARD]), st.sets(st.sampled_from("abc"), min_size=1)),
        min_size=1,
        max_size=4,
    ),
    removed=st.sampled_from("abc"),
)
async def test_totals_are_a_function_of_the_log(
    store: Store, store_url: str, contests: list[tuple[Place, set[str]]], removed: str
) -> None:
    """Whoever plays where, and whoever is removed afterwards."""
    for place, right in contests:
        game = KeptGame(f"c{next(NUMBERS)}", "a b c", place=place)
        game.play_out(" ".join(right), "")
        assert await game.keep(store)
        game.remove(removed, at=1000)
        assert await game.keep(store)
    kept_sums = await sums(store_url)
    assert (await store.check()).is_good
    await store.rebuild()
    assert await sums(store_url) == kept_sums


async def kept_over(store: Store, contest: str, players: str = "ann ben") -> KeptGame:
    """Return a game of which everything was kept: Ann was right three times, Ben wrong."""
    game = await kept(store, contest, players)
    game.play_out()
    assert await game.keep(store)
    return game


async def sums(url: str) -> list[list[tuple[object, ...]]]:
    return [
        await run_sql(url, f"SELECT * FROM {table} ORDER BY 1, 2, 3")  # noqa: S608
        for table in ("totals", "contest_results")
    ]
