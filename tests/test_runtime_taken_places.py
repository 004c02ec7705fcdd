"""A place without a contest is known to be free, at no cost; one that was taken is known in time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.document.references import describe
from bot.quiz.contest import events as e
from bot.runtime import taken_places
from bot.runtime.app import open_bot
from bot.runtime.arena import StandardArena
from bot.runtime.taken_places import FRESH, TakenPlaces
from bot.store import Store
from tests.clock import ManualClock
from tests.contest_builders import HOST, a_settings
from tests.contest_room import PACK, Board, Room
from tests.stored_contests import HALL, YARD, kept

LONG_ENOUGH = FRESH.total_seconds()
PROMPT = 5.0
REFUSED = "answers the question being asked here"


@dataclass
class Counted:
    """Contests that count how often they are asked, and may be held up when they have answered."""

    real: Store
    asked: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def places_taken(self, limit: int) -> tuple[str, ...]:
        self.asked += 1
        places = await self.real.contests.places_taken(limit)
        await self.may_answer.wait()
        return places


@dataclass
class Watch:
    """What a process knows of the places, and others that write to its store."""

    store: Store
    counted: Counted
    clock: ManualClock
    places: TakenPlaces


@pytest.fixture
def watch(store: Store) -> Watch:
    clock, counted = ManualClock(), Counted(store)
    return Watch(store, counted, clock, TakenPlaces(counted, clock))  # type: ignore[arg-type]


async def test_a_free_place_is_asked_about_once_in_a_while(watch: Watch) -> None:
    """However many look something up meanwhile, in however many places."""
    for number in range(100):
        assert not await watch.places.may_include(f"terminal:school:room-{number}")
    assert watch.counted.asked == 1
    await watch.clock.advance(LONG_ENOUGH)
    assert not await watch.places.may_include(HALL.key)
    assert watch.counted.asked == 2


async def test_what_another_process_opened_is_known_within_the_time(watch: Watch) -> None:
    """Its place, and no other."""
    assert not await watch.places.may_include(HALL.key)
    await kept(watch.store, place=HALL)
    await watch.clock.advance(LONG_ENOUGH)
    assert await watch.places.may_include(HALL.key)
    assert not await watch.places.may_include(YARD.key)


async def test_what_is_noted_is_known_at_once(watch: Watch) -> None:
    """A notification, or a commit of this process, makes what was known a thing of the past."""
    assert not await watch.places.may_include(HALL.key)
    await kept(watch.store, place=HALL)
    watch.places.doubt()
    assert await watch.places.may_include(HALL.key)


async def test_an_answer_overtaken_by_a_commit_is_not_relied_on(watch: Watch) -> None:
    """The store had answered before the place was taken, and the answer came after."""
    watch.counted.may_answer.clear()
    asking = asyncio.create_task(watch.places.may_include(HALL.key))
    while not watch.counted.asked:
        await asyncio.sleep(0)
    await kept(watch.store, place=HALL)
    watch.places.doubt()
    watch.counted.may_answer.set()
    await asking
    assert await watch.places.may_include(HALL.key)


async def test_where_there_are_too_many_to_know_none_is_called_free(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then each is looked at by itself."""
    monkeypatch.setattr(taken_places, "MOST", 1)
    await kept(watch.store, "c1", place=HALL)
    assert not await watch.places.may_include("terminal:school:attic")
    await kept(watch.store, "c2", place=YARD)
    watch.places.doubt()
    assert await watch.places.may_include("terminal:school:attic")


async def test_a_place_is_free_again_when_its_contest_is_over(watch: Watch) -> None:
    """As soon as that is noted."""
    game = await kept(watch.store, place=HALL)
    assert await watch.places.may_include(HALL.key)
    await game.play_out().keep(watch.store)
    watch.places.doubt()
    assert not await watch.places.may_include(HALL.key)


async def test_an_arena_knows_what_it_has_opened_itself(store: Store) -> None:
    """When it says that it has, though nothing rings."""
    clock = ManualClock()
    arena = StandardArena(store.contests, clock)
    writing = asyncio.create_task(arena.write())
    assert not await arena.may_run_in(HALL.key)
    opened = e.Opened(
        at=clock.now(), contest="c1", settings=a_settings(), host=HOST, place=HALL.key
    )
    async with asyncio.timeout(PROMPT):
        await arena.submit("c1", opened)
    assert await arena.may_run_in(HALL.key)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


@pytest.fixture
async def two(store_url: str) -> AsyncIterator[tuple[Room, Room]]:
    """Two processes that serve one channel."""
    clock = ManualClock()
    async with open_bot(PACK, store_url, clock) as one, open_bot(PACK, store_url, clock) as other:
        board = Board()
        yield Room(one, clock, board), Room(other, clock, board)


async def test_a_question_that_another_process_asks_is_not_answered(
    two: tuple[Room, Room],
) -> None:
    """From the moment it is there, to somebody who looked things up right before the contest."""
    asking, serving = two
    bob = serving.person("bob")
    place = describe(PACK.document.paragraphs[0].ref, PACK.document)
    assert REFUSED not in await bob.say("passage", reference=place)
    ada = asking.person("ada")
    await ada.say("contest start", count=3, seconds=30, kinds="multiple-choice", seed="test")
    await asking.settle()
    await asking.press(ada, "Join")
    await asking.clock.advance(LONG_ENOUGH)
    await asking.press(ada, "Host …")
    await ada.press("Start")
    await asking.settle()
    answer = describe(asking.question.evidence[0].ref.whole, PACK.document)
    assert REFUSED in await bob.say("passage", reference=answer)
