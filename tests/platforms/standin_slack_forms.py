"""What the person's choices and typing are called when Slack tells the app of them."""

import re
from collections.abc import Mapping
from typing import Any

from tests.platforms.standin_slack_seen import NotOffered, controls, label_of
from tests.platforms.standin_slack_world import Channel, Json, Message, User, View

Options = Mapping[str, list[Json]]


def found_control(shown: Message | View, name: str | None) -> tuple[Json, Json]:
    """The control with that action id, label or placeholder, or the only one, and its block."""
    candidates = list(controls(shown))
    for block, element in candidates:
        if name in {element["action_id"], label_of(block, element), block.get("block_id")}:
            return block, element
    if name is None and len(candidates) == 1:
        return candidates[0]
    raise NotOffered(f"no {name!r} among {[label_of(*one) for one in candidates]}")


def filled_in(
    shown: Message | View,
    answers: Mapping[str, Any],
    suggested: Options,
    *,
    half: bool = False,
) -> Json:
    """The values of a form; fields are named by label, block id or action id.

    ``half`` is for a form that is not being sent yet: needed fields may be empty.

    Raises:
        NotOffered: a field is not there, a choice is none of its options, or a needed one is empty.
    """
    values: Json = {}
    left = dict(answers)
    for block, element in controls(shown):
        names = {label_of(block, element), block["block_id"], element["action_id"]}
        given = next((left.pop(name) for name in names if name in left), _UNTOUCHED)
        value = state_of(element, given, suggested)
        needed = block["type"] == "input" and not block.get("optional") and not half
        if needed and _empty(value):
            raise NotOffered(f"{label_of(block, element)!r} must be filled in")
        if element["type"] != "button":
            values.setdefault(block["block_id"], {})[element["action_id"]] = value
    if left:
        raise NotOffered(f"no fields {sorted(left)}")
    return values


def state_of(element: Json, given: Any, suggested: Options) -> Json:
    """One control's value as Slack writes it: what was given, or what it began with."""
    kind = element["type"]
    key = _KEYS.get(kind)
    if key is None:
        return {"type": kind}
    if given is _UNTOUCHED:
        return {"type": kind, key: element.get(_INITIALS[key], [] if key.endswith("s") else None)}
    known = suggested.get(element["action_id"], []) or _options(element)
    match key:
        case "selected_option":
            return {"type": kind, key: _option(known, given)}
        case "selected_options":
            wanted = given if isinstance(given, list) else [given]
            return {"type": kind, key: [_option(known, one) for one in wanted]}
        case "value":
            return {"type": kind, key: _typed(element, given)}
        case _:
            return {"type": kind, key: _wire(given)}


_UNTOUCHED = object()
_INTEGER, _DECIMAL = re.compile(r"-?\d+"), re.compile(r"-?\d+(\.\d+)?")
_KEYS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_INITIALS = {
    key: "initial_value" if key == "value" else key.replace("selected", "initial")
    for key in _KEYS.values()
}


def _options(element: Json) -> list[Json]:
    grouped = [one for group in element.get("option_groups") or [] for one in group["options"]]
    return (element.get("options") or []) + grouped


def _option(known: list[Json], wanted: Any) -> Json:
    for option in known:
        if wanted in (option, option["value"], option["text"]["text"]):
            return option
    raise NotOffered(f"{wanted!r} is none of {[one['text']['text'] for one in known]}")


def _typed(element: Json, given: Any) -> str | None:
    text = "" if given is None else str(given)
    if len(text) > element.get("max_length", 3_000):
        raise NotOffered("the text is longer than the field takes")
    if text and len(text) < element.get("min_length", 0):
        raise NotOffered("the text is shorter than the field takes")
    if text and element["type"] == "number_input":
        _require_number(element, text)
    return text or None


def _require_number(element: Json, text: str) -> None:
    whole = not element.get("is_decimal_allowed")
    if not (_INTEGER if whole else _DECIMAL).fullmatch(text):
        raise NotOffered(f"{text!r} is no number that the field takes")
    number = float(text)
    low, high = element.get("min_value"), element.get("max_value")
    if (low is not None and number < float(low)) or (high is not None and number > float(high)):
        raise NotOffered(f"{text} is not from {low} to {high}")


def _wire(given: Any) -> Any:
    match given:
        case User() | Channel():
            return given.id
        case list():
            return [_wire(one) for one in given]
        case _:
            return getattr(given, "id", given)


def _empty(value: Json) -> bool:
    return all(not content for key, content in value.items() if key != "type")
