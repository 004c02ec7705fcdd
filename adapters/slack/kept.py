"""What buttons and modals carry, so that they work after a restart: who pressed, and on what, Slack says.

A list carries its action in its id, since only a button has a value.
"""

from collections.abc import Iterable
from typing import TypeAlias, TypeVar, assert_never

import msgspec

from adapters.slack.kit import MAX_VALUE
from bot.chat.action import Action, StaleAction
from bot.chat.form import Arrange, Choose, Field, Option, Write
from bot.chat.visible import clipped

PICK = "pick:"
"""What the id of a list begins with; its action follows."""

_LABELS = (400, 150, 75, 40, 20, 0)
"""Characters of each label that a form carries: the most that fit."""


class Do(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    """Do an action."""

    action: str


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="a"):
    """Answer the one field of a form with a key."""

    action: str
    field: str
    key: str


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """A field of a form. ``kind`` is ``w`` to write, ``o`` to arrange, ``c`` to choose.

    Of what is to be written ``least`` is 1 where it may not be left out, and ``initial`` is one text.
    """

    kind: str
    name: str
    prompt: str
    options: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    initial: tuple[str, ...] = ()


class Fill(msgspec.Struct, frozen=True, array_like=True, tag="f"):
    """Open a form."""

    action: str
    submit: str
    fields: tuple[Asked, ...]


Meaning: TypeAlias = Do | Answer | Fill
Struct = TypeVar("Struct")

_BUTTONS: msgspec.json.Decoder[Meaning] = msgspec.json.Decoder(Meaning)


def encode(value: object) -> str:
    """Return what is to be carried, as text."""
    return msgspec.json.encode(value).decode()


def decode(text: str, kind: type[Struct]) -> Struct:
    """Read what ``encode`` wrote. Raises ``StaleAction`` for anything else."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError):
        raise StaleAction from None


def meaning(value: str) -> Meaning:
    """Return what a button means. Raises ``StaleAction`` for one that is not of this version."""
    try:
        return _BUTTONS.decode(value)
    except (msgspec.MsgspecError, UnicodeError):
        raise StaleAction from None


def fill(action: Action, submit: str, fields: Iterable[Field]) -> str:
    """Return what the button that opens a form carries, its labels as long as there is room for.

    Raises ``ValueError`` where not even the keys fit: that is a bug of whoever made the form.
    """
    kept = tuple(map(_asked, fields))
    for length in _LABELS:
        short = tuple(_shortened(each, length) for each in kept)
        encoded = encode(Fill(action.encode(), submit[:75], short))
        if len(encoded) <= MAX_VALUE:
            return encoded
    raise ValueError(f"form does not fit into a button: {action!r}")


def fields_of(form: Fill) -> tuple[Field, ...]:
    """Return the fields of a form that a button carried."""
    return tuple(map(_field, form.fields))


def _asked(field: Field) -> Asked:
    match field:
        case Write(name, prompt, limit, initial, is_optional):
            least = 0 if is_optional else 1
            return Asked("w", name, prompt, (), least, limit, (initial,) if initial else ())
        case Arrange(name, prompt, options):
            return Asked("o", name, prompt, _pairs(options))
        case Choose(name, prompt, options, least, most, initial):
            return Asked("c", name, prompt, _pairs(options), least, most, initial)
        case _:
            assert_never(field)


def _field(asked: Asked) -> Field:
    options = tuple(Option(key, label) for key, label in asked.options)
    match asked.kind:
        case "w":
            initial = "".join(asked.initial)
            return Write(asked.name, asked.prompt, asked.most, initial, not asked.least)
        case "o":
            return Arrange(asked.name, asked.prompt, options)
        case "c":
            return Choose(asked.name, asked.prompt, options, asked.least, asked.most, asked.initial)
    raise StaleAction


def _pairs(options: Iterable[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((option.key, option.label) for option in options)


def _shortened(asked: Asked, length: int) -> Asked:
    options = tuple((key, clipped(label, length) if length else "") for key, label in asked.options)
    prompt = clipped(asked.prompt, length) if length else ""
    return msgspec.structs.replace(asked, prompt=prompt, options=options)
