"""What a message says of the fields of its forms, written so that a modal can read it off again.

A form that is answered is a question, and written out. One that begins with what is so is only changed:
the message has it in small print, a line for each field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never
from zlib import crc32

import discord

from adapters.discord.control_id import Fill
from adapters.discord.layout import MAX_FIELDS, MAX_OPTION_LABEL, MAX_OPTIONS
from adapters.discord.markdown import escaped, escaped_line, strong, unescaped
from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Field, Write, handles, is_begun
from bot.chat.visible import clipped

MARKS = 100
"""Texts that may be about one field: its prompt, and the lists of its options."""

MAX_PROMPT = 200

_BETWEEN = " · "
_ROOM = 1_500
"""UTF-16 units for all options in small print."""

_LISTED = re.compile(r"\*\*(\w+)\*\* (.*)")
_SMALL = re.compile(r"-# \*\*([^*\\]|\\.)+\*\*")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message says of a field: its prompt, the line it begins with, and its options by name.

    Options that ``stand_alone`` are known by what they say; others by their names before it.
    """

    prompt: str = ""
    initial: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    stand_alone: bool = False


def first_mark(action: Action, number: int) -> int:
    """Return the mark of the prompt of a field; those of the texts that list its options follow.

    The action is in it, so that of two forms in one message each finds its own.
    """
    form = crc32(action.encode().encode()) % 2_000_000 + 1  # small numbers are given by Discord
    return (form * MAX_FIELDS + number) * MARKS + 1


def is_small_print(fields: Sequence[Field]) -> bool:
    """Tell whether a form is to be in small print, and fits into it."""
    return is_begun(fields) and all(map(_fits_on_a_line, fields))


def in_small_print(each: Field) -> str:
    """Return a line on a field of a form that begins with what is so."""
    said = _said(each)
    return f"-# {strong(clipped(each.prompt, MAX_PROMPT)).strip()}{f' {said}' if said else ''}"


def wordings_in(components: Iterable[Any], fill: Fill) -> list[Wording]:
    """Return what a message's components say of each field of a form that it holds."""
    texts = dict(_texts(components))
    firsts = (first_mark(fill.action, number) for number in range(len(fill.fields)))
    said = ([texts.get(first + n, "") for n in range(MARKS)] for first in firsts)
    return [_wording(field, each) for field, each in zip(fill.fields, said, strict=True)]


def _fits_on_a_line(each: Field) -> bool:
    match each:
        case Write(initial=initial):
            return len(initial) <= MAX_PROMPT and "\n" not in initial
        case Choose(options=options):
            return len(options) <= MAX_OPTIONS
        case Arrange():
            return False
        case _:
            assert_never(each)


def _said(each: Field) -> str:
    match each:
        case Write(initial=initial):
            return escaped(initial)
        case Choose(options=options) | Arrange(options=options):
            # An escape takes two units, so this is half of what there is room for.
            room = min(MAX_OPTION_LABEL, _ROOM // (2 * len(options)) if options else 0)
            labels = (clipped(option.label.replace(_BETWEEN, ", "), room) for option in options)
            return _BETWEEN.join(map(escaped_line, labels))
        case _:
            assert_never(each)


def _wording(field: Field, texts: Sequence[str]) -> Wording:
    prompt, *lists = texts
    if small := _SMALL.match(prompt):
        return _small_wording(field, small[0][3:], prompt[small.end() :].removeprefix(" "))
    initial = unescaped(lists[0]) if isinstance(field, Write) else ""
    listed = (_LISTED.fullmatch(line) for text in lists for line in text.split("\n"))
    labels = {match[1]: unescaped(match[2]) for match in listed if match}
    return Wording(_prompt(prompt), initial, labels)


def _small_wording(field: Field, prompt: str, said: str) -> Wording:
    if isinstance(field, Write):
        return Wording(_prompt(prompt), unescaped(said))
    labels = [unescaped(label) for label in said.split(_BETWEEN)]
    names = handles(len(field.options))
    known = dict(zip(names, labels, strict=True)) if len(labels) == len(names) else {}
    return Wording(_prompt(prompt), labels=known, stand_alone=True)


def _prompt(written: str) -> str:
    return unescaped(written.removeprefix("**").removesuffix("**"))


def _texts(components: Iterable[Any]) -> Iterator[tuple[int, str]]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.id or 0, component.content
        yield from _texts(getattr(component, "children", ()))
