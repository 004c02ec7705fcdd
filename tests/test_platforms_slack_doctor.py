"""``dispatch-bot doctor slack``, against a stand-in for Slack over real sockets."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import doctor
from adapters.slack.manifest import SCOPES
from adapters.slack.platform import Slack
from bot.chat.platform import Finding, Offer
from bot.runtime.app import offer
from tests.builders import a_pack
from tests.platforms.standin_slack import StandIn
from tests.platforms.standin_slack_faults import Broken, Cut, Refused
from tests.program import diagnosis
from tests.slack_bot import point_at
from tests.slack_http import KEY, replica
from tests.storage import NOW

DATE = "Sat, 01 Mar 2025 12:00:00 GMT"


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        point_at(standin, monkeypatch, tmp_path)
        standin.installed(standin.workspace).scopes = frozenset(SCOPES)
        yield standin
        assert standin.breaches == []


@pytest.fixture
def over_http(slack: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """An admin who has set up HTTP instead."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("DISPATCH_KEY", KEY)


@pytest.fixture
def bot() -> Offer:
    return offer(a_pack())


async def found(bot: Offer) -> dict[str, Finding]:
    """What the doctor finds, by what it looked at."""
    return {finding.what: finding async for finding in Slack().examine(bot)}


async def test_all_is_well(slack: StandIn) -> None:
    """Status 0; it says as whom and where, and no token."""
    status, written = await diagnosis("slack")
    assert "NO" not in written
    assert "The Reading Room" in written
    assert "Socket Mode" in written
    assert slack.env["SLACK_BOT_TOKEN"] not in written
    assert status == 0


async def test_a_script_gets_the_findings_as_json(slack: StandIn) -> None:
    """Status 1 where something is not well, and what to do about it."""
    slack.installed(slack.workspace).scopes -= {"files:write", "users:read"}
    status, written = await diagnosis("slack", "--json")
    findings: list[dict[str, Any]] = json.loads(written)
    [poor] = [each for each in findings if not each["well"]]
    assert poor["what"] == "scopes"
    assert "files:write, users:read" in poor["detail"]
    assert "Reinstall to Workspace" in poor["mend"]
    assert status == 1


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_missing_token_is_named_with_where_it_is_found(
    slack: StandIn, bot: Offer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """And nothing else is looked at."""
    monkeypatch.delenv(name)
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    finding = (await found(bot))["secrets"]
    assert not finding.well
    assert f"{name}_FILE" in finding.mend
    assert "https://api.slack.com/apps" in finding.mend
    assert slack.calls == []


@pytest.mark.parametrize(
    ("name", "what", "word"),
    [
        ("SLACK_BOT_TOKEN", "bot token", "invalid_auth"),
        ("SLACK_APP_TOKEN", "socket", "invalid_auth"),
    ],
)
async def test_a_token_that_is_refused_is_not_repeated(
    slack: StandIn, bot: Offer, monkeypatch: pytest.MonkeyPatch, name: str, what: str, word: str
) -> None:
    """What to do is: it says which one, and where to get it."""
    monkeypatch.setenv(name, "xoxb-forged")
    finding = (await found(bot))[what]
    assert (finding.well, finding.detail) == (False, f"Slack says {word}")
    assert "page" in finding.mend
    assert "forged" not in finding.mend


async def test_socket_mode_that_is_switched_off_is_found(slack: StandIn, bot: Offer) -> None:
    """With the page on which it is switched on."""
    slack.faults.add(Refused("not_allowed_token_type"), "apps.connections.open")
    finding = (await found(bot))["socket"]
    assert not finding.well
    assert "Socket Mode" in finding.mend


@pytest.mark.parametrize("fault", [Broken(), Cut()])
async def test_slack_out_of_reach_is_no_fault_of_a_token(
    slack: StandIn, bot: Offer, fault: Any
) -> None:
    """It says what must be reached."""
    slack.faults.add(fault, "auth.test", times=9)
    finding = (await found(bot))["bot token"]
    assert not finding.well
    assert "slack.com" in finding.mend


@pytest.mark.parametrize(
    ("seconds", "well", "says"),
    [
        (0, True, "within"),
        (-2, True, "within"),
        (40, False, "40 s ahead of"),
        (-9, False, "9 s behind"),
    ],
)
def test_a_clock_that_is_off_is_found(seconds: int, well: bool, says: str) -> None:  # noqa: FBT001
    """By how much, in which direction, and what that breaks."""
    finding = doctor.clock(DATE, NOW + timedelta(seconds=seconds))
    assert finding.well is well
    assert says in finding.detail
    assert well or "NTP" in finding.mend


async def test_over_http_it_asks_the_bot_as_slack_would(
    slack: StandIn,
    over_http: None,
    bot: Offer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """At its public address, signed; with another secret, or with nobody there, it says what to do."""
    async with replica(slack, tmp_path) as running:
        monkeypatch.setenv("PUBLIC_URL", running.address)
        well = await found(bot)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "another")
        other = (await found(bot))["address"]
    gone = (await found(bot))["address"]
    assert all(each.well for each in well.values()), well
    assert well["install page"].detail == f"{running.address}/slack/install"
    assert "status 401" in other.detail
    assert "run slack --http" in gone.mend
    assert not gone.well


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
async def test_over_http_a_wrong_client_is_found(
    slack: StandIn, over_http: None, bot: Offer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It says which of the two is wrong, before anybody tries to install the app."""
    monkeypatch.setenv(name, "forged")
    finding = (await found(bot))["client"]
    assert not finding.well
    assert name in finding.mend


async def test_over_http_the_key_is_asked_for(
    slack: StandIn, over_http: None, bot: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to make one."""
    monkeypatch.delenv("DISPATCH_KEY")
    finding = (await found(bot))["secrets"]
    assert not finding.well
    assert "dispatch-bot key" in finding.mend
