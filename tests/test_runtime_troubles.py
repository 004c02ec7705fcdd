"""Who set something up is told once why it does not get through, whatever happens to the process."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.chat.plain import plain
from bot.chat.platform import DeliveryFailed, Post, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Actor, Place
from bot.errors import StorageBusy
from bot.place_ports import Prospect
from bot.quiz.contest.events import Opened
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import Step
from bot.runtime.arena import StandardArena
from bot.runtime.troubles import LOOK_AGAIN, Troubles
from bot.store import Store
from tests.clock import ManualClock
from tests.contest_builders import second
from tests.stored_contests import HALL, KeptGame, person
from tests.stored_dailies import ADA, a_schedule, added, at

REMEDY = "Grant me “Send Messages” in #hall."
POST = Post(HALL, Reply(()), "nonce")
HOSTING = replace(person("eva"), workspace="school")
ADMIN = Actor("terminal", "boss", "Boss", "school", is_admin=True)


class Hosted(KeptGame):
    """A game that somebody of the platform hosts."""

    def open(self, settings: Settings, at: float = 0) -> Step:
        opened = Opened(
            at=second(at),
            contest=self.contest,
            settings=settings,
            host=HOSTING.key,
            place=self.place,
        )
        return self.do(opened)


@dataclass
class Channel:
    """A platform's channel: what stands in the way of posts, and what people were told in private."""

    name: str = "terminal"
    remedy: str = REMEDY
    is_private: bool = True
    whispers: list[tuple[str, str]] = field(default_factory=list)

    async def post(self, post: Post) -> str:
        if self.remedy:
            raise DeliveryFailed("forbidden", remedy=self.remedy)
        return "1"

    async def whisper(self, place: Place, user: str, reply: Reply) -> None:
        if not self.is_private:
            raise DeliveryFailed("closed")
        self.whispers.append((user, plain(reply)))


@dataclass
class HeldLook:
    """The store's troubles, of which one look is held back when it has been read."""

    kept: Any
    is_held: bool = False
    has_read: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kept, name)

    async def all(self) -> Any:
        found = await self.kept.all()
        if self.is_held:
            self.has_read.set()
            await self.goes_on.wait()
        return found


@dataclass
class FailsToNote:
    """The store's troubles, which cannot be written to when somebody was told."""

    kept: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kept, name)

    async def told(self, place: str) -> None:
        raise StorageBusy


def troubles_of(store: Store, clock: ManualClock) -> Troubles:
    """What one process knows of troubles."""
    return Troubles(store.troubles, StandardArena(store.contests, clock), store.dailies, clock)


async def fail(taker: PostTaker) -> None:
    with pytest.raises(DeliveryFailed):
        await taker.post(POST)


@pytest.fixture
async def hosted(store: Store) -> Store:
    """A store in which a contest runs in the hall."""
    assert await Hosted().keep(store)
    return store


async def test_the_host_is_told_in_private_and_once(hosted: Store) -> None:
    """However often it is tried, and after a restart."""
    channel = Channel()
    for _ in range(2):
        taker = troubles_of(hosted, ManualClock()).watching(channel)
        await fail(taker)
        await fail(taker)
    [(user, said)] = channel.whispers
    assert user == HOSTING.user
    assert REMEDY in said


@pytest.mark.parametrize("is_private", [True, False])
async def test_what_is_told_while_the_store_is_looked_at_is_told_once(
    hosted: Store, *, is_private: bool
) -> None:
    """The look found it untold; by the time that is known, it is not so any more."""
    clock, look = ManualClock(), HeldLook(hosted.troubles)

    class Telling(Channel):
        async def whisper(self, place: Place, user: str, reply: Reply) -> None:
            look.is_held = True
            await clock.advance(LOOK_AGAIN.total_seconds())
            await look.has_read.wait()
            await super().whisper(place, user, reply)

    arena, channel = StandardArena(hosted.contests, clock), Telling(is_private=is_private)
    troubles = Troubles(look, arena, hosted.dailies, clock)
    async with troubles.running():
        await fail(troubles.watching(channel))
        look.goes_on.set()
        for _ in range(5):
            await asyncio.sleep(0)
        told = [await troubles.aside(ADMIN) for _ in range(2)]
    assert len(channel.whispers) + len([each for each in told if each]) == 1


async def test_another_remedy_is_told_anew(hosted: Store) -> None:
    """The first was followed, and did not suffice."""
    channel = Channel()
    taker = troubles_of(hosted, ManualClock()).watching(channel)
    await fail(taker)
    channel.remedy = "Grant me “Attach Files” as well."
    await fail(taker)
    assert [REMEDY in said for _, said in channel.whispers] == [True, False]


async def test_what_came_to_pass_again_is_told_again(hosted: Store) -> None:
    """A post got through in between."""
    channel = Channel()
    taker = troubles_of(hosted, ManualClock()).watching(channel)
    await fail(taker)
    channel.remedy = ""
    assert await taker.post(POST) == "1"
    channel.remedy = REMEDY
    await fail(taker)
    assert len(channel.whispers) == 2


@pytest.mark.parametrize("whoever", [HOSTING, ADMIN])
async def test_who_cannot_be_told_in_private_is_told_beside_an_answer(
    hosted: Store, whoever: Actor
) -> None:
    """The host, or an admin of the workspace; nobody else, and nobody twice."""
    troubles = troubles_of(hosted, ManualClock())
    await fail(troubles.watching(Channel(is_private=False)))
    assert await troubles.aside(replace(ADMIN, user="other", is_admin=False)) is None
    assert await troubles.aside(replace(ADMIN, workspace="other")) is None
    said = await troubles.aside(whoever)
    assert said is not None
    assert REMEDY in plain(said)
    assert await troubles.aside(whoever) is None


async def test_who_asks_for_two_things_at_once_is_told_once(hosted: Store) -> None:
    """Beside one of the answers."""
    troubles = troubles_of(hosted, ManualClock())
    await fail(troubles.watching(Channel(is_private=False)))
    said = await asyncio.gather(*(troubles.aside(HOSTING) for _ in range(3)))
    assert len([each for each in said if each]) == 1


async def test_what_was_found_is_told_though_the_store_cannot_note_it(hosted: Store) -> None:
    """Rather twice than never."""
    arena = StandardArena(hosted.contests, ManualClock())
    troubles = Troubles(FailsToNote(hosted.troubles), arena, hosted.dailies, ManualClock())
    await fail(troubles.watching(Channel(is_private=False)))
    said = await troubles.aside(HOSTING)
    assert said is not None
    assert REMEDY in plain(said)


async def test_another_process_tells_what_this_one_could_not(hosted: Store) -> None:
    """Soon, and whichever of them the admin comes to; then it is told to the others, too."""
    clock = ManualClock()
    here, there = troubles_of(hosted, clock), troubles_of(hosted, clock)
    async with there.running(), asyncio.timeout(5):
        await fail(here.watching(Channel(is_private=False)))
        while (said := await there.aside(ADMIN)) is None:
            await clock.advance(LOOK_AGAIN.total_seconds())
            await asyncio.sleep(0)
    assert REMEDY in plain(said)
    assert [trouble.is_told for trouble in await hosted.troubles.all()] == [True]


async def test_where_nobody_can_do_anything_nobody_is_told(hosted: Store) -> None:
    """A platform that is away says nothing that would help."""

    class Away(Channel):
        async def post(self, post: Post) -> str:
            raise DeliveryFailed("status 503")

    troubles, channel = troubles_of(hosted, ManualClock()), Away()
    await fail(troubles.watching(channel))
    assert channel.whispers == []
    assert await troubles.aside(ADMIN) is None
    assert await hosted.troubles.all() == ()


async def test_who_set_up_a_daily_post_is_told_in_private(store: Store) -> None:
    """Whoever of them can be told: one who was forgotten cannot."""
    await added(store, a_schedule("s1", HALL))
    await store.dailies.add(a_schedule("s2", HALL), HOSTING, at(2))
    await store.personal_data.forget(ADA, at(2))
    channel = Channel()
    await fail(troubles_of(store, ManualClock()).watching(channel))
    [(user, said)] = channel.whispers
    assert (user, REMEDY in said) == (HOSTING.user, True)


async def test_who_set_up_a_daily_post_may_be_told_beside_an_answer(store: Store) -> None:
    """Also when they are an admin no longer."""
    await added(store, a_schedule("s1", HALL))
    troubles = troubles_of(store, ManualClock())
    await fail(troubles.watching(Channel(is_private=False)))
    assert await troubles.aside(replace(ADA, is_admin=False)) is not None


async def test_a_place_where_nobody_set_up_anything_is_told_to_an_admin(store: Store) -> None:
    """What was set up by somebody who was forgotten, for example."""
    troubles, channel = troubles_of(store, ManualClock()), Channel()
    await fail(troubles.watching(channel))
    assert channel.whispers == []
    assert await troubles.aside(ADMIN) is not None


async def test_a_place_elsewhere_does_not_concern_an_admin_here(store: Store) -> None:
    """Ids of workspaces are a platform's own."""
    troubles = troubles_of(store, ManualClock())
    await troubles.arose(Channel(), Place("slack", "hall", "school"), REMEDY)
    assert await troubles.aside(ADMIN) is None


@dataclass
class Foreseen(Channel):
    """A channel of a platform that can tell beforehand, unless it fails."""

    failure: DeliveryFailed | None = None

    async def hindrance(self, place: Place) -> str:
        if self.failure:
            raise self.failure
        return self.remedy


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (None, Prospect(is_found=True, remedy=REMEDY)),
        (DeliveryFailed("unseen", remedy="Invite me."), Prospect(remedy="Invite me.")),
        (DeliveryFailed("status 503"), Prospect(remedy="noted")),
    ],
)
async def test_what_is_to_be_expected_is_asked_of_the_platform(
    store: Store, failure: DeliveryFailed | None, expected: Prospect
) -> None:
    """What it cannot tell is what was noted when a post failed; then a place counts as unknown."""
    troubles = troubles_of(store, ManualClock())
    await store.troubles.note(HALL.key, "noted")
    assert await troubles.prospect(HALL) == Prospect(remedy="noted")
    troubles.watching(Foreseen(failure=failure))
    assert await troubles.prospect(HALL) == expected
