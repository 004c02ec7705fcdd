"""Controls of a reply as rows of buttons and lists, and forms as what can be answered in place.

A question with one field to choose in is answered where it stands: its options are written out above
a button for each, or above a list where several may be picked. Any other form is opened by a button.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, assert_never

from adapters.discord.blocks import lines, texts
from adapters.discord.control_id import answer_id, form_id, list_id, menu_id
from adapters.discord.layout import (
    MAX_BUTTON_LABEL,
    MAX_BUTTONS,
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    MAX_PLACEHOLDER,
    Display,
    Item,
    Knob,
    Knobs,
    Picker,
)
from adapters.discord.markdown import escaped
from adapters.discord.wording import MARKS, first_mark, in_small_print, is_small_print
from bot.chat.form import Arrange, Choose, Field, Option, Write, handles
from bot.chat.reply import Button, Control, Form, Menu, Style
from bot.chat.text import Strong
from bot.chat.visible import clipped

MOST_ANSWER_BUTTONS = 10
"""Options that become a button each; more of them become a list."""

LONGEST_OPTION = 300
"""UTF-16 units of an option that are written out."""

Thing = TypeVar("Thing")


def items(controls: Iterable[Control]) -> Iterator[Item]:
    """Yield what shows the controls: questions and lists as they come, buttons together at the end."""
    knobs: list[Knob] = []
    for control in controls:
        match control:
            case Button(label, action, style):
                knobs.append(Knob(_button_label(label), action.encode(), style))
            case Menu():
                yield from _menu(control)
            case Form(_, fields, action, submit) if not fields:
                knobs.append(Knob(_button_label(submit), action.encode(), Style.PRIMARY))
            case Form():
                yield from _question(control)
                if is_answered_in_place(control):
                    yield from _answers(control)
                else:
                    knobs.append(_opener(control))
            case _:
                assert_never(control)
    yield from _rows(knobs)


def is_answered_in_place(form: Form) -> bool:
    """Tell whether a form needs no modal."""
    match form.fields:
        case (Choose(options=options),):
            return 0 < len(options) <= MAX_OPTIONS
        case _:
            return False


def _menu(menu: Menu) -> Iterator[Item]:
    for number, options in enumerate(_batches(menu.options, MAX_OPTIONS)):
        label = menu.label if len(menu.options) <= MAX_OPTIONS else f"{menu.label} ({number + 1})"
        picked = tuple(Option(o.key, clipped(o.label, MAX_OPTION_LABEL)) for o in options)
        yield Picker(clipped(label, MAX_PLACEHOLDER), menu_id(menu.action, number), picked)


def _question(form: Form) -> Iterator[Item]:
    if is_small_print(form.fields) and not is_answered_in_place(form):
        for number, field in enumerate(form.fields):
            yield Display(in_small_print(field), first_mark(form.action, number))
        return
    if form.title != form.fields[0].prompt:
        yield from map(Display, texts((Strong(form.title),)))
    for number, field in enumerate(form.fields):
        mark = first_mark(form.action, number)
        for part, text in enumerate(texts((Strong(field.prompt),))):
            yield Display(text, 0 if part else mark)
        yield from _options(field, mark + 1)


def _options(field: Field, mark: int) -> Iterable[Item]:
    match field:
        case Write(initial=initial):
            return (Display(escaped(initial), mark),) if initial else ()
        case Choose(options=options) | Arrange(options=options):
            named = zip(handles(len(options)), options, strict=True)
            written = (f"**{h}** {escaped(clipped(o.label, LONGEST_OPTION))}" for h, o in named)
            listed = zip(lines(written), range(mark, mark + MARKS - 1), strict=False)
            return (Display(text, number) for text, number in listed)
        case _:
            assert_never(field)


def _answers(form: Form) -> Iterator[Item]:
    field = form.fields[0]
    if not isinstance(field, Choose):
        return
    named = list(zip(handles(len(field.options)), field.options, strict=True))
    if field.at_most == 1 and len(named) <= MOST_ANSWER_BUTTONS:
        ids = [answer_id(form.action, field.name, option.key) for _, option in named]
        yield from _rows([Knob(h, i, Style.PRIMARY) for (h, _), i in zip(named, ids, strict=True)])
        return
    listed = (Option(o.key, clipped(f"{h}. {o.label}", MAX_OPTION_LABEL)) for h, o in named)
    id_ = list_id(form.action, field.name)
    label = clipped(form.submit, MAX_PLACEHOLDER)
    yield Picker(label, id_, tuple(listed), max(field.at_least, 1), field.at_most)


def _opener(form: Form) -> Knob:
    label = f"{clipped(form.submit, MAX_BUTTON_LABEL - 2)} …"
    return Knob(label, form_id(form.action, form.fields), Style.PRIMARY)


def _button_label(label: str) -> str:
    return clipped(label, MAX_BUTTON_LABEL) or "…"


def _rows(knobs: Sequence[Knob]) -> Iterator[Item]:
    return (Knobs(row) for row in _batches(tuple(knobs), MAX_BUTTONS))


def _batches(things: tuple[Thing, ...], size: int) -> Iterator[tuple[Thing, ...]]:
    return (things[at : at + size] for at in range(0, len(things), size))
