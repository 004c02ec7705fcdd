"""What is decided about places is kept with who decided it, and so is whom they trust."""

import asyncio
from typing import cast

import pytest

from bot.chat.request import Actor, Place
from bot.settings.declared import HOSTS, ZONE
from bot.settings.model import Choice, Role, Source, Trusted
from bot.store import Store, open_store
from bot.store.settings import MAX_TRUSTED
from tests.storage import NOW

ROOT = Actor("tiny", "root", "Root", "school", is_admin=True)
HALL, YARD = Place("tiny", "hall", "school"), Place("tiny", "yard", "school")
SCHOOL = Place("tiny", "", "school")
ANN = Trusted("ann", "Ann")


async def decide(store: Store, place: Place, key: str, text: str | None) -> bool:
    return await store.settings.choose(ROOT, place, key, text, NOW)


async def test_what_is_decided_for_a_place_is_kept_for_that_place(
    store: Store, store_url: str
) -> None:
    """Another process finds it; another place, workspace or platform does not."""
    assert await decide(store, HALL, "zone", "Asia/Tokyo")
    async with open_store(store_url) as other:
        assert (await other.settings.of(HALL))[ZONE] == "Asia/Tokyo"
    for elsewhere in (
        YARD,
        Place("tiny", "hall", "other"),
        Place("huge", "hall", "school"),
        SCHOOL,
    ):
        assert (await store.settings.of(elsewhere))[ZONE] == "UTC"


async def test_what_is_decided_for_a_workspace_counts_where_a_place_has_not_decided(
    store: Store,
) -> None:
    """And again when the place leaves it undecided."""
    await decide(store, SCHOOL, "hosts", "admins")
    await decide(store, HALL, "hosts", "named")
    assert (await store.settings.of(YARD))[HOSTS] == "admins"
    assert (await store.settings.of(HALL))[HOSTS] == "named"
    assert await decide(store, HALL, "hosts", None)
    chosen = await store.settings.of(HALL)
    assert (chosen[HOSTS], chosen.source(HOSTS)) == ("admins", Source.WORKSPACE)


async def test_places_without_a_workspace_share_nothing(store: Store) -> None:
    """Direct messages of different people must not decide for each other."""
    await decide(store, Place("tiny", ""), "zone", "Asia/Tokyo")
    assert (await store.settings.of(Place("tiny", "direct-1")))[ZONE] == "UTC"


async def test_every_change_is_recorded_with_who_when_from_and_to(store: Store) -> None:
    """The latest first; those of the workspace concern every place, those of a place only itself."""
    await decide(store, HALL, "zone", "Asia/Tokyo")
    await decide(store, SCHOOL, "zone", "Europe/Paris")
    await decide(store, HALL, "zone", None)
    told = await store.settings.history(HALL, 10)
    assert [(each.was, each.now, each.workspace) for each in told] == [
        ("Asia/Tokyo", None, False),
        (None, "Europe/Paris", True),
        (None, "Asia/Tokyo", False),
    ]
    assert {(each.by, each.at, each.what) for each in told} == {("Root", NOW, "zone")}
    assert [each.now for each in await store.settings.history(YARD, 10)] == ["Europe/Paris"]
    assert len(await store.settings.history(HALL, 1)) == 1


async def test_what_changes_nothing_is_not_recorded(store: Store) -> None:
    """The same value again, or leaving undecided what nobody has decided."""
    await decide(store, HALL, "zone", "Asia/Tokyo")
    assert not await decide(store, HALL, "zone", "Asia/Tokyo")
    assert not await decide(store, HALL, "hosts", None)
    assert len(await store.settings.history(HALL, 10)) == 1


async def test_of_many_changes_at_once_each_follows_the_one_before(store: Store) -> None:
    """The record is a chain: what one leaves is what the next one finds."""
    zones = ("Asia/Tokyo", "Europe/Paris", "Africa/Lagos", "America/Lima")
    admins = [Actor("tiny", f"admin{number}", "Admin") for number in range(len(zones))]
    await asyncio.gather(
        *(
            store.settings.choose(admin, HALL, "zone", zone, NOW)
            for admin, zone in zip(admins, zones, strict=True)
        )
    )
    told = await store.settings.history(HALL, 10)
    assert [each.was for each in told[:-1]] == [each.now for each in told[1:]]
    assert (await store.settings.of(HALL))[ZONE] == told[0].now


@pytest.mark.parametrize("role", Role)
async def test_who_is_trusted_is_so_in_the_whole_workspace(store: Store, role: Role) -> None:
    """With that role alone, until it is taken back; both are recorded."""
    ann = Actor("tiny", "ann", "Ann")
    assert await store.settings.trust(ROOT, HALL, role, ANN, NOW)
    assert await store.settings.trusted(YARD, role) == (ANN,)
    assert await store.settings.is_trusted(YARD, role, ann)
    for other in set(Role) - {role}:
        assert not await store.settings.is_trusted(HALL, other, ann)
    assert not await store.settings.is_trusted(Place("tiny", "hall", "other"), role, ann)
    assert not await store.settings.is_trusted(HALL, role, Actor("huge", "ann", "Ann"))
    assert await store.settings.distrust(ROOT, HALL, role, "ann", NOW)
    assert not await store.settings.is_trusted(HALL, role, ann)
    told = await store.settings.history(YARD, 10)
    assert [(each.what, each.whom, each.now) for each in told] == [
        (role.value, "Ann", "taken"),
        (role.value, "Ann", "given"),
    ]


async def test_several_settings_are_decided_at_once(store: Store) -> None:
    """For a place and its workspace; each change is recorded, and what is so already is none."""
    await decide(store, SCHOOL, "hosts", "admins")
    choices = [
        Choice(HALL, "zone", "Asia/Tokyo"),
        Choice(SCHOOL, "hosts", "admins"),
        Choice(SCHOOL, "language", "de"),
    ]
    await store.settings.choose_all(ROOT, choices, NOW)
    chosen = await store.settings.of(HALL)
    assert (chosen.place, chosen.workspace) == (
        {"zone": "Asia/Tokyo"},
        {"hosts": "admins", "language": "de"},
    )
    assert len(await store.settings.history(HALL, 10)) == 3


async def test_of_several_settings_all_are_decided_or_none(store: Store) -> None:
    """What the store refuses is nobody's decision."""
    broken = Choice(HALL, "hosts", cast("str", object()))
    with pytest.raises(Exception, match="object"):
        await store.settings.choose_all(ROOT, [Choice(SCHOOL, "zone", "UTC"), broken], NOW)
    assert await store.settings.history(HALL, 10) == ()


async def test_many_may_decide_several_settings_at_once(store: Store) -> None:
    """In whichever order they name them, and none of them waits for ever."""
    both = [Choice(HALL, "zone", "UTC"), Choice(SCHOOL, "zone", "UTC")]
    async with asyncio.timeout(10):
        await asyncio.gather(
            *(
                store.settings.choose_all(Actor("tiny", f"u{n}", "U"), order, NOW)
                for n in range(4)
                for order in (both, both[::-1])
            )
        )
    assert len(await store.settings.history(HALL, 10)) == 2


async def test_trusting_twice_is_trusting_once(store: Store) -> None:
    """And taking back what nobody has is nothing."""
    for _ in range(2):
        assert await store.settings.trust(ROOT, HALL, Role.HOST, ANN, NOW)
    assert len(await store.settings.history(HALL, 10)) == 1
    assert not await store.settings.distrust(ROOT, HALL, Role.HOST, "nobody", NOW)


async def test_a_person_who_is_known_keeps_their_name(store: Store) -> None:
    """A mention on Discord has an id and no name."""
    await store.people.hide(Actor("tiny", "ann", "Ann"), hidden=False)
    await store.settings.trust(ROOT, HALL, Role.HOST, Trusted("ann", ""), NOW)
    await store.settings.trust(ROOT, HALL, Role.HOST, Trusted("77", ""), NOW)
    named = {each.user: each.name for each in await store.settings.trusted(HALL, Role.HOST)}
    assert named == {"ann": "Ann", "77": "77"}


async def test_a_list_of_the_trusted_has_an_end(store: Store) -> None:
    """Whoever is on it already may be named again."""
    for number in range(MAX_TRUSTED):
        person = Trusted(f"p{number}", f"P{number}")
        assert await store.settings.trust(ROOT, HALL, Role.HOST, person, NOW)
    assert not await store.settings.trust(ROOT, HALL, Role.HOST, ANN, NOW)
    assert await store.settings.trust(ROOT, HALL, Role.HOST, Trusted("p0", "P0"), NOW)
    assert await store.settings.trust(ROOT, HALL, Role.ADMIN, ANN, NOW)
