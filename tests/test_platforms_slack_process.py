"""The program as an admin starts it, against a stand-in for Slack over real sockets."""

import asyncio
import os
import signal
from pathlib import Path

from bot.runtime.outbox import CLAIM_SECONDS
from bot.store.seal import new_key
from tests.platforms.standin_slack import StandIn, words
from tests.platforms.standin_slack_delivery import Retry
from tests.program import PROGRAM, killed
from tests.slack_bot import noted, said_in
from tests.slack_process import started


async def test_every_way_to_the_bot_through_the_real_process(tmp_path: Path) -> None:
    """A command, a mention, a direct message, a link, the Home tab; a private answer stays private."""
    async with StandIn() as slack, started(slack, tmp_path):
        ada, hall = slack.member("ada"), slack.channel()
        for seen in (
            await ada.slash(hall, "/dispatch", "lookup a finger in every pie"),
            await ada.mention(hall, "a finger in every pie"),
            await ada.dm("a finger in every pie"),
        ):
            assert "¶ 9 s. 2, p. 226" in seen.words
        assert "Take a quiz" in (await ada.open_home()).words
        asked = await ada.slash(hall, "/dispatch", "quiz easy 3")
        assert asked.ephemeral
        assert not any("Question 1" in words(each) for each in slack.member("bob").sees(hall))
        assert slack.breaches == []


async def test_a_quiz_survives_a_killed_process(tmp_path: Path) -> None:
    """SIGKILL in mid-quiz; the next process goes on with the same question."""
    async with StandIn() as slack:
        ada, hall = slack.member("ada"), slack.channel()
        async with started(slack, tmp_path) as process:
            asked = (await ada.slash(hall, "/dispatch", "quiz count=3 kinds=vocabulary")).words
            await killed(process)
        async with started(slack, tmp_path):
            again = await ada.slash(hall, "/dispatch", "quiz")
        assert asked.splitlines()[-1] in again.words
        assert slack.breaches == []


async def test_a_contest_round_survives_a_killed_process(tmp_path: Path) -> None:
    """SIGKILL while a question is open; its buttons answer to the next process, which goes on."""
    async with StandIn() as slack:
        ada, hall = slack.member("ada"), slack.channel()
        async with started(slack, tmp_path) as process:
            line = "contest start count=3 kinds=multiple-choice pause=0"
            await ada.slash(hall, "/dispatch", line)
            lobby = await said_in(hall, "A contest is open")
            await ada.click(lobby, "Join")
            panel = await noted(await ada.click(lobby, "Host …"))
            await ada.click(panel, "Start")
            question = await said_in(hall, "Question 1 of 3")
            await ada.slash(hall, "/dispatch", "about")  # meanwhile it is noted that it was asked
            await killed(process)
        async with started(slack, tmp_path):
            await noted(await ada.click(question, "A"))
            await said_in(hall, "Question 2 of 3", within=CLAIM_SECONDS + 5)
        assert len([each for each in hall.messages if "Question 1 of 3" in words(each)]) == 1
        assert slack.breaches == []


async def test_it_stops_cleanly_when_asked(tmp_path: Path) -> None:
    """SIGTERM: status 0, and no token in what it wrote."""
    async with StandIn() as slack:
        async with started(slack, tmp_path) as process:
            process.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
        assert slack.env["SLACK_BOT_TOKEN"].encode() not in said
        assert slack.env["SLACK_APP_TOKEN"].encode() not in said


async def test_a_refused_token_is_named_and_not_repeated(tmp_path: Path) -> None:
    async with StandIn() as slack:
        environment = {**os.environ, **slack.env, "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
        environment["SLACK_BOT_TOKEN"] = "xoxb-forged"
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "run", "slack", env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"Slack refuses to let the bot in: invalid_auth" in said
    assert b"xoxb-forged" not in said


async def test_what_slack_sends_to_one_process_and_again_to_another_is_answered_once(
    tmp_path: Path,
) -> None:
    """Several on one store and with one key, each with a connection of its own."""
    key = new_key()
    store = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "XDG_DATA_HOME": str(tmp_path)}
    async with StandIn() as slack, started(slack, tmp_path, DISPATCH_KEY=key):
        other = await asyncio.create_subprocess_exec(
            PROGRAM, "run", "slack", env={**os.environ, **slack.env, **store, "DISPATCH_KEY": key}
        )
        await slack.bot_ready(2)
        ada, hall = slack.member("ada"), slack.channel()
        for said in ("about", "outline"):
            await ada.mention(hall, said)
            slack.deliveries.repeat(slack.deliveries.events[-1], Retry(1, "timeout"))
            await slack.deliveries.settled()
        await ada.slash(hall, "/dispatch", "outline")
        other.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(other.wait(), 20) == 0
        answered = [each for each in hall.messages if each.author.bot]
        assert len(answered) == 3
        assert slack.breaches == []
