"""What is kept in the id of a button, list or modal, so that it works after a restart.

An id is the encoded action alone for a plain button. For anything else a sign and what it needs come
first, parted from the action by ``;``::

    1|cite|p9s2                                 a button
    p0;1|passage                                a list, whose picked key is appended (0: which part)
    a;answer=b;1|c-answer|k3|2                  an answer by a button
    s;answer;1|c-answer|k3|2                    a list of answers
    f;answer:1,true,false;proof:1,a,b;1|answer  a form to open, and the modal it opens

A field of a form is written ``name:w60`` for a line of at most 60 characters (``name:w60?`` where it may
be left empty), ``name:o,a,b`` for keys to put in order, and ``name:1,a,b`` or ``name:2-4,a,b`` for how
many to choose of which keys. A key that is chosen beforehand is written ``=a``.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from adapters.discord.layout import MAX_ID
from bot.chat.action import Action, StaleAction
from bot.chat.form import Arrange, Choose, Field, Option, Write

_NAME = re.compile(r"[\w-]+")
_KEY = re.compile(r"[^|;:,=]+")


@dataclass(frozen=True, slots=True)
class Do:
    """Do an action; ``appends`` says that the key picked is appended to its arguments."""

    action: Action
    appends: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer a field of a form, with a key or with what was picked from the list."""

    action: Action
    field: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """Open a form. The labels of its options, its prompts and lines begun are not kept here."""

    action: Action
    fields: tuple[Field, ...]


Meaning: TypeAlias = Do | Answer | Fill


def menu_id(action: Action, part: int) -> str:
    """Return the id of one part of a menu."""
    return _fitting(f"p{part};{action.encode()}")


def answer_id(action: Action, field: str, key: str) -> str:
    """Return the id of a button that answers."""
    return _fitting(f"a;{_safe(_NAME, field)}={_safe(_KEY, key)};{action.encode()}")


def list_id(action: Action, field: str) -> str:
    """Return the id of a list that answers."""
    return _fitting(f"s;{_safe(_NAME, field)};{action.encode()}")


def form_id(action: Action, fields: Iterable[Field]) -> str:
    """Return the id of a form."""
    return _fitting(";".join(["f", *map(_written, fields), action.encode()]))


def read(control_id: str) -> Meaning:
    """Read what the others wrote. Raises ``StaleAction`` for anything else."""
    action_at = control_id.rfind(";", 0, control_id.find("|") + 1) + 1
    if len(control_id) > MAX_ID:
        raise StaleAction
    action = Action.decode(control_id[action_at:])
    sign, *between = control_id[: max(action_at - 1, 0)].split(";")
    match sign, between:
        case "", []:
            return Do(action)
        case "a", [answer] if "=" in answer:
            return Answer(action, *answer.split("=", 1))
        case "s", [field]:
            return Answer(action, field)
        case "f", [_, *_]:
            return Fill(action, tuple(map(_read, between)))
        case _ if re.fullmatch(r"p\d+", sign) and not between:
            return Do(action, appends=True)
    raise StaleAction


def _written(field: Field) -> str:
    name = _safe(_NAME, field.name)
    match field:
        case Write(limit=limit, is_optional=is_optional):
            return f"{name}:w{limit}{'?' if is_optional else ''}"
        case Arrange(options=options):
            return f"{name}:o{_keys(options)}"
        case Choose(options=options, at_least=1, at_most=1):
            return f"{name}:1{_keys(options, field.initial)}"
        case Choose(options=options):
            return f"{name}:{field.at_least}-{field.at_most}{_keys(options, field.initial)}"
        case _:
            assert_never(field)


def _keys(options: Iterable[Option], initial: Collection[str] = ()) -> str:
    safe = (_safe(_KEY, option.key) for option in options)
    return "".join(f",={key}" if key in initial else f",{key}" for key in safe)


def _read(written: str) -> Field:
    name, _, spec = written.partition(":")
    kind, *keys = spec.split(",")
    options = tuple(Option(key.removeprefix("="), "") for key in keys)
    limit = kind[1:].removesuffix("?")
    if kind.startswith("w") and limit.isdecimal():
        return Write(name, "", int(limit), is_optional=kind.endswith("?"))
    if kind == "o":
        return Arrange(name, "", options)
    least, _, most = kind.partition("-")
    if least.isdecimal() and (most or least).isdecimal():
        initial = tuple(key[1:] for key in keys if key.startswith("="))
        return Choose(name, "", options, int(least), int(most or least), initial)
    raise StaleAction


def _safe(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"cannot be kept in a control: {text!r}")
    return text


def _fitting(control_id: str) -> str:
    """Return the id. Raises ``ValueError`` where it is too long: that is a bug of whoever made it."""
    if len(control_id) > MAX_ID:
        raise ValueError(f"does not fit into a control: {control_id!r}")
    return control_id
