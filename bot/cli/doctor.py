"""``dispatch-bot doctor``."""

import asyncio
import json
import platform as machine
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import packages_distributions, version

import click

from bot.chat.plain import plain_inline
from bot.config import Config
from bot.errors import DatabaseUnavailable, UserError
from bot.pack.problems import PackInvalid
from bot.runtime.app import platforms
from bot.runtime.packs import load
from bot.store import Condition, open_store
from bot.views.errors import said

DISTRIBUTION = "dispatch-study-bot"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what was seen or what to do."""

    what: str
    detail: str
    well: bool = True


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> None:
    """Check that everything is in place: versions, the store, the document, the platforms.

    The exit status is 0 when all is well, 1 otherwise.
    """
    config: Config = ctx.obj
    findings = [*_installation(), asyncio.run(_store(config)), _pack(config), _platforms()]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok' if finding.well else 'NO':<4}{finding.what}: {finding.detail}")
    ctx.exit(0 if all(finding.well for finding in findings) else 1)


def _installation() -> Iterator[Finding]:
    yield Finding("version", detail=f"{version(DISTRIBUTION)} on Python {machine.python_version()}")
    owners = packages_distributions()
    for name in ("bot", "adapters"):
        others = sorted(set(owners.get(name, [])) - {DISTRIBUTION})
        detail = (
            f"{', '.join(others)} has a package of this name too: install the bot in its own "
            "environment (uv tool install, or pipx)"
            if others
            else f"is ours ({sys.prefix})"
        )
        yield Finding(f"package {name}", detail, well=not others)


async def _store(config: Config) -> Finding:
    try:
        async with open_store(config.database_url) as store:
            condition = await store.check()
    except DatabaseUnavailable as error:
        return Finding("store", f"{error.location}: {error.reason}", well=False)
    except UserError as error:
        return Finding("store", plain_inline(said(error)), well=False)
    return Finding("store", _condition(condition), well=condition.is_good)


def _condition(condition: Condition) -> str:
    parts = [condition.location, condition.engine, f"schema {condition.schema_version}"]
    parts += condition.damage
    if condition.wrong_totals:
        parts.append(f"{condition.wrong_totals} totals differ from the log")
    return ", ".join(parts)


def _pack(config: Config) -> Finding:
    try:
        pack = load(config.pack)
    except PackInvalid as error:
        return Finding("document", str(error).splitlines()[0], well=False)
    return Finding("document", f"{pack.title}, {len(pack.questions)} questions")


def _platforms() -> Finding:
    names = sorted(platforms())
    return Finding("platforms", ", ".join(names) or "none is installed", well=bool(names))
