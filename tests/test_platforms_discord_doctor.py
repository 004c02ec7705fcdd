"""``dispatch-bot doctor discord``, against a stand-in for Discord over real sockets."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import doctor
from adapters.discord.commands import payloads
from adapters.discord.permissions import NEEDS
from adapters.discord.platform import Discord
from adapters.discord.server_time import Skew
from bot.chat.platform import Finding, Offer
from bot.runtime.app import offer
from tests.builders import NOON, a_pack
from tests.discord_bot import point_at, started
from tests.platforms.standin_discord import Permission, StandIn
from tests.platforms.standin_discord_faults import Broken, Cut
from tests.program import diagnosis


@pytest.fixture
def bot() -> Offer:
    return offer(a_pack())


async def found(bot: Offer) -> dict[str, Finding]:
    """What the doctor finds, by what it looked at."""
    return {finding.what: finding async for finding in Discord().examine(bot)}


async def test_all_is_well_and_the_invite_link_asks_for_what_is_needed(discord: StandIn) -> None:
    """Status 0; the link names the application, both scopes and exactly the permissions."""
    status, written = await diagnosis("discord")
    needed = (
        Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS
        | Permission.ATTACH_FILES | Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_EVENTS
    )  # fmt: skip
    link = next(line for line in written.splitlines() if "invite" in line)
    assert f"client_id={discord.bot.id}" in link
    assert "scope=bot+applications.commands" in link
    assert link.endswith(f"permissions={int(needed)}")
    assert "NO" not in written
    assert status == 0


async def test_a_script_gets_the_findings_as_json(discord: StandIn) -> None:
    """Status 1 where something is not well, and what to do about it."""
    discord.guild.bot_permissions &= ~Permission.ATTACH_FILES
    status, written = await diagnosis("discord", "--json")
    findings: list[dict[str, Any]] = json.loads(written)
    [poor] = [each for each in findings if not each["well"]]
    assert poor["what"] == "permissions"
    assert "Attach Files" in poor["detail"]
    assert "The Reading Room" in poor["detail"]
    assert "https://discord.com/oauth2/authorize" in poor["mend"]
    assert status == 1


async def test_without_a_token_it_says_where_one_is_made(
    discord: StandIn, bot: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And looks at nothing else."""
    monkeypatch.delenv("DISCORD_TOKEN")
    [(what, finding)] = (await found(bot)).items()
    assert (what, finding.well) == ("token", False)
    assert "DISCORD_TOKEN_FILE" in finding.mend


async def test_a_token_that_is_refused_is_not_repeated(
    discord: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to do is."""
    monkeypatch.setenv("DISCORD_TOKEN", "MTIz.secret.token")
    status, written = await diagnosis("discord")
    assert "Reset Token" in written
    assert "secret" not in written
    assert status == 1


@pytest.mark.parametrize(
    ("setting", "mend"),
    [
        ({"bot_require_code_grant": True}, "Requires OAuth2 Code Grant"),
        ({"interactions_endpoint_url": "https://e.org"}, "Interactions Endpoint URL"),
        ({"integration_types_config": {"1": {}}}, "Guild Install"),
    ],
)
async def test_a_setting_of_the_portal_that_is_in_the_way_is_named(
    discord: StandIn, bot: Offer, setting: dict[str, Any], mend: str
) -> None:
    """With the page on which it stands."""
    discord.application.update(setting)
    finding = (await found(bot))["application"]
    assert not finding.well
    assert mend in finding.mend
    assert "page" in finding.mend


async def test_privileged_intents_are_not_needed(discord: StandIn, bot: Offer) -> None:
    """One that is on in the portal is named, and is no failure."""
    discord.application["flags"] = 1 << 15
    finding = (await found(bot))["intents"]
    assert finding.well
    assert "Server Members" in finding.detail


async def test_an_administrator_lacks_nothing(discord: StandIn, bot: Offer) -> None:
    """As Discord sees it."""
    discord.guild.bot_permissions = Permission.ADMINISTRATOR
    assert (await found(bot))["permissions"].well


async def test_every_server_is_looked_at(
    discord: StandIn, bot: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are; the first few that lack something are named."""
    monkeypatch.setattr(doctor, "AT_ONCE", 3)
    for number in range(9):
        discord.add_guild(f"Room {number}").bot_permissions = Permission.VIEW_CHANNEL
    finding = (await found(bot))["permissions"]
    assert "and 4 more" in finding.detail
    assert NEEDS[1].label in finding.detail


async def test_commands_are_compared_with_those_of_this_version(
    discord: StandIn, bot: Offer, tmp_path: Path
) -> None:
    """None yet; as they are here; other than here."""
    assert "none yet" in (await found(bot))["commands"].detail
    async with started(discord, a_pack(), tmp_path):
        pass
    assert "as in this version" in (await found(bot))["commands"].detail
    discord.commands()[0]["description"] = "of another version"
    other = (await found(bot))["commands"]
    assert not other.well
    assert str(discord.commands()[0]["name"]) in other.detail


def test_commands_that_are_missing_or_too_many_are_named(bot: Offer) -> None:
    """A command of an older version that nobody has taken away, too."""
    here = payloads(bot.commands)
    old = {"name": "old", "type": 1}
    finding = doctor.commands([*here[1:], old], here)
    assert str(here[0]["name"]) in finding.detail
    assert "old" in finding.detail


@pytest.mark.parametrize(("ahead", "way"), [(30, "30 s behind"), (-30, "30 s ahead of")])
async def test_a_clock_that_is_wrong_is_found(
    discord: StandIn, bot: Offer, ahead: float, way: str
) -> None:
    """By Discord's own time."""
    discord.clock.advance(ahead)
    finding = (await found(bot))["clock"]
    assert way in finding.detail
    assert not finding.well


def test_dates_without_fractions_narrow_the_skew_down() -> None:
    """Each answer was made some time in the second that it names; together they tell more."""
    skew = Skew()
    for milliseconds in (100, 900):
        moment = NOON + timedelta(milliseconds=milliseconds)
        skew.heard((moment + timedelta(seconds=2)).replace(microsecond=0), moment, moment)
    assert skew.is_within(1.9)
    assert not skew.is_within(1)
    assert skew.middle == pytest.approx(-2, abs=0.11)


async def test_a_gateway_that_is_away_is_found(discord: StandIn, bot: Offer) -> None:
    """And what else there is is looked at all the same."""
    discord.gateway.refuse()
    seen = await found(bot)
    assert not seen["gateway"].well
    assert seen["clock"].well
    assert discord.gateway.identifies == []


async def test_looking_costs_no_session(discord: StandIn, bot: Offer) -> None:
    """Discord counts them, and a running bot would not want to be replaced."""
    assert (await found(bot))["gateway"].well
    assert discord.gateway.identifies == []


async def test_session_starts_that_are_used_up_are_found(discord: StandIn, bot: Offer) -> None:
    """Discord resets the token of a bot that goes on."""
    discord.sharding.remaining, discord.sharding.recommended = 1, 2
    finding = (await found(bot))["session starts"]
    assert not finding.well
    assert "1 of 1000 left" in finding.detail
    assert "2 shards" in finding.detail


@pytest.mark.parametrize("fault", [Broken(503), Cut()])
async def test_an_answer_that_fails_is_one_finding(
    discord: StandIn, bot: Offer, fault: Broken | Cut
) -> None:
    """Not the end of the others."""
    discord.faults.add(fault, "GET", "/users/@me/guilds", times=2)  # aiohttp tries a GET twice
    seen = await found(bot)
    assert not seen["permissions"].well
    assert seen["gateway"].well


async def test_where_nobody_answers_it_says_so(
    bot: Offer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In one finding."""
    async with StandIn() as discord:
        point_at(discord, monkeypatch, tmp_path)
    [finding] = (await found(bot)).values()
    assert not finding.well
    assert "port 443" in finding.mend
