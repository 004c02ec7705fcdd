"""The one writer of contests: whatever fails under it, it goes on, and nobody is left waiting."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import StorageBusy
from bot.ports import Change, Kept, Letter
from bot.quiz.contest import events as e
from bot.quiz.contest.state import Phase, Refusal, State, Step
from bot.quiz.verdict import Outcome
from bot.runtime.arena import StandardArena
from bot.store import Store
from bot.store.contests import StoredContests
from tests.builders import NOON
from tests.clock import ManualClock
from tests.contest_builders import HOST, a_settings
from tests.stored_contests import HALL, YARD, person

PROMPT = 5.0
LONGEST = timedelta(seconds=1)


class Broken(Exception):
    """A bug."""


@dataclass
class Troubled:
    """Contests in a store that can be away, or trip over one contest."""

    real: StoredContests
    is_away: bool = False
    is_unreadable: bool = False
    poisoned: set[str] = field(default_factory=set)

    async def find(self, contest: str) -> Kept | None:
        self._check(reading=True)
        return await self.real.find(contest)

    async def running_in(self, place: str) -> str | None:
        self._check(reading=True)
        return await self.real.running_in(place)

    async def places_taken(self, limit: int) -> tuple[str, ...]:
        self._check(reading=True)
        return await self.real.places_taken(limit)

    async def keep(self, changes: Sequence[Change]) -> frozenset[str]:
        self._check(reading=False)
        if any(change.state.contest in self.poisoned for change in changes):
            raise Broken
        return await self.real.keep(changes)

    async def due(self, by: datetime, limit: int) -> tuple[str, ...]:
        self._check(reading=True)
        return await self.real.due(by, limit)

    async def next_due(self) -> datetime | None:
        self._check(reading=True)
        return await self.real.next_due()

    async def log(self, contest: str, after: int = 0) -> tuple[e.Event, ...]:
        return await self.real.log(contest, after)

    def _check(self, *, reading: bool) -> None:
        if self.is_unreadable if reading else self.is_away:
            raise StorageBusy


@dataclass
class Hall:
    """An arena at work, and shorthands for what happens in it."""

    arena: StandardArena
    contests: Troubled
    clock: ManualClock
    changed: asyncio.Event

    async def do(self, contest: str, event: e.Event) -> Step:
        async with asyncio.timeout(PROMPT):
            return await self.arena.submit(contest, event)

    async def open(self, contest: str, place: str = HALL.key, **settings: Any) -> Step:
        opened = e.Opened(
            at=self.clock.now(),
            contest=contest,
            settings=a_settings(**settings),
            host=HOST,
            place=place,
        )
        return await self.do(contest, opened)

    async def begin(self, contest: str, place: str = HALL.key, **settings: Any) -> None:
        await self.open(contest, place, **settings)
        for player in ("ann", "ben"):
            key = person(player).key
            joined = e.Joined(at=self.clock.now(), player=key, name=player, place=place)
            await self.do(contest, joined)
        await self.do(contest, e.Started(at=self.clock.now(), by=HOST))

    async def answer(
        self, contest: str, player: str = "ann", acted: datetime | None = None
    ) -> Step:
        now = self.clock.now()
        return await self.do(
            contest,
            e.Answered(
                at=now,
                acted=acted or now,
                player=person(player).key,
                round=0,
                response={"answer": ("a",)},
                outcome=Outcome.RIGHT,
                credit=1.0,
            ),
        )

    async def state(self, contest: str) -> State:
        found = await self.contests.real.find(contest)
        assert found is not None
        return found.state

    async def until_phase(self, contest: str, phase: Phase) -> None:
        async with asyncio.timeout(PROMPT):
            while (await self.state(contest)).phase is not phase:
                await asyncio.sleep(0.005)

    async def seconds_left(self, contest: str) -> float:
        due = (await self.state(contest)).due
        assert due is not None
        return (due - self.clock.now()).total_seconds()


@asynccontextmanager
async def an_arena(store: Store, contests: StoredContests | None = None) -> AsyncIterator[Hall]:
    clock, troubled = ManualClock(), Troubled(contests or store.contests)
    changed = asyncio.Event()
    arena = StandardArena(troubled, clock)
    tasks = [
        asyncio.create_task(arena.write()),
        asyncio.create_task(arena.keep_time(changed, LONGEST)),
    ]
    try:
        async with store.bell.ringing(changed.set):
            yield Hall(arena, troubled, clock, changed)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def hall(store: Store) -> AsyncIterator[Hall]:
    async with an_arena(store) as opened:
        yield opened


async def test_nobody_waits_for_an_arena_that_is_closed(store: Store) -> None:
    """Whatever still comes in when the bot stops is told to try again, at once."""
    async with an_arena(store) as hall:
        pass
    with pytest.raises(StorageBusy):
        await hall.open("c1")


async def test_an_outage_gives_back_all_of_its_time(hall: Hall) -> None:
    """However often people tried meanwhile; the time counts from the first who could not answer."""
    await hall.begin("c1", seconds=30)
    left = await hall.seconds_left("c1")
    hall.contests.is_away = True
    for _ in range(3):
        with pytest.raises(StorageBusy):
            await hall.answer("c1")
        await hall.clock.advance(5)
    hall.contests.is_away = False
    assert (await hall.answer("c1")).refusal is None
    assert await hall.seconds_left("c1") == pytest.approx(left)


async def test_an_outage_past_the_deadline_closes_no_round(hall: Hall) -> None:
    """The deadline came while nobody could answer: the round goes on with what it had left."""
    await hall.begin("c1", seconds=10)
    hall.contests.is_away = hall.contests.is_unreadable = True
    with pytest.raises(StorageBusy):
        await hall.answer("c1")
    await hall.clock.advance(60)
    hall.contests.is_away = hall.contests.is_unreadable = False
    assert (await hall.answer("c1")).refusal is None
    assert (await hall.state("c1")).phase is Phase.ASKING
    assert await hall.seconds_left("c1") > 10


async def test_an_outage_in_which_nothing_could_be_read_is_made_good(hall: Hall) -> None:
    """Who pressed a button then got no further than looking for the contest."""
    await hall.begin("c1", seconds=30)
    left = await hall.seconds_left("c1")
    hall.contests.is_unreadable = True
    with pytest.raises(StorageBusy):
        await hall.arena.find("c1")
    await hall.clock.advance(8)
    hall.contests.is_unreadable = False
    assert (await hall.answer("c1")).refusal is None
    assert await hall.seconds_left("c1") == pytest.approx(left)


async def test_the_clock_runs_on_by_itself(hall: Hall) -> None:
    """Nobody has to try again first: the contest goes on when the store is back."""
    await hall.begin("c1", seconds=30)
    hall.contests.is_away = True
    with pytest.raises(StorageBusy):
        await hall.answer("c1")
    await hall.clock.advance(8)
    hall.contests.is_away = False
    async with asyncio.timeout(PROMPT):
        while not (await hall.state("c1")).clock_changes:
            await hall.clock.advance(1)
            await asyncio.sleep(0.01)


async def test_answers_given_during_an_outage_count_when_it_is_over(hall: Hall) -> None:
    """Those on their way when the store comes back are not told that the contest is paused."""
    await hall.begin("c1", seconds=30)
    hall.contests.is_away = True
    with pytest.raises(StorageBusy):
        await hall.answer("c1")
    await hall.clock.advance(5)
    given_at = hall.clock.now()
    await hall.clock.advance(0.5)
    hall.contests.is_away = False
    assert (await hall.answer("c1", "ann")).refusal is None
    assert (await hall.answer("c1", "ben", acted=given_at)).refusal is None


async def test_an_outage_is_told_once(hall: Hall, store: Store) -> None:
    """Not that the clock was stopped, when that is over; only that it runs."""
    await hall.begin("c1", seconds=30)
    hall.contests.is_away = True
    with pytest.raises(StorageBusy):
        await hall.answer("c1")
    await hall.clock.advance(5)
    hall.contests.is_away = False
    await hall.answer("c1")
    letters = await all_letters(store)
    assert [letter.key for letter in letters if letter.key.startswith("clock")] == ["clock-2"]


async def all_letters(store: Store) -> list[Letter]:
    letters: list[Letter] = []
    while claimed := await store.outbox.claim("terminal", NOON, 60, 10):
        for letter in claimed:
            await store.outbox.told(letter, "m")
        letters += claimed
    return letters


async def test_an_outage_that_another_process_has_made_good_is_not_made_good_again(
    store: Store,
) -> None:
    """Both could not write; both give the time back; the round has it once."""
    async with an_arena(store) as one, an_arena(store) as other:
        await one.begin("c1", seconds=30)
        late = e.Joined(at=one.clock.now(), player="late", name="Late", place=HALL.key)
        await one.do("c1", late)
        for each, player in ((one, "ann"), (other, "ben")):
            each.contests.is_away = True
            with pytest.raises(StorageBusy):
                await each.answer("c1", player)
            await each.clock.advance(8)
            each.contests.is_away = False
        await one.answer("c1", "ann")
        due = (await one.state("c1")).due
        await other.answer("c1", "ben")
        assert len((await one.state("c1")).rounds[0].answers) == 2
        assert (await one.state("c1")).due == due


async def test_a_bug_over_one_contest_is_nobody_elses(hall: Hall) -> None:
    """What was in the same commit with it is kept; whoever sent it gets the error."""
    await hall.begin("c1")
    await hall.begin("c2", YARD.key)
    hall.contests.poisoned.add("c1")
    bad, good = await asyncio.gather(hall.answer("c1"), hall.answer("c2"), return_exceptions=True)
    assert isinstance(bad, Broken)
    assert isinstance(good, Step)
    assert good.refusal is None
    assert (await hall.answer("c2", "ben")).refusal is None


async def test_a_bug_over_one_contest_stops_no_other_ones_clock(hall: Hall) -> None:
    """The other contest's round closes when its time is over."""
    await hall.begin("c1", seconds=5)
    await hall.begin("c2", YARD.key, seconds=10)
    hall.contests.poisoned.add("c1")
    await hall.clock.advance(7)
    await hall.clock.advance(7)
    await hall.until_phase("c2", Phase.BETWEEN)
    hall.contests.poisoned.clear()
    await hall.clock.advance(5)
    await hall.until_phase("c1", Phase.BETWEEN)


async def test_answers_kept_in_one_commit_are_decided_one_after_the_other(hall: Hall) -> None:
    """As if each had come alone: who answers twice is refused, and the last answer closes the round."""
    await hall.begin("c1")
    before = await hall.contests.log("c1")
    steps = await asyncio.gather(*(hall.answer("c1", player) for player in ("ann", "ann", "ben")))
    assert [step.refusal for step in steps] == [None, Refusal.ALREADY_ANSWERED, None]
    assert (await hall.state("c1")).phase is Phase.BETWEEN
    answered = (await hall.contests.log("c1"))[len(before) :]
    assert [event.player for event in answered if isinstance(event, e.Answered)] == [
        person("ann").key,
        person("ben").key,
    ]


async def test_whoever_gives_up_waiting_holds_up_nobody(store: Store) -> None:
    """A request cancelled while two processes are at the same contest leaves the writer at work."""
    async with an_arena(store) as one, an_arena(store) as other:
        await one.begin("c1")
        await other.answer("c1", "ben")
        gone = asyncio.create_task(one.answer("c1", "ann"))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        opened = asyncio.create_task(other.open("c2"))
        await asyncio.sleep(0)
        opened.cancel()
        await asyncio.gather(opened, return_exceptions=True)
        for each in (one, other):
            assert isinstance(await each.answer("c1", "ann"), Step)


async def test_what_another_process_has_done_is_not_missed(store: Store) -> None:
    """One remembers a lobby; the other starts the contest; an answer through the first counts."""
    async with an_arena(store) as one, an_arena(store) as other:
        await one.open("c1")
        joined = e.Joined(at=NOON, player=person("ann").key, name="Ann", place=HALL.key)
        await one.do("c1", joined)
        await other.do("c1", e.Started(at=NOON, by=HOST))
        assert (await one.answer("c1")).refusal is None


async def test_of_two_contests_in_one_place_the_second_is_refused(hall: Hall) -> None:
    """Opened at the same moment; and its players are told that there is no such contest."""
    await hall.open("c1")
    joined = e.Joined(at=hall.clock.now(), player="p", name="P", place=HALL.key)
    opened, late = await asyncio.gather(hall.open("c2"), hall.do("c2", joined))
    assert opened.refusal is Refusal.PLACE_TAKEN
    assert late.refusal is Refusal.NOT_OPEN


async def test_a_store_that_goes_away_between_two_tries_stops_nothing(hall: Hall) -> None:
    """The place was taken by another process, and then nobody can say by whom."""
    await hall.open("c1")
    keep = hall.contests.real.keep

    async def refuses_then_goes(changes: Sequence[Change]) -> frozenset[str]:
        refused = await keep(changes)
        hall.contests.is_unreadable = bool(refused)
        return refused

    hall.contests.real.keep = refuses_then_goes  # type: ignore[method-assign]
    with pytest.raises(StorageBusy):
        await hall.open("c2")
    hall.contests.is_unreadable = False
    assert (await hall.open("c3", YARD.key)).refusal is None


async def test_nobody_waits_for_a_writer_that_has_stopped(store: Store) -> None:
    """Who is in line when the bot is closed is told that nothing was recorded."""
    async with an_arena(store) as hall:
        await hall.begin("c1")
        waiting = asyncio.create_task(hall.answer("c1"))
        await asyncio.sleep(0)
    with pytest.raises(StorageBusy):
        await waiting
