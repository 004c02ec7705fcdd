"""Block Kit's blocks and elements, each within its limits.

The limits are Slack's: https://docs.slack.dev/reference/block-kit

No text is ever given as Slack's markup (``mrkdwn``): what is not rich text is plain text, so nothing
in it can become a mention, a link or an emoji.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from bot.chat.form import Option
from bot.chat.reply import Style
from bot.chat.visible import clipped

Json: TypeAlias = dict[str, Any]
"""A block, an element or a view, as Slack takes it."""

MAX_BLOCKS = 50
"""Blocks of a message."""

MAX_VIEW_BLOCKS = 100
"""Blocks of a modal or of the Home tab."""

MAX_HEADER = 150
MAX_TEXT = 3_000
"""Of a text object; rich text is kept to it too."""

MAX_BUTTON = 75
MAX_VALUE = 2_000
"""Of what a button carries."""

MAX_PLACEHOLDER = 150
MAX_OPTION = 75
MAX_OPTION_VALUE = 150
MAX_OPTIONS = 100
MAX_CHOICES = 10
"""Radio buttons or checkboxes of one element."""

MAX_ACTIONS = 25
"""Elements of one row of buttons."""

MAX_ROWS = 100
"""Rows of a table, its head included."""

MAX_CELLS = 9_000
"""Characters in the rows of a table: of 10,000 in all its cells some are left to the head."""

MAX_ALT = 2_000
MAX_TITLE = 24
"""Of a modal; its buttons take as much."""

MAX_LABEL = 2_000
MAX_INPUT = 3_000
"""Characters that may be typed into one field."""

_STYLES: dict[Style, Json] = {
    Style.PRIMARY: {"style": "primary"},
    Style.PLAIN: {},
    Style.DANGER: {"style": "danger"},
}


def plain_text(text: str, limit: int) -> Json:
    """Return one line of plain text; an ellipsis where nothing in it can be seen."""
    return {"type": "plain_text", "text": clipped(text, limit) or "…", "emoji": False}


def header(text: str) -> Json:
    """Return a heading."""
    return {"type": "header", "text": plain_text(text, MAX_HEADER)}


def context(text: str) -> Json:
    """Return a line in small print."""
    return {"type": "context", "elements": [plain_text(text, MAX_TEXT)]}


def divider() -> Json:
    """Return a line across."""
    return {"type": "divider"}


def image(file_id: str, alt: str) -> Json:
    """Return a picture that was uploaded."""
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": clipped(alt, MAX_ALT) or "…",
    }


def rich_text(elements: Sequence[Json]) -> Json:
    """Return a block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: Sequence[Json]) -> Json:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(elements: Sequence[Json]) -> Json:
    """Return a quotation in rich text."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(lines: Iterable[Sequence[Json]]) -> Json:
    """Return a list in rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [*map(section, lines)]}


def table(rows: Sequence[Sequence[str]], aligned: Sequence[str]) -> Json:
    """Return a table of at most ``MAX_ROWS`` rows; ``aligned`` says how each column is."""
    return {
        "type": "table",
        "column_settings": [{"align": align, "is_wrapped": True} for align in aligned],
        "rows": [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows],
    }


def actions(elements: Sequence[Json], block_id: str) -> Json:
    """Return a row of at most ``MAX_ACTIONS`` buttons and lists."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(label: str, action_id: str, value: str, style: Style = Style.PLAIN) -> Json:
    """Return a button."""
    shown = plain_text(label, MAX_BUTTON)
    ids = {"action_id": action_id, "value": value}
    return {"type": "button", "text": shown, **ids, **_STYLES[style]}


def option(each: Option) -> Json:
    """Return something to choose."""
    return {"text": plain_text(each.label or each.key, MAX_OPTION), "value": each.key}


def static_select(label: str, action_id: str, options: Iterable[Option]) -> Json:
    """Return a list of at most ``MAX_OPTIONS`` to pick from."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(label, MAX_PLACEHOLDER),
        "options": [*map(option, options)],
    }


def field(label: str, block_id: str, element: Json, *, optional: bool = False) -> Json:
    """Return a field of a modal."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, MAX_LABEL),
        "element": element,
        "optional": optional,
    }


def escaped(text: str) -> str:
    """Return text for a message's ``text``: the three characters that act in it stand for themselves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Read what Slack escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
