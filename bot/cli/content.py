"""``dispatch-bot content``: for those who write packs."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.options import chosen_pack, pack_option
from bot.config import Config
from bot.pack.check import check as check_pack
from bot.pack.check import coverage
from bot.pack.model import Pack
from bot.pack.problems import PackInvalid, Problem
from bot.quiz.contest.state import State
from bot.quiz.contest.suggestions import suggestions as suggested
from bot.quiz.question import DIFFICULTIES
from bot.runtime.packs import load
from bot.runtime.study import judge_of
from bot.store import open_store
from bot.views.suggestions import records, review
from bot.views.words import count


@click.group()
def content() -> None:
    """Work on a pack: a document with its quotes, glossary and questions."""


@content.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
@click.pass_context
def check(ctx: click.Context, path: Path | None, *, as_json: bool) -> None:
    """Check a pack: every quotation against the source, every answer against the judge.

    What is wrong is listed with its file, its line and the mend. Then a table shows how the questions
    are spread. The exit status is 0 when nothing is wrong, 1 otherwise.
    """
    config: Config = ctx.obj
    pack, problems = _checked(path or config.pack)
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        _report(pack, problems)
    ctx.exit(1 if problems else 0)


@content.command()
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead of TOML.")
@click.pass_context
def suggestions(ctx: click.Context, pack_path: Path | None, *, as_json: bool) -> None:
    """List wordings that were accepted on appeal in contests, to be reviewed.

    For each question the wordings stand as lines of TOML, most frequent first, to be pasted into its
    list "accepted". What the pack accepts by now is left out.
    """
    config: Config = ctx.obj
    pack = load(chosen_pack(config, pack_path))
    judge = judge_of(pack)
    found = suggested(asyncio.run(_contests(config.database_url, pack.id)))
    if as_json:
        click.echo(json.dumps(records(pack, judge, found), ensure_ascii=False))
    else:
        click.echo(review(pack, judge, found))


async def _contests(database_url: str, pack: str) -> tuple[State, ...]:
    async with open_store(database_url) as store:
        return await store.suggestions.accepted(pack)


def _checked(path: Path | None) -> tuple[Pack | None, tuple[Problem, ...]]:
    try:
        pack = load(path)
    except PackInvalid as error:
        return None, error.problems
    return pack, check_pack(pack, judge_of(pack))


def _report(pack: Pack | None, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(str(problem))
    if pack:
        table = coverage(pack)
        _table("Place", table.by_place)
        _table("Kind", table.by_kind)
        parts = [
            count(len(pack.questions), "question"),
            count(len(pack.quotes), "quote"),
            count(len(pack.terms), "glossary term"),
            count(len(pack.notes), "annotation"),
        ]
        click.echo(f"{pack.title}: {', '.join(parts)}.")
    found = f"{len(problems)} to mend." if problems else "Nothing to mend."
    click.echo(found)


def _table(title: str, rows: Mapping[str, Counter[str]]) -> None:
    if not rows:
        return
    click.echo(f"{title:<18}" + "".join(f"{name:>8}" for name in (*DIFFICULTIES, "all")))
    for label, counts in rows.items():
        cells = [counts[name] for name in DIFFICULTIES]
        click.echo(f"{label:<18}" + "".join(f"{cell:>8}" for cell in (*cells, sum(cells))))
    click.echo()
