"""Citations in the forms that teachers ask for, made of the pack's metadata.

Sources of the forms: the Office of the Historian's "Citing the Foreign Relations series" for the house
form; *The Chicago Manual of Style*, 17th ed., 14.111 and 14.222 (notes and bibliography); *MLA
Handbook*, 9th ed., 5.31 ff.; *Publication Manual of the APA*, 7th ed., 9.50 and 10.3. APA has no rule
for a document in a documentary edition; a chapter in an edited book comes nearest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Piece(NamedTuple):
    """A part of a citation; titles of books are italic."""

    text: str
    italic: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its two parts."""

    given: str
    family: str

    @property
    def full(self) -> str:
        """As one says it."""
        return f"{self.given} {self.family}"

    @property
    def inverted(self) -> str:
        """As a list is sorted by it."""
        return f"{self.family}, {self.given}"

    @property
    def initials(self) -> str:
        """The given names as initials: ``W. C.``."""
        return " ".join(f"{part[0]}." for part in self.given.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is cited: a document printed in an edited collection.

    ``form`` is what the document is ("dispatch no. 730"); ``item`` its number in the collection.
    ``pages`` are those of the whole document, empty where the edition has none.
    """

    author: Name
    title: str
    form: str
    place: str
    date: date
    collection: str
    editors: tuple[Name, ...]
    publisher: str
    city: str
    year: int
    url: str
    collection_url: str
    house_collection: str
    recipient: str = ""
    site: str = ""
    collection_in_sentence_case: str = ""
    volume: int = 0
    item: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A citation form: ``cite(work, pages)`` gives labelled lines; no pages means the whole document."""

    key: str
    name: str
    cite: Callable[[Work, tuple[int, ...]], tuple[tuple[str, Line], ...]]


def page_range(pages: tuple[int, ...], *, short: bool = True) -> str:
    """Return ``224–27`` (or ``224–227`` in full) as Chicago 9.61 abbreviates; nothing for no pages."""
    if not pages:
        return ""
    first, last = pages[0], pages[-1]
    if first == last:
        return str(first)
    if not short or first < 100 or first % 100 == 0 or first // 100 != last // 100:
        return f"{first}–{last}"
    tail = last % 100 if last % 100 >= 10 and first % 100 >= 10 else last % 10
    return f"{first}–{tail}"


def _american(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _british(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _series(names: list[str], last: str = ", and ") -> str:
    if len(names) < 3:
        return (" and " if last == ", and " else ", & ").join(names)
    return ", ".join(names[:-1]) + last + names[-1]


def _cited(work: Work, pages: tuple[int, ...]) -> tuple[int, ...]:
    return pages or work.pages


def _p(pages: tuple[int, ...], *, short: bool = True) -> str:
    return f"{'p' if len(set(pages)) == 1 else 'pp'}. {page_range(pages, short=short)}"


def _house(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:
    eds = ("eds. " if len(work.editors) > 1 else "ed. ") + _series([e.full for e in work.editors])
    city = work.city.split(",")[0]
    volume = f", vol. {work.volume}" if work.volume else ""
    item = f", {work.item}" if work.item else ""
    where = f", {_p(pages, short=False)}" if pages else ""
    imprint = f"{volume}, {eds} ({city}: {work.publisher}, {work.year}){item}{where}. {work.url}"
    return (("", (Piece(work.house_collection, italic=True), Piece(imprint))),)


def _chicago(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:
    cited = _cited(work, pages)
    opening = (
        f"{work.author.full} to {work.recipient}, {work.form}"
        if work.recipient
        else f"{work.author.full}, “{work.title},”"
    )
    joint = " " if opening.endswith("”") else ", "
    editors = _series([editor.full for editor in work.editors])
    volume = f"{work.volume}:" if work.volume else ""
    where = f", {volume}{page_range(cited)}" if cited else ""
    item = f" ({work.item.replace('Document', 'doc.')})" if work.item else ""
    note = (
        Piece(f"{opening}{joint}{work.place}, {_american(work.date)}, in "),
        Piece(work.collection, italic=True),
        Piece(
            f", ed. {editors} ({work.city}: {work.publisher}, {work.year}){where}{item}, {work.url}."
        ),
    )
    return (
        ("note", note),
        ("short note", (Piece(_chicago_short(work, cited)),)),
        ("bibliography", _chicago_bibliography(work)),
    )


def _chicago_short(work: Work, cited: tuple[int, ...]) -> str:
    where = f", {page_range(cited)}" if cited else ""
    if work.recipient:
        addressee = work.recipient.split()[-1]
        return f"{work.author.family} to {addressee}, {_american(work.date)}{where}."
    stop = f",”{where[1:]}." if where else ".”"
    return f"{work.author.family}, “{work.title}{stop}"


def _chicago_bibliography(work: Work) -> Line:
    first, *others = work.editors
    names = _series([first.inverted, *(editor.full for editor in others)])
    if len(work.editors) == 2:
        names = f"{first.inverted}, and {others[0].full}"
    eds = "eds" if others else "ed"
    volume = f" Vol. {work.volume}." if work.volume else ""
    imprint = f".{volume} {work.city}: {work.publisher}, {work.year}. {work.collection_url}."
    return Piece(f"{names}, {eds}. "), Piece(work.collection, italic=True), Piece(imprint)


def _mla(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:
    cited = _cited(work, pages)
    editors = work.editors
    named = f"{editors[0].full} et al." if len(editors) > 2 else _series([e.full for e in editors])
    volume = f" vol. {work.volume}," if work.volume else ""
    where = f", {_p(cited)}" if cited else ""
    url = work.url.removeprefix("https://")
    return (
        (
            "",
            (
                Piece(
                    f"{work.author.inverted.rstrip('.')}. “{work.title}.” {_british(work.date)}. "
                ),
                Piece(work.collection, italic=True),
                Piece(f", edited by {named},{volume} {work.publisher}, {work.year}{where}. "),
                *((Piece(work.site, italic=True), Piece(", ")) if work.site else ()),
                Piece(f"{url}."),
            ),
        ),
    )


def _apa(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:
    author = f"{work.author.family}, {work.author.initials}"
    editors = _series([f"{e.initials} {e.family}" for e in work.editors], ", & ")
    eds = "Eds." if len(work.editors) > 1 else "Ed."
    item = f" ({work.item})" if work.item else ""
    parts = [f"Vol. {work.volume}"] if work.volume else []
    parts += [_p(work.pages, short=False)] if work.pages else []
    within = f" ({', '.join(parts)})" if parts else ""
    years = f"{work.date.year}/{work.year}"
    in_text = f"({work.author.family}, {years}{', ' + _p(pages, short=False) if pages else ''})"
    entry = (
        Piece(f"{author} ({work.year}). {work.title}{item}. In {editors} ({eds}), "),
        Piece(work.collection_in_sentence_case or work.collection, italic=True),
        Piece(
            f"{within}. {work.publisher}. {work.url} (Original work dated {_american(work.date)})"
        ),
    )
    return ("reference", entry), ("in the text", (Piece(in_text),))


_BIBTEX_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "\\textbackslash{}", "–": "--"}
)


def _bibtex(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:
    cited = _cited(work, pages)
    fields = {
        "author": work.author.inverted,
        "title": work.title,
        "booktitle": work.collection,
        "editor": " and ".join(editor.inverted for editor in work.editors),
        "publisher": work.publisher,
        "address": work.city,
        "year": str(work.year),
        "volume": str(work.volume or ""),
        "pages": page_range(cited, short=False),
        "note": ", ".join(
            part for part in (work.form, work.place, _british(work.date), work.item) if part
        ),
    }
    lines = [f"@incollection{{{work.author.family.lower()}{work.date.year},"]
    lines += [
        f"  {name} = {{{value.translate(_BIBTEX_SPECIAL)}}},"
        for name, value in fields.items()
        if value
    ]
    return (("", (Piece("\n".join([*lines, f"  url = {{{work.url}}},", "}"])),)),)


def _url(work: Work, pages: tuple[int, ...]) -> tuple[tuple[str, Line], ...]:  # noqa: ARG001 - one for all
    return (("", (Piece(work.url),)),)


def editors_note(work: Work, note: int, pages: tuple[int, ...]) -> Line:
    """Cite a note of the edition, in Chicago's form (17th ed., 14.157): ``226n47``, under the editors."""
    editors = _series([editor.full for editor in work.editors])
    eds = "eds." if len(work.editors) > 1 else "ed."
    volume = f"{work.volume}:" if work.volume else ""
    where = f"{volume}{pages[0]}n{note}" if pages else f"n{note}"
    imprint = f" ({work.city}: {work.publisher}, {work.year}), {where}, {work.url}."
    return Piece(f"{editors}, {eds}, "), Piece(work.collection, italic=True), Piece(imprint)


FORMS: tuple[Form, ...] = (
    Form("house", "House style of the edition", _house),
    Form("chicago", "Chicago", _chicago),
    Form("mla", "MLA 9", _mla),
    Form("apa", "APA 7", _apa),
    Form("bibtex", "BibTeX", _bibtex),
    Form("url", "Public address", _url),
)
"""Every citation form there is; one more is one more entry here."""
