"""Rich text and tables: what Slack refuses in them, by its reference for those two blocks."""

from collections.abc import Callable, Iterator

from tests.platforms.standin_slack_checks import (
    Problem,
    allowed,
    bounded,
    listed,
    one_of,
    optional,
    ranged,
)
from tests.platforms.standin_slack_world import Json

ANY_LENGTH = 40_000
MOST_ROWS, MOST_COLUMNS, MOST_CELL_TEXT = 100, 20, 10_000
_STYLES = frozenset(
    {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"}
)


def rich_text_problems(block: Json, at: str) -> Iterator[Problem]:
    """What Slack refuses in a rich text block."""
    parts = listed(block, "elements")
    yield from bounded(block.get("elements"), f"{at}/elements", 1, 1_000, "items")
    yield from allowed(parts, f"{at}/elements", _PARTS)
    for index, part in enumerate(parts):
        check = _PARTS.get(part.get("type"))
        if check is not None:
            yield from check(part, f"{at}/elements/{index}")


def table_problems(table: Json, at: str) -> Iterator[Problem]:
    """What Slack refuses in a table; a cell cannot be empty but may hold a space."""
    rows = listed(table, "rows")
    yield from bounded(table.get("rows"), f"{at}/rows", 1, MOST_ROWS, "items")
    columns = table.get("column_settings")
    if columns is not None:
        yield from bounded(columns, f"{at}/column_settings", 0, MOST_COLUMNS, "items")
        for index, column in enumerate(listed(table, "column_settings")):
            sides = {"left", "center", "right"}
            yield from one_of((column or {}).get("align"), f"{at}/column_settings/{index}", sides)
    for number, row in enumerate(rows):
        yield from bounded(row, f"{at}/rows/{number}", 1, MOST_COLUMNS, "items")
        for index, cell in enumerate(row):
            yield from _cell(cell, f"{at}/rows/{number}/{index}")
    if sum(_length(cell) for row in rows for cell in row) > MOST_CELL_TEXT:
        yield Problem(at, f"must be less than {MOST_CELL_TEXT + 1} characters in all cells")


def _cell(cell: Json, at: str) -> Iterator[Problem]:
    match cell.get("type"):
        case "raw_text":
            yield from bounded(cell.get("text"), f"{at}/text", 1, ANY_LENGTH)
        case "rich_text":
            yield from rich_text_problems(cell, at)
        case kind:
            yield Problem(at, f"unsupported type: {kind}")


def _length(cell: Json) -> int:
    """The characters of a cell, in whatever is nested in it."""
    own = len(str(cell.get("text") or ""))
    return own + sum(_length(part) for part in listed(cell, "elements"))


def _section(part: Json, at: str) -> Iterator[Problem]:
    yield from _spans(part, at, frozenset(_SPANS))


def _quote(part: Json, at: str) -> Iterator[Problem]:
    yield from _spans(part, at, frozenset(_SPANS))
    yield from ranged(part.get("border"), f"{at}/border", 0, 1)


def _preformatted(part: Json, at: str) -> Iterator[Problem]:
    yield from _spans(part, at, frozenset({"text", "link"}))
    yield from ranged(part.get("border"), f"{at}/border", 0, 1)


def _list(part: Json, at: str) -> Iterator[Problem]:
    if part.get("style") not in {"bullet", "ordered"}:
        yield Problem(f"{at}/style", "must be one of ['bullet', 'ordered']")
    yield from ranged(part.get("indent"), f"{at}/indent", 0, 8)
    yield from ranged(part.get("offset"), f"{at}/offset", 0, 1_000)
    items = listed(part, "elements")
    yield from bounded(part.get("elements"), f"{at}/elements", 1, 1_000, "items")
    yield from allowed(items, f"{at}/elements", {"rich_text_section"})
    for index, item in enumerate(items):
        yield from _section(item, f"{at}/elements/{index}")


def _spans(part: Json, at: str, kinds: frozenset[str]) -> Iterator[Problem]:
    spans = listed(part, "elements")
    yield from bounded(part.get("elements"), f"{at}/elements", 0, 10_000, "items")
    yield from allowed(spans, f"{at}/elements", kinds)
    for index, span in enumerate(spans):
        here = f"{at}/elements/{index}"
        for key, most in _SPANS.get(span.get("type"), {}).items():
            yield from bounded(span.get(key), f"{here}/{key}", 1, most)
        if span.get("type") == "date":
            yield from _date(span, here)
        for style in span.get("style") or ():
            yield from one_of(style, f"{here}/style", _STYLES)


def _date(span: Json, at: str) -> Iterator[Problem]:
    if not isinstance(span.get("timestamp"), int):
        yield Problem(f"{at}/timestamp", "must be an integer")
    yield from optional(span.get("fallback"), f"{at}/fallback", 3_000)
    yield from optional(span.get("url"), f"{at}/url", 3_000)


_SPANS: dict[str, dict[str, int]] = {
    "text": {"text": ANY_LENGTH},
    "link": {"url": 3_000},
    "emoji": {"name": 100},
    "user": {"user_id": 20},
    "usergroup": {"usergroup_id": 20},
    "channel": {"channel_id": 20},
    "broadcast": {"range": 8},
    "color": {"value": 20},
    "date": {"format": 3_000},
}
_PARTS: dict[str, Callable[[Json, str], Iterator[Problem]]] = {
    "rich_text_section": _section,
    "rich_text_quote": _quote,
    "rich_text_preformatted": _preformatted,
    "rich_text_list": _list,
}
