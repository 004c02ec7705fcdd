"""What is kept of a workspace is deleted some time after the bot was removed from it, and nothing else."""

from datetime import timedelta

import pytest

from bot.chat.request import Actor, Place
from bot.place_ports import KEPT_AFTER_REMOVAL
from bot.quiz.contest import events as e
from bot.settings.model import Role, Trusted
from bot.store import Store, open_store
from bot.store.personal import COVERED, Workspace
from bot.views.privacy import FORMER_PLAYER
from tests.contest_builders import second
from tests.rows import fill_every_table, whole_database
from tests.storage import NOW, a_practice, played, run_sql
from tests.stored_contests import KeptGame, kept

GONE, STAYS = Place("terminal", "hall", "gone-1234"), Place("terminal", "yard", "stays")
ZED = Actor("terminal", "zed-4711", "Zed-4711", "gone-1234")
ANN = Actor("terminal", "ann", "Ann", "stays")
DUE = NOW + KEPT_AFTER_REMOVAL
NOT_FILLED = {"people", "answers", "contest_results", "totals", "saved_passages", "departures"}
OF_CONTESTS = {"contests", "contest_events", "contest_snapshots", "contest_places", "outbox"}


async def answered(store: Store, actor: Actor, place: Place) -> None:
    practice = a_practice(f"{actor.user}-{place.channel}")
    await store.practices.begin(actor, place, practice, NOW)
    await store.practices.save(practice, played(practice, "rwr"))


async def lived_in(store: Store, url: str) -> None:
    """Let there be something of the workspace in every table, and something of another beside it."""
    for actor, place in ((ZED, GONE), (ANN, GONE), (ANN, STAYS)):
        await answered(store, actor, place)
    await store.settings.trust(ZED, GONE, Role.ADMIN, Trusted("ann", "Ann"), NOW)
    await store.settings.choose(ANN, STAYS, "zone", "Asia/Tokyo", NOW)
    game = (await kept(store, "there", "zed-4711 ben", place=GONE)).play_out("zed-4711", "ben")
    assert await game.keep(store)
    values = {
        "user_id": ZED.user,
        "platform": GONE.platform,
        "workspace": GONE.workspace,
        "channel": GONE.channel,
        "place": GONE.key,
    }
    await fill_every_table(url, values, but=OF_CONTESTS | NOT_FILLED)


async def test_nothing_of_the_workspace_is_left_when_its_time_has_come(
    store: Store, store_url: str
) -> None:
    """In no table; people who were nowhere else, and have saved nothing, are forgotten with it."""
    await lived_in(store, store_url)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    assert await store.workspaces.delete_due(DUE) == 1
    left = await whole_database(store_url)
    assert not [name for name, rows in left.items() if GONE.workspace in str(rows)]
    named = {"people", "roles", "setting_changes", "practices", "contest_events"}
    assert not [name for name in named if "zed-4711" in str(left[name]).casefold()]


async def test_what_is_of_another_workspace_stays(store: Store, store_url: str) -> None:
    """Answers, settings and sums; and the sums are right."""
    await lived_in(store, store_url)
    before = await store.scores.record(ANN)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    assert (await store.settings.of(STAYS)).place == {"zone": "Asia/Tokyo"}
    assert (await store.scores.record(ANN)).answers == before.answers // 2
    assert (await store.check()).is_good


async def test_cards_stay_with_who_is_elsewhere_too(store: Store, store_url: str) -> None:
    """And go with who is not: what they have missed there keeps nobody known."""
    await lived_in(store, store_url)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    assert len(await store.cards.all(ANN, a_practice().pack)) == 1
    assert await store.cards.all(ZED, a_practice().pack) == ()


async def test_until_then_everything_stays(store: Store, store_url: str) -> None:
    """A removal may be by mistake."""
    await lived_in(store, store_url)
    before = await whole_database(store_url)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    assert await store.workspaces.delete_due(DUE - timedelta(seconds=1)) == 0
    after = await whole_database(store_url)
    assert {**after, "departures": []} == before


async def test_nothing_is_deleted_where_the_bot_came_back(store: Store, store_url: str) -> None:
    """Another process may be the one that hears of it; a workspace of that name elsewhere is another."""
    await store.workspaces.left("terminal", "gone-1234", NOW)
    await store.workspaces.left("slack", "gone-1234", NOW)
    async with open_store(store_url) as other:
        await other.workspaces.present("terminal", ["gone-1234", "never-left"])
    assert await store.workspaces.leaving() == {("slack", "gone-1234")}
    assert await store.workspaces.delete_due(DUE) == 1


async def test_every_workspace_of_which_something_is_kept_is_known(
    store: Store, store_url: str
) -> None:
    """Whatever it is; a person's own place is none, nor is a workspace of another platform."""
    assert await store.workspaces.known("terminal") == frozenset()
    await answered(store, ANN, Place("terminal", "ann"))
    await lived_in(store, store_url)
    assert await store.workspaces.known("terminal") == {"stays", "gone-1234"}
    assert await store.workspaces.known("slack") == frozenset()


async def test_the_time_counts_from_the_first_notice(store: Store) -> None:
    """A platform may say it again and again."""
    for days in (0, 10, 20):
        await store.workspaces.left("terminal", "gone-1234", NOW + timedelta(days=days))
    assert await store.workspaces.delete_due(DUE) == 1
    assert await store.workspaces.leaving() == frozenset()


async def test_a_contest_against_another_workspace_stays_there(store: Store) -> None:
    """With former players in it; who was of the other workspace keeps their name and their points."""
    game = await kept(store, "c1", "", begin=False, place=STAYS)
    game.do(e.LinkAsked(at=second(0), place=GONE.key, by="terminal:root", name="Root"))
    game.do(e.LinkDecided(at=second(0), place=GONE.key, by="host", agree=True))
    game.join("ann")
    game.join("zed-4711", place=GONE.key)
    game.start()
    game.play_out("zed-4711", "ann")
    assert await game.keep(store)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    found = await store.contests.find("c1")
    assert found is not None
    names = {player.name for player in found.state.players.values()}
    assert names == {"Ann", FORMER_PLAYER}
    assert found.state.links[GONE.key].name == FORMER_PLAYER
    assert (await store.check()).is_good


@pytest.mark.parametrize("lost", [[STAYS], [STAYS, GONE]])
async def test_a_contest_stays_for_those_who_played_elsewhere(
    store: Store, store_url: str, lost: list[Place]
) -> None:
    """Though their place was gone before the end: the workspace is there, and so are their results."""
    game = await kept(store, "c1", "", begin=False, place=STAYS)
    game.add_place(GONE.key)
    game.join("ann")
    game.join("zed-4711", place=GONE.key)
    game.start()
    game.play_round("ann", "zed-4711")
    for place in lost:
        game.lose_place(place.key)
    game.play_out("zed-4711", "")
    assert await game.keep(store)
    results = (await whole_database(store_url))["contest_results"]
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    found = await store.contests.find("c1")
    assert found is not None
    names = {player.name for player in found.state.players.values()}
    assert names == {"Ann", FORMER_PLAYER}
    assert len(results) == 2
    assert len((await whole_database(store_url))["contest_results"]) == 1


async def test_who_decided_something_elsewhere_keeps_their_name(store: Store) -> None:
    """They have done nothing else, and had nothing to do with the workspace."""
    await store.settings.choose(ANN, STAYS, "zone", "Asia/Tokyo", NOW)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    (change,) = await store.settings.history(STAYS, 10)
    assert change.by == ANN.name


async def test_a_workspace_that_cannot_be_deleted_holds_up_no_other(
    store: Store, store_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again the next time; an operator can read why."""
    for statement in UNREADABLE:
        await run_sql(store_url, statement)
    for days, workspace in enumerate(["early", GONE.workspace, "late"]):
        await store.workspaces.left(GONE.platform, workspace, NOW + timedelta(days=days))
    assert await store.workspaces.delete_due(DUE + timedelta(days=2)) == 2
    assert await store.workspaces.leaving() == {(GONE.platform, GONE.workspace)}
    assert [record.exc_info is not None for record in caplog.records] == [True]
    await run_sql(store_url, "DELETE FROM contests")
    assert await store.workspaces.delete_due(DUE + timedelta(days=2)) == 1


UNREADABLE = (
    "INSERT INTO contests (public_id, version, snapshot_version, letters) VALUES ('c1', 1, 0, 0)",
    f"INSERT INTO contest_events SELECT id, 1, '[\"{GONE.key}\"]' FROM contests",  # noqa: S608
)


async def test_a_contest_of_the_workspace_alone_is_deleted(store: Store) -> None:
    """Its log, its results and what was to be told of it."""
    game: KeptGame = await kept(store, "c1", "zed-4711 ben", place=GONE)
    assert game.state.places == (GONE.key,)
    await store.workspaces.left(GONE.platform, GONE.workspace, NOW)
    await store.workspaces.delete_due(DUE)
    assert await store.contests.running_in(GONE.key) is None
    assert await store.archive.newest(10) == ()


def test_every_table_says_how_it_belongs_to_a_workspace() -> None:
    """Those declared to name a workspace do, and so do those that name a place."""
    for each in COVERED:
        columns = set(each.table.columns.keys())
        if each.workspace is Workspace.NAMED:
            assert {"platform", "workspace"} <= columns, each.table.name
        if each.workspace is Workspace.PLACED:
            assert "place" in columns, each.table.name
