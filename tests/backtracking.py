"""Counts the steps of a backtracking match, as Python's ``re`` takes them, to find patterns that blow up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SAMPLE = "aZ05_- .,:;|/\\\"'“”()[]<>*~#@&!?=\n\t¶§…éÀ\u00a0mcdxlivpgst"
END = "\x00"
"""What no pattern takes: with it at the end, every way to match is tried before giving up."""


class BlowsUp(Exception):
    """A match took more steps than it may."""


@dataclass
class Matcher:
    """Matches by trying every way in turn, and counts; raises ``BlowsUp`` above ``most`` steps."""

    text: str
    flags: int
    most: int
    steps: int = 0

    def ways(self, nodes: Any, at: int, start: int = 0) -> Iterator[int]:
        """Yield each place at which the rest of the nodes can end."""
        self.steps += 1
        if self.steps > self.most:
            raise BlowsUp
        if start == len(nodes):
            yield at
            return
        for end in self._one(nodes[start], at):
            yield from self.ways(nodes, end, start + 1)

    def _one(self, node: Any, at: int) -> Iterator[int]:
        kind, value = node
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, body = value
            greedy = kind is not op.MIN_REPEAT
            found = self._repeat(
                body, at, int(least), min(int(most), len(self.text)), greedy=greedy
            )
            yield from _first(found) if kind is op.POSSESSIVE_REPEAT else found
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from self.ways(branch, at)
        elif kind is op.SUBPATTERN:
            yield from self.ways(value[-1], at)
        elif kind is op.ATOMIC_GROUP:
            yield from _first(self.ways(value, at))
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from self._look(kind is op.ASSERT, value, at)
        elif kind in (op.AT, op.GROUPREF):
            yield at
        elif at < len(self.text) and takes(node, self.text[at], self.flags):
            yield at + 1

    def _repeat(self, body: Any, at: int, least: int, most: int, *, greedy: bool) -> Iterator[int]:
        if not greedy and least <= 0:
            yield at
        if most > 0:
            for end in self.ways(body, at):
                if end > at:
                    yield from self._repeat(body, end, least - 1, most - 1, greedy=greedy)
        if greedy and least <= 0:
            yield at

    def _look(self, wanted: bool, value: Any, at: int) -> Iterator[int]:  # noqa: FBT001
        direction, body = value
        start = at if direction > 0 else at - body.getwidth()[0]
        found = start >= 0 and any(True for _ in _first(self.ways(body, start)))
        if found is wanted:
            yield at


def takes(node: Any, character: str, flags: int) -> bool:
    """Whether a node for one character takes this one."""
    kind, value = node
    if kind is op.ANY:
        return character != "\n" or bool(flags & re.DOTALL)
    if kind is op.LITERAL:
        same = character.lower() == chr(value).lower() if flags & re.IGNORECASE else False
        return same or ord(character) == value
    if kind is op.NOT_LITERAL:
        return ord(character) != value
    if kind is op.RANGE:
        return value[0] <= ord(character) <= value[1]
    if kind is op.CATEGORY:
        return _CATEGORIES[value](character)
    if kind is op.IN:
        negated = value[0][0] is op.NEGATE
        return any(takes(each, character, flags) for each in value[negated:]) is not negated
    raise AssertionError(f"unknown in a pattern: {kind}")


def worst(pattern: str, flags: int, length: int, most: int) -> str | None:
    """Return a text of about a length on which a pattern takes more than ``most`` steps, if one is found.

    Tried are repetitions of what the pattern takes, after what it may begin with, before what it does
    not take.
    """
    tree = parser.parse(pattern, flags)
    units = list(dict.fromkeys(_witnesses(tree, tree.state.flags)))[:10]
    pumps = [
        *units,
        *("".join(pair) for pair in product(units[:6], repeat=2) if pair[0] != pair[1]),
    ]
    for before, pump in product(("", *units[:6]), pumps):
        text = before + pump * (length // len(pump)) + END
        try:
            for _ in Matcher(text, tree.state.flags, most).ways(tree, 0):
                pass
        except BlowsUp:
            return text
    return None


def _witnesses(nodes: Any, flags: int) -> Iterator[str]:
    """Yield a character or two that each node for one character takes."""
    for kind, value in nodes:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield from _witnesses(value[2], flags)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _witnesses(branch, flags)
        elif kind in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
            yield from _witnesses(value[-1], flags)
        elif kind is op.ATOMIC_GROUP:
            yield from _witnesses(value, flags)
        elif kind is op.LITERAL:
            yield chr(value)
        elif kind not in (op.AT, op.GROUPREF):
            yield from [each for each in SAMPLE if takes((kind, value), each, flags)][:2]


def _first(found: Iterator[int]) -> Iterator[int]:
    for each in found:
        yield each
        return


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    op.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    op.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}
