"""Who has installed the app, and with which token: kept, renewed once, forgotten when it is removed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installations import Installations, States
from bot.chat.platform import Bot
from bot.runtime.app import open_bot
from bot.store.seal import new_key
from tests.builders import NOON, a_pack
from tests.clock import ManualClock
from tests.platforms.standin_slack import StandIn
from tests.platforms.standin_slack_faults import Cut, Hang, Refused

AT = NOON + timedelta(hours=1)


def an_installation(
    team: str | None = "T1",
    token: str = "xoxb-1",  # noqa: S107 - nobody's
    *,
    organisation: str | None = None,
    lasts: timedelta | None = None,
    refresh_token: str | None = None,
) -> Installation:
    return Installation(
        team_id=team,
        enterprise_id=organisation,
        is_enterprise_install=team is None,
        bot_token=token,
        bot_user_id="U1",
        bot_refresh_token=refresh_token,
        bot_token_expires_at=int((NOON + lasts).timestamp()) if lasts else None,
        user_id="U2",
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
async def bot(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Bot]:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with open_bot(a_pack(), url, clock, keys=new_key()) as opened:
        yield opened


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
def installations(bot: Bot, slack: StandIn) -> Installations:
    return of_a_process(bot, slack)


def of_a_process(bot: Bot, slack: StandIn) -> Installations:
    env = slack.env
    rotator = AsyncTokenRotator(
        client_id=env["SLACK_CLIENT_ID"],
        client_secret=env["SLACK_CLIENT_SECRET"],
        client=AsyncWebClient(base_url=env["SLACK_API_URL"], retry_handlers=[]),
    )
    return Installations(bot, bot.vault("slack"), rotator)


async def token_of(installations: Installations, team: str, organisation: str = "") -> str:
    installed = await installations.of(team, organisation)
    return installed.token if installed else ""


def renewals(slack: StandIn) -> list[str | None]:
    return [each.error for each in slack.calls if each.method == "oauth.v2.access"]


async def ending(slack: StandIn, installations: Installations, lasts: timedelta) -> str:
    """Keep an installation whose token lasts for so long; return what Slack renews it with."""
    install = slack.installed(slack.workspace)
    slack.oauth.rotation = True
    install.refresh_token = "xoxe-1-first"
    await installations.async_save(
        an_installation(token=install.token, lasts=lasts, refresh_token="xoxe-1-first")
    )
    return "xoxe-1-first"


async def test_each_workspace_has_its_own_token(installations: Installations) -> None:
    """And none where it was not installed."""
    await installations.async_save(an_installation("T1", "xoxb-1"))
    await installations.async_save(an_installation("T2", "xoxb-2"))
    assert [await token_of(installations, team) for team in ("T1", "T2", "T3")] == [
        "xoxb-1",
        "xoxb-2",
        "",
    ]


async def test_a_workspace_of_an_organisation_is_known_without_it_later(
    installations: Installations,
) -> None:
    """What the bot says on its own knows the workspace alone."""
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    assert await token_of(installations, "T1") == ""
    assert await token_of(installations, "T1", "E1") == "xoxb-all"
    assert await token_of(installations, "T1") == "xoxb-all"
    assert await token_of(installations, "E1") == "xoxb-all"


async def test_its_own_installation_goes_before_that_of_the_organisation(
    installations: Installations,
) -> None:
    """A workspace may have had the app first."""
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    await installations.async_save(an_installation("T1", "xoxb-own", organisation="E1"))
    assert await token_of(installations, "T1", "E1") == "xoxb-own"
    assert await installations.forget("T1", "E1", AT) == ("T1",)
    assert await token_of(installations, "T1", "E1") == "xoxb-all"


async def test_with_an_organisation_all_its_workspaces_are_lost(
    installations: Installations,
) -> None:
    """Those from which anything has come; others stay."""
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    await installations.async_save(an_installation("T9", "xoxb-9"))
    for team in ("T1", "T2"):
        await installations.of(team, "E1")
    assert set(await installations.forget("T1", "", AT)) == {"T1", "T2", "E1"}
    assert await token_of(installations, "T2") == ""
    assert await token_of(installations, "T9") == "xoxb-9"


async def test_late_word_of_a_removal_does_not_undo_a_new_installation(
    installations: Installations,
) -> None:
    """Slack repeats for minutes what was not heard."""
    await installations.async_save(an_installation())
    assert await installations.forget("T1", "", NOON - timedelta(seconds=1)) == ()
    assert await token_of(installations, "T1") == "xoxb-1"
    assert await installations.forget("T1", "", NOON) == ("T1",)
    assert await token_of(installations, "T1") == ""


async def test_an_organisation_lets_it_into_a_workspace_and_takes_it_out(
    installations: Installations,
) -> None:
    """Of which what the bot says on its own knows at once; the others stay as they are."""
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    await installations.grant(("T1", "T2"), "E1", NOON)
    assert await token_of(installations, "T1") == "xoxb-all"
    assert await installations.withdraw(("T1",), "E1", AT) == ("T1",)
    assert [await token_of(installations, each) for each in ("T1", "T2")] == ["", "xoxb-all"]


async def test_what_a_workspace_has_installed_itself_no_organisation_takes(
    installations: Installations,
) -> None:
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    await installations.async_save(an_installation("T1", "xoxb-1", organisation="E1"))
    assert await installations.withdraw(("T1",), "E1", AT) == ()
    assert await token_of(installations, "T1") == "xoxb-1"


async def test_what_was_taken_before_it_was_installed_again_is_there(
    installations: Installations, clock: ManualClock
) -> None:
    """Slack may tell late."""
    await clock.advance(7_200)
    await installations.async_save(an_installation(None, "xoxb-all", organisation="E1"))
    await installations.grant(("T1",), "E1", NOON)
    assert await installations.withdraw(("T1",), "E1", AT) == ()
    assert await token_of(installations, "T1") == "xoxb-all"


async def test_a_token_that_lasts_is_left_alone(
    slack: StandIn, installations: Installations
) -> None:
    """For more than two hours."""
    await ending(slack, installations, timedelta(hours=3))
    await token_of(installations, "T1")
    assert renewals(slack) == []


async def test_of_all_processes_one_renews_a_token(
    slack: StandIn, bot: Bot, installations: Installations
) -> None:
    """Though all find at once that it has ended; all have the new one then."""
    await ending(slack, installations, timedelta(hours=-1))
    others = [installations, of_a_process(bot, slack), of_a_process(bot, slack)]
    found = await asyncio.gather(*(token_of(each, "T1") for each in others * 2))
    assert set(found) == {slack.installed(slack.workspace).token}
    assert renewals(slack) == [None]


@pytest.mark.parametrize("fault", [Refused("internal_error"), Cut()])
async def test_a_token_that_is_good_for_now_is_used_where_slack_renews_none(
    slack: StandIn, installations: Installations, fault: Refused | Cut
) -> None:
    """The next who asks tries again."""
    await ending(slack, installations, timedelta(minutes=1))
    old = slack.installed(slack.workspace).token
    slack.faults.add(fault, "oauth.v2.access")
    assert await token_of(installations, "T1") == old
    assert await token_of(installations, "T1") == slack.installed(slack.workspace).token != old


async def test_nobody_waits_for_a_new_token_while_the_old_lasts(
    slack: StandIn, installations: Installations
) -> None:
    """For two minutes more; and it is renewed once, however many ask."""
    await ending(slack, installations, timedelta(minutes=3))
    old = slack.installed(slack.workspace).token
    slack.faults.add(Hang(0.1), "oauth.v2.access")
    assert {await token_of(installations, "T1") for _ in range(3)} == {old}
    await installations.settled(5)
    assert await token_of(installations, "T1") == slack.installed(slack.workspace).token != old
    assert renewals(slack) == [None]


async def test_a_token_is_renewed_beside_by_the_next_where_it_failed(
    slack: StandIn, installations: Installations
) -> None:
    await ending(slack, installations, timedelta(hours=1))
    slack.faults.add(Cut(), "oauth.v2.access")
    for _ in range(2):
        await token_of(installations, "T1")
        await installations.settled(5)
    assert await token_of(installations, "T1") == slack.installed(slack.workspace).token


async def test_a_removal_is_not_undone_by_a_token_that_was_being_renewed(
    slack: StandIn, installations: Installations
) -> None:
    """The app is removed while Slack's answer is on its way."""
    first = await ending(slack, installations, timedelta(minutes=3))
    slack.faults.add(Hang(0.1), "oauth.v2.access")
    await token_of(installations, "T1")
    while slack.installed(slack.workspace).refresh_token == first:
        await asyncio.sleep(0)
    await installations.forget("T1", "", AT)
    await installations.settled(5)
    assert renewals(slack) == [None]
    assert await installations.homes() == {}


async def test_a_state_is_good_once_and_for_ten_minutes(bot: Bot, clock: ManualClock) -> None:
    """For any process; and what nobody has issued never is."""
    mine, other = (States(bot, bot.vault("slack")) for _ in range(2))
    state, late = await mine.async_issue(), await mine.async_issue()
    assert [await other.async_consume(state), await mine.async_consume(state)] == [True, False]
    await clock.advance(600)
    assert not await mine.async_consume(late)
    for forged in ("", "forged", "\0", "é", "x" * 100_000):
        assert not await mine.async_consume(forged)
