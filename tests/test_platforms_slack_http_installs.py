"""Installing the app in many workspaces, and its tokens, through real processes behind a balancer."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.platforms import standin_slack_api_auth as slack_auth
from tests.platforms.standin_slack import (
    Channel,
    Member,
    Message,
    Rank,
    StandIn,
    Workspace,
    words,
)
from tests.platforms.standin_slack_delivery import Retry
from tests.platforms.standin_slack_faults import Refused
from tests.rows import whole_database
from tests.served import until
from tests.slack_bot import noted, said_in
from tests.slack_http import replica
from tests.storage import PostgresCluster

CONTEST = "contest start count=3 kinds=multiple-choice pause=0"


async def begun(slack: StandIn, ada: Member, hall: Channel) -> None:
    """Begin a contest, until its first question stands there."""
    await ada.slash(hall, "/dispatch", CONTEST)
    lobby = await said_in(hall, "A contest is open")
    await ada.click(lobby, "Join")
    await ada.click(await noted(await ada.click(lobby, "Host …")), "Start")
    await said_in(hall, "Question 1 of 3")


@asynccontextmanager
async def locked_vault(url: str) -> AsyncIterator[None]:
    """Keep everybody from reading who has installed the app."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE vault IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def told_alone(who: Member, place: Channel) -> Message:
    """The first message that somebody alone sees in a place, as soon as it is there."""
    async with asyncio.timeout(15):
        while not (seen := [each for each in who.sees(place) if each.ephemeral]):
            await asyncio.sleep(0.02)
    return seen[0]


def places(slack: StandIn, *names: str) -> list[Workspace]:
    return [slack.add_workspace(name, installed=False) for name in names]


async def test_each_workspace_hears_by_its_own_token(tmp_path: Path) -> None:
    """Contests in two at once; when one removes the app, its contest ends and the other goes on."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        oxford, yale = places(slack, "Oxford", "Yale")
        for place in (oxford, yale):
            page = await slack.install_from(bot.install_page, place)
            assert page.status == 200
            hall = slack.channel(workspace=place)
            slack.invite_bot(hall)
            await begun(slack, slack.member("ada", workspace=place), hall)
            assert {each.author for each in hall.messages} == {slack.installed(place).bot}
        before = len(slack.calls)
        slack.uninstall(oxford)
        await slack.deliveries.settled()
        bob, hall = slack.member("ada", workspace=yale), slack.channel(workspace=yale)
        question = await said_in(hall, "Question 1 of 3")
        await bob.click(question, "A")
        await said_in(hall, "Question 2 of 3")
        assert not [each for each in slack.calls[before:] if each.error]
        again = await slack.install_from(bot.install_page, oxford)
        assert again.status == 200
        ada = slack.member("ada", workspace=oxford)
        status = await ada.slash(slack.channel(workspace=oxford), "/dispatch", "contest status")
        assert "no contest" in status.words.lower()
        assert slack.breaches == []
        assert "Traceback" not in await bot.stop()


async def test_a_host_is_told_by_the_token_of_their_workspace(tmp_path: Path) -> None:
    """What stands in the way of their contest, in private."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        oxford, yale = places(slack, "Oxford", "Yale")
        for place in (oxford, yale):
            await slack.install_from(bot.install_page, place)
        ada, hall = slack.member("ada", workspace=yale), slack.channel(workspace=yale)
        slack.invite_bot(hall)
        await begun(slack, ada, hall)
        slack.faults.add(Refused("restricted_action"), "chat.postMessage", channel=hall.id)
        await ada.click(await said_in(hall, "Question 1 of 3"), "A")
        await until(lambda: ada.direct is not None and bool(ada.direct.messages))
        assert "let everybody, or me, post there" in words(ada.direct.messages[0])
        assert slack.breaches == []


async def test_who_was_not_sent_by_the_app_installs_nothing(tmp_path: Path) -> None:
    """A forged state is refused; and whoever says no on Slack's page is told so."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        (place,) = places(slack, "Oxford")
        forged = await slack.install_from(bot.install_page, place, state="forged")
        assert forged.status == 400
        denied = await slack.install_from(bot.install_page, place, denied=True)
        assert "access_denied" in denied.text
        with pytest.raises(LookupError):
            slack.installed(place)
        assert (await slack.install_from(bot.install_page, place)).status == 200
        assert slack.breaches == []


async def test_replicas_share_all_of_it(tmp_path: Path, postgres: PostgresCluster) -> None:
    """One begins an installation and another ends it; an event that comes again to another is heard once.

    And the database holds no token.
    """
    url = await postgres.migrated()
    async with (
        StandIn() as slack,
        replica(slack, tmp_path, DATABASE_URL=url) as first,
        replica(slack, tmp_path, DATABASE_URL=url, PUBLIC_URL=first.address) as second,
    ):
        page = await slack.install_from(second.install_page)
        assert page.status == 200
        slack.request_urls = [f"{each.address}/slack/events" for each in (first, second)]
        ada, hall = slack.member("ada"), slack.channel()
        slack.invite_bot(hall)
        for _ in range(2):
            await ada.mention(hall, "about")
            slack.deliveries.repeat(slack.deliveries.events[-1], Retry(1, "http_timeout"))
            await slack.deliveries.settled()
        await ada.mention(hall, "outline")
        assert len([each for each in hall.messages if each.author.bot]) == 3
        rows = str(await whole_database(url))
        assert "installation" in rows
        assert not re.search(r"xox[a-z.]*-", rows)
        assert slack.breaches == []


async def test_tokens_are_renewed_before_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, though many ask at once; what renews them is good once."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        slack.oauth.rotation = True
        with monkeypatch.context() as short:
            short.setattr(slack_auth, "TOKEN_LIFE", timedelta(minutes=2))
            await slack.install_from(bot.install_page)
        hall, first = slack.channel(), slack.installed(slack.workspace).token
        for name in ("ada", "bob", "cid", "dan"):
            await slack.member(name).slash(hall, "/dispatch", "lookup pie", wait=False)
        await until(lambda: len([m for m in hall.messages if "226" in words(m)]) == 4)
        assert slack.installed(slack.workspace).token != first
        renewed = [each for each in slack.calls if each.given.get("grant_type")]
        assert [each.error for each in renewed] == [None]
        slack.pass_time(150)  # more than five minutes, and Slack's signatures were too new
        assert "Take a quiz" in (await slack.member("ada").open_home()).words


async def test_an_organisation_installs_it_for_all_its_workspaces(tmp_path: Path) -> None:
    """What the bot says on its own reaches each; when the organisation removes it, all contests end."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        slack.add_organisation("University", "Law", "Letters", installed=False)
        homes = [each for each in slack._state.workspaces if each.organisation]
        page = await slack.install_from(bot.install_page, homes[0], whole_organisation=True)
        assert page.status == 200
        for place in homes:
            hall, ada = slack.channel(workspace=place), slack.member("ada", workspace=place)
            slack.invite_bot(hall)
            await begun(slack, ada, hall)
            bob = slack.member("bob", workspace=place)  # who plays may not look things up
            form = await bob.shortcut("look-up")
            await bob.submit(form.modal, {"Query": "a finger in every pie"})
            await until(lambda form=form: "¶ 9 s. 2" in form.words)
        before = len(slack.calls)
        slack.uninstall(homes[0])
        await slack.deliveries.settled()
        assert not [each for each in slack.calls[before:] if each.error]
        await slack.install_from(bot.install_page, homes[0], whole_organisation=True)
        for place in homes:
            ada = slack.member("ada", workspace=place)
            status = await ada.slash(slack.channel(workspace=place), "/dispatch", "contest status")
            assert "no contest" in status.words.lower()
        assert slack.breaches == []


async def test_an_organisation_takes_it_out_of_one_workspace(tmp_path: Path) -> None:
    """The contest there ends, and no other; and when it is let in again it is as in the others."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        slack.add_organisation("University", "Law", "Letters", installed=False)
        law, letters = [each for each in slack._state.workspaces if each.organisation]
        await slack.install_from(bot.install_page, law, whole_organisation=True)
        for place in (law, letters):
            hall, ada = slack.channel(workspace=place), slack.member("ada", workspace=place)
            slack.invite_bot(hall)
            await begun(slack, ada, hall)
        before = len(slack.calls)
        slack.revoke_access(law)
        await slack.deliveries.settled()
        hall, ada = slack.channel(workspace=letters), slack.member("ada", workspace=letters)
        await ada.click(await said_in(hall, "Question 1 of 3"), "A")
        await said_in(hall, "Question 2 of 3")
        assert not [each for each in slack.calls[before:] if each.error]
        slack.grant_access(law)
        await slack.deliveries.settled()
        hall, ada = slack.channel(workspace=law), slack.member("ada", workspace=law)
        slack.invite_bot(hall)
        status = await ada.slash(hall, "/dispatch", "contest status")
        assert "no contest" in status.words.lower()
        await ada.slash(hall, "/dispatch", CONTEST)
        await until(lambda: len([m for m in hall.messages if "contest is open" in words(m)]) == 2)
        assert slack.breaches == []


async def test_in_an_organisation_the_home_tab_is_of_ones_own_workspace(tmp_path: Path) -> None:
    """Where an admin decides, and for no other."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        slack.add_organisation("University", "Law", "Letters", installed=False)
        law, letters = [each for each in slack._state.workspaces if each.organisation]
        await slack.install_from(bot.install_page, law, whole_organisation=True)
        boss = slack.member("boss", Rank.ADMIN, workspace=letters)
        opened = await boss.click((await boss.open_home()).home, "Settings")
        await until(lambda: "Settings of all channels" in opened.words)
        await boss.click(opened.modal, "Change a setting", "Time zone")
        await until(lambda: "[Decide …]" in opened.words)
        assert slack.breaches == []


async def test_a_form_whose_workspace_cannot_be_looked_up_gets_a_kind_word(
    tmp_path: Path, postgres: PostgresCluster
) -> None:
    """Where it was asked for, to the person alone: a process that has just begun, and a store that hangs."""
    url = await postgres.migrated()
    async with StandIn() as slack:
        ada, hall = slack.member("ada"), slack.channel()
        async with replica(slack, tmp_path, DATABASE_URL=url) as bot:
            await slack.install_from(bot.install_page)
            form = (await ada.slash(hall, "/dispatch", "lookup")).modal
        async with replica(slack, tmp_path, DATABASE_URL=url), locked_vault(url):
            seen = await ada.submit(form, {"Query": "a finger in every pie"})
            assert seen.after < 1.5
            told = await told_alone(ada, hall)
        assert "cannot look up this workspace just now" in words(told)
        assert hall.messages == []
        assert slack.breaches == []
