"""The stand-in for Slack takes what Slack's documentation allows and no more."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.platforms.standin_slack_limits import (
    message_problems,
    suggestion_problems,
    view_problems,
)
from tests.platforms.standin_slack_manifest import manifest_problems
from tests.platforms.tiny_slack_app import Body, button, form, section

Make = Callable[[int], Any]


def text(size: int) -> Body:
    return {"type": "plain_text", "text": "x" * size}


def options(count: int, size: int = 1) -> list[Body]:
    return [{"text": text(size), "value": str(number)} for number in range(count)]


def select(**beside: Any) -> Body:
    return {"type": "static_select", "action_id": "a", "options": options(2)} | beside


def actions(*elements: Body) -> Body:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Body, **beside: Any) -> Body:
    return {"type": "input", "label": text(1), "element": {"action_id": "a"} | element} | beside


def typing(**beside: Any) -> Body:
    return asking({"type": "plain_text_input"} | beside)


def image(**beside: Any) -> Body:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x"} | beside


def rich(*spans: Body, kind: str = "rich_text_section") -> Body:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(spans)}]}


def table(rows: int, columns: int = 1, cell: str = "x") -> Body:
    row = [{"type": "raw_text", "text": cell}] * columns
    return {"type": "table", "rows": [row] * rows}


def confirmed(**parts: int) -> Body:
    sizes = {"title": 1, "text": 1, "confirm": 1, "deny": 1} | parts
    asked = {key: text(size) for key, size in sizes.items()}
    return actions(button("x", "a") | {"confirm": asked})


BLOCKS: dict[str, tuple[int, Make]] = {
    "text of a section": (3_000, lambda n: section("x" * n)),
    "fields of a section": (10, lambda n: {"type": "section", "fields": [text(1)] * n}),
    "text of a field": (2_000, lambda n: {"type": "section", "fields": [text(n)]}),
    "header": (150, lambda n: {"type": "header", "text": text(n)}),
    "block id": (255, lambda n: section("x") | {"block_id": "x" * n}),
    "action id": (255, lambda n: actions(button("x", "x" * n))),
    "text of a button": (75, lambda n: actions(button("x" * n, "a"))),
    "value of a button": (2_000, lambda n: actions(button("x", "a", "x" * n))),
    "address of a button": (3_000, lambda n: actions(button("x", "a") | {"url": "x" * n})),
    "label of a button": (75, lambda n: actions(button("x", "a") | {"accessibility_label": "x" * n})),
    "elements of actions": (25, lambda n: actions(*(button("x", str(i)) for i in range(n)))),
    "elements of a context": (10, lambda n: {"type": "context", "elements": [text(1)] * n}),
    "alt text": (2_000, lambda n: image(alt_text="x" * n)),
    "address of an image": (3_000, lambda n: image(image_url="x" * n)),
    "title of an image": (2_000, lambda n: image(title=text(n))),
    "label of an input": (2_000, lambda n: typing() | {"label": text(n)}),
    "hint of an input": (2_000, lambda n: typing() | {"hint": text(n)}),
    "placeholder": (150, lambda n: typing(placeholder=text(n))),
    "most that can be typed": (3_000, lambda n: typing(max_length=n)),
    "text typed already": (5, lambda n: typing(max_length=5, initial_value="x" * n)),
    "options": (100, lambda n: actions(select(options=options(n)))),
    "text of an option": (75, lambda n: actions(select(options=options(1, n)))),
    "options of radio buttons": (10, lambda n: actions(select(type="radio_buttons", options=options(n)))),
    "options of an overflow menu": (5, lambda n: actions(select(type="overflow", options=options(n)))),
    "title of a confirmation": (100, lambda n: confirmed(title=n)),
    "text of a confirmation": (300, lambda n: confirmed(text=n)),
    "button of a confirmation": (30, lambda n: confirmed(confirm=n)),
    "rows of a table": (100, table),
    "columns of a table": (20, lambda n: table(1, n)),
    "text of a table": (10_000, lambda n: table(1, 1, "x" * n)),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
}  # fmt: skip


@pytest.mark.parametrize("what", BLOCKS)
def test_a_block_at_its_limit_and_beyond(what: str) -> None:
    """The most that is documented is taken; one more is refused."""
    most, make = BLOCKS[what]
    assert list(message_problems({"blocks": [make(most)]})) == []
    problems = list(message_problems({"blocks": [make(most + 1)]}))
    assert len(problems) == 1, problems


MESSAGES: dict[str, tuple[int, Make, str]] = {
    "blocks": (50, lambda n: {"blocks": [section("x")] * n}, "invalid_blocks"),
    "text": (40_000, lambda n: {"text": "x" * n}, "msg_too_long"),
    "tables": (1, lambda n: {"blocks": [table(1)] * n}, "invalid_attachments"),
    "text in all blocks": (13, lambda n: {"blocks": [section("x" * 1_000)] * n}, "msg_blocks_too_long"),
}  # fmt: skip


@pytest.mark.parametrize("what", MESSAGES)
def test_a_message_at_its_limit_and_beyond(what: str) -> None:
    """What a message may hold altogether, each with the error that Slack gives."""
    most, make, error = MESSAGES[what]
    assert list(message_problems(make(most))) == []
    assert [one.error for one in message_problems(make(most + 1))] == [error]


def test_a_changed_message_takes_less_text() -> None:
    """chat.update takes 4,000 characters of plain text, a tenth of what a post takes."""
    assert list(message_problems({"text": "x" * 4_000}, changed=True)) == []
    problems = list(message_problems({"text": "x" * 4_001}, changed=True))
    assert [one.error for one in problems] == ["msg_too_long"]


def modal(**beside: Any) -> Body:
    return form() | beside


VIEWS: dict[str, tuple[int, Make]] = {
    "blocks": (100, lambda n: modal(blocks=[section("x")] * n)),
    "title": (24, lambda n: modal(title=text(n))),
    "submit": (24, lambda n: modal(submit=text(n))),
    "close": (24, lambda n: modal(close=text(n))),
    "private metadata": (3_000, lambda n: modal(private_metadata="x" * n)),
    "callback id": (255, lambda n: modal(callback_id="x" * n)),
    "external id": (255, lambda n: modal(external_id="x" * n)),
}


@pytest.mark.parametrize("what", VIEWS)
def test_a_modal_at_its_limit_and_beyond(what: str) -> None:
    """The most that is documented is taken; one more is refused."""
    most, make = VIEWS[what]
    assert list(view_problems(make(most), "modal")) == []
    assert list(view_problems(make(most + 1), "modal")) != []


WRONG: dict[str, Body] = {
    "nothing to say": section(""),
    "no text": {"type": "section"},
    "marked-up header": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "no such block": {"type": "marquee"},
    "no such element": actions({"type": "lever", "action_id": "a"}),
    "no action id": actions({"type": "button", "text": text(1)}),
    "the same action id twice": actions(button("x", "a"), button("y", "a")),
    "an input among actions": actions({"type": "plain_text_input", "action_id": "a"}),
    "a button in an input": asking(button("x", "a")),
    "no such style": actions(button("x", "a") | {"style": "loud"}),
    "no alt text": image(alt_text=""),
    "options and groups": actions(select(option_groups=[])),
    "the same option twice": actions(select(options=options(1) * 2)),
    "a choice that is not offered": actions(select(initial_option=options(3)[2])),
    "a number field that does not say of what": asking({"type": "number_input"}),
    "a date in another form": asking({"type": "datepicker", "initial_date": "1 May"}),
    "an empty cell": table(1, 1, ""),
    "rich text that is empty": rich({"type": "text", "text": ""}),
    "no such span": rich({"type": "blink", "text": "x"}),
    "no such part": rich(kind="rich_text_poem"),
    "a person in preformatted text": rich({"type": "user", "user_id": "U1"}, kind="rich_text_preformatted"),
    "a date without a time": rich({"type": "date", "format": "{date}"}),
    "a divider with words": {"type": "divider", "text": text(1)},
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_slack_never_takes(what: str) -> None:
    """A block that is wrong in itself is refused, with the place named."""
    problems = list(message_problems({"blocks": [WRONG[what]]}))
    assert problems
    assert all(one.at.startswith("/blocks/0") for one in problems)


def test_block_ids_are_unique() -> None:
    """Two blocks of a message cannot have one id."""
    twice = [section("x") | {"block_id": "same"}] * 2
    assert [one.rule for one in message_problems({"blocks": twice})] == [
        'block_id "same" already exists'
    ]


@pytest.mark.parametrize("block", [table(1), {"type": "markdown", "text": "x"}])
def test_some_blocks_are_for_messages_only(block: Body) -> None:
    """Tables and markdown cannot be in a modal or an App Home."""
    assert list(message_problems({"blocks": [block]})) == []
    assert list(view_problems(modal(blocks=[block]), "modal")) != []
    assert list(view_problems({"type": "home", "blocks": [block]}, "home")) != []


def test_a_form_needs_a_button_to_send_it() -> None:
    """A modal with fields names what its submit button says."""
    unsent = form()
    del unsent["submit"]
    assert [one.at for one in view_problems(unsent, "modal")] == ["/view/submit"]


def test_metadata() -> None:
    """An event's type and payload and nothing else, and not without end."""
    good = {"event_type": "dispatch_post", "event_payload": {"id": "1"}}
    assert list(message_problems({"text": "x", "metadata": good})) == []
    for bad in ({"event_type": "x"}, good | {"more": 1}, good | {"event_payload": "x"}):
        problems = list(message_problems({"text": "x", "metadata": bad}))
        assert [one.error for one in problems] == ["invalid_metadata_format"]
    huge = good | {"event_payload": {"id": "x" * 9_000}}
    problems = list(message_problems({"text": "x", "metadata": huge}))
    assert [one.error for one in problems] == ["metadata_too_large"]


def test_suggestions() -> None:
    """A menu that the app fills takes a hundred options, or none."""
    assert list(suggestion_problems({"options": []})) == []
    assert list(suggestion_problems({"options": options(100)})) == []
    assert list(suggestion_problems({"options": options(101)})) != []
    group = {"label": text(1), "options": options(2)}
    assert list(suggestion_problems({"option_groups": [group]})) == []
    assert list(suggestion_problems({"options": options(1, 76)})) != []


def manifest(**features: Any) -> Body:
    return {
        "display_information": {"name": "Dispatch"},
        "features": features,
        "settings": {"socket_mode_enabled": True},
    }


def test_manifests() -> None:
    """A manifest is held to its limits, and without Socket Mode must say where to send things."""
    command = {"command": "/dispatch", "description": "Read the dispatch"}
    good = manifest(slash_commands=[command])
    assert list(manifest_problems(good)) == []
    for bad in (
        manifest(slash_commands=[command | {"command": "dispatch"}]),
        manifest(slash_commands=[command] * 2),
        manifest(shortcuts=[{"name": "x" * 25, "type": "global", "callback_id": "a", "description": "b"}]),
        good | {"settings": {}},
        good | {"display_information": {"name": "x" * 36}},
        good | {"display_information": {"name": "x", "long_description": "too short"}},
    ):  # fmt: skip
        assert len(list(manifest_problems(bad))) == 1, bad
