"""Slack's rich text as HTML, as far as the bot writes it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

Json = Mapping[str, Any]

_TAGS = {"bold": "b", "italic": "i", "code": "code", "strike": "s"}
_TOKEN = re.compile(r"\{(\w+)\}")


def html(element: Json, now: datetime) -> str:
    """Return a part of rich text, or a span in it; moments are told from ``now``."""
    match element["type"]:
        case "rich_text_section":
            return f"<p>{_inside(element, now)}</p>"
        case "rich_text_quote":
            return f"<blockquote>{_inside(element, now)}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{_inside(element, now)}</pre>"
        case "rich_text_list":
            tag = "ol" if element["style"] == "ordered" else "ul"
            lines = (f"<li>{_inside(line, now)}</li>" for line in element["elements"])
            return f"<{tag}>{''.join(lines)}</{tag}>"
        case "text":
            return _styled(element)
        case "link":
            return f"<a>{escape(element.get('text') or element['url'])}</a>"
        case "date":
            return f"<time>{_moment(element, now)}</time>"
        case unknown:
            raise ValueError(f"the gallery cannot draw rich text of type {unknown}")


def _inside(element: Json, now: datetime) -> str:
    return "".join(html(each, now) for each in element["elements"])


def _styled(span: Json) -> str:
    made = escape(span["text"], quote=False).replace("\n", "<br>")
    for style, is_on in (span.get("style") or {}).items():
        made = f"<{_TAGS[style]}>{made}</{_TAGS[style]}>" if is_on else made
    return made


def _moment(span: Json, now: datetime) -> str:
    at = datetime.fromtimestamp(span["timestamp"], UTC)
    hour = f"{at:%I}".lstrip("0")
    day = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((at.date() - now.date()).days)
    tokens = {
        "date_short_pretty": day or f"{at:%b} {at.day}, {at.year}",
        "time": f"{hour}:{at:%M} {at:%p}",
        "time_secs": f"{hour}:{at:%M:%S %p}",
    }
    return _TOKEN.sub(lambda token: tokens[token[1]], span["format"])
