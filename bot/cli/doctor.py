"""``dispatch-bot doctor``."""

import asyncio
import json
import platform as machine
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import packages_distributions, version

import click

from bot.chat.plain import plain_inline
from bot.chat.platform import Examined, Finding
from bot.config import Config
from bot.errors import DatabaseUnavailable, UserError
from bot.pack.problems import PackInvalid
from bot.runtime.app import offer, platform, platforms
from bot.runtime.packs import load
from bot.store import Condition, open_store
from bot.views.errors import said

DISTRIBUTION = "dispatch-study-bot"


@click.command()
@click.argument("name", metavar="[PLATFORM]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON array instead of text.")
@click.pass_context
def doctor(ctx: click.Context, name: str | None, *, as_json: bool) -> None:
    """Check that everything is in place: versions, the store, the document, the platforms.

    With a platform's name, what that platform needs instead: its tokens, its permissions, the clock.
    The exit status is 0 when all is well, 1 otherwise.
    """
    findings = asyncio.run(_of_platform(ctx.obj, name) if name else _of_installation(ctx.obj))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(findings)))
    ctx.exit(0 if all(finding.well for finding in findings) else 1)


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{'ok' if finding.well else 'NO':<4}{finding.what}: {finding.detail}"
        if finding.mend and not finding.well:
            yield f"      {finding.mend}"


async def _of_installation(config: Config) -> list[Finding]:
    return [*_installation(), await _store(config), _pack(config), _platforms()]


async def _of_platform(config: Config, name: str) -> list[Finding]:
    if name not in platforms():
        known = ", ".join(sorted(platforms()))
        raise click.BadParameter(f"{name!r} is not installed. Installed: {known}.")
    found: list[Finding] = []
    try:
        examined = platform(name)
        if not isinstance(examined, Examined):
            return [Finding(name, "needs nothing that could be checked")]
        async for finding in examined.examine(offer(load(config.pack))):
            found.append(finding)  # noqa: PERF401 - what was found before an error is kept
    except UserError as error:
        found.append(Finding(name, plain_inline(said(error)), well=False))
    return found


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
