"""Opening a form as a modal, and reading what was filled in.

The button's id keeps the form's fields and keys; prompts, labels and lines that are begun are read off
the message in which the button stands. So a form opens as well after a restart, and from a message
however old.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

import discord
from discord import ui

from adapters.discord.control_id import Fill, form_id
from adapters.discord.layout import MAX_FIELDS, MAX_OPTION_LABEL, MAX_OPTIONS
from adapters.discord.markdown import escaped
from adapters.discord.wording import Wording
from bot.chat.form import Arrange, Choose, Field, Response, Write, handles
from bot.chat.language import _
from bot.chat.visible import clipped, shown_length

MAX_TITLE = 45
MAX_DESCRIPTION = 100
MAX_INPUT = 4_000
MOST_RADIOS = 10


class Unreadable(Exception):
    """An order or a choice was written that cannot be read; ``names`` are what options are called."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self.names = names


def modal(fill: Fill, title: str, wordings: Sequence[Wording]) -> ui.Modal:
    """Return the modal for a form. ``wordings`` are those of its fields, in order."""
    made = ui.Modal(
        title=clipped(title, MAX_TITLE) or "…", custom_id=form_id(fill.action, fill.fields)
    )
    has_room = 2 * len(fill.fields) <= MAX_FIELDS
    for number, each in enumerate(fill.fields[:MAX_FIELDS]):
        wording = wordings[number]
        if has_room and (said := _said(each, wording)):
            made.add_item(ui.TextDisplay(said))
        label = clipped(wording.prompt, MAX_TITLE)
        made.add_item(
            _labelled(each, str(number), wording, "" if has_room and _is_cut(wording) else label)
        )
    return made


def response_of(fill: Fill, values: Mapping[str, Sequence[str]]) -> Response:
    """Return what was filled in. Raises ``Unreadable``.

    ``values`` are the values of each component by its id.
    """
    return {
        each.name: _answer(each, tuple(values.get(str(number), ())))
        for number, each in enumerate(fill.fields)
    }


def _said(each: Field, wording: Wording) -> str:
    """Return what stands above a field whose label cannot hold it: on a phone, a modal covers all."""
    prompt = [escaped(wording.prompt)] if _is_cut(wording) else []
    listed = wording.labels.items() if isinstance(each, Arrange) else ()
    return "\n".join([*prompt, *(f"**{name}** {escaped(label)}" for name, label in listed)])


def _is_cut(wording: Wording) -> bool:
    return shown_length(wording.prompt) > MAX_TITLE


def _labelled(each: Field, id_: str, wording: Wording, label: str) -> ui.Label[Any]:
    how = ""
    match each:
        case Write():
            component: ui.Item[Any] = _line(each, id_, wording.initial)
        case Arrange(options=options):
            names = " ".join(reversed(handles(len(options))))
            how = _("Write all of the letters in order, such as {names}", names=names)
            component = ui.TextInput(custom_id=id_, max_length=MAX_INPUT)
        case Choose():
            component = _choice(each, id_, wording)
        case _:
            assert_never(each)
    return ui.Label(
        text=label or _("Your answer"),
        description=clipped(how, MAX_DESCRIPTION) or None,
        component=component,
    )


def _line(each: Write, id_: str, initial: str) -> ui.TextInput[Any]:
    most = min(each.limit, MAX_INPUT)
    return ui.TextInput(
        custom_id=id_,
        max_length=most,
        default=initial[:most] or None,
        required=not each.is_optional,
    )


def _choice(each: Choose, id_: str, wording: Wording) -> ui.Item[Any]:
    names = handles(len(each.options))
    shown = [clipped(_option_label(n, wording), MAX_OPTION_LABEL) for n in names]
    pairs = [(label, option.key) for label, option in zip(shown, each.options, strict=True)]
    least, most = min(each.at_least, len(pairs)), min(each.at_most, len(pairs))
    if len(pairs) > MAX_OPTIONS:
        return ui.TextInput(custom_id=id_, max_length=MAX_INPUT, required=least > 0)
    offered = [(label, key, key in each.initial) for label, key in pairs]
    if most == 1 and 2 <= len(pairs) <= MOST_RADIOS:
        radios = [discord.RadioGroupOption(label=t, value=k, default=d) for t, k, d in offered]
        return ui.RadioGroup(custom_id=id_, required=least > 0, options=radios)
    if most > 1 and len(pairs) <= MOST_RADIOS:
        boxes = [discord.CheckboxGroupOption(label=t, value=k, default=d) for t, k, d in offered]
        return ui.CheckboxGroup(
            custom_id=id_, required=least > 0, min_values=least, max_values=most, options=boxes
        )
    listed = [discord.SelectOption(label=t, value=k, default=d) for t, k, d in offered]
    return ui.Select(
        custom_id=id_, required=least > 0, min_values=least, max_values=most, options=listed
    )


def _option_label(name: str, wording: Wording) -> str:
    label = wording.labels.get(name, "")
    if wording.stand_alone:
        return label or name
    return f"{name}. {label}" if label else name


def _answer(each: Field, values: tuple[str, ...]) -> tuple[str, ...]:
    match each:
        case Write():
            return values
        case Choose(options=options) if len(options) <= MAX_OPTIONS:
            return values
        case Arrange(options=options) | Choose(options=options):
            keys = {n: o.key for n, o in zip(handles(len(options)), options, strict=True)}
            named = _named(" ".join(values), keys)
            if not named or (isinstance(each, Arrange) and len(named) != len(keys)):
                raise Unreadable(list(keys))
            return tuple(keys[name] for name in named)
        case _:
            assert_never(each)


def _named(written: str, names: Iterable[str]) -> list[str]:
    """Return the options named, in order: ``C, A B`` and ``cab``; none if one is named twice."""
    known = set(names)
    shape = r"\d+" if known >= {"1"} else r"[A-Z]"
    found = re.findall(shape, written[:MAX_INPUT].upper())
    is_fine = set(found) <= known and len(set(found)) == len(found)
    return found if is_fine else []
