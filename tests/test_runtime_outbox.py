"""What contests tell gets out once, in order, and no place waits for another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Prose, Reply
from bot.chat.text import Text
from bot.errors import StorageBusy
from bot.ports import LONGEST_WAIT, Letter
from bot.quiz.contest.state import State
from bot.runtime.arena import StandardArena
from bot.runtime.outbox import MAX_ATTEMPTS, MOST_BUGS, ContestTeller, PostOffice, nonce
from bot.store import Store
from bot.store.outbox import StoredOutbox
from tests.builders import NOON
from tests.clock import ManualClock
from tests.stored_contests import HALL, YARD, KeptGame, kept

CLAIM_SECONDS = 10.0
PROMPT = 5.0


@dataclass
class Board:
    """A platform that remembers nonces; a call waits where its place is ``held``."""

    name: str = "terminal"
    nonces: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    calls: list[Post] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    error: Exception | None = None

    async def post(self, post: Post) -> str:
        self.calls.append(post)
        if post.place.channel in self.held:
            await self.held[post.place.channel].wait()
        if self.error:
            raise self.error
        message = post.message or self.nonces.setdefault(post.nonce, f"m{len(self.nonces) + 1}")
        if post.message or message not in self.texts:
            self.texts[message] = _text(post)
        return message

    def count(self, channel: str) -> int:
        return sum(post.place.channel == channel for post in self.calls)


def _text(post: Post) -> str:
    block = post.reply.blocks[0]
    assert isinstance(block, Prose)
    span = block.text[0]
    assert isinstance(span, Text)
    return span.text


def worded(state: State, letter: Letter) -> Reply:
    return Reply((Prose((Text(f"{letter.key}, {len(state.players)} in"),)),))


@dataclass
class Office:
    """A post office on a real store, and what it needs."""

    store: Store
    clock: ManualClock
    board: Board
    post_office: PostOffice


def an_office(
    store: Store,
    outbox: StoredOutbox | None = None,
    wording: Callable[[State, Letter], Reply] = worded,
    clock: ManualClock | None = None,
    arena: StandardArena | None = None,
    claim_seconds: float = CLAIM_SECONDS,
    *,
    parting_seconds: float = PROMPT,
) -> Office:
    clock, board = clock or ManualClock(), Board()
    arena = arena or StandardArena(store.contests, clock)
    outbox = outbox or store.outbox
    teller = ContestTeller(arena, clock, wording)
    post_office = PostOffice(outbox, teller, clock, board, claim_seconds, parting_seconds)
    return Office(store, clock, board, post_office)


@pytest.fixture
async def office(store: Store) -> Office:
    return an_office(store)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PROMPT):
        while not true():
            await asyncio.sleep(0.001)


@pytest.fixture
async def delivering(office: Office) -> AsyncIterator[asyncio.Event]:
    """The office at work; the event is what wakes it."""
    woken = asyncio.Event()
    task = asyncio.create_task(office.post_office.deliver(woken, timedelta(hours=1)))
    yield woken
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def joined(game: KeptGame, store: Store, player: str) -> None:
    game.join(player)
    assert await game.keep(store)


async def test_what_is_told_is_not_told_again(office: Office) -> None:
    """Once posted, it is done."""
    await kept(office.store, begin=False)
    await office.post_office.flush()
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 2 in"]


async def test_what_has_changed_before_it_was_known_to_be_posted_is_one_message(
    office: Office,
) -> None:
    """The process died between posting and noting it, and somebody joined: one post, the new words."""
    game = await kept(office.store, begin=False)
    [letter] = await office.store.outbox.claim("terminal", office.clock.now(), CLAIM_SECONDS, 1)
    await office.board.post(Post(HALL, worded(game.state, letter), nonce(letter)))
    await joined(game, office.store, "cleo")
    await office.clock.advance(CLAIM_SECONDS)
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 3 in"]


async def test_a_place_that_hangs_holds_up_no_other(
    office: Office, delivering: asyncio.Event
) -> None:
    """While one channel does not answer, the other one's contest goes on being told."""
    office.board.held["hall"] = asyncio.Event()
    hall = await kept(office.store, "c1", begin=False)
    yard = await kept(office.store, "c2", begin=False, place=YARD)
    delivering.set()
    await until(lambda: len(office.board.texts) == 1)
    for player in ("cleo", "dora"):
        await joined(yard, office.store, player)
        await joined(hall, office.store, player)
        delivering.set()
        await until(lambda: f"lobby, {len(yard.state.players)} in" in office.board.texts.values())
    assert office.board.count("hall") == 1, "told again while it was being told"


async def test_a_platform_that_never_answers_is_asked_again(store: Store) -> None:
    """A post that takes longer than its claim is given up; the next try does it."""
    office = an_office(store, claim_seconds=0.05)
    await kept(store, begin=False)
    office.board.held["hall"] = asyncio.Event()
    async with asyncio.timeout(PROMPT):
        await office.post_office.flush()
    office.board.held.clear()
    await office.clock.advance(5)
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 2 in"]


@pytest.mark.parametrize("error", [RuntimeError("a bug"), DeliveryFailed("down")])
async def test_what_goes_wrong_in_one_place_stops_nothing(
    office: Office, delivering: asyncio.Event, error: Exception
) -> None:
    """Whatever a platform raises, the office is still at work afterwards."""
    office.board.error = error
    await kept(office.store, "c1", begin=False)
    delivering.set()
    await until(lambda: office.board.count("hall") == 1)
    office.board.error = None
    await kept(office.store, "c2", begin=False, place=YARD)
    delivering.set()
    await until(lambda: office.board.count("yard") == 1)
    await until(lambda: len(office.board.texts) == 1)
    while office.board.count("hall") < 2:
        await office.clock.advance(1)
        await asyncio.sleep(0.01)
    await until(lambda: len(office.board.texts) == 2)


async def stopped_in_a_post(office: Office) -> asyncio.Task[None]:
    """Return the delivery, told to stop while the hall does not answer."""
    await kept(office.store, begin=False)
    delivery = asyncio.create_task(office.post_office.deliver(asyncio.Event(), timedelta(hours=1)))
    await until(lambda: office.board.count("hall") == 1)
    delivery.cancel()
    return delivery


async def test_a_post_under_way_when_the_bot_stops_is_finished(store: Store) -> None:
    """And known to be posted: whoever comes after has nothing to do."""
    office = an_office(store)
    answers = office.board.held["hall"] = asyncio.Event()
    delivery = await stopped_in_a_post(office)
    answers.set()
    await asyncio.wait([delivery], timeout=PROMPT)
    assert delivery.cancelled()
    assert await store.outbox.next_at("terminal") is None


async def test_a_post_that_hangs_when_the_bot_stops_is_anothers_at_once(store: Store) -> None:
    """Nobody waits until the claim of a process that is gone has run out."""
    office = an_office(store, parting_seconds=0.01)
    office.board.held["hall"] = asyncio.Event()
    delivery = await stopped_in_a_post(office)
    await asyncio.wait([delivery], timeout=PROMPT)
    assert delivery.cancelled()
    other = an_office(store, clock=office.clock)
    await other.post_office.flush()
    assert list(other.board.texts.values()) == ["lobby, 2 in"]


async def test_a_fact_without_words_is_left_out(store: Store) -> None:
    """A bug of ours in one post costs that post, after some tries, and not what comes after it."""

    def stumbling(state: State, letter: Letter) -> Reply:
        if letter.key == "lobby":
            raise KeyError(letter.key)
        return worded(state, letter)

    office = an_office(store, wording=stumbling)
    game = await kept(store, begin=False)
    game.end(by=game.state.host)
    assert await game.keep(store)
    for _ in range(MOST_BUGS):
        await office.post_office.flush()
        await office.clock.advance(60)
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["over, 2 in"]


async def try_for(office: Office, hours: float) -> None:
    """Let the office try, and time pass, in steps of the longest wait."""
    longest = LONGEST_WAIT.total_seconds()
    for _ in range(int(hours * 3600 / longest)):
        await office.post_office.flush()
        await office.clock.advance(longest)


async def test_hours_of_trouble_lose_no_place(office: Office) -> None:
    """The platform is down for most of a day; then what is to be told is told, as it is then."""
    game = await kept(office.store, begin=False)
    office.board.error = DeliveryFailed("down")
    await try_for(office, 20)
    assert office.board.texts == {}
    await joined(game, office.store, "cleo")
    office.board.error = None
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 3 in"]
    found = await office.store.contests.find(game.contest)
    assert found is not None
    assert found.state.places == (HALL.key,)


async def test_after_a_day_of_trouble_a_letter_is_given_up_and_its_place_goes_on(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so; the contest does not end, and what comes next is told."""
    game = await kept(office.store, begin=False)
    office.board.error = DeliveryFailed("down")
    await try_for(office, 25)
    assert len(office.board.calls) == MAX_ATTEMPTS
    assert "post given up" in caplog.messages
    office.board.error = None
    await office.post_office.flush()
    assert office.board.texts == {}
    await joined(game, office.store, "cleo")
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 3 in"]


@pytest.mark.parametrize("seconds", [3600.0, 1e300, float("inf")])
async def test_a_platform_cannot_have_its_posts_put_off_for_ever(
    office: Office, seconds: float
) -> None:
    """Whatever it asks for, it is tried again after the longest wait."""
    await kept(office.store, begin=False)
    office.board.error = DeliveryFailed("slow down", after=seconds)
    await office.post_office.flush()
    office.board.error = None
    await office.clock.advance(LONGEST_WAIT.total_seconds() - 1)
    await office.post_office.flush()
    assert office.board.texts == {}
    await office.clock.advance(1)
    await office.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 2 in"]


class Forgetful(StoredOutbox):
    """An outbox whose store is away when somebody wants to note that a letter was told."""

    failures = 0

    async def told(self, letter: Letter, message: str) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageBusy
        await super().told(letter, message)


async def test_what_was_posted_while_the_store_is_away_is_noted_later(store: Store) -> None:
    """Otherwise it would be posted again after an outage that a platform's memory does not span."""
    outbox = Forgetful(store.outbox._database)
    outbox.failures = 3
    office = an_office(store, outbox)
    await kept(store, begin=False)
    flushing = asyncio.create_task(office.post_office.flush())
    await until(lambda: bool(office.board.calls))
    while not flushing.done():
        await office.clock.advance(CLAIM_SECONDS)
        await asyncio.sleep(0.01)
    office.board.nonces.clear()
    await office.clock.advance(CLAIM_SECONDS)
    await office.post_office.flush()
    assert len(office.board.calls) == 1


class SleepsWhileReading(StandardArena):
    """An arena of a process that is stopped just after it has claimed a letter."""

    async def find(self, contest: str) -> State | None:
        await self.meanwhile()
        return await super().find(contest)

    async def meanwhile(self) -> None:
        """What others do until the process is woken."""


async def test_who_has_slept_through_a_claim_posts_nothing(office: Office) -> None:
    """A process that was stopped after claiming leaves the letter to whoever has it now."""

    async def meanwhile() -> None:
        await office.clock.advance(CLAIM_SECONDS)
        await office.post_office.flush()

    await kept(office.store, begin=False)
    arena = SleepsWhileReading(office.store.contests, office.clock)
    arena.meanwhile = meanwhile  # type: ignore[method-assign]
    stopped = an_office(office.store, clock=office.clock, arena=arena)
    await stopped.post_office.flush()
    assert list(office.board.texts.values()) == ["lobby, 2 in"]
    assert stopped.board.calls == []


async def test_a_claim_from_before_the_clock_was_put_back_holds_up_nothing(store: Store) -> None:
    """A process claimed a letter and died; the next one is begun by a clock an hour behind."""
    await kept(store, begin=False)
    later = NOON + timedelta(hours=1)
    await store.outbox.claim("terminal", later, CLAIM_SECONDS, 1)
    office = an_office(store)
    task = asyncio.create_task(office.post_office.deliver(asyncio.Event(), timedelta(hours=1)))
    await until(lambda: len(office.board.texts) == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_wait_from_before_the_clock_was_put_back_holds_up_nothing(store: Store) -> None:
    """A letter was to be tried again by the clock of a process that was an hour ahead."""
    await kept(store, begin=False)
    later = NOON + timedelta(hours=1)
    [letter] = await store.outbox.claim("terminal", later, CLAIM_SECONDS, 1)
    await store.outbox.failed(letter, later)
    office = an_office(store)
    task = asyncio.create_task(office.post_office.deliver(asyncio.Event(), timedelta(hours=1)))
    await until(lambda: len(office.board.texts) == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
