"""A control does nothing for whoever it was not made for, however its id came to them."""

from pathlib import Path

import pytest

from bot.chat.action import Action
from bot.chat.request import Actor, Place
from bot.commands.privacy import _mark
from bot.commands.registry import ACTIONS
from bot.quiz.contest.facts import digest
from bot.runtime.app import open_bot
from tests.clock import ManualClock
from tests.contest_room import CHANNEL, PACK, Room
from tests.rows import whole_database
from tests.talk import Talk

MALLORY = Actor("tiny", "mallory", "Mallory", "other")
OTHER = Place("tiny", "den", "other")

# What the ids of other people's controls hold. Whoever adds an action says here what a forger would send.
FORGED = {
    "answer": ("{practice}", "0"),
    "hint": ("{practice}", "0"),
    "skip": ("{practice}", "0"),
    "stop": ("{practice}", "0"),
    "quiz": (),
    "quiz-anew": ("japan", "easy", "", "3"),
    "quiz-on": ("{passage}",),
    "c-answer": ("{contest}", "0"),
    "c-appeal": ("{contest}", "0"),
    "c-begin": ("{contest}",),
    "c-end": ("{contest}",),
    "c-extend": ("{contest}", "1"),
    "c-hand": ("{contest}", "tiny:mallory"),
    "c-join": ("{contest}", ""),
    "c-leave": ("{contest}",),
    "c-link": ("{contest}", "{place}", "yes"),
    "c-mine": ("{contest}",),
    "c-panel": ("{contest}",),
    "c-pause": ("{contest}", "0"),
    "c-record": ("{contest}", "csv"),
    "c-remove": ("{contest}", "tiny:bob"),
    "c-resume": ("{contest}", "0"),
    "c-rule": ("{contest}", "0", "{wording}", "yes"),
    "c-skip": ("{contest}", "1"),
    "day-answer": ("{practice}", "2026-01-01"),
    "day-put": ("1",),
    "sup": ("",),
    "sup-put": ("",),
    "sup-days": ("",),
    "sup-ask": ("", "1"),
    "sup-day": ("", ""),
    "sup-end": ("",),
    "set-ask": ("w", "hosts"),
    "set-to": ("w", "hosts"),
    "set-undo": ("w", "hosts"),
    "set-show": ("w",),
    "set-history": (),
    "set-people": (),
    "my-data": (),
    "my-end": (),
    "my-end-yes": (_mark(Actor("tiny", "ada", "Ada")),),
    "my-end-no": (),
    "my-hide": (),
    "my-show": (),
    "cite": ("{passage}", "chicago"),
    "glossary": ("",),
    "hit": ("0", "radek"),
    "link": ("{passage}",),
    "passage": ("{passage}",),
    "quote": ("",),
    "review": (),
    "review-anew": ("10",),
    "save": ("{passage}", ""),
    "saved": ("0",),
    "unsave": ("{passage}", ""),
    "term": ("radek",),
    "terms": ("0",),
}


def test_every_action_is_tried_by_a_forger() -> None:
    """An action added tomorrow fails here until it is said what a forger would send."""
    assert sorted(FORGED) == sorted(ACTIONS)


@pytest.fixture
async def school(tmp_path: Path):
    """A place in which much goes on: quizzes, a contest in its second round, settings."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    clock = ManualClock()
    async with open_bot(PACK, url, clock) as bot:
        room = Room(bot, clock)
        root = Talk(bot, Actor("tiny", "root", "Root", "other", is_admin=True), OTHER)
        await root.say("settings set", setting="hosts", value="admins", **{"all-channels": True})
        ada, _bob = await room.begin("ada", "bob", kinds="number")
        await room.answer(ada, right=False)
        await room.pass_time(60)
        await ada.forge("c-appeal", await running(room), "0")
        await ada.say("quiz", count=3)
        yield room, url


async def running(room: Room) -> str:
    found = await room.bot._desk.arena.running_in(room.person("ada").place.key)
    assert found
    return found


async def real(room: Room) -> dict[str, str]:
    """What stands in the ids of the controls that others have."""
    contest = await running(room)
    state = await room.bot._desk.arena.find(contest)
    practice = await room.bot._desk.practices.running(Actor("tiny", "ada", "Ada"))
    assert state
    assert practice
    (wording,) = state.rounds[0].appeals
    return {
        "{contest}": contest,
        "{practice}": practice.id,
        "{place}": digest(OTHER.key),
        "{wording}": digest(wording),
        "{passage}": PACK.quotes[0].span.ref.code,
    }


@pytest.mark.parametrize("place", [OTHER, CHANNEL], ids=["elsewhere", "there"])
async def test_a_forged_control_changes_nothing_of_anybody_else(school, place: Place) -> None:
    """Pressed by a stranger in another workspace, or by somebody who came to the same place."""
    room, url = school
    found = await real(room)
    mallory = Talk(room.bot, MALLORY, place)
    await mallory.say("privacy show")
    for name, arguments in FORGED.items():
        given = tuple(found.get(each, each) for each in arguments)
        if (name, place) == ("c-join", CHANNEL):
            continue  # whoever is there may join
        before = await whole_database(url)
        await mallory.forge(name, *given, value=("anyone",), answer=("a",))
        after = await whole_database(url)
        assert not changed_for_others(before, after), Action(name, given)


def changed_for_others(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """Rows that are gone or were changed, and new ones that are not the forger's own."""
    (number,) = [
        row.split('"id": ')[1].split(",")[0] for row in after["people"] if "mallory" in row
    ]
    own = (f'"person_id": {number},', '"user_id": "mallory"')
    return [
        row
        for table, rows in after.items()
        for row in {*before[table]} ^ {*rows}
        if not any(mark in row for mark in own)
    ]


async def test_who_presses_the_button_of_another_to_be_forgotten_is_not_forgotten(school) -> None:
    """They did not ask for it; they are told so."""
    room, _ = school
    bob = room.person("bob")
    said = await bob.forge("my-end-yes", *FORGED["my-end-yes"])
    assert "somebody else’s" in said
    assert await room.bot._desk.personal_data.export(bob.actor)


async def test_settings_are_changed_by_who_may_only(school) -> None:
    """Whichever control is forged, and whatever it says; and the history is for admins as well."""
    room, _ = school
    mallory = Talk(room.bot, MALLORY, OTHER)
    for name in ("set-ask", "set-to", "set-undo", "set-history", "set-people"):
        assert "Only an admin" in await mallory.forge(name, "w", "hosts", value=("anyone",))


async def test_a_contest_is_shown_where_it_is_played(school) -> None:
    """Its id in a forged control tells a stranger elsewhere neither who plays nor who hosts."""
    room, _ = school
    mallory = Talk(room.bot, MALLORY, OTHER)
    said = await mallory.forge("c-panel", await running(room))
    assert "does not take part" in said
    assert "Ada" not in said
    assert "Host: Ada" in await room.person("cid").forge("c-panel", await running(room))
