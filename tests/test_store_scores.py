"""Scores are the sums of the log of answers, whatever order and place the answers came in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.request import Actor, Place
from bot.ports import BoardRow, Scope
from bot.quiz.practice import Entry
from bot.quiz.standings import Record
from bot.quiz.verdict import Outcome
from bot.store import Store
from tests.storage import NOW, ROOM, a_person, a_practice, played, run_sql

ANN, BEN = a_person("ann"), a_person("ben")
EVERYWHERE = Scope()
NUMBERS = count()


async def play(store: Store, actor: Actor, moves: str, place: Place = ROOM) -> tuple[Entry, ...]:
    """Begin a practice of ten questions, save each move by itself, and return the log."""
    practice = a_practice(f"p{next(NUMBERS)}", questions=10)
    await store.practices.begin(actor, place, practice, NOW)
    for move in moves:
        moved = played(practice, move)
        await store.practices.save(practice, moved)
        practice = moved
    return practice.log


async def names(store: Store, scope: Scope = EVERYWHERE, limit: int = 10) -> list[str]:
    return [row.record.name for row in await store.scores.board(scope, limit)]


async def test_a_newcomer_has_a_record_of_nothing(store: Store) -> None:
    """Under their own name."""
    assert await store.scores.record(ANN) == Record("Ann")
    assert await store.scores.board(EVERYWHERE, 10) == ()


async def test_a_record_sums_all_answers(store: Store) -> None:
    """A hint costs three points; a close answer earns half and is not right."""
    await play(store, ANN, "rwc")
    await play(store, ANN, "hrr")
    assert await store.scores.record(ANN) == Record("Ann", 32, 5, 3, streak=2, best_streak=2)


@pytest.mark.parametrize(
    ("moves", "streak", "best"),
    [("rrr", 3, 3), ("rrw", 0, 2), ("rrcr", 1, 2), ("rsr", 2, 2), ("wrrrwr", 1, 3), ("www", 0, 0)],
)
async def test_a_streak_ends_with_an_answer_that_is_not_right(
    store: Store, moves: str, streak: int, best: int
) -> None:
    """A skipped question is no answer and ends no streak."""
    await play(store, ANN, moves)
    record = await store.scores.record(ANN)
    assert (record.streak, record.best_streak) == (streak, best)


async def test_a_streak_goes_on_in_the_next_practice(store: Store) -> None:
    """It counts answers, not practices."""
    await play(store, ANN, "wrr")
    await play(store, ANN, "r")
    assert (await store.scores.record(ANN)).streak == 3


async def test_who_only_skipped_is_on_no_board(store: Store) -> None:
    """They have given no answer."""
    await play(store, ANN, "sss")
    assert await names(store) == []
    assert await store.scores.record(ANN) == Record("Ann")


async def test_the_best_come_first_and_equals_in_the_order_of_their_names(store: Store) -> None:
    """Names are in order of code points, so that each time and on each database it is the same."""
    for name, moves in [("eve", "w"), ("zoe", "r"), ("Ulf", "r"), ("Émile", "r"), ("max", "rr")]:
        await play(store, a_person(f"id-{name}", name=name), moves)
    assert await names(store) == ["max", "Ulf", "zoe", "Émile", "eve"]


async def test_a_board_is_as_long_as_was_asked(store: Store) -> None:
    """Down to nothing."""
    for user in ("ann", "ben", "cyd"):
        await play(store, a_person(user), "r")
    assert await names(store, limit=2) == ["Ann", "Ben"]
    assert await names(store, limit=0) == await names(store, limit=-1) == []


async def test_a_board_counts_what_was_answered_in_its_scope(store: Store) -> None:
    """In one channel, in one workspace, on one platform, or anywhere."""
    slack = replace(ANN, platform="slack")
    await play(store, slack, "rr", Place("slack", "C1", "T1"))
    await play(store, slack, "w", Place("slack", "C2", "T1"))
    await play(store, BEN, "r", Place("terminal", "C1"))

    async def points(**scope: str) -> dict[str, int]:
        rows = await store.scores.board(Scope(**scope), 10)
        return {row.user: row.record.points for row in rows}

    assert await points() == {"ann": 20, "ben": 10}
    assert await points(platform="slack") == {"ann": 20}
    assert await points(platform="slack", workspace="T1") == {"ann": 20}
    assert await points(platform="slack", workspace="T1", channel="C2") == {"ann": 0}
    assert await points(channel="C1") == {"ann": 20, "ben": 10}
    assert await points(platform="terminal", channel="C1") == {"ben": 10}
    assert await points(workspace="T2") == {}


async def test_a_hidden_person_is_on_no_board(store: Store, store_url: str) -> None:
    """Their own record they can still see."""
    await play(store, ANN, "rr")
    await play(store, BEN, "r")
    await run_sql(store_url, "UPDATE people SET hidden = TRUE WHERE user_id = 'ann'")
    assert await names(store) == ["Ben"]
    assert (await store.scores.record(ANN)).points == 20


async def test_a_board_shows_the_name_last_seen(store: Store) -> None:
    """Whoever changes their name stays one person."""
    await play(store, ANN, "r")
    await play(store, replace(ANN, name="Anna Louise"), "r")
    rows = await store.scores.board(EVERYWHERE, 10)
    assert [(row.record.name, row.record.points) for row in rows] == [("Anna Louise", 20)]


async def test_the_same_user_id_on_two_platforms_is_two_people(store: Store) -> None:
    """A person is a platform and an id there."""
    await play(store, ANN, "r")
    await play(store, replace(ANN, platform="web"), "w")
    rows = await store.scores.board(EVERYWHERE, 10)
    assert [(row.platform, row.record.points) for row in rows] == [("terminal", 10), ("web", 0)]


async def test_totals_that_went_wrong_are_noticed_and_mended(store: Store, store_url: str) -> None:
    """The log is the truth: sums that are off, missing or made up are computed anew from it."""
    await play(store, ANN, "rrw")
    await play(store, BEN, "r", Place("slack", "C1", "T1"))
    before = await store.scores.board(EVERYWHERE, 10)
    await run_sql(store_url, "UPDATE totals SET points = points + 1 WHERE channel = 'room'")
    await run_sql(store_url, "DELETE FROM totals WHERE workspace = 'T1' AND channel = ''")
    await run_sql(
        store_url,
        "INSERT INTO totals SELECT person_id, 'T9', 'C9', 1, 1, 1, 1, 1 FROM totals"
        " WHERE channel = 'room'",
    )
    assert (await store.check()).wrong_totals == 3
    await store.scores.rebuild()
    assert (await store.check()).is_good
    assert await store.scores.board(EVERYWHERE, 10) == before


PEOPLE = tuple(
    a_person(user, platform=platform)
    for user, platform in [("ann", "terminal"), ("ben", "slack"), ("cyd", "slack")]
)
PLACES = (Place("", ""), Place("", "C1"), Place("", "C1", "T1"), Place("", "C2", "T1"))
SCOPES = tuple(
    Scope(platform, workspace, channel)
    for platform in ("", "slack")
    for workspace in ("", "T1")
    for channel in ("", "C1", "C2")
)


@dataclass(frozen=True)
class Sitting:
    """A practice taken in a test: who, where, and what they did."""

    person: Actor
    place: Place
    moves: str


sittings = st.lists(
    st.builds(
        Sitting, st.sampled_from(PEOPLE), st.sampled_from(PLACES), st.text("rrrcwsh", max_size=6)
    ),
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(taken=sittings)
async def test_scores_are_what_a_plain_fold_of_the_log_says(
    store: Store, store_url: str, taken: list[Sitting]
) -> None:
    """For each scope and each person, and again after the sums were computed anew."""
    await run_sql(store_url, "DELETE FROM people")
    log = [
        (each, entry)
        for each in taken
        for entry in await play(store, each.person, each.moves, each.place)
    ]
    expected = {scope: board(log, scope) for scope in SCOPES}
    for person in PEOPLE:
        answers = [entry for each, entry in log if each.person == person]
        assert await store.scores.record(person) == fold(person.name, answers)
    assert {scope: await store.scores.board(scope, 10) for scope in SCOPES} == expected
    assert await store.scores.wrong_totals() == 0
    await store.scores.rebuild()
    assert {scope: await store.scores.board(scope, 10) for scope in SCOPES} == expected


def board(log: list[tuple[Sitting, Entry]], scope: Scope) -> tuple[BoardRow, ...]:
    rows = []
    for person in PEOPLE:
        answers = [entry for each, entry in log if each.person == person and is_in(each, scope)]
        record = fold(person.name, answers)
        if record.answers:
            rows.append(BoardRow(person.platform, person.user, record))
    return tuple(sorted(rows, key=lambda row: (-row.record.points, row.record.name)))


def is_in(sitting: Sitting, scope: Scope) -> bool:
    where = (sitting.person.platform, sitting.place.workspace, sitting.place.channel)
    wanted = (scope.platform, scope.workspace, scope.channel)
    return all(want in {"", have} for want, have in zip(wanted, where, strict=True))


def fold(name: str, entries: Iterable[Entry]) -> Record:
    record = Record(name)
    for entry in entries:
        if entry.outcome is not None:
            is_right = entry.outcome is Outcome.RIGHT
            streak = record.streak + 1 if is_right else 0
            record = Record(
                name,
                points=record.points + entry.points,
                answers=record.answers + 1,
                right=record.right + is_right,
                streak=streak,
                best_streak=max(record.best_streak, streak),
            )
    return record
