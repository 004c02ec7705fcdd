"""Discord's components: what is in them, and what the platform refuses.

The limits are those of the developer documentation, "Component Reference".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Json = dict[str, Any]

MOST_COMPONENTS = 40
MOST_TEXT = 4_000
MOST_ROWS = 5
CUSTOM_ID = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a payload that Discord refuses: where, by which rule, under which code."""

    at: str
    rule: str
    code: str = "BASE_TYPE_BAD_LENGTH"


class Kind(IntEnum):
    """The component types that there are."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    UPLOAD = 19
    RADIO = 21
    CHECKBOXES = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {
        Kind.SELECT,
        Kind.USER_SELECT,
        Kind.ROLE_SELECT,
        Kind.MENTIONABLE_SELECT,
        Kind.CHANNEL_SELECT,
    }
)
FIELDS = SELECTS | {Kind.TEXT_INPUT, Kind.UPLOAD, Kind.RADIO, Kind.CHECKBOXES, Kind.CHECKBOX}
_BOXED = frozenset({Kind.ROW, Kind.TEXT, Kind.SECTION, Kind.GALLERY, Kind.SEPARATOR, Kind.FILE})
_AT_TOP = _BOXED | {Kind.CONTAINER}


def walk(components: Iterable[Json], at: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component, nested ones and accessories included, with its path, in reading order."""
    for index, component in enumerate(components):
        yield from _walk_one(component, f"{at}.{index}")


def layout_problems(components: Sequence[Json]) -> Iterator[Problem]:
    """What Discord refuses in the components of a message that has the Components V2 flag."""
    every = list(walk(components))
    if len(every) > MOST_COMPONENTS:
        yield Problem("components", f"A message has at most {MOST_COMPONENTS} components.")
    if sum(len(str(one.get("content", ""))) for _, one in every) > MOST_TEXT:
        yield Problem(
            "components", f"All text displays together hold at most {MOST_TEXT} characters."
        )
    yield from _allowed(components, "components", _AT_TOP)
    yield from _all_problems(every)


def row_problems(components: Sequence[Json]) -> Iterator[Problem]:
    """What Discord refuses in the components of a message without the Components V2 flag."""
    yield from bounded(components, "components", 0, MOST_ROWS)
    yield from _allowed(components, "components", frozenset({Kind.ROW}))
    yield from _all_problems(list(walk(components)))


def modal_problems(modal: Json) -> Iterator[Problem]:
    """What Discord refuses in a modal."""
    yield from bounded(modal.get("custom_id"), "custom_id", 1, CUSTOM_ID)
    yield from bounded(modal.get("title"), "title", 1, 45)
    components = modal.get("components", [])
    yield from bounded(components, "components", 1, 5)
    yield from _allowed(components, "components", frozenset({Kind.ROW, Kind.LABEL, Kind.TEXT}))
    yield from _all_problems(list(walk(components)))


def bounded(value: object, at: str, least: int, most: int) -> Iterator[Problem]:
    """A text or list must be there and have so many characters or items."""
    if not isinstance(value, str | list | tuple):
        yield Problem(at, "This field is required", "BASE_TYPE_REQUIRED")
    elif not least <= len(value) <= most:
        yield Problem(at, f"Must be between {least} and {most} in length.")


def optional(value: object, at: str, least: int, most: int) -> Iterator[Problem]:
    """The same for a text or list that may be left out."""
    if value is not None:
        yield from bounded(value, at, least, most)


def ranged(value: object, at: str, least: int, most: int) -> Iterator[Problem]:
    """A number that may be left out must lie in a range."""
    if value is None:
        return
    if not isinstance(value, int) or not least <= value <= most:
        rule = f"int value should be between {least} and {most}."
        yield Problem(at, rule, "NUMBER_TYPE_OUT_OF_RANGE")


def repeated(values: Iterable[object], at: str, what: str) -> Iterator[Problem]:
    """No two may be the same."""
    for value, count in Counter(values).items():
        if count > 1:
            yield Problem(at, f"{what} {value!r} is used {count} times.", "DUPLICATED_VALUE")


def _walk_one(component: Json, at: str) -> Iterator[tuple[str, Json]]:
    yield at, component
    yield from walk(component.get("components", ()), f"{at}.components")
    for single in ("component", "accessory"):
        if single in component:
            yield from _walk_one(component[single], f"{at}.{single}")


def _all_problems(every: Sequence[tuple[str, Json]]) -> Iterator[Problem]:
    custom_ids = [one["custom_id"] for _, one in every if one.get("custom_id") is not None]
    yield from repeated(custom_ids, "components", "Component custom id")
    yield from repeated((one["id"] for _, one in every if one.get("id")), "components", "Id")
    for at, component in every:
        check = _CHECKS.get(component.get("type", 0))
        if check is None:
            yield Problem(f"{at}.type", "No such component type", "BASE_TYPE_CHOICES")
        else:
            yield from check(component, at)


def _allowed(components: Iterable[Json], at: str, kinds: frozenset[Kind]) -> Iterator[Problem]:
    for index, component in enumerate(components):
        if component.get("type") not in kinds:
            names = ", ".join(sorted(kind.name.lower() for kind in kinds))
            rule = f"Component {component.get('type')} is not one of: {names}"
            yield Problem(f"{at}.{index}.type", rule, "UNION_TYPE_CHOICES")


def _row(row: Json, at: str) -> Iterator[Problem]:
    children = row.get("components", [])
    yield from bounded(children, f"{at}.components", 1, 5)
    allowed = SELECTS | {Kind.BUTTON, Kind.TEXT_INPUT}
    yield from _allowed(children, f"{at}.components", allowed)
    if len(children) > 1 and any(child.get("type") != Kind.BUTTON for child in children):
        yield Problem(f"{at}.components", "A row holds one select, or buttons alone.")


def _button(button: Json, at: str) -> Iterator[Problem]:
    yield from ranged(button.get("style"), f"{at}.style", 1, 6)
    yield from optional(button.get("label"), f"{at}.label", 0, 80)
    match button.get("style"):
        case 5:
            yield from bounded(button.get("url"), f"{at}.url", 1, 512)
            if button.get("custom_id") is not None:
                rule = "A custom id and url cannot both be specified"
                yield Problem(at, rule, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE")
        case 6:
            return
        case _:
            yield from bounded(button.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    if not button.get("label") and not button.get("emoji"):
        yield Problem(at, "A button needs a label or an emoji", "BUTTON_COMPONENT_INVALID_EMPTY")


def _select(select: Json, at: str) -> Iterator[Problem]:
    yield from bounded(select.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    yield from optional(select.get("placeholder"), f"{at}.placeholder", 0, 150)
    yield from _counts(select, at, 25)
    if select["type"] == Kind.SELECT:
        yield from _options(select, at, 1, 25)


def _counts(field: Json, at: str, most: int) -> Iterator[Problem]:
    low, high = field.get("min_values"), field.get("max_values")
    yield from ranged(low, f"{at}.min_values", 0, most)
    yield from ranged(high, f"{at}.max_values", 1, most)
    if low is not None and high is not None and low > high:
        yield Problem(at, "min_values is more than max_values", "BASE_TYPE_BAD_RANGE")


def _options(field: Json, at: str, least: int, most: int) -> Iterator[Problem]:
    options = field.get("options", [])
    yield from bounded(options, f"{at}.options", least, most)
    yield from repeated((option.get("value") for option in options), at, "Option value")
    for index, option in enumerate(options):
        here = f"{at}.options.{index}"
        yield from bounded(option.get("label"), f"{here}.label", 1, 100)
        yield from bounded(option.get("value"), f"{here}.value", 1, 100)
        yield from optional(option.get("description"), f"{here}.description", 0, 100)
    if max(field.get("max_values") or 1, field.get("min_values") or 0) > max(len(options), 1):
        yield Problem(at, "More values are asked for than there are options", "BASE_TYPE_BAD_RANGE")
    if sum(bool(option.get("default")) for option in options) > (field.get("max_values") or 1):
        yield Problem(at, "More defaults than values may be chosen", "BASE_TYPE_BAD_RANGE")


def _text_input(field: Json, at: str) -> Iterator[Problem]:
    yield from bounded(field.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    yield from optional(field.get("label"), f"{at}.label", 1, 45)
    yield from optional(field.get("placeholder"), f"{at}.placeholder", 0, 100)
    yield from optional(field.get("value"), f"{at}.value", 0, 4_000)
    yield from ranged(field.get("min_length"), f"{at}.min_length", 0, 4_000)
    yield from ranged(field.get("max_length"), f"{at}.max_length", 1, 4_000)
    if len(field.get("value") or "") > (field.get("max_length") or 4_000):
        yield Problem(f"{at}.value", "The value is longer than max_length")


def _section(section: Json, at: str) -> Iterator[Problem]:
    texts = section.get("components", [])
    yield from bounded(texts, f"{at}.components", 1, 3)
    yield from _allowed(texts, f"{at}.components", frozenset({Kind.TEXT}))
    accessory = section.get("accessory")
    if not accessory or accessory.get("type") not in {Kind.BUTTON, Kind.THUMBNAIL}:
        rule = "A section needs a button or a thumbnail beside it"
        yield Problem(f"{at}.accessory", rule, "BASE_TYPE_REQUIRED")


def _text(text: Json, at: str) -> Iterator[Problem]:
    yield from bounded(text.get("content"), f"{at}.content", 1, MOST_TEXT)


def _media(holder: Json, at: str) -> Iterator[Problem]:
    yield from bounded(holder.get("media", {}).get("url"), f"{at}.media.url", 1, 2_048)
    yield from optional(holder.get("description"), f"{at}.description", 0, 1_024)


def _gallery(gallery: Json, at: str) -> Iterator[Problem]:
    items = gallery.get("items", [])
    yield from bounded(items, f"{at}.items", 1, 10)
    for index, item in enumerate(items):
        yield from _media(item, f"{at}.items.{index}")


def _file(file: Json, at: str) -> Iterator[Problem]:
    if not str(file.get("file", {}).get("url")).startswith(("attachment://", "http://127.0.0.1")):
        yield Problem(f"{at}.file.url", "A file must be an attachment", "BASE_TYPE_CHOICES")


def _separator(separator: Json, at: str) -> Iterator[Problem]:
    yield from ranged(separator.get("spacing"), f"{at}.spacing", 1, 2)


def _container(container: Json, at: str) -> Iterator[Problem]:
    children = container.get("components", [])
    yield from bounded(children, f"{at}.components", 1, MOST_COMPONENTS)
    yield from _allowed(children, f"{at}.components", _BOXED)
    yield from ranged(container.get("accent_color"), f"{at}.accent_color", 0, 0xFFFFFF)


def _label(label: Json, at: str) -> Iterator[Problem]:
    yield from bounded(label.get("label"), f"{at}.label", 1, 45)
    yield from optional(label.get("description"), f"{at}.description", 0, 100)
    yield from _allowed([label.get("component") or {}], f"{at}.component", FIELDS)


def _upload(field: Json, at: str) -> Iterator[Problem]:
    yield from bounded(field.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    yield from _counts(field, at, 10)


def _radio(field: Json, at: str) -> Iterator[Problem]:
    yield from bounded(field.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    yield from _options(field, at, 2, 10)


def _checkboxes(field: Json, at: str) -> Iterator[Problem]:
    yield from bounded(field.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)
    yield from _counts(field, at, 10)
    yield from _options(field, at, 1, 10)


def _checkbox(field: Json, at: str) -> Iterator[Problem]:
    yield from bounded(field.get("custom_id"), f"{at}.custom_id", 1, CUSTOM_ID)


_CHECKS: dict[int, Callable[[Json, str], Iterator[Problem]]] = {
    Kind.ROW: _row,
    Kind.BUTTON: _button,
    Kind.TEXT_INPUT: _text_input,
    **dict.fromkeys(SELECTS, _select),
    Kind.SECTION: _section,
    Kind.TEXT: _text,
    Kind.THUMBNAIL: _media,
    Kind.GALLERY: _gallery,
    Kind.FILE: _file,
    Kind.SEPARATOR: _separator,
    Kind.CONTAINER: _container,
    Kind.LABEL: _label,
    Kind.UPLOAD: _upload,
    Kind.RADIO: _radio,
    Kind.CHECKBOXES: _checkboxes,
    Kind.CHECKBOX: _checkbox,
}
