"""Who is who: asked of Slack once, and never waited for long."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack import people as asking
from adapters.slack.people import People, Person
from adapters.slack.punctual import GIVES_WAY
from adapters.slack.wire import open_wire
from bot.quiz.contest.settings import GRACE_SECONDS
from tests.platforms.standin_slack import Rank, StandIn
from tests.platforms.standin_slack_faults import Hang, RateLimited, Refused


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
async def people(slack: StandIn) -> AsyncIterator[People]:
    async with open_wire(slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"]) as wire:
        yield People(wire.bare)


@pytest.mark.parametrize(
    ("rank", "is_admin"),
    [(Rank.MEMBER, False), (Rank.ADMIN, True), (Rank.OWNER, True), (Rank.GUEST, False)],
)
async def test_admins_are_whom_slack_calls_so(
    slack: StandIn, people: People, rank: Rank, *, is_admin: bool
) -> None:
    ada = slack.member("ada", rank, locale="de-DE")
    found = await people.person(ada.id)
    assert (found.name, found.locale) == ("ada", "de-DE")
    assert found.administers(slack.workspace.id) == is_admin


async def test_an_admin_of_a_partner_is_none_here(slack: StandIn, people: People) -> None:
    """Somebody from another workspace in a channel that both share."""
    other = slack.add_workspace("Oxford", installed=False)
    guest = slack.member("boss", Rank.ADMIN, workspace=other)
    slack.add_channel("shared", shared_with=[other])
    assert not (await people.person(guest.id)).administers(slack.workspace.id)


@pytest.fixture
async def university(slack: StandIn) -> AsyncIterator[People]:
    """The people of an organisation that has installed the app for all its workspaces."""
    organisation = slack.add_organisation("University", "Law", "Letters")
    token = slack.installed(slack.workspaces_of(organisation)[0]).token
    async with open_wire(token, slack.env["SLACK_API_URL"]) as wire:
        yield People(wire.bare)


@pytest.mark.parametrize(
    ("rank", "governs_all", "expected"),
    [
        (Rank.MEMBER, False, ()),
        (Rank.ADMIN, False, ("Law",)),
        (Rank.MEMBER, True, ("Law", "Letters")),
    ],
)
async def test_in_an_organisation_an_admin_of_one_workspace_is_a_member_in_the_others(
    slack: StandIn,
    university: People,
    rank: Rank,
    *,
    governs_all: bool,
    expected: tuple[str, ...],
) -> None:
    """But for whoever administers the organisation."""
    law, letters = (each for each in slack._state.workspaces if each.organisation)
    ada = slack.member("ada", rank, workspace=law)
    ada.user.elsewhere = [letters]
    ada.user.governs_all = governs_all
    found = await university.person(ada.id)
    assert [each.name for each in (law, letters) if found.administers(each.id)] == [*expected]


async def test_somebody_is_asked_for_once(slack: StandIn, people: People) -> None:
    ada = slack.member("ada")
    await asyncio.gather(*(people.person(ada.id) for _ in range(9)))
    await people.person(ada.id)
    assert [call.method for call in slack.calls] == ["users.info"]


async def test_whom_slack_does_not_name_is_nobody_in_particular(
    slack: StandIn, people: People
) -> None:
    slack.faults.add(Refused("user_not_found"), "users.info")
    assert await people.person("U404") == Person()


async def test_while_slack_wants_to_be_left_alone_nobody_is_asked_for(
    slack: StandIn, people: People
) -> None:
    ada, bob = slack.member("ada"), slack.member("bob")
    await people.person(ada.id)
    slack.faults.add(RateLimited(30), "users.info")
    assert await people.person(bob.id) == Person()
    assert await people.person(slack.member("eva").id) == Person()
    assert (await people.person(ada.id)).name == "ada"
    assert len(slack.calls) == 2


async def test_who_was_known_is_not_waited_for_long(
    slack: StandIn, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that came in time would be too late: a round stays open for 1.5 seconds for it."""
    monkeypatch.setattr(asking, "REMEMBERED_SECONDS", 0.0)
    ada = slack.member("ada")
    known = await people.person(ada.id)
    slack.faults.add(Hang(5), "users.info")
    async with asyncio.timeout(GRACE_SECONDS - GIVES_WAY):
        assert await people.person(ada.id) == known
