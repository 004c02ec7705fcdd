"""The full record of a contest, in the conversation and on the command line."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.reply import File, Visibility
from bot.chat.request import Actor
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.talk import Talk

PACK = load()
PROGRAM = Path(sys.executable).with_name("dispatch-bot")


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Talk]:
    """The host of a contest that runs, alone in it."""
    async with open_bot(PACK, f"sqlite:///{tmp_path}/bot.db") as bot:
        talk = Talk(bot)
        await talk.say("contest start", count=3, seconds=0)
        await talk.forge("c-join", code(tmp_path))
        await talk.forge("c-begin", code(tmp_path))
        yield talk


def contest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/bot.db"}
    return subprocess.run(
        [PROGRAM, "contest", *arguments],
        capture_output=True,
        check=False,
        env=environment,
        cwd=folder,
    )


def code(folder: Path) -> str:
    (found,) = contest(folder, "list", "--json").stdout.splitlines()
    return str(json.loads(found)["contest"])


async def test_the_host_gets_the_record_after_the_end(host: Talk, tmp_path: Path) -> None:
    """As a file, for their eyes only, in either format; and the same on the command line."""
    await host.forge("c-end", code(tmp_path))
    await host.forge("c-panel", code(tmp_path))
    panel = host.reply
    await host.press("Full record as CSV")
    (table,) = host.reply.blocks
    assert isinstance(table, File)
    assert host.reply.visibility is Visibility.ONLY_YOU
    assert (table.name, table.media_type) == (f"contest-{code(tmp_path)}.csv", "text/csv")
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Ada"]
    host.reply = panel
    await host.press("Full record as JSON")
    (values,) = host.reply.blocks
    assert isinstance(values, File)
    exported = contest(tmp_path, "export", code(tmp_path), "--format", "json").stdout
    assert json.loads(values.data) == json.loads(exported)
    contest(tmp_path, "export", code(tmp_path), "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == table.data


async def test_nobody_else_gets_it(host: Talk, tmp_path: Path) -> None:
    """It names everybody with everything they answered."""
    await host.forge("c-end", code(tmp_path))
    said = await Talk(host.bot, Actor("tiny", "eve", "Eve")).forge(
        "c-record", code(tmp_path), "csv"
    )
    assert "Only the host" in said


async def test_a_running_contest_hands_out_no_record(host: Talk, tmp_path: Path) -> None:
    """Its host may be playing."""
    await host.forge("c-record", code(tmp_path), "csv")
    assert host.reply.failed


def test_an_unknown_code_is_refused_with_a_way_on(tmp_path: Path) -> None:
    """Status 2, and how to find the code."""
    done = contest(tmp_path, "export", "nonsense\x1b[31m")
    assert done.returncode == 2
    assert b"contest list" in done.stderr
    assert b"\x1b" not in done.stderr


def test_an_empty_store_lists_nothing_in_words(tmp_path: Path) -> None:
    """A script gets no line at all."""
    assert contest(tmp_path, "list").stdout == b"No contest was opened yet.\n"
    assert contest(tmp_path, "list", "--json").stdout == b""
