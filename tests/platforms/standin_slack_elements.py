"""Block Kit's elements and composition objects: what Slack refuses in them.

The limits are those of Slack's reference, "Block elements" and "Composition objects".
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.platforms.standin_slack_checks import (
    Problem,
    bounded,
    listed,
    one_of,
    optional,
    optional_plain,
    plain,
    ranged,
    repeated,
    text_object,
)
from tests.platforms.standin_slack_world import Json

STATIC_SELECTS = frozenset({"static_select", "multi_static_select"})
EXTERNAL_SELECTS = frozenset({"external_select", "multi_external_select"})
_PLACES = ("users", "channels", "conversations")
PLACE_SELECTS = frozenset({f"{one}_select" for one in _PLACES})
MULTI_SELECTS = frozenset(
    {"multi_static_select", "multi_external_select", *(f"multi_{one}" for one in PLACE_SELECTS)}
)
SINGLE_SELECTS = frozenset({"static_select", "external_select", *PLACE_SELECTS})
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
CHECKED = frozenset({"radio_buttons", "checkboxes"})
IN_ACTIONS = SINGLE_SELECTS | PICKERS | CHECKED | {"button", "overflow"}
IN_SECTION = IN_ACTIONS | MULTI_SELECTS | {"image"}
IN_INPUT = SINGLE_SELECTS | MULTI_SELECTS | PICKERS | TYPED | CHECKED
MOST_TYPED = 3_000
MOST_OPTIONS = 100
OPTION_TEXT, OPTION_VALUE = 75, 150


def element_problems(element: Json, at: str) -> Iterator[Problem]:
    """What Slack refuses in one element."""
    kind = element.get("type", "")
    check = _CHECKS.get(kind)
    if check is None:
        yield Problem(at, f"unsupported type: {kind}")
        return
    if kind != "image":
        yield from bounded(element.get("action_id"), f"{at}/action_id", 1, 255)
        yield from optional_plain(element.get("placeholder"), f"{at}/placeholder", 150)
    yield from check(element, at)
    if element.get("confirm") is not None:
        yield from _confirmation(element["confirm"], f"{at}/confirm")


def image_problems(image: Json, at: str) -> Iterator[Problem]:
    """What Slack refuses in an image, as an element or as a block."""
    yield from bounded(image.get("alt_text"), f"{at}/alt_text", 1, 2_000)
    if "slack_file" not in image:
        yield from bounded(image.get("image_url"), f"{at}/image_url", 1, 3_000)
    elif "image_url" in image:
        yield Problem(at, "only one of image_url and slack_file is allowed")


def option_problems(options: Any, at: str, most: int, least: int = 1) -> Iterator[Problem]:
    """What Slack refuses in a list of options."""
    yield from bounded(options, at, least, most, "items")
    every = options if isinstance(options, list) else []
    yield from repeated((one.get("value") for one in every), at, "option value")
    for index, option in enumerate(every):
        here = f"{at}/{index}"
        yield from text_object(option.get("text"), f"{here}/text", OPTION_TEXT)
        yield from bounded(option.get("value"), f"{here}/value", 1, OPTION_VALUE)
        if option.get("description") is not None:
            yield from text_object(option["description"], f"{here}/description", OPTION_TEXT)


def group_problems(groups: Any, at: str) -> Iterator[Problem]:
    """What Slack refuses in a list of option groups."""
    yield from bounded(groups, at, 1, 100, "items")
    for index, group in enumerate(groups if isinstance(groups, list) else []):
        yield from plain(group.get("label"), f"{at}/{index}/label", 75)
        yield from option_problems(group.get("options"), f"{at}/{index}/options", MOST_OPTIONS)


def _button(button: Json, at: str) -> Iterator[Problem]:
    yield from plain(button.get("text"), f"{at}/text", 75)
    yield from optional(button.get("value"), f"{at}/value", 2_000)
    yield from optional(button.get("url"), f"{at}/url", 3_000)
    yield from optional(button.get("accessibility_label"), f"{at}/accessibility_label", 75)
    yield from one_of(button.get("style"), f"{at}/style", {"primary", "danger"})


def _confirmation(confirm: Json, at: str) -> Iterator[Problem]:
    yield from plain(confirm.get("title"), f"{at}/title", 100)
    yield from text_object(confirm.get("text"), f"{at}/text", 300)
    yield from plain(confirm.get("confirm"), f"{at}/confirm", 30)
    yield from plain(confirm.get("deny"), f"{at}/deny", 30)
    yield from one_of(confirm.get("style"), f"{at}/style", {"primary", "danger"})


def _static_select(select: Json, at: str) -> Iterator[Problem]:
    if ("options" in select) == ("option_groups" in select):
        yield Problem(at, "one of options and option_groups is required")
    elif "options" in select:
        yield from option_problems(select["options"], f"{at}/options", MOST_OPTIONS)
    else:
        yield from group_problems(select["option_groups"], f"{at}/option_groups")
    yield from _initial(select, at)
    yield from ranged(select.get("max_selected_items"), f"{at}/max_selected_items", 1, 100)


def _external_select(select: Json, at: str) -> Iterator[Problem]:
    yield from ranged(select.get("min_query_length"), f"{at}/min_query_length", 0, 100)
    yield from ranged(select.get("max_selected_items"), f"{at}/max_selected_items", 1, 100)
    initial = select.get("initial_option")
    chosen = listed(select, "initial_options") if initial is None else [initial]
    if chosen:
        yield from option_problems(chosen, f"{at}/initial_option", MOST_OPTIONS)


def _place_select(select: Json, at: str) -> Iterator[Problem]:
    yield from ranged(select.get("max_selected_items"), f"{at}/max_selected_items", 1, 100)


def _checked(field: Json, at: str) -> Iterator[Problem]:
    yield from option_problems(field.get("options"), f"{at}/options", 10)
    yield from _initial(field, at)


def _overflow(menu: Json, at: str) -> Iterator[Problem]:
    yield from option_problems(menu.get("options"), f"{at}/options", 5)


def _initial(field: Json, at: str) -> Iterator[Problem]:
    """What is chosen at first must be exactly one of the options."""
    grouped = [one for group in listed(field, "option_groups") for one in group["options"]]
    known = listed(field, "options") + grouped
    chosen = listed(field, "initial_options")
    if "initial_options" in field and not chosen:
        yield Problem(f"{at}/initial_options", "must be more than 0 items")
    for option in [*chosen, *([field["initial_option"]] if "initial_option" in field else [])]:
        if option not in known:
            yield Problem(at, "initial option is none of the options")


def _text_input(field: Json, at: str) -> Iterator[Problem]:
    yield from ranged(field.get("min_length"), f"{at}/min_length", 0, MOST_TYPED)
    yield from ranged(field.get("max_length"), f"{at}/max_length", 1, MOST_TYPED)
    most = field.get("max_length") or MOST_TYPED
    yield from optional(field.get("initial_value"), f"{at}/initial_value", most)


def _number_input(field: Json, at: str) -> Iterator[Problem]:
    if not isinstance(field.get("is_decimal_allowed"), bool):
        yield Problem(f"{at}/is_decimal_allowed", "missing required field")
    for key in ("min_value", "max_value", "initial_value"):
        if not isinstance(field.get(key, ""), str):
            yield Problem(f"{at}/{key}", "must be a string")


def _picker(field: Json, at: str) -> Iterator[Problem]:
    for key, form in _FORMS.items():
        if key in field and not form.fullmatch(str(field[key])):
            yield Problem(f"{at}/{key}", "is not in the right format")


_FORMS = {
    "initial_date": re.compile(r"\d{4}-\d\d-\d\d"),
    "initial_time": re.compile(r"\d\d:\d\d"),
    "initial_date_time": re.compile(r"\d{10}"),
}
_CHECKS: dict[str, Callable[[Json, str], Iterator[Problem]]] = {
    "button": _button,
    "image": image_problems,
    "overflow": _overflow,
    "number_input": _number_input,
    **dict.fromkeys(STATIC_SELECTS, _static_select),
    **dict.fromkeys(EXTERNAL_SELECTS, _external_select),
    **dict.fromkeys(PLACE_SELECTS, _place_select),
    **dict.fromkeys((f"multi_{one}" for one in PLACE_SELECTS), _place_select),
    **dict.fromkeys(CHECKED, _checked),
    **dict.fromkeys(PICKERS, _picker),
    **dict.fromkeys(TYPED - {"number_input"}, _text_input),
}
