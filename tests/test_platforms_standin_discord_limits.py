"""The stand-in for Discord takes what is just within a limit and refuses what is just beyond."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.platforms.standin_discord_command_limits import command_problems
from tests.platforms.standin_discord_components import modal_problems
from tests.platforms.standin_discord_limits import (
    COMPONENTS_V2,
    choice_problems,
    error_body,
    event_problems,
    message_problems,
    thread_problems,
)

Json = dict[str, Any]
Sized = Callable[[int], Json]


def layout(*components: Json) -> Json:
    """A message of Components V2."""
    return {"flags": COMPONENTS_V2, "components": list(components)}


def text(content: str) -> Json:
    """A text display."""
    return {"type": 10, "content": content}


def row(*components: Json) -> Json:
    """An action row."""
    return {"type": 1, "components": list(components)}


def button(number: int = 0, **changes: Any) -> Json:
    """A button in working order."""
    return {"type": 2, "style": 1, "label": "go", "custom_id": f"go {number}"} | changes


def select(count: int = 1, **changes: Any) -> Json:
    """A menu of so many choices."""
    return {"type": 3, "custom_id": "menu", "options": options(count)} | changes


def options(count: int, **changes: Any) -> list[Json]:
    """So many choices."""
    return [{"label": f"{number}", "value": f"{number}"} | changes for number in range(count)]


def gallery(count: int = 1, **changes: Any) -> Json:
    """So many pictures."""
    return {"type": 12, "items": [{"media": {"url": "http://x/"}} | changes] * count}


def modal(*components: Json, **changes: Any) -> Json:
    """A form in working order."""
    return {"custom_id": "form", "title": "Form", "components": list(components)} | changes


def label(component: Json, **changes: Any) -> Json:
    """A field of a form."""
    return {"type": 18, "label": "Field", "component": component} | changes


def field(number: int = 0, **changes: Any) -> Json:
    """A text input."""
    return {"type": 4, "style": 1, "custom_id": f"field {number}"} | changes


def command(**changes: Any) -> Json:
    """A command in working order."""
    return {"name": "lookup", "description": "Find", "options": []} | changes


def option(number: int = 0, **changes: Any) -> Json:
    """A text option of a command."""
    return {"type": 3, "name": f"option-{number}", "description": "What"} | changes


def choices(count: int) -> list[Json]:
    """So many choices of an option."""
    return [{"name": f"{number}", "value": f"{number}"} for number in range(count)]


MESSAGES: dict[str, tuple[Sized, int]] = {
    "content": (lambda n: {"content": "x" * n}, 2_000),
    "nonce": (lambda n: {"content": "x", "nonce": "x" * n}, 25),
    "rows": (lambda n: {"components": [row(button(i)) for i in range(n)]}, 5),
    "embeds": (lambda n: {"embeds": [{"title": "x"}] * n}, 10),
    "embed characters": (
        lambda n: {"embeds": [{"description": "x" * 3_000}, {"description": "x" * (n - 3_000)}]},
        6_000,
    ),
    "components": (lambda n: layout(*[text("x")] * n), 40),
    "nested components": (
        lambda n: layout({"type": 17, "components": [text("x")] * (n - 1)}),
        40,
    ),
    "text": (lambda n: layout(text("x"), {"type": 17, "components": [text("x" * (n - 1))]}), 4_000),
    "buttons in a row": (lambda n: layout(row(*map(button, range(n)))), 5),
    "button label": (lambda n: layout(row(button(label="x" * n))), 80),
    "custom id": (lambda n: layout(row(button(custom_id="x" * n))), 100),
    "choices of a menu": (lambda n: layout(row(select(n))), 25),
    "choice label": (lambda n: layout(row(select(options=options(1, label="x" * n)))), 100),
    "choice value": (lambda n: layout(row(select(options=options(1, value="x" * n)))), 100),
    "choice text": (lambda n: layout(row(select(options=options(1, description="x" * n)))), 100),
    "placeholder": (lambda n: layout(row(select(placeholder="x" * n))), 150),
    "texts of a section": (
        lambda n: layout({"type": 9, "components": [text("x")] * n, "accessory": button()}),
        3,
    ),
    "pictures": (lambda n: layout(gallery(n)), 10),
    "alt text": (lambda n: layout(gallery(description="x" * n)), 1_024),
    "attachments": (lambda n: {"attachments": [{"id": 0}] * n}, 10),
    "colour": (
        lambda n: layout({"type": 17, "components": [text("x")], "accent_color": n}),
        2**24 - 1,
    ),
}

MODALS: dict[str, tuple[Sized, int]] = {
    "title": (lambda n: modal(label(field()), title="x" * n), 45),
    "custom id": (lambda n: modal(label(field()), custom_id="x" * n), 100),
    "fields": (lambda n: modal(*(label(field(i)) for i in range(n))), 5),
    "label": (lambda n: modal(label(field(), label="x" * n)), 45),
    "description": (lambda n: modal(label(field(), description="x" * n)), 100),
    "value": (lambda n: modal(label(field(value="x" * n))), 4_000),
    "placeholder": (lambda n: modal(label(field(placeholder="x" * n))), 100),
    "radio": (lambda n: modal(label({"type": 21, "custom_id": "r", "options": options(n)})), 10),
    "checkboxes": (
        lambda n: modal(label({"type": 22, "custom_id": "c", "options": options(n)})),
        10,
    ),
}

COMMANDS: dict[str, tuple[Sized, int]] = {
    "name": (lambda n: command(name="x" * n), 32),
    "description": (lambda n: command(description="x" * n), 100),
    "localised name": (lambda n: command(name_localizations={"de": "x" * n}), 32),
    "options": (lambda n: command(options=[option(i) for i in range(n)]), 25),
    "option name": (lambda n: command(options=[option(name="x" * n)]), 32),
    "option description": (lambda n: command(options=[option(description="x" * n)]), 100),
    "choices": (lambda n: command(options=[option(choices=choices(n))]), 25),
    "menu name": (lambda n: {"type": 3, "name": "X" * n}, 32),
}

LONG = [{"name": f"{number:0100}", "value": "x" * 100} for number in range(10)]

BROKEN: dict[str, Json] = {
    "content beside a layout": layout(text("x")) | {"content": "x"},
    "embeds beside a layout": layout(text("x")) | {"embeds": [{"title": "x"}]},
    "a layout without its flag": {"components": [text("x")]},
    "a custom id twice": layout(row(button()), row(button())),
    "an empty text": layout(text("")),
    "an empty row": layout(row()),
    "a container in a container": layout({"type": 17, "components": [{"type": 17}]}),
    "a button outside a row": layout(button()),
    "a button without a word": layout(row(button(label=None))),
    "a link with a custom id": layout(row(button(style=5, url="http://x/"))),
    "a menu beside a button": layout(row(select(), button())),
    "two choices of a value": layout(row(select(options=options(2, value="x")))),
    "more choices asked for than there are": layout(row(select(2, max_values=3))),
    "a section without accessory": layout({"type": 9, "components": [text("x")]}),
    "a picture that was not sent": layout(gallery(media={"url": "attachment://no.png"})),
    "a field of a form in a message": layout(row(field())) | {"components": [label(field())]},
    "an unknown component": layout({"type": 99}),
    "a flag one may not set": {"content": "x", "flags": 1},
    "mentions both ways": {"allowed_mentions": {"parse": ["users"], "users": ["1"]}},
}


@pytest.mark.parametrize("limit", MESSAGES)
def test_a_message_may_reach_each_limit_and_not_pass_it(limit: str) -> None:
    """At the limit nothing is wrong; one more is."""
    make, most = MESSAGES[limit]
    assert list(message_problems(make(most), {})) == []
    assert list(message_problems(make(most + 1), {}))


@pytest.mark.parametrize("limit", MODALS)
def test_a_form_may_reach_each_limit_and_not_pass_it(limit: str) -> None:
    """At the limit nothing is wrong; one more is."""
    make, most = MODALS[limit]
    assert list(modal_problems(make(most))) == []
    assert list(modal_problems(make(most + 1)))


@pytest.mark.parametrize("limit", COMMANDS)
def test_a_command_may_reach_each_limit_and_not_pass_it(limit: str) -> None:
    """At the limit nothing is wrong; one more is."""
    make, most = COMMANDS[limit]
    assert list(command_problems([make(most)])) == []
    assert list(command_problems([make(most + 1)]))


@pytest.mark.parametrize("rule", BROKEN)
def test_a_message_that_breaks_a_rule_is_refused(rule: str) -> None:
    """Rules that are not about size."""
    assert list(message_problems(BROKEN[rule], {}))


@pytest.mark.parametrize(
    "broken",
    [
        command(name="Look Up"),
        command(options=[option(0), option(1, required=True)]),
        command(options=[option(0), option(0)]),
        command(options=[option(0), {"type": 1, "name": "sub", "description": "x"}]),
        command(options=[option(choices=choices(1), autocomplete=True)]),
        command(name_localizations={"xx": "x"}),
        command(contexts=[3]),
        command(default_member_permissions="manage_guild"),
        {"type": 2, "name": "Menu", "description": "x"},
        command(options=[option(number, choices=LONG) for number in range(4)]),
    ],
)
def test_a_command_that_breaks_a_rule_is_refused(broken: Json) -> None:
    """Names, order, nesting, places and the size of the whole."""
    assert list(command_problems([broken]))


def test_so_many_commands_of_a_kind() -> None:
    """A hundred slash commands, fifteen of each menu, and no two of a name."""
    hundred = [command(name=f"c{number}") for number in range(100)]
    menus = [{"type": 3, "name": f"Menu {number}"} for number in range(15)]
    assert list(command_problems(hundred + menus)) == []
    assert list(command_problems([*hundred, command(name="more")]))
    assert list(command_problems([*menus, {"type": 3, "name": "More"}]))
    assert list(command_problems([command(), command()]))


def test_suggestions_threads_and_events_have_limits_too() -> None:
    """25 suggestions, names of 100 characters, events with a place and an end."""
    assert list(choice_problems(choices(25))) == []
    assert list(choice_problems(choices(26)))
    assert list(thread_problems({"name": "x" * 100})) == []
    assert list(thread_problems({"name": "x" * 101}))
    event = {"name": "Contest", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": "t"}
    whole = event | {"scheduled_end_time": "t", "entity_metadata": {"location": "#quiz"}}
    assert list(event_problems(whole)) == []
    assert list(event_problems(event))


def test_the_error_says_where_the_fault_is() -> None:
    """As Discord does: a tree of the path, with the code at its end."""
    body = error_body(message_problems(layout(row(button(label="x" * 81))), {}))
    assert body["code"] == 50035
    errors = body["errors"]["components"]["0"]["components"]["0"]["label"]["_errors"]
    assert errors[0]["code"] == "BASE_TYPE_BAD_LENGTH"
