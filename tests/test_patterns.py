"""No regular expression of ours can be made to work for ever by what somebody types."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backtracking import worst

ROOT = Path(__file__).resolve().parents[1]
FUNCTIONS = frozenset("compile match fullmatch search sub subn split findall finditer".split())

LENGTH = 40
MOST = 60 * LENGTH**2
"""Steps that may be taken: many times the square of the length, and far below two to its power."""


def patterns() -> Iterator[tuple[str, str, int]]:
    """Yield every regular expression in the code: where it stands, itself, and its flags."""
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            named = _constants(tree)
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and _is_of_re(call.func):
                    where = f"{path.relative_to(ROOT)}:{call.lineno}"
                    flags = _flags(call)
                    for text in _texts(call.args[0], named):
                        yield where, text, flags


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in FUNCTIONS
    )


def _constants(tree: ast.AST) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _texts(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """Yield what a pattern can be; where a value is put in, it stands for letters."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(next(_texts(part, named)) for part in parts)
        case ast.FormattedValue(value=ast.Name(id=name)) if name in named:
            yield from _texts(named[name], named)
        case ast.FormattedValue():
            yield "ab"
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body, named)
            yield from _texts(other, named)
        case ast.BinOp(left=left, right=right):
            yield next(_texts(left, named)) + next(_texts(right, named))
        case ast.Name(id=name) if name in named:
            yield from _texts(named[name], named)
        case _:
            raise AssertionError(
                f"a pattern that cannot be read from the code: {ast.unparse(node)}"
            )


def _flags(call: ast.Call) -> int:
    said = ast.unparse(call)
    return sum(flag for flag in (re.IGNORECASE, re.MULTILINE, re.DOTALL, re.VERBOSE, re.ASCII)
               if f"re.{flag.name}" in said)  # fmt: skip


EVERY = list(patterns())


def test_all_of_them_are_found() -> None:
    """Those of every room; a scan that finds nothing would prove nothing."""
    assert len(EVERY) >= 40
    assert {where.split("/")[1] for where, _, _ in EVERY} >= {"document", "quiz", "chat", "discord"}


@pytest.mark.parametrize(("where", "pattern", "flags"), EVERY, ids=[each[0] for each in EVERY])
def test_a_pattern_gives_up_soon(where: str, pattern: str, flags: int) -> None:
    """On whatever is repeated before what it does not take."""
    assert worst(pattern, flags, LENGTH, MOST) is None, f"{where} blows up"


@pytest.mark.parametrize(
    "pattern", [r"(a+)+b", r"(?:a|a)*b", r"(\w+\s?)+!", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(x*)*y"]
)
def test_the_classics_are_found_out(pattern: str) -> None:
    """Patterns that are known to blow up do, or the test above would be blind."""
    assert worst(pattern, 0, LENGTH, MOST) is not None
