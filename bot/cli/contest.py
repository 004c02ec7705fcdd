"""``dispatch-bot contest``: for those who host contests."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Literal

import click

from bot.chat.plain import one_line
from bot.cli.options import chosen_pack, pack_option
from bot.config import Config
from bot.quiz.contest.state import State
from bot.runtime.packs import load
from bot.store import open_store
from bot.views.contest_record import csv_record, json_record, summary, summary_record

Form = Literal["csv", "json"]


@click.group()
def contest() -> None:
    """List contests, and export what happened in them."""


@contest.command("list")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000),
    default=20,
    show_default=True,
    help="Contests, at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object a line instead of text.")
@click.pass_context
def list_contests(ctx: click.Context, limit: int, *, as_json: bool) -> None:
    """List contests with their codes, the one opened last first."""
    config: Config = ctx.obj
    found = asyncio.run(_newest(config.database_url, limit))
    for state in found:
        line = json.dumps(summary_record(state), ensure_ascii=False) if as_json else summary(state)
        click.echo(line)
    if not found and not as_json:
        click.echo("No contest was opened yet.")


@contest.command()
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    help="The format; otherwise it follows from the name of FILE, or is csv.",
)
@pack_option
@click.pass_context
def export(
    ctx: click.Context, code: str, file: Path | None, form: Form | None, pack_path: Path | None
) -> None:
    """Write the full record of a contest: every player's every answer.

    CODE is shown by "contest list". Without FILE the record goes to standard output. A round that is
    still open is left out. The fields are explained in docs/contest-record.md.
    """
    config: Config = ctx.obj
    state = asyncio.run(_find(config.database_url, code))
    if state is None:
        raise click.BadParameter(
            f"No contest has the code {one_line(code)[:40]!r}; see: dispatch-bot contest list",
            param_hint="CODE",
        )
    pack = load(chosen_pack(config, pack_path))
    if state.settings.pack != pack.id:
        raise click.UsageError(f"This contest was played on {state.settings.pack!r}: give --pack.")
    form = form or ("json" if file and file.suffix.lower() == ".json" else "csv")
    text = csv_record(pack, state) if form == "csv" else _as_json(json_record(pack, state))
    _write(file, text, form)


def _as_json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _write(file: Path | None, text: str, form: Form) -> None:
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        return
    try:
        # Without its mark, spreadsheets take UTF-8 for something else.
        file.write_bytes(text.encode("utf-8-sig" if form == "csv" else "utf-8"))
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from error
    click.echo(f"Written to {file}.", err=True)


async def _newest(database_url: str, limit: int) -> list[State]:
    async with open_store(database_url) as store:
        codes = await store.archive.newest(limit)
        return [kept.state for code in codes if (kept := await store.contests.find(code))]


async def _find(database_url: str, code: str) -> State | None:
    async with open_store(database_url) as store:
        kept = await store.contests.find(code)
        return kept.state if kept else None
