"""Slack over HTTP, through the real process: every way to the bot, and nobody but Slack lets it act."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tests.platforms.standin_slack import StandIn, words
from tests.served import until
from tests.slack_bot import said_in
from tests.slack_http import KEY, all_in, ended, environment, replica

TOO_MUCH = 1_000_001
TOKEN = re.compile(rb"xox[a-z.]*-")


async def test_a_workspace_installs_the_app_and_every_way_to_the_bot_works(tmp_path: Path) -> None:
    """Commands, forms, suggestions while typing, clicks, mentions, direct messages, links, the Home tab.

    And no token is in any file, nor in what the process writes.
    """
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        assert (await slack.install_from(bot.install_page)).status == 200
        ada, hall = slack.member("ada"), slack.channel()
        slack.invite_bot(hall)
        for seen in (
            await ada.slash(hall, "/dispatch", "lookup a finger in every pie"),
            await ada.mention(hall, "a finger in every pie"),
            await ada.dm("a finger in every pie"),
        ):
            assert "¶ 9 s. 2, p. 226" in seen.words
        form = (await ada.slash(hall, "/dispatch", "passage")).modal
        assert form is not None
        assert await ada.suggest(form, "complete:passage:reference", "9")
        await ada.submit(form, {"Reference": "¶ 9"})
        await said_in(hall, "fears nothing so much")
        passage = await ada.slash(hall, "/dispatch", "passage ¶ 9 sentence 2")
        assert "fears nothing so much" in (await ada.click(passage.message, "More context")).words
        assert "Take a quiz" in (await ada.open_home()).words
        assert slack.breaches == []
        held = all_in(tmp_path)
        assert b"vault" in held
        assert not TOKEN.search(held)
        assert not TOKEN.search((await bot.stop()).encode())


async def test_what_slack_did_not_sign_is_refused_unread(tmp_path: Path) -> None:
    """A forged signature, an old request, none, what is no text, and more than there may be."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        await slack.install_from(bot.install_page)
        await slack.member("ada").slash(slack.channel(), "/dispatch", "about")
        sent = slack.http.sent[-1]
        kind, secret = sent.headers["Content-Type"], slack.app.signing_secret
        asked = len(slack.calls)
        forged = slack.http.signed(sent.body, kind, "forged")
        old = slack.http.signed(sent.body, kind, secret, age=301)
        assert [await slack.http.resend(each) for each in (forged, old)] == [401, 401]
        async with aiohttp.ClientSession() as stranger:
            for headers, body, status in (
                ({}, sent.body, 401),
                (forged.headers | {"X-Slack-Request-Timestamp": "soon"}, sent.body, 401),
                (forged.headers, b"\xff\xfe", 401),
                (forged.headers | {"Content-Type": "application/json"}, b"[" * 90_000, 401),
                (sent.headers, b"x" * TOO_MUCH, 413),
            ):
                async with stranger.post(sent.url, data=body, headers=headers) as answer:
                    assert answer.status == status
            async with stranger.get(sent.url) as answer:
                assert answer.status == 404
        now = f"X-Slack-Request-Timestamp: {int(time.time())}\r\nX-Slack-Signature: v0="
        assert b" 401 " in await said_to(f"POST {sent.url}", f"{now}\u00fc".encode())
        for asked_for in (f"POST {sent.url}", f"GET {bot.install_page}"):
            assert b" 400 " in await said_to(asked_for, b"Cookie: \xff")
        assert len(slack.calls) == asked
        assert "Traceback" not in await bot.stop()


async def said_to(asked_for: str, headers: bytes) -> bytes:
    """Return what is said to a request with headers that a well-behaved client would not send."""
    method, url = asked_for.split()
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    line = f"{method} {where.path} HTTP/1.1\r\nHost: bot\r\nContent-Length: 0\r\n"
    writer.write(line.encode() + headers + b"\r\n\r\n")
    said = await reader.readline()
    writer.close()
    return said


async def test_a_request_that_comes_again_is_answered_once(tmp_path: Path) -> None:
    """Whoever recorded what Slack signed gets nothing done with it a second time."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        await slack.install_from(bot.install_page)
        ada, hall = slack.member("ada"), slack.channel()
        await ada.slash(hall, "/dispatch", "quiz count=3 kinds=vocabulary")
        before = len(slack.calls)
        assert await slack.http.resend(slack.http.sent[-1]) == 200
        await ada.slash(hall, "/dispatch", "about")
        answered = [each.method for each in slack.calls[before:] if each.method == "response_url"]
        assert len(answered) == 1


async def test_any_word_may_be_typed(tmp_path: Path) -> None:
    """Also that by which the library tells a form of Slack's from another, and what forms are made of."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        await slack.install_from(bot.install_page)
        ada, hall = slack.member("ada"), slack.channel()
        for word in ("payload", "&payload={}", "100 % + ü = ñ; #1?"):
            seen = await ada.slash(hall, "/dispatch", f"glossary {word}")
            assert word in seen.words


async def test_a_form_from_before_a_restart_works(tmp_path: Path) -> None:
    """And one that another version of the bot has made is answered kindly."""
    async with StandIn() as slack:
        ada, bob, hall = slack.member("ada"), slack.member("bob"), slack.channel()
        async with replica(slack, tmp_path) as bot:
            await slack.install_from(bot.install_page)
            asked = (await ada.slash(hall, "/dispatch", "lookup")).modal
            old = (await bob.slash(hall, "/dispatch", "lookup")).modal
            bot.process.kill()
        assert asked is not None
        assert old is not None
        old.body["private_metadata"] = '{"command":7}'
        async with replica(slack, tmp_path):
            await ada.submit(asked, {"Query": "a finger in every pie"})
            assert await said_in(hall, "¶ 9 s. 2, p. 226")
            await bob.submit(old, {"Query": "Radek"})
            await until(lambda: "earlier version" in words(old))
        assert slack.breaches == []


async def test_slack_is_answered_in_time_whatever_the_store_does(tmp_path: Path) -> None:
    """While nobody can write to it; who asks to read gets their answer."""
    async with StandIn() as slack, replica(slack, tmp_path) as bot:
        await slack.install_from(bot.install_page)
        ada, hall = slack.member("ada"), slack.channel()
        slack.invite_bot(hall)
        with closing(sqlite3.connect(tmp_path / "bot.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            for asked in (
                ada.slash(hall, "/dispatch", "lookup a finger in every pie"),
                ada.mention(hall, "a finger in every pie"),
            ):
                seen = await asked
                assert "¶ 9 s. 2, p. 226" in seen.words
                assert seen.after is not None
                assert seen.after < 1.5
        assert slack.deliveries.given_up == []


async def test_what_is_missing_is_named(tmp_path: Path) -> None:
    """The key too, with how to make one; and no request is taken."""
    async with StandIn() as slack:
        for name in ("SLACK_SIGNING_SECRET", "DISPATCH_KEY"):
            given = environment(slack, tmp_path)
            del given[name]
            status, said = await ended(given)
            assert status == 2, said
            assert name in said
        assert "dispatch-bot key" in said
        status, said = await ended(environment(slack, tmp_path, DISPATCH_KEY="no-key"))
        assert status == 2, said
        assert "dispatch-bot key" in said
        assert KEY not in said


async def test_without_a_name_it_runs_where_all_is_set(tmp_path: Path) -> None:
    """As with ``--http``, and the process says that it is ready."""
    async with StandIn() as slack, replica(slack, tmp_path, ("run",)) as bot:
        assert (await slack.install_from(bot.install_page)).status == 200
        assert (
            "quiz" in (await slack.member("ada").slash(slack.channel(), "/dispatch", "help")).words
        )
        async with aiohttp.ClientSession() as browser, browser.get(f"{bot.address}/readyz") as page:
            assert await page.json() == {"ready": True, "lacking": {}}
