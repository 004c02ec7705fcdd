"""Everything that people are told can be said in every language that the bot speaks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.registry import COMMANDS
from bot.runtime.languages import codes
from bot.runtime.localised import localised
from docs.catalogues import CATALOGUES, KEYWORDS, ROOMS, ROOT, problems, template

IN_ENGLISH = {
    "bot/views/contest_record.py": "the names of columns, which programs read",
    "bot/views/operating_errors.py": "for the one who runs the program",
    "bot/views/records.py": "the names of columns, which programs read",
    "bot/views/simulation.py": "for the one who runs the program",
    "bot/views/suggestions.py": "for the one who runs the program",
}
"""Modules that speak English alone, and why."""

MODULES = sorted(
    {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot" / "views").glob("*.py")}
    | {f"bot/chat/{name}.py" for name in ("misread", "plain", "typed")}
)

_PROSE = re.compile(r"\b[A-Z][a-z]|(?<![/\w])[^\W\d_]{2,}\s|\s[^\W\d_]{2,}(?![\w=])")
"""A word with a capital, or one with a space beside it, but for ``/command`` and ``option=``.

Keys and ids are lower-case and stand alone.
"""

_NOT_SAID = {"Action", "Code", "TypeVar", "compile", "format_date"}
"""Calls whose strings are ids, things to type, or patterns."""


def test_every_catalogue_is_complete() -> None:
    """Up to date with what the bot says, each sentence translated, each with the same placeholders."""
    found = [problem for path in CATALOGUES.glob("*.po") for problem in problems(path)]
    assert not found


def test_every_sentence_that_is_marked_reaches_the_catalogues() -> None:
    """Wherever it stands: also as part of another, where the tool that collects them passes it by."""
    collected = {
        text
        for message in template()
        for text in ([message.id] if isinstance(message.id, str) else message.id)
    }
    marked = {
        (path.name, message)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for message in _marked(path)
    }
    assert not {(name, message) for name, message in marked if message not in collected}


@pytest.mark.parametrize("module", [each for each in MODULES if each not in IN_ENGLISH])
def test_no_sentence_is_said_in_english_alone(module: str) -> None:
    """What reads as words for people is marked for translation."""
    assert not list(unmarked((ROOT / module).read_text(encoding="utf-8")))


def test_modules_that_are_left_out_are_there() -> None:
    """What is gone needs no exception."""
    assert {*IN_ENGLISH} <= {*MODULES}


@pytest.mark.parametrize(
    "planted",
    [
        'Button("Join", Action("c-join"))',
        'Prose(inline("the contest goes on"))',
        'said = f"{count} points"',
        'said = f"{name}, after {seconds} s of play"',
        '_("{answers}.", answers=f"{n} answers")',
        '_("One thing." if n == 1 else f"{n} things.")',
        'NAMES = {"easy": "Easy"}',
        'Fact(_("Points"), inline(Strong("none yet")))',
        'def said(state: State) -> str:\n    """Say it."""\n    return "nobody yet"',
    ],
)
def test_a_sentence_that_is_not_marked_is_found(planted: str) -> None:
    """As a label, in a format, as part of a marked one, in a constant."""
    assert list(unmarked(planted))


@pytest.mark.parametrize(
    "sound",
    [
        '"""Say how a contest goes."""',
        'LIMIT = 4\n"""Characters of a name, at most."""',
        'Button(_("Join"), Action("c-join", (contest, "yes")))',
        'phrase("Start with {command}.", command=Code(f"/leaderboard season={season} Go on"))',
        'ngettext("{n} point", "{n} points", number)',
        'NAMES = {"multiple-choice": N_("Multiple choice"), Outcome.RIGHT: N_("right")}',
        'File(f"contest-{key}.{form}", "text/csv", data.encode("utf-8-sig"), _("Full record"))',
        'said = f"{number + 1}. {title} · {kind}: {points:,g}"',
    ],
)
def test_what_is_marked_or_is_no_sentence_passes(sound: str) -> None:
    """Keys, ids, names of files, things to type, and what explains the code."""
    assert not list(unmarked(sound))


def test_a_name_is_translated_as_what_is_typed_and_a_summary_as_a_sentence() -> None:
    """Of a command with several words the last, which stands in the menu of the first."""
    assert localised("contest") == {"de": "wettbewerb"}
    assert localised("contest end") == {"de": "beenden"}
    assert localised("May people join after the start")["de"].startswith("Ob man")
    assert localised("BibTeX") == {}


@pytest.mark.parametrize("code", codes())
def test_no_two_names_in_a_menu_are_the_same(code: str) -> None:
    """Neither two commands, nor two options of one."""
    menus = [[each.name for each in command.options] for command in COMMANDS]
    for menu in menus:
        assert len({_typed(name, code) for name in menu}) == len(menu)
    named = [(_typed(each.name.split()[0], code), _typed(each.name, code)) for each in COMMANDS]
    assert len({*named}) == len(named)


def unmarked(source: str) -> Iterator[str]:
    """Yield what reads as words for people and is not marked for translation."""
    return (text for text in _strings(ast.parse(source)) if _PROSE.search(text))


def _strings(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if _is_said_to_nobody(child):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if not (_name(node) in KEYWORDS and child in node.args):  # type: ignore[attr-defined]
                yield child.value
        else:
            yield from _strings(child)


def _is_said_to_nobody(node: ast.AST) -> bool:
    """Whether this is a docstring, or a call whose strings nobody reads."""
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or _name(node) in _NOT_SAID


def _name(node: ast.AST) -> str:
    """Return the name of what a call calls, or nothing."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def _typed(name: str, code: str) -> str:
    return localised(name).get(code, name)


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node) in KEYWORDS:
            match node.args:
                case [ast.Constant(value=str(message)), *_]:
                    yield message
