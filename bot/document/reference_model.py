"""What a reference says, by its form alone: "p. 226" is a page whether or not there is one."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, counted from 1; -1 is the last one there is, -2 the one before."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs, or sentences of each; ``on`` is the page or pages they are said to stand on.

    With ``counted_on_page`` they are counted on that page instead of in the document.
    """

    span: Span
    sentences: Span | None = None
    on: Span | None = None
    counted_on_page: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages as they are numbered in the book; ``counted`` if from the first there is ("last page")."""

    span: Span
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes by number, or counted from the first there is, or all of them; or sentences of one."""

    span: Span | None = None
    sentences: Span | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Bare:
    """A number and nothing else: a page if there is one, else a paragraph, else a note.

    With ``sentences`` it is a paragraph and its sentences: ``9:2``.
    """

    span: Span
    sentences: Span | None = None


@dataclass(frozen=True, slots=True)
class Omissions:
    """The places where the editors left something out; ``span`` counts them from the first."""

    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """The heading above the text, or the closing with the signature under it; or lines of it."""

    closing: bool = False
    sentences: Span | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Several references in one message."""

    parts: tuple["Reference", ...]


Reference: TypeAlias = Paragraphs | Pages | Notes | Bare | Omissions | Edge | Several
