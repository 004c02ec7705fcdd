"""Contests are kept whole, each event once and in order, whoever else keeps them at the same time."""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from bot.chat.request import Place
from bot.ports import Kept, StorageBusy
from bot.quiz.contest import events as e
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import State
from bot.store import Store, keeping, open_store
from bot.store.codec import as_json, read_events
from bot.store.engine import Database
from bot.store.url import parse_url
from tests.contest_builders import second
from tests.storage import run_sql
from tests.stored_contests import HALL, YARD, KeptGame, keep_all, kept, person, taken_up

TABLES = (
    "contests", "contest_events", "contest_snapshots", "contest_places", "contest_results", "outbox",
    "people", "totals",
)  # fmt: skip

LOCK = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE contests"}


async def everything(url: str) -> list[list[tuple[Any, ...]]]:
    return [await run_sql(url, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES]  # noqa: S608


async def test_a_contest_is_found_as_it_was_kept(store: Store, store_url: str) -> None:
    """By the process that kept it, and by one that starts later."""
    game = await kept(store)
    game.answer("ann")
    assert await game.keep(store)
    assert await store.contests.find("c1") == game.as_kept
    async with open_store(store_url) as restarted:
        assert await restarted.contests.find("c1") == game.as_kept
        assert await restarted.contests.log("c1") == tuple(game.log)


@pytest.mark.parametrize("contest", ["c2", "", "c1\x00", "\ud800", "' OR 1=1 --", "c" * 10**5])
async def test_an_unknown_contest_is_not_found(store: Store, contest: str) -> None:
    """Nor one whose id was tampered with."""
    await kept(store)
    assert await store.contests.find(contest) is None
    assert await store.contests.log(contest) == ()


async def test_what_another_process_has_kept_is_found(store: Store, store_url: str) -> None:
    """Whatever this one remembers of the contest."""
    game = await kept(store)
    async with open_store(store_url) as other:
        game.answer("ann")
        assert await game.keep(other)
    assert await store.contests.find("c1") == game.as_kept
    assert await store.contests.log("c1", after=len(game.log) - 1) == (game.log[-1],)


async def test_a_log_is_read_from_any_of_its_events_on(store: Store) -> None:
    """However many of them were kept at once."""
    game = await kept(store)
    game.answer("ann")
    assert await game.keep(store)
    for after in range(len(game.log) + 1):
        assert await store.contests.log("c1", after=after) == tuple(game.log[after:])


async def test_the_log_of_an_earlier_version_is_read(store: Store, store_url: str) -> None:
    """It had each event in a row of its own."""
    game = await kept(store)
    for number, each in enumerate(game.log, 1):
        row = as_json([each])[1:-1].replace(":", "\\:")
        insert = f"INSERT INTO contest_events SELECT id, -{number}, '{row}' FROM contests"  # noqa: S608
        await run_sql(store_url, insert)
    await run_sql(store_url, "DELETE FROM contest_events WHERE number > 0")
    await run_sql(store_url, "UPDATE contest_events SET number = -number")
    async with open_store(store_url) as restarted:
        assert await restarted.contests.log("c1") == tuple(game.log)
        assert await restarted.contests.find("c1") == game.as_kept
        game.answer("ann")
        assert await game.keep(restarted)
        assert await restarted.contests.log("c1") == tuple(game.log)


async def test_a_change_that_follows_an_older_version_is_refused(store: Store) -> None:
    """Two have decided on the same version: the second must decide anew."""
    game = await kept(store)
    other = await taken_up(store, "c1")
    game.answer("ann")
    assert await game.keep(store)
    other.answer("ben")
    assert not await other.keep(store)
    assert await store.contests.log("c1") == tuple(game.log)


async def test_a_refused_change_does_not_hold_up_the_others(store: Store, store_url: str) -> None:
    """Of three in one commit, the two that follow what is stored are kept."""
    games = [KeptGame(f"c{number}", place=Place("terminal", f"r{number}")) for number in range(3)]
    assert not await keep_all(store, games)
    for game in games:
        game.answer("ann")
    games[1].version -= 1
    before = await run_sql(store_url, "SELECT COUNT(*) FROM outbox")
    assert await keep_all(store, games) == {"c1"}
    for game in (games[0], games[2]):
        assert await store.contests.find(game.contest) == game.as_kept
    assert await run_sql(store_url, "SELECT COUNT(*) FROM outbox") == [(before[0][0] + 2,)]


async def test_a_contest_cannot_be_opened_twice(store: Store) -> None:
    """A request that is delivered again finds that the contest is there."""
    game = await kept(store)
    assert not await KeptGame().keep(store)
    assert await store.contests.log("c1") == tuple(game.log)


async def test_two_changes_of_one_contest_in_one_commit_are_a_bug(store: Store) -> None:
    """Whoever gathers events makes one change of them."""
    with pytest.raises(ValueError, match="two changes"):
        await keep_all(store, [KeptGame(), KeptGame()])


async def test_a_place_has_one_running_contest(store: Store) -> None:
    """A second one is refused until the first is over."""
    first = await kept(store, "c1")
    assert await store.contests.running_in(HALL.key) == "c1"
    assert not await KeptGame("c2").keep(store)
    assert await store.contests.find("c2") is None
    first.end()
    assert await first.keep(store)
    assert await store.contests.running_in(HALL.key) is None
    await kept(store, "c2")
    assert await store.contests.running_in(HALL.key) == "c2"


async def test_a_place_is_handed_on_within_one_commit(store: Store) -> None:
    """A contest ends and the next begins, whatever their names."""
    games = [await kept(store, "c2"), KeptGame("c1")]
    games[0].end()
    assert not await keep_all(store, games)
    assert await store.contests.running_in(HALL.key) == "c1"


async def test_of_two_that_are_opened_in_one_place_at_once_one_is_kept(store: Store) -> None:
    """In one commit or in several."""
    assert len(await keep_all(store, [KeptGame("c1"), KeptGame("c2")])) == 1
    others = [KeptGame(f"c{number}", place=YARD) for number in range(3, 9)]
    assert sum(await asyncio.gather(*(game.keep(store) for game in others))) == 1


async def test_a_place_joins_only_if_no_contest_runs_there(store: Store) -> None:
    """What else the change has done is not kept either."""
    await kept(store, "c2", place=YARD)
    game = await kept(store, "c1", begin=False)
    before = list(game.log)
    game.add_place("terminal:school:attic")
    game.add_place(YARD.key)
    game.lose_place(HALL.key)
    assert not await game.keep(store)
    assert await store.contests.log("c1") == tuple(before)
    assert await store.contests.running_in(HALL.key) == "c1"
    assert await store.contests.running_in("terminal:school:attic") is None


async def test_a_contest_runs_in_all_its_places(store: Store) -> None:
    """And no longer in one that it has lost."""
    game = await kept(store, begin=False)
    game.add_place(YARD.key)
    assert await game.keep(store)
    assert [await store.contests.running_in(place.key) for place in (HALL, YARD)] == ["c1", "c1"]
    game.lose_place(HALL.key)
    assert await game.keep(store)
    assert [await store.contests.running_in(place.key) for place in (HALL, YARD)] == [None, "c1"]


async def test_what_is_due_is_listed_longest_overdue_first(store: Store) -> None:
    """A contest that is over is due no more."""
    for number, seconds in enumerate((30, 10, 20)):
        await kept(store, f"c{number}", place=Place("terminal", f"r{number}"), seconds=seconds)
    assert await store.contests.next_due() == second(11.5)
    assert await store.contests.due(second(11), 5) == ()
    assert await store.contests.due(second(60), 5) == ("c1", "c2", "c0")
    assert await store.contests.due(second(60), 2) == ("c1", "c2")


async def test_nothing_is_due_when_every_contest_is_over(store: Store) -> None:
    """Nor before there was one."""
    assert await store.contests.next_due() is None
    game = await kept(store)
    game.end()
    assert await game.keep(store)
    assert await store.contests.next_due() is None
    assert await store.contests.due(second(10**6), 5) == ()


async def test_a_long_contest_is_found_from_a_snapshot_and_what_came_after(
    store: Store, store_url: str
) -> None:
    """A snapshot is renewed seldom, and need not be there."""
    game = await kept(store, revisable=True, seconds=3600)
    for number in range(keeping.FEWEST_BETWEEN_SNAPSHOTS + 10):
        game.answer("ann", 1 + number)
        assert number % 50 or await game.keep(store)
    assert await game.keep(store)
    [(version,)] = await run_sql(store_url, "SELECT version FROM contest_snapshots")
    assert keeping.FEWEST_BETWEEN_SNAPSHOTS <= version < len(game.log)
    for damage in ("SELECT 1", "UPDATE contest_snapshots SET state = '{\"new\": 1}'"):
        await run_sql(store_url, damage)
        async with open_store(store_url) as restarted:
            assert await restarted.contests.find("c1") == game.as_kept


async def test_mischief_in_an_answer_does_not_keep_it_from_being_recorded(store: Store) -> None:
    """Half a surrogate pair, a zero byte, and a text of a hundred thousand characters."""
    game = await kept(store)
    name = "\ud800\x00\u202e" + "x" * 10**5
    game.do(e.Joined(at=second(0), player="terminal:eve", name=name, place=HALL.key))
    game.answer("eve", text="x\ud800\x00" + "y" * 10**5)
    game.play_out()
    assert await game.keep(store)
    folded, _ = steps(State(), await store.contests.log("c1"))
    assert folded.rounds[0].answers.keys() == game.state.rounds[0].answers.keys()
    assert (await store.check()).is_good


async def test_a_locked_database_is_busy_and_then_is_not(store_url: str) -> None:
    """Nothing was kept meanwhile, and the same change is kept when it is tried again."""
    game, other = KeptGame(), Database(parse_url(store_url), patience=5)
    async with open_store(store_url, patience=0.3) as store:
        async with other.writing() as connection:
            await connection.execute(text(LOCK[connection.dialect.name]))
            with pytest.raises(StorageBusy):
                await game.keep(store)
        assert await store.contests.find("c1") is None
        assert await game.keep(store)
    await other.close()


async def test_a_change_given_up_is_kept_whole_or_not_at_all(store_url: str) -> None:
    """Whoever waited for it is gone; nobody behind them waits for longer."""
    game, other = KeptGame(), Database(parse_url(store_url), patience=5)
    async with open_store(store_url) as store:
        async with other.writing() as connection:
            await connection.execute(text(LOCK[connection.dialect.name]))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(game.keep(store), 0.05)
        await kept(store, "c2", place=YARD)
        found = await store.contests.find("c1")
        assert found in (None, Kept(game.state, len(game.log)))
        assert await store.contests.log("c1") == (tuple(game.log) if found else ())
        assert (await store.check()).is_good
    await other.close()


async def test_whatever_fails_within_a_commit_undoes_all_of_it(
    store: Store, store_url: str
) -> None:
    """One statement after the other is made to fail, in a commit that does everything at once."""
    over, opening = await kept(store, "c1"), KeptGame("c2", place=HALL)
    going = await kept(store, "c3", place=YARD)
    over.play_out()
    going.answer("ann")
    before = await everything(store_url)
    failures = 0
    while not await fails_at(failures, store, [over, opening, going]):
        assert await everything(store_url) == before, f"after {failures} statements"
        failures += 1
    assert failures > 10
    for game in (over, opening, going):
        assert await store.contests.find(game.contest) == game.as_kept
    assert (await store.check()).is_good


async def test_answers_through_several_processes_are_each_kept_once(store_url: str) -> None:
    """Forty players answer through four connections; who was not first decides anew."""
    players = [f"p{number}" for number in range(40)]
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(store_url)) for _ in range(4)]
        await kept(stores[0], "c1", " ".join(players))
        tries = (answer(stores[at % 4], player) for at, player in enumerate(players))
        await asyncio.gather(*tries)
        found = await stores[0].contests.find("c1")
    assert found is not None
    assert found.state.closed == 1
    assert found.state.rounds[0].answers.keys() == {person(player).key for player in players}
    assert await numbers(store_url) == list(range(1, found.version + 1))


async def test_a_killed_process_leaves_a_log_without_a_gap(store_url: str) -> None:
    """Two processes keep answers as fast as they can; one after the other is killed, without warning.

    What they have acknowledged is there, and the facts agree with the events.
    """
    async with open_store(store_url) as store:
        for number in range(2):
            place = Place("terminal", f"r{number}")
            game = KeptGame(f"c{number}", "ann", place=place, revisable=True, seconds=3600)
            assert await game.keep(store)
    acknowledged = await asyncio.gather(*(kept_until_killed(store_url, n) for n in range(2)))
    async with open_store(store_url) as store:
        for number, last in enumerate(acknowledged):
            found = await store.contests.find(f"c{number}")
            assert found is not None
            assert found.version >= last > 4
            assert found == Kept(
                steps(State(), await store.contests.log(f"c{number}"))[0], found.version
            )
            [(told,)] = await run_sql(
                store_url,
                f"SELECT revision FROM outbox JOIN contests ON contests.id = contest_id "  # noqa: S608
                f"WHERE public_id = 'c{number}' AND key = 'count-0'",
            )
            assert told == found.version - 3
        assert (await store.check()).is_good


async def answer(store: Store, player: str) -> None:
    """Answer the first round, deciding anew as often as somebody else was first."""
    for _ in range(100):
        game = await taken_up(store, "c1")
        assert game.answer(player).refusal is None
        if await game.keep(store):
            return
    raise AssertionError("was never first")


async def numbers(url: str) -> list[int]:
    """Return the numbers of all events in the log: a row has the number of its first."""
    rows = await run_sql(url, "SELECT number, event FROM contest_events ORDER BY 1")
    return [at for first, text in rows for at, _ in enumerate(read_events(text), first)]


async def fails_at(statement: int, store: Store, games: list[KeptGame]) -> bool:
    """Keep games while one statement fails, and return whether there were too few of them to fail."""
    left = statement

    def fail(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise OSError("the disk is gone")

    event.listen(Engine, "before_cursor_execute", fail)
    event.listen(Engine, "commit", fail)
    try:
        assert not await keep_all(store, games)
    except StorageBusy:
        return False
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
        event.remove(Engine, "commit", fail)
    return True


async def kept_until_killed(url: str, number: int) -> int:
    """Let a process keep answers, kill it, and return the last version that it acknowledged."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.keeps_answers", url, f"c{number}"),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    for _ in range(20 + 7 * number):
        await process.stdout.readline()
    process.kill()
    rest = (await process.stdout.read()).splitlines()
    await process.wait()
    whole = [line for line in rest if line.endswith(b".")]
    return int(whole[-1][:-1]) if whole else 20 + 7 * number + 3
