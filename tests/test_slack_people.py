"""Who is who: asked of Slack once, and never waited for long."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack.people import People, Person
from adapters.slack.wire import open_wire
from tests.platforms.standin_slack import Rank, StandIn
from tests.platforms.standin_slack_faults import RateLimited, Refused


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
    assert found == Person("ada", "de-DE", is_admin)
    assert found.administers(slack.workspace.id) == is_admin


async def test_an_admin_of_another_workspace_is_none_here(slack: StandIn, people: People) -> None:
    other = slack.add_workspace("Oxford", installed=False)
    guest = slack.member("boss", Rank.ADMIN, workspace=other)
    slack.add_channel("shared", shared_with=[other])
    assert not (await people.person(guest.id)).is_admin


async def test_whom_slack_calls_an_admin_may_be_one_elsewhere() -> None:
    """In a channel that two workspaces share, the partner's admin is a guest; in an organisation, too."""
    partner = Person(is_admin=True, teams=frozenset({"T2"}))
    assert partner.administers("T2")
    assert not partner.administers("T1")


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
