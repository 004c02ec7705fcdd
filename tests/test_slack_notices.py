"""What Slack tells of where the app may be: heard once, in any order, and while the store is busy."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.workspaces import OneWorkspace
from tests.builders import NOON
from tests.platforms.standin_slack import StandIn
from tests.platforms.standin_slack_world import Json
from tests.slack_door import Doorstep, at_the_door

SOON = int(NOON.timestamp()) + 10
LATER = SOON + 60
LONG = 3_600
REVOKED: Json = {"type": "team_access_revoked", "team_ids": ["T1", "T2"]}
GRANTED: Json = {"type": "team_access_granted", "team_ids": ["T1", "T2"]}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Doorstep]:
    """An organisation has the app for T1 and T2, and T1 has its own besides."""
    async with StandIn() as slack, at_the_door(slack, tmp_path) as opened:
        for team in (None, "T1"):
            await opened.installations.async_save(
                Installation(
                    team_id=team,
                    enterprise_id="E1",
                    is_enterprise_install=team is None,
                    bot_token=f"xoxb-{team}",
                    bot_user_id="U0",
                    user_id="U1",
                )
            )
        await opened.installations.grant(("T1", "T2"), "E1", NOON)
        opened.bot.found.clear()
        yield opened


async def told(door: Doorstep, event: Json, at: int, team: str = "") -> None:
    status = await door.event(event, event_time=at, enterprise_id="E1", team_id=team or None)
    assert status == 200


async def until_busy_is_over(door: Doorstep) -> None:
    for _ in range(20):
        await asyncio.sleep(0)
    assert door.bot.lost == []
    door.vault.is_busy = False
    await door.clock.advance(LONG)
    await door.settled()


async def test_while_the_store_is_busy_no_workspace_is_taken_for_lost_that_has_its_own(
    door: Doorstep,
) -> None:
    """It is found out as soon as the store answers."""
    door.vault.is_busy = True
    await told(door, REVOKED, SOON)
    await until_busy_is_over(door)
    assert door.bot.lost == ["T2"]
    assert await door.installations.of("T1")


async def test_a_removal_that_the_store_did_not_take_is_kept_for_when_it_does(
    door: Doorstep,
) -> None:
    """And the token is forgotten then."""
    door.vault.is_busy = True
    await told(door, {"type": "app_uninstalled"}, SOON, "T1")
    await until_busy_is_over(door)
    assert door.bot.lost == ["T1"]
    assert set(await door.installations.homes()) == {"E1"}


async def test_what_was_taken_before_it_was_given_again_stays_given(door: Doorstep) -> None:
    """However late Slack tells of it: what counts is when it happened."""
    await told(door, GRANTED, LATER)
    await told(door, REVOKED, SOON)
    await door.settled()
    assert (door.bot.found, door.bot.lost) == (["T1", "T2"], [])
    assert await door.installations.of("T2")


async def test_what_was_given_before_it_was_taken_stays_taken(door: Doorstep) -> None:
    await told(door, REVOKED, LATER)
    await told(door, GRANTED, SOON)
    await door.settled()
    assert (door.bot.found, door.bot.lost) == ([], ["T2"])
    assert await door.installations.of("T2") is None


async def test_what_came_in_order_counts_as_it_came(door: Doorstep) -> None:
    """Also within a second, which is the least that Slack tells apart."""
    for event in (REVOKED, GRANTED):
        await told(door, event, SOON)
    await door.settled()
    assert await door.installations.of("T2")
    await told(door, REVOKED, SOON)
    await door.settled()
    assert await door.installations.of("T2") is None


async def test_for_one_token_too_it_counts_when_something_happened() -> None:
    """An organisation may have given it: over a socket Slack tells as much out of turn."""
    served: Any = object()
    workspaces, soon, later = OneWorkspace(served), NOON, NOON + timedelta(seconds=1)
    assert await workspaces.granted(("T1",), "E1", later) == ("T1",)
    assert await workspaces.withdrawn(("T1", "T2"), "E1", soon) == ("T2",)
    assert await workspaces.withdrawn(("T1",), "E1", later) == ("T1",)
    assert await workspaces.granted(("T1",), "E1", soon) == ()
