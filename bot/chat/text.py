"""Inline text as a sequence of typed spans.

What a person typed is always put into a span as it is; each renderer escapes the text of every
span for its platform. Injection is thereby impossible by construction rather than by care.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter most in the line."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Titles of works and words as words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type or to copy exactly."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its own words; plain renderers show the address beside them."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, by platform id, shown by name; it never notifies anyone."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Time:
    """A moment (with its zone), shown in the reader's own time where the platform can."""

    at: datetime


Span: TypeAlias = Text | Strong | Emphasis | Code | Link | Mention | Time
Inline: TypeAlias = tuple[Span, ...]


def inline(*parts: str | Span) -> Inline:
    """Make inline text of strings and spans; a bare string becomes ``Text``."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)
