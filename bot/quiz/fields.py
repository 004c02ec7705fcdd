"""Reading the fields of one entry of a pack, which is untrusted: every type and size is checked."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from itertools import islice

from bot.document.locate import Located, locate
from bot.document.model import Document, Ref
from bot.document.references import read_reference, resolve

MAX_SPAN = 1_000
"""Characters of a quoted span, at most."""

MAX_NAME, MAX_NAMES = 40, 40
"""Characters of a name that may be a misspelled field, and how many such names are looked at."""

LARGEST = 10**12
"""Whole numbers lie within this of 0. Python refuses to write out numbers of some thousand digits."""

MAX_PLACES = 100
"""Places of a quotation that are looked for: one is right, and two are as wrong as a million."""


class FieldError(ValueError):
    """A field is wrong. ``value`` is what to look for in the file; ``mend`` says what to do."""

    def __init__(self, name: str, problem: str, mend: str, value: str = "") -> None:
        super().__init__(f"{name}: {problem}. {mend}")
        self.name = name
        self.problem = problem
        self.mend = mend
        self.value = value


@dataclass(slots=True)
class Fields:
    """One TOML table and the document that its quotations come from.

    Each method reads a field by name and raises ``FieldError`` where it is missing or wrong.
    ``finish`` refuses fields that nothing has read, here and in the tables within, which are mostly
    misspelled names.
    """

    raw: Mapping[str, object]
    document: Document
    _seen: set[str] = field(default_factory=set)
    _inner: list["Fields"] = field(default_factory=list)

    def text(self, name: str, limit: int, default: str | None = None) -> str:
        """Return a text of 1 to ``limit`` characters without surrounding space."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise FieldError(name, "is not a text", f'Write it in quotation marks: {name} = "…".')
        return _bounded(name, value, limit, empty_is_right=default == "")

    def words(self, name: str, limit: int) -> str:
        """Return words of the source as they stand there, surrounding space and all."""
        value = self._take(name)
        if not isinstance(value, str):
            raise FieldError(name, "is not a text", f'Write it in quotation marks: {name} = "…".')
        _bounded(name, value.strip(), limit)
        return value

    def texts(self, name: str, at_least: int, at_most: int, limit: int) -> tuple[str, ...]:
        """Return a list of different texts; a missing list is empty where ``at_least`` is 0."""
        values = self._list(name, at_least, at_most)
        if not all(isinstance(value, str) for value in values):
            raise FieldError(name, "is not a list of texts", f'Write {name} = ["…", "…"].')
        texts = tuple(_bounded(name, str(value), limit) for value in values)
        for twice in (text for text in texts if texts.count(text) > 1):
            raise FieldError(name, f"has “{twice}” twice", "Remove one of them.", twice)
        return texts

    def yes_no(self, name: str) -> bool:
        """Return ``true`` or ``false``."""
        value = self._take(name)
        if not isinstance(value, bool):
            raise FieldError(name, "is neither true nor false", f"Write {name} = true or false.")
        return value

    def whole_number(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._take(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise FieldError(name, "is not a whole number", f"Write it bare: {name} = 10.")
        if abs(value) > LARGEST:
            raise FieldError(name, "is too large", f"Keep it under {LARGEST:,}.")
        return value

    def day(self, name: str) -> date:
        """Return a date without a time."""
        value = self._take(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise FieldError(name, "is not a date", f"Write it bare: {name} = 1935-07-19.")
        return value

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """Return one of the known keys."""
        value = self.text(name, 100)
        return self._known(name, value, tuple(known))

    def some_of(self, name: str, known: Iterable[str], at_most: int) -> tuple[str, ...]:
        """Return some of the known keys, one at least."""
        keys = tuple(known)
        return tuple(self._known(name, each, keys) for each in self.texts(name, 1, at_most, 100))

    def table(self, name: str) -> "Fields | None":
        """Return the fields of an inner table, or ``None`` where there is none."""
        value = self._take(name, {})
        if not isinstance(value, dict):
            raise FieldError(name, "is not a table", f'Write {name} = {{ text = "…" }}.')
        return self._within(value) if value else None

    def tables(self, name: str, at_least: int, at_most: int) -> tuple["Fields", ...]:
        """Return the fields of each table of a list."""
        values = self._list(name, at_least, at_most)
        if not all(isinstance(value, dict) for value in values):
            raise FieldError(name, "is not a list of tables", f'Write {name} = [{{ text = "…" }}].')
        return tuple(self._within(value) for value in values if isinstance(value, dict))

    def span(self, name: str) -> Located:
        """Return exact words of the document, told apart by ``at`` where they stand twice."""
        words = self.text(name, MAX_SPAN)
        return _only_place(self.document, name, words, self._at())

    def spans(self, name: str, at_least: int, at_most: int) -> tuple[Located, ...]:
        """Return a list of exact words: texts, or tables of ``text`` and ``at``."""
        values = self._list(name, at_least, at_most)
        return tuple(self._one_span(name, value) for value in values)

    def place(self, name: str) -> Ref:
        """Return the address that a text names, such as ``¶ 12 s. 3``."""
        return _place(self.document, name, self.text(name, 40))

    def finish(self) -> None:
        """Refuse fields that nothing has read."""
        for name in self.raw:
            if name not in self._seen:
                raise FieldError(name, "is not a field of this entry", "Check its spelling.", name)
        for fields in self._inner:
            fields.finish()

    def _within(self, raw: Mapping[str, object]) -> "Fields":
        self._inner.append(Fields(raw, self.document))
        return self._inner[-1]

    def _one_span(self, name: str, value: object) -> Located:
        if isinstance(value, str):
            words = _bounded(name, value, MAX_SPAN)
            return _only_place(self.document, name, words, None)
        if isinstance(value, dict):
            return self._within(value).span("text")
        raise FieldError(name, "is not a list of quotations", f'Write {name} = ["exact words"].')

    def _at(self) -> Ref | None:
        return self.place("at") if "at" in self.raw else None

    def _take(self, name: str, default: object = None) -> object:
        self._seen.add(name)
        value = self.raw.get(name, default)
        if value is None:
            raise self._missing(name)
        return value

    def _missing(self, name: str) -> FieldError:
        unread = (key for key in self.raw if key not in self._seen and len(key) <= MAX_NAME)
        others = list(islice(unread, MAX_NAMES))
        near = next(iter(get_close_matches(name, others, n=1, cutoff=0.7)), "")
        mend = f"Is “{near}” a misspelling of it?" if near else f"Add {name} to this entry."
        return FieldError(name, "is missing", mend, near and f"{near} =")

    def _list(self, name: str, at_least: int, at_most: int) -> list[object]:
        value = self._take(name, [] if at_least == 0 else None)
        if not isinstance(value, list):
            raise FieldError(name, "is not a list", f"Write {name} = [ … ].")
        if not at_least <= len(value) <= at_most:
            wanted = str(at_least) if at_least == at_most else f"{at_least} to {at_most}"
            raise FieldError(name, f"has {len(value)} entries", f"It takes {wanted}.")
        return value

    def _known(self, name: str, value: str, known: tuple[str, ...]) -> str:
        if value not in known:
            mend = f"Known are: {', '.join(known)}." if known else "Declare it in pack.toml."
            raise FieldError(name, f"“{value}” is not known", mend, value)
        return value


def _bounded(name: str, value: str, limit: int, *, empty_is_right: bool = False) -> str:
    if not value.strip() and not empty_is_right:
        raise FieldError(name, "is empty", f"Write something, or remove {name}.")
    if value != value.strip():
        raise FieldError(name, "begins or ends with a space", "Remove it.", value.strip())
    if len(value) > limit:
        problem = f"has {len(value)} characters"
        raise FieldError(name, problem, f"Shorten it to {limit}.", value)
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in value):
        raise FieldError(name, "has a control character", "Type the text anew.")
    return value


def _only_place(document: Document, name: str, words: str, within: Ref | None) -> Located:
    places = locate(document, words, within, MAX_PLACES)
    if len(places) == 1:
        return places[0]
    if not places:
        problem = f"“{words}” does not stand in the document"
        mend = "Copy the words from source.txt exactly, quotation marks and capitals included."
        raise FieldError(name, problem, mend, words)
    where = ", ".join(dict.fromkeys(_said(place.ref) for place in places))
    times = f"{len(places)} times" if len(places) < MAX_PLACES else "very often"
    problem = f"“{words}” stands in the document {times} ({where})"
    mend = 'Quote more words, or say which: { text = "…", at = "¶ 1" }.'
    raise FieldError(name, problem, mend, words)


def _said(ref: Ref) -> str:
    return f"¶ {ref.number}" if ref.part == "paragraph" else ref.part


def _place(document: Document, name: str, text: str) -> Ref:
    reference = read_reference(text)
    places = resolve(reference, document) if reference else ()
    if len(places) != 1:
        mend = "Write a paragraph or a sentence: ¶ 3, or ¶ 3 s. 2, or n. 47."
        raise FieldError(name, f"“{text}” is not one place in the document", mend, text)
    return places[0]
