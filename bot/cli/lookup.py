"""``dispatch-bot lookup``."""

import json
import sys
from pathlib import Path

import click

from bot.chat.plain import plain
from bot.cli.options import chosen_pack, pack_option
from bot.config import Config
from bot.document.search import Index
from bot.pack.model import Pack
from bot.runtime.packs import load
from bot.runtime.study import index_of
from bot.views import reading as views
from bot.views.records import found_record


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY…")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
@click.option(
    "--stdin", "many", is_flag=True, help="Read a query per line, write a JSON object per line."
)
@click.option(
    "--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Hits, at most."
)
@pack_option
@click.pass_context
def lookup(
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    as_json: bool,
    many: bool,
    limit: int,
    pack_path: Path | None,
) -> None:
    """Find a passage by words, by a question or by a reference.

    \b
    dispatch-bot lookup a finger in every pie
    dispatch-bot lookup what did Radek say
    dispatch-bot lookup "p. 226" --json

    The exit status is 0 when something was found, 1 when nothing was, 2 when the call was wrong.
    """
    if bool(words) == many:
        raise click.UsageError("Give a query, or --stdin, and not both.")
    config: Config = ctx.obj
    pack = load(chosen_pack(config, pack_path))
    index = index_of(pack)
    if many:
        _answer_lines(pack, index, limit)
        return
    query = " ".join(words)
    found = index.find(query, limit)
    if as_json:
        click.echo(json.dumps(found_record(pack, query, found), ensure_ascii=False))
    else:
        click.echo(plain(views.results(pack, query, found)))
    ctx.exit(0 if found.hits else 1)


def _answer_lines(pack: Pack, index: Index, limit: int) -> None:
    for line in sys.stdin.buffer:
        query = line.decode("utf-8", errors="replace").rstrip("\r\n")
        record = found_record(pack, query, index.find(query, limit))
        click.echo(json.dumps(record, ensure_ascii=False))
