"""What Discord's own clients send: a command's options and a form's fields, checked as they do."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.platforms.standin_discord_command_limits import (
    BOOLEAN,
    GROUP,
    INTEGER,
    NUMBER,
    SUBCOMMAND,
    TEXT,
)
from tests.platforms.standin_discord_components import FIELDS, SELECTS, Json, Kind, walk
from tests.platforms.standin_discord_seen import Modal, NotOffered

_TYPES: dict[int, type | tuple[type, ...]] = {
    TEXT: str,
    INTEGER: int,
    BOOLEAN: bool,
    NUMBER: (int, float),
}


def command_options(
    command: Json, words: list[str], given: Mapping[str, Any], focused: str | None = None
) -> list[Json]:
    """The options of an interaction, nested under the sub-command that ``words`` name.

    ``focused`` is the option that is being typed; then nothing is required or checked.

    Raises:
        NotOffered: Discord would not have let a person send this.
    """
    if words:
        inner = _named(command, words[0])
        if inner["type"] not in {SUBCOMMAND, GROUP}:
            raise NotOffered(f"{command['name']} has no sub-command {words[0]}")
        nested = command_options(inner, words[1:], given, focused)
        return [{"name": inner["name"], "type": inner["type"], "options": nested}]
    offered = command.get("options") or []
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in offered):
        raise NotOffered(f"{command['name']} needs one of its sub-commands")
    if focused is None:
        _require_all(offered, given)
    return [_given(_named(command, name), value, focused) for name, value in given.items()]


def choice_named(field: Json, wanted: str) -> str:
    """The value of a choice by its label or value."""
    for option in field.get("options") or []:
        if wanted in {option["label"], option["value"]}:
            return str(option["value"])
    raise NotOffered(f"no choice {wanted!r} among {field.get('options')}")


def filled_in(modal: Modal, answers: Mapping[str, Any]) -> list[Json]:
    """The components of a submitted form; fields are named by label or custom id.

    Raises:
        NotOffered: the form has no such field, or would not take the answer.
    """
    left = dict(answers)
    submitted = [_submitted(component, left) for component in modal.components]
    if left:
        raise NotOffered(f"{modal.title} has no field {', '.join(left)}")
    return submitted


def field_names(modal: Modal) -> list[str]:
    """The labels of a form's fields, in order."""
    return [label for component in modal.components for _, label in _fields(component)]


def _named(command: Json, name: str) -> Json:
    for option in command.get("options") or []:
        if option["name"] == name:
            found: Json = option
            return found
    raise NotOffered(f"{command['name']} has no option {name}")


def _require_all(offered: list[Json], given: Mapping[str, Any]) -> None:
    for option in offered:
        if option.get("required") and option["name"] not in given:
            raise NotOffered(f"the option {option['name']} is required")


def _given(option: Json, value: Any, focused: str | None) -> Json:
    sent = {"name": option["name"], "type": option["type"], "value": value}
    if focused == option["name"]:
        return sent | {"focused": True}
    if focused is None:
        _check_value(option, value)
    return sent


def _check_value(option: Json, value: Any) -> None:
    name, kind = option["name"], _TYPES.get(option["type"])
    if kind is not None and not isinstance(value, kind):
        raise NotOffered(f"{name} does not take {value!r}")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise NotOffered(f"{name} has no choice {value!r}")
    low, high, measured = option.get("min_value"), option.get("max_value"), value
    if isinstance(value, str):
        low, high, measured = option.get("min_length"), option.get("max_length"), len(value)
    if (low is not None and measured < low) or (high is not None and measured > high):
        raise NotOffered(f"{name} takes {low} to {high}, not {value!r}")


def _submitted(component: Json, left: dict[str, Any]) -> Json:
    own = {"type": component["type"], "id": component.get("id", 0)}
    fields = [_answered(field, label, left) for field, label in _fields(component)]
    if component["type"] == Kind.ROW:
        return own | {"components": fields}
    return own | ({"component": fields[0]} if fields else {})


def _fields(component: Json) -> Iterator[tuple[Json, str]]:
    for _, field in walk([component]):
        if field["type"] in FIELDS:
            yield field, component.get("label") or field.get("label") or ""


def _answered(field: Json, label: str, left: dict[str, Any]) -> Json:
    name = label if label in left else field["custom_id"]
    answer = left.pop(name, None)
    own = {"type": field["type"], "id": field.get("id", 0), "custom_id": field["custom_id"]}
    return own | _value(field, label, answer)


def _value(field: Json, label: str, answer: Any) -> Json:
    answer = _prefilled(field) if answer is None else answer
    if field.get("required", field["type"] != Kind.CHECKBOX) and answer in (None, "", []):
        raise NotOffered(f"{label} is required")
    if field["type"] == Kind.TEXT_INPUT:
        return {"value": _text(field, label, answer or "")}
    if field["type"] == Kind.CHECKBOX:
        return {"value": bool(answer)}
    if field["type"] == Kind.RADIO:
        return {"value": choice_named(field, answer) if answer else None}
    return {"values": _values(field, label, answer or [])}


def _prefilled(field: Json) -> Any:
    if field["type"] == Kind.TEXT_INPUT:
        return field.get("value")
    chosen = [option["value"] for option in field.get("options") or [] if option.get("default")]
    return chosen[0] if chosen and field["type"] == Kind.RADIO else chosen


def _text(field: Json, label: str, answer: str) -> str:
    if len(answer) > (field.get("max_length") or 4_000):
        raise NotOffered(f"{label} takes at most {field.get('max_length') or 4_000} characters")
    if answer and len(answer) < (field.get("min_length") or 0):
        raise NotOffered(f"{label} takes at least {field['min_length']} characters")
    return answer


def _values(field: Json, label: str, answer: str | list[Any]) -> list[str]:
    chosen = [answer] if isinstance(answer, str) else answer
    if len(chosen) > (field.get("max_values") or 1):
        raise NotOffered(f"{label} takes at most {field.get('max_values') or 1} choices")
    if field["type"] in SELECTS - {Kind.SELECT}:
        return [str(getattr(one, "id", one)) for one in chosen]
    return [choice_named(field, one) for one in chosen]
