"""Brings the message catalogues in ``bot/languages`` up to date with what the bot says.

Every sentence in the code that stands in ``_`` or one of its kin, and every word of the command registry,
becomes a message of each catalogue; what is no longer said is taken out. With ``--check`` nothing is
written, and what a translator has yet to do is named.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.commands.registry import COMMANDS, SHORTCUTS
from bot.runtime.localised import NAME

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "bot" / "languages"
ROOMS = ("bot", "adapters")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "phrase": None}

_HEAD = """\
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def template() -> Catalog:
    """Return all that the bot says."""
    catalogue = Catalog(project="Dispatch Study Bot", charset="utf-8")
    for room in ROOMS:
        for file, _line, message, comments, context in extract_from_dir(
            ROOT / room, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            where = [(f"{room}/{file}", 0)]
            catalogue.add(message, locations=where, auto_comments=comments, context=context)
    for text, context in _registry():
        catalogue.add(text, locations=[("bot/commands", 0)], context=context)
    return catalogue


def brought_up_to_date(path: Path) -> str:
    """Return the text of a catalogue with what the bot says now, and nothing that it no longer says."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=96, sort_output=True, include_lineno=False, omit_header=True)
    head = _HEAD.format(code=path.stem, plurals=catalogue.plural_forms)
    return head + written.getvalue().decode()


def problems(path: Path) -> Iterator[str]:
    """Say what is wrong with a catalogue: not up to date, not translated, an unknown placeholder."""
    if path.read_text(encoding="utf-8") != brought_up_to_date(path):
        yield f"{path.name} is not up to date: run make languages"
    with path.open("rb") as file:
        for message in read_po(file, locale=path.stem):
            if message.id:
                yield from (
                    f"{path.name}: {problem}: {message.id!r}" for problem in _wrong(message)
                )


def _wrong(message: Message) -> Iterator[str]:
    said, translated = _texts(message.id), _texts(message.string)
    if not all(translated):
        yield "not translated"
    elif message.fuzzy:
        yield "to be looked at"
    elif not _placeholders(translated) <= _placeholders(said):
        yield "a placeholder that is not in the original"


def _texts(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else [*text]


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def _registry() -> Iterator[tuple[str, str | None]]:
    """Yield every word of the command registry, with its context."""
    for command in COMMANDS:
        yield from ((word, NAME) for word in command.name.split())
        yield command.summary, None
        yield command.group, None
        for option in command.options:
            yield option.name, NAME
            yield option.summary, None
            yield from ((choice.label, None) for choice in option.choices)
    for shortcut in SHORTCUTS:
        yield shortcut.name, None
        yield shortcut.summary, None


def main() -> int:
    """Update the catalogues, or check them; the exit status is 1 when something is left to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, only say what is to do"
    )
    paths = sorted(CATALOGUES.glob("*.po"))
    if parser.parse_args().check:
        found = [problem for path in paths for problem in problems(path)]
        print(*found, sep="\n", file=sys.stderr)
        return 1 if found else 0
    for path in paths:
        path.write_text(brought_up_to_date(path), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
