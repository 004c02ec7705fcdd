"""Inline text as Discord's markdown, with nothing that a person typed able to act in it.

Discord's rule for escapes is that a backslash makes the next character plain unless it is a letter, a
digit or white space. Whatever could begin markup gets one, wherever it stands: that is simpler to be
sure of than knowing where markup can begin.
"""

import re
from collections.abc import Callable
from typing import assert_never
from urllib.parse import quote as percent_encoded

from bot.chat.plain import one_line
from bot.chat.text import Code, Emphasis, Inline, Link, Mention, Span, Strong, Text, Time
from bot.chat.visible import clipped, visible

# The set of characters comes first, since the engine then skips at once whatever is not in it.
_ACTIVE = re.compile(
    r"""
    [\\*_~`|>\#\-+\[\]<@:.)]
    (?: (?<![:.)])                                # acts wherever it stands
    |   (?<=:) (?=//|\Z)                          # may belong to an address
    |   (?: (?<=\d[.)]) | (?<=\A[.)]) ) (?=\s|\Z) # may belong to the number of a list
    )
    """,
    re.VERBOSE,
)

_ID = re.compile(r"[0-9]{1,20}")
_URL = ":/?#@!$&'*+,;=%-._~"
_LONGEST_URL = 500
_LONGEST_NAME = 200


def escaped(text: str) -> str:
    """Return text that Discord shows as it is: no markup, mention, link, list, or hidden character."""
    return _ACTIVE.sub(lambda active: f"\\{active[0]}", visible(text))


def escaped_line(text: str) -> str:
    """Return a label or a name escaped, on one line and not too long for it."""
    return escaped(clipped(text, _LONGEST_NAME))


def unescaped(markdown: str) -> str:
    """Read what ``escaped`` wrote."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def markdown(text: Inline) -> str:
    """Return inline text as markdown."""
    return "".join(map(span, text))


def span(each: Span) -> str:
    """Return one span as markdown."""
    match each:
        case Text(text):
            return escaped(text)
        case Strong(text):
            return strong(text)
        case Emphasis(text):
            return _around(text, "*", escaped)
        case Code(text) if "\n" in text.strip():
            return f"```\n{_without_ticks(visible(text).strip())}\n```"
        case Code(text):
            return _around(text, "`", _code)
        case Link(text, url):
            return _link(text, one_line(url))
        case Mention(user, name):
            return _person(user, name)
        case Time(at):
            return f"<t:{int(at.timestamp())}:f>"
        case _:
            assert_never(each)


def strong(text: str) -> str:
    """Return the text bold and escaped."""
    return _around(text, "**", escaped)


def italic(text: str) -> str:
    """Return the text in italics and escaped."""
    return _around(text, "*", escaped)


def _around(text: str, mark: str, inner: Callable[[str], str]) -> str:
    """Set marks around the text, inside the white space at its ends: there they would be no marks."""
    core = visible(text).strip()
    if not core:
        return " " if text else ""
    before, after = text[:1].isspace() * " ", text[-1:].isspace() * " "
    return f"{before}{mark}{inner(core)}{mark}{after}"


def _person(user: str, name: str) -> str:
    """Name a person, so that nobody is notified; Discord knows the name where it is not known here.

    No message that has such a mention is allowed to notify anybody.
    """
    if name == user and _ID.fullmatch(user):
        return f"<@{user}>"
    return strong(clipped(name, _LONGEST_NAME))


def _code(text: str) -> str:
    return " ".join(_without_ticks(text).split())


def _without_ticks(text: str) -> str:
    # Nothing is escaped inside of code, so the one character that ends it is replaced.
    return text.replace("`", "\u02cb")


def _link(text: str, url: str) -> str:
    address = percent_encoded(url, safe=_URL)
    if not url.startswith(("https://", "http://")) or len(address) > _LONGEST_URL:
        return escaped(clipped(text, _LONGEST_URL))
    if text.strip() in {url, ""}:
        return f"<{address}>"
    return f"[{escaped(clipped(text, _LONGEST_NAME))}](<{address}>)"
