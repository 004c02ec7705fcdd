"""What Slack refuses in messages, views and suggestions, by the limits of its documentation."""

from collections.abc import Iterator
from typing import Any

from tests.platforms.standin_slack_blocks import layout_problems
from tests.platforms.standin_slack_checks import Problem, bounded, optional, plain
from tests.platforms.standin_slack_elements import MOST_OPTIONS, group_problems, option_problems
from tests.platforms.standin_slack_world import Json

__all__ = ["Problem", "message_problems", "suggestion_problems", "view_problems"]

MOST_TEXT = 40_000
MOST_CHANGED_TEXT = 4_000
# metadata_too_large is documented without a number.
MOST_METADATA = 8_000


def message_problems(body: Json, *, changed: bool = False) -> Iterator[Problem]:
    """What Slack refuses in a new message, or in one that is ``changed``, which takes less text."""
    most = MOST_CHANGED_TEXT if changed else MOST_TEXT
    if len(body.get("text") or "") > most:
        yield Problem("/text", f"must be less than {most + 1} characters", "msg_too_long")
    yield from _blocks(body.get("blocks"), "message", "/blocks")
    for index, attachment in enumerate(body.get("attachments") or []):
        blocks = attachment.get("blocks")
        yield from _blocks(blocks, "message", f"/attachments/{index}/blocks")
    if body.get("metadata"):  # an empty one takes the former away
        yield from _metadata(body["metadata"])


def view_problems(view: Json, kind: str) -> Iterator[Problem]:
    """What Slack refuses in a ``modal`` or a ``home``."""
    if view.get("type") != kind:
        yield Problem("/view/type", f"must be {kind}")
    if kind == "modal":
        yield from _modal(view)
    yield from optional(view.get("private_metadata"), "/view/private_metadata", 3_000)
    yield from optional(view.get("callback_id"), "/view/callback_id", 255)
    yield from optional(view.get("external_id"), "/view/external_id", 255)
    yield from bounded(view.get("blocks"), "/view/blocks", 1, 100, "items")
    yield from _blocks(view.get("blocks"), kind, "/view/blocks")


def suggestion_problems(answer: Json) -> Iterator[Problem]:
    """What Slack refuses in the options for a menu that the app fills."""
    if "option_groups" in answer:
        yield from group_problems(answer["option_groups"], "/option_groups")
    else:
        yield from option_problems(answer.get("options"), "/options", MOST_OPTIONS, least=0)


def _modal(view: Json) -> Iterator[Problem]:
    yield from plain(view.get("title"), "/view/title", 24)
    for button in ("submit", "close"):
        if view.get(button) is not None:
            yield from plain(view[button], f"/view/{button}", 24)
    has_input = any(block.get("type") == "input" for block in view.get("blocks") or [])
    if has_input and view.get("submit") is None:
        yield Problem("/view/submit", "is required when there is an input block")


def _blocks(blocks: Any, surface: str, at: str) -> Iterator[Problem]:
    if blocks is None:
        return
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield Problem(at, "must be an array of blocks", "invalid_blocks_format")
        return
    yield from layout_problems(blocks, surface, at)


def _metadata(metadata: Any) -> Iterator[Problem]:
    at = "/metadata"
    if not isinstance(metadata, dict) or metadata.keys() != {"event_type", "event_payload"}:
        rule = "must have event_type and event_payload alone"
        yield Problem(at, rule, "invalid_metadata_format")
        return
    yield from bounded(metadata["event_type"], f"{at}/event_type", 1, 255)
    if not isinstance(metadata["event_payload"], dict):
        yield Problem(f"{at}/event_payload", "must be an object", "invalid_metadata_format")
    if len(str(metadata)) > MOST_METADATA:
        yield Problem(at, "is too large", "metadata_too_large")
