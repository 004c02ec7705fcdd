"""Controls of a reply as rows of buttons and lists, and forms as what can be answered in place.

A question with one thing to choose is answered where it stands: its options are written out above a
button for each. Any other form is opened by a button, as a modal.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, assert_never
from zlib import crc32

from adapters.slack import kit
from adapters.slack.blocks import paragraphs
from adapters.slack.kept import PICK, Answer, Do, encode, fill
from adapters.slack.kit import MAX_ACTIONS, MAX_BUTTON, MAX_CHOICES, MAX_OPTIONS, Json
from adapters.slack.layout import Item, Solid
from adapters.slack.owner import Owner
from adapters.slack.rich import Bit, bold, normal
from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Field, Option, Write, handles, is_begun
from bot.chat.plain import one_line
from bot.chat.reply import Button, Control, Form, Menu, Style
from bot.chat.visible import clipped

Thing = TypeVar("Thing")


def items(controls: Iterable[Control], owner: Owner) -> Iterator[Item]:
    """Yield what shows the controls: questions and lists as they come, buttons together at the end.

    ``owner`` is whose message it is: they may have it replaced.
    """
    buttons: list[Json] = []
    for control in controls:
        match control:
            case Button(label, action, style):
                buttons.append(_button(label, encode(Do(action.encode())), style))
            case Menu():
                yield _row([*_menus(control)], owner)
            case Form(_, fields, action, submit) if not fields:
                buttons.append(_button(submit, encode(Do(action.encode())), Style.PRIMARY))
            case Form(_, fields, action, _):
                if is_answered_in_place(control):
                    yield from question(control)
                    yield _row(_answers(action, fields[0]), owner)
                    continue
                if not is_begun(fields):
                    yield from question(control)
                buttons.append(_opener(control))
            case _:
                assert_never(control)
    for row in _batches(_unique(buttons), MAX_ACTIONS):
        yield _row(row, owner)


def is_answered_in_place(form: Form) -> bool:
    """Tell whether a form needs no modal."""
    match form.fields:
        case (Choose(options=options, at_most=1),):
            return 0 < len(options) <= MAX_CHOICES
        case _:
            return False


def question(form: Form) -> Iterator[Item]:
    """Yield a form's title, the prompts of its fields, and their options by letters."""
    if form.title != form.fields[0].prompt:
        yield from paragraphs([bold(form.title)])
    for field in form.fields:
        yield from asked(field)


def asked(field: Field) -> Iterator[Item]:
    """Yield a field's prompt, and its options by letters."""
    yield from paragraphs([bold(field.prompt)])
    yield from options_of(field)


def options_of(field: Field) -> Iterator[Item]:
    """Yield a field's options by letters, written out in full."""
    match field:
        case Write():
            return iter(())
        case Choose(options=options) | Arrange(options=options):
            named = zip(handles(len(options)), options, strict=True)
            return paragraphs(bit for handle, each in named for bit in _lettered(handle, each))
        case _:
            assert_never(field)


def _lettered(handle: str, option: Option) -> tuple[Bit, Bit]:
    before = "" if handle in {"A", "1"} else "\n"
    return bold(f"{before}{handle}"), normal(f"  {one_line(option.label)}")


def _menus(menu: Menu) -> Iterator[Json]:
    action = menu.action.encode()
    for part, options in enumerate(_batches(menu.options)):
        label = menu.label if len(menu.options) <= MAX_OPTIONS else f"{menu.label} ({part + 1})"
        yield kit.static_select(label, f"{PICK}{part}:{action}", options)


def _answers(action: Action, field: Field) -> list[Json]:
    options = () if isinstance(field, Write) else field.options
    return [
        _button(handle, encode(Answer(action.encode(), field.name, option.key)), Style.PLAIN)
        for handle, option in zip(handles(len(options)), options, strict=True)
    ]


def _opener(form: Form) -> Json:
    label = f"{clipped(form.submit, MAX_BUTTON - 2)} …"
    return _button(label, fill(form.action, form.submit, form.fields), Style.PRIMARY)


def _button(label: str, value: str, style: Style) -> Json:
    return kit.button(label, f"do:{crc32(value.encode())}", value, style)


def _row(elements: Sequence[Json], owner: Owner) -> Solid:
    """Return a row, under an id that says whose message it is and differs where the row does."""
    digest = crc32(repr(elements).encode())
    says = " ".join(f"[{_label(each)}]" for each in elements)
    return Solid(kit.actions(elements, f"{owner.encode()}:{digest}"), says)


def _label(element: Json) -> str:
    shown = element.get("text") or element["placeholder"]
    return str(shown["text"])


def _unique(buttons: Sequence[Json]) -> tuple[Json, ...]:
    """Leave out what does the same as something before it: Slack takes an id only once."""
    return tuple({each["action_id"]: each for each in reversed(buttons)}.values())[::-1]


def _batches(things: Sequence[Thing], size: int = MAX_OPTIONS) -> Iterator[Sequence[Thing]]:
    return (things[at : at + size] for at in range(0, len(things), size))
