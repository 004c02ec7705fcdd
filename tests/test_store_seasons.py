"""A season has a leaderboard of its own, which is the sum of what was answered in it."""

import asyncio
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.request import Place
from bot.quiz.practice import answer
from bot.quiz.season import Season
from bot.quiz.verdict import Verdict
from bot.store import Store
from bot.store.seasons import MAX_SEASONS
from tests.contest_builders import NOON
from tests.storage import a_person, a_practice, run_sql
from tests.stored_contests import HALL, YARD, KeptGame

SPRING = Season("spring", date(2026, 2, 1), date(2026, 5, 31))
AUTUMN = Season("autumn", date(2026, 9, 1), date(2026, 12, 20))
NUMBERS = count()


async def points(
    store: Store, season: Season = SPRING, place: Place = HALL, *, here: bool = False
) -> dict[str, int]:
    rows = await store.seasons.board(place, season.name, 100, here=here)
    return {row.user: row.record.points for row in rows}


async def alone(
    store: Store, user: str, day: date, place: Place = HALL, *, right: bool = True
) -> None:
    """Answer one question at noon of a day."""
    at = NOON.replace(year=day.year, month=day.month, day=day.day)
    begun = a_practice(f"season-{next(NUMBERS)}", questions=3)
    verdict = Verdict.right() if right else Verdict.wrong()
    await store.practices.begin(a_person(user), place, begun, at)
    await store.practices.save(begun, answer(begun, {"answer": ("a",)}, verdict, at))


async def test_what_is_answered_in_a_season_counts_for_it(store: Store) -> None:
    """From its first day to its last, both in it."""
    await store.seasons.define(HALL, SPRING)
    before, after = SPRING.first - timedelta(days=1), SPRING.last + timedelta(days=1)
    for day in (before, SPRING.first, SPRING.last, after):
        await alone(store, "ann", day)
    assert await points(store) == {"ann": 20}


async def test_a_season_counts_what_was_answered_before_it_was_defined(store: Store) -> None:
    """Nobody has to define it in time; moved, it counts anew."""
    await alone(store, "ann", SPRING.first)
    await alone(store, "ben", AUTUMN.first, right=False)
    await store.seasons.define(HALL, SPRING)
    assert await points(store) == {"ann": 10}
    await store.seasons.define(HALL, Season("spring", AUTUMN.first, AUTUMN.last))
    assert await points(store) == {"ben": 0}
    assert len(await store.seasons.all(HALL)) == 1


async def test_a_season_is_of_one_workspace_and_has_a_board_for_each_channel(store: Store) -> None:
    """Another workspace may have one of the same name."""
    elsewhere = Place("terminal", "hall", "college")
    for place in (HALL, elsewhere):
        await store.seasons.define(place, SPRING)
    await alone(store, "ann", SPRING.first, HALL)
    await alone(store, "ann", SPRING.first, YARD)
    await alone(store, "ben", SPRING.first, elsewhere)
    assert await points(store) == {"ann": 20}
    assert await points(store, place=YARD, here=True) == {"ann": 10}
    assert await points(store, place=elsewhere) == {"ben": 10}


async def test_a_contest_counts_for_the_season_in_which_it_ends(store: Store) -> None:
    """And a ruling after its end corrects the season, too."""
    await store.seasons.define(HALL, SPRING)
    game = KeptGame().play_out()
    await game.keep(store)
    assert await points(store) == {"ann": 30, "ben": 0}
    game.appeal("ben")
    (wording,) = game.state.rounds[0].appeals
    game.rule(wording)
    await game.keep(store)
    assert await points(store, here=True) == {"ann": 30, "ben": 10}
    assert (await store.check()).is_good


async def test_who_was_removed_after_the_end_is_gone_from_the_season(store: Store) -> None:
    """As from all boards."""
    await store.seasons.define(HALL, SPRING)
    game = KeptGame().play_out()
    await game.keep(store)
    game.remove("ann")
    await game.keep(store)
    assert await points(store) == {"ben": 0}


async def test_a_hidden_person_is_on_no_board_of_a_season(store: Store) -> None:
    """Equals stand in the order of their names."""
    await store.seasons.define(HALL, SPRING)
    for user in ("cyd", "ann", "ben"):
        await alone(store, user, SPRING.first)
    await store.people.hide(a_person("ann"), hidden=True)
    assert list(await points(store)) == ["ben", "cyd"]


async def test_a_season_that_is_forgotten_takes_no_answer_with_it(store: Store) -> None:
    """Defined again it has what it had."""
    await store.seasons.define(HALL, SPRING)
    await alone(store, "ann", SPRING.first)
    assert await store.seasons.remove(HALL, "spring")
    assert not await store.seasons.remove(HALL, "spring")
    assert await points(store) == {}
    await store.seasons.define(HALL, SPRING)
    assert await points(store) == {"ann": 10}


async def test_a_season_goes_by_its_name_in_any_case(store: Store) -> None:
    """Defined again it is moved, and called as it was spelled last."""
    await store.seasons.define(HALL, Season("Große Pause", SPRING.first, SPRING.last))
    await alone(store, "ann", SPRING.first)
    shouted = Season("GROSSE PAUSE", SPRING.first, AUTUMN.last)
    assert await store.seasons.define(HALL, shouted)
    assert await store.seasons.all(HALL) == (shouted,)
    assert await points(store, Season("große pause", SPRING.first, SPRING.last)) == {"ann": 10}
    assert await store.seasons.remove(HALL, "grosse pause")
    assert await store.seasons.all(HALL) == ()


async def test_there_are_only_so_many_seasons(store: Store) -> None:
    """One that is there can be moved all the same."""
    for number in range(MAX_SEASONS):
        assert await store.seasons.define(HALL, Season(f"s{number}", SPRING.first, SPRING.last))
    assert not await store.seasons.define(HALL, SPRING)
    assert await store.seasons.define(HALL, Season("S0", AUTUMN.first, AUTUMN.last))
    assert (await store.seasons.all(HALL))[0] == Season("S0", AUTUMN.first, AUTUMN.last)


async def test_sums_that_went_wrong_are_noticed_and_mended(store: Store, store_url: str) -> None:
    """The log is the truth."""
    await store.seasons.define(HALL, SPRING)
    await alone(store, "ann", SPRING.first)
    await run_sql(store_url, "UPDATE season_totals SET points = points + 1")
    assert not (await store.check()).is_good
    await store.rebuild()
    assert (await store.check()).is_good
    assert await points(store) == {"ann": 10}


async def test_answers_given_while_a_season_is_defined_are_counted_once(store: Store) -> None:
    """Whichever comes first."""

    async def define() -> None:
        for _ in range(5):
            await store.seasons.define(HALL, SPRING)

    answering = (alone(store, f"p{number}", SPRING.first) for number in range(40))
    await asyncio.gather(define(), *answering)
    assert sum((await points(store)).values()) == 400
    assert (await store.check()).is_good


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("answer"), st.integers(0, 9), st.sampled_from(["ann", "ben"])),
            st.tuples(st.just("define"), st.integers(0, 9), st.sampled_from(["one", "two"])),
        ),
        max_size=12,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_sums_are_what_the_log_says_in_whatever_order_things_happen(
    store: Store, happenings: list[tuple[str, int, str]]
) -> None:
    """Answers and definitions mixed, seasons overlapping."""
    for what, day, name in happenings:
        at = SPRING.first + timedelta(days=day)
        if what == "answer":
            await alone(store, name, at)
        else:
            await store.seasons.define(HALL, Season(name, at, at + timedelta(days=4)))
    assert await store.seasons.wrong() == 0


@pytest.mark.parametrize("season", [SPRING, AUTUMN])
async def test_a_season_is_read_as_it_was_defined(store: Store, season: Season) -> None:
    """To the day."""
    await store.seasons.define(HALL, season)
    assert await store.seasons.all(HALL) == (season,)
