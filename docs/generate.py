"""Writes the pages that are made from the program itself; with ``--check``, says which are not current."""

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bot.chat.command import Command
from bot.commands.desk import Desk
from bot.commands.registry import COMMANDS
from bot.runtime.app import offer, platform
from bot.runtime.packs import load
from bot.views.help import described

HERE = Path(__file__).resolve().parent


def commands_page() -> str:
    """Return the reference of all commands."""
    return "\n".join(_commands_page()) + "\n"


def slack_manifest() -> str:
    """Return what is handed in where Slack's apps are made, for Socket Mode."""
    made: str = platform("slack").manifest(offer(load()), "")
    return made


PAGES = {
    HERE / "commands.md": commands_page,
    HERE.parent / "deploy" / "slack-manifest.yaml": slack_manifest,
}


def _commands_page() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Made from the command registry by `make docs`; do not edit by hand."
    yield ""
    yield "In the terminal a command is typed as shown. Options can be given in order, or by name in any"
    yield "order: `/quiz japan easy 5` and `/quiz count=5 topic=japan difficulty=easy` are the same."
    for group, members in groupby(COMMANDS, key=lambda command: command.group):
        yield ""
        yield f"## {group}"
        for command in members:
            yield from _command(command)


def _command(command: Command[Desk]) -> Iterator[str]:
    yield ""
    yield f"### `/{command.name}`"
    yield ""
    yield f"{command.summary}. For example: `{command.example}`"
    if command.aliases:
        yield ""
        yield f"Also: {', '.join(f'`/{alias}`' for alias in command.aliases)}."
    if command.options:
        yield ""
        for option in command.options:
            yield f"- `{option.name}`: {described(option)}"


def main() -> int:
    """Write the pages, or check them; the exit status is 1 when a page is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args().check
    stale = [path for path, make in PAGES.items() if not _is_current(path, make())]
    for path in stale:
        if check:
            sys.stderr.write(f"{path.relative_to(HERE.parent)} is not current: run `make docs`\n")
        else:
            path.write_text(PAGES[path](), encoding="utf-8")
    return 1 if check and stale else 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
