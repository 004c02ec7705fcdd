"""From the files of a pack, as text, to a ``Pack``. A pack is untrusted: sizes and types are bounded.

Everything wrong is collected and raised together, one problem for each entry at most.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.document.cite import Name, Work
from bot.document.model import Document
from bot.document.source import Layout, LayoutError, NoteLayout, read
from bot.pack.model import About, Note, Origin, Pack, QuoteEntry, Term
from bot.pack.problems import Lines, PackInvalid, Problem
from bot.pack.toml import Table, read_toml
from bot.quiz.fields import FieldError, Fields
from bot.quiz.kinds import KINDS
from bot.quiz.question import Outside, Question, read_outside

MAX_SOURCE = 200_000_000
MAX_ENTRIES = 20_000
MAX_KEYS = 100
"""Characters of a source, entries of one file, voices or topics: what a pack may have."""

MAX_PROBLEMS = 200
"""Wrong entries after which the rest is not looked at: finding the line of each takes time."""

PACK, SOURCE = "pack.toml", "source.txt"
ANNOTATIONS, GLOSSARY, QUOTES = "annotations.toml", "glossary.toml", "quotes.toml"
QUESTIONS = "questions/"
_KNOWN = frozenset({PACK, SOURCE, ANNOTATIONS, GLOSSARY, QUOTES})
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOTE_NUMBER = re.compile(r"[0-9]{1,6}")

Entry = TypeVar("Entry")


def bare(name: str, source: str) -> Pack:
    """Return a pack of nothing but a text: every block is a paragraph, and nothing is annotated."""
    return Pack(id="text", title=name, document=read(source))


def parse(files: Mapping[str, str]) -> Pack:
    """Read a pack from its files by their names within it. Raises ``PackInvalid``."""
    return _Parser(files).pack()


class _Parser:
    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._problems: list[Problem] = []
        self._tables: dict[str, Table] = {}
        self._lines: dict[str, Lines] = {}
        self._voices: dict[str, str] = {}
        self._topics: dict[str, str] = {}
        self._text = ""

    def pack(self) -> Pack:
        self._require(PACK, SOURCE)
        head = Fields(self._table(PACK), Document(()))
        document = self._in_head(lambda: read(self._files[SOURCE], _layout(head))) or Document(())
        self._stop_if_wrong()
        head.document = document
        pack = self._in_head(lambda: self._head(head, document))
        if not document.paragraphs:
            self._problems.append(Problem(SOURCE, 0, "has no text", "Paste the document into it."))
        self._stop_if_wrong()
        assert pack is not None  # noqa: S101 - for the type checker: no problems means a head
        return self._with_entries(pack)

    def _with_entries(self, pack: Pack) -> Pack:
        document = pack.document
        self._text = "\n".join(block.text for block in document.blocks)
        notes = self._entries(ANNOTATIONS, "note", document, self._note)
        terms = self._entries(GLOSSARY, "term", document, self._term)
        quotes = self._entries(QUOTES, "quote", document, self._quote)
        names = sorted(name for name in self._files if name.startswith(QUESTIONS))
        questions = [
            question
            for name in names
            for question in self._entries(name, "question", document, self._question)
        ]
        self._refuse_repeated_ids(names)
        self._stop_if_wrong()
        return replace(
            pack,
            notes=tuple(notes),
            terms=tuple(terms),
            quotes=tuple(quotes),
            questions=tuple(questions),
            origins=self._origins(names),
        )

    def _head(self, fields: Fields, document: Document) -> Pack:
        if fields.whole_number("format") != 1:
            raise FieldError("format", "is not 1", "This version of the bot reads format 1.")
        fields.text("language", 20, default="en")
        self._voices = _words(fields, "voices")
        self._topics = _words(fields, "topics")
        citation = fields.table("citation")
        about = fields.table("about")
        pack = Pack(
            id=_id(fields),
            title=fields.text("title", 100),
            document=document,
            noun=fields.text("document", 30, default="document"),
            short_citation=citation.text("short", 100, default="") if citation else "",
            work=_work(citation, document) if citation else None,
            about=_about(about) if about else About(),
            voices=self._voices,
            topics=self._topics,
        )
        fields.finish()
        return pack

    def _note(self, fields: Fields) -> Note:
        return Note(
            at=fields.place("at"),
            gist=fields.text("gist", 400),
            voices=self._voices_of(fields),
            topics=fields.some_of("topics", self._topics, 6),
            asks=fields.texts("asks", 0, 40, 160),
            outside=read_outside(fields),
        )

    def _voices_of(self, fields: Fields) -> tuple[str, ...]:
        if isinstance(fields.raw.get("voice"), list):
            return fields.some_of("voice", self._voices, 3)
        return (fields.one_of("voice", self._voices),)

    def _term(self, fields: Fields) -> Term:
        term = Term(
            id=_id(fields),
            name=fields.text("name", 80),
            forms=fields.texts("forms", 1, 12, 120),
            definition=fields.text("definition", 600),
            aliases=fields.texts("aliases", 0, 30, 80),
            outside=read_outside(fields),
        )
        _require_forms(self._text, term)
        return term

    def _quote(self, fields: Fields) -> QuoteEntry:
        return QuoteEntry(
            id=_id(fields),
            span=fields.span("text"),
            voice=fields.one_of("voice", self._voices),
            topics=fields.some_of("topics", self._topics, 6),
            note=fields.text("note", 300),
            question=fields.text("question", 300),
        )

    def _question(self, fields: Fields) -> Question:
        kinds = {kind.kind: kind for kind in KINDS}
        kind = kinds[fields.one_of("kind", kinds)]
        _id(fields)
        fields.some_of("topics", self._topics, 4)
        fields.one_of("attribution", self._voices)
        return kind.read(fields)

    def _entries(
        self, name: str, array: str, document: Document, make: Callable[[Fields], Entry]
    ) -> list[Entry]:
        if name not in self._files:
            return []
        tables = self._table(name).get(array, [])
        if problems := list(self._not_entries(name, array, tables)):
            self._problems += problems
            return []
        made = [
            self._entry(name, array, i, Fields(each, document), make)
            for i, each in enumerate(_tables(self._table(name), array))
        ]
        return [entry for entry in made if entry is not None]

    def _not_entries(self, name: str, array: str, tables: object) -> Iterator[Problem]:
        mend = f"Begin each entry with [[{array}]]."
        key = next((key for key in self._table(name) if key != array), None)
        if key is not None:
            line = self._lines_of(name).of_value("", 0, key, key)
            yield Problem(name, line, f"{key} is not known here", mend)
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            yield Problem(name, 0, f"{array} is not a list of entries", mend)
        elif len(tables) > MAX_ENTRIES:
            yield Problem(name, 0, f"has more than {MAX_ENTRIES} entries", "Split it.")

    def _entry(
        self, name: str, array: str, index: int, fields: Fields, make: Callable[[Fields], Entry]
    ) -> Entry | None:
        try:
            entry = make(fields)
            fields.finish()
        except FieldError as error:
            line = self._lines_of(name).of_value(array, index, error.name, error.value)
            message = f"{error.name} {error.problem}"
            entry_id = _id_in(fields.raw)[:60]
            self._problems.append(Problem(name, line, message, error.mend, entry_id))
            if len(self._problems) >= MAX_PROBLEMS:
                self._stop_if_wrong()
            return None
        return entry

    def _in_head(self, make: Callable[[], Entry]) -> Entry | None:
        try:
            return make()
        except FieldError as error:
            line = self._lines_of(PACK).of_value("", 0, error.name, error.value)
            self._problems.append(Problem(PACK, line, f"{error.name} {error.problem}", error.mend))
        except LayoutError as error:
            line = self._lines_of(PACK).of_value("", 0, error.field, error.words)
            message = (
                f"{error.field} quotes “{error.words}”, which does not stand once in its place"
            )
            self._problems.append(Problem(PACK, line, message, "Copy the words from source.txt."))
        return None

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            try:
                self._tables[name] = read_toml(name, self._files[name])
            except PackInvalid as invalid:
                self._problems += invalid.problems
                self._tables[name] = {}
        return self._tables[name]

    def _lines_of(self, name: str) -> Lines:
        if name not in self._lines:
            self._lines[name] = Lines(self._files[name])
        return self._lines[name]

    def _refuse_repeated_ids(self, question_files: Iterable[str]) -> None:
        arrays = [("term", (GLOSSARY,)), ("quote", (QUOTES,)), ("question", tuple(question_files))]
        for array, names in arrays:
            seen: set[str] = set()
            for name in (name for name in names if name in self._files):
                for index, table in enumerate(_tables(self._table(name), array)):
                    entry_id = _id_in(table)
                    if entry_id in seen:
                        line = self._lines_of(name).of_entry(array, index)
                        message = f"the id “{entry_id}” is taken"
                        self._problems.append(Problem(name, line, message, "Choose another."))
                    seen |= {entry_id} - {""}

    def _origins(self, question_files: Iterable[str]) -> dict[str, Origin]:
        return {
            _id_in(table): Origin(name, self._lines_of(name).of_entry("question", index))
            for name in question_files
            for index, table in enumerate(_tables(self._table(name), "question"))
        }

    def _require(self, *names: str) -> None:
        missing = [name for name in names if name not in self._files]
        self._problems += [
            Problem(name, 0, "is missing", "Add it to the pack.") for name in missing
        ]
        self._problems += [
            Problem(name, 0, "is not a file of a pack", f"Known are {', '.join(sorted(_KNOWN))}.")
            for name in self._files
            if name not in _KNOWN and not name.startswith(QUESTIONS)
        ]
        if len(self._files.get(SOURCE, "")) > MAX_SOURCE:
            self._problems.append(Problem(SOURCE, 0, "is too long", "Split the document."))
        self._stop_if_wrong()

    def _stop_if_wrong(self) -> None:
        if self._problems:
            raise PackInvalid(self._problems)


def _id(fields: Fields) -> str:
    value = fields.text("id", 60)
    if not _ID.fullmatch(value):
        mend = "Use lower-case letters and figures, joined by hyphens."
        raise FieldError("id", f"“{value}” is not an id", mend, value)
    return value


def _words(fields: Fields, name: str) -> dict[str, str]:
    table = fields.table(name)
    keys = list(table.raw) if table else []
    if len(keys) > MAX_KEYS:
        raise FieldError(name, f"has {len(keys)} keys", f"Keep it to {MAX_KEYS}.")
    for key in keys:
        if not _ID.fullmatch(key):
            mend = "Use lower-case letters and figures, joined by hyphens."
            raise FieldError(name, f"has “{key}”, which is not a key", mend, key)
    return {key: table.text(key, 80) for key in keys} if table else {}


def _layout(head: Fields) -> Layout:
    text = head.table("text")
    if text is None:
        return Layout()
    notes = tuple(
        NoteLayout(
            _note_number(each),
            each.words("after", 200),
            each.words("starts", 200),
            each.text("text", 4_000),
        )
        for each in text.tables("note", 0, 2_000)
    )
    return Layout(
        first_page=text.whole_number("first_page", 0) or None,
        body_starts=text.text("body_starts", 200, default=""),
        closing_starts=text.text("closing_starts", 200, default=""),
        notes=notes,
    )


def _work(fields: Fields, document: Document) -> Work:
    return Work(
        author=_name(fields.table("author")),
        title=fields.text("title", 300),
        form=fields.text("form", 100),
        place=fields.text("place", 100),
        date=fields.day("date"),
        collection=fields.text("collection", 300),
        house_collection=fields.text("house_collection", 300),
        editors=tuple(_name(each) for each in fields.tables("editors", 1, 12)),
        publisher=fields.text("publisher", 100),
        city=fields.text("city", 100),
        year=fields.whole_number("year"),
        url=fields.text("url", 300),
        collection_url=fields.text("collection_url", 300),
        recipient=fields.text("recipient", 100, default=""),
        site=fields.text("site", 100, default=""),
        collection_in_sentence_case=fields.text("collection_in_sentence_case", 300, default=""),
        volume=fields.whole_number("volume", 0),
        item=fields.text("item", 60, default=""),
        pages=_pages(fields, document),
    )


def _pages(fields: Fields, document: Document) -> tuple[int, ...]:
    """Return the pages as the source marks them, else the first and the last as the citation has them."""
    first = fields.whole_number("first_page", 0)
    last = fields.whole_number("last_page", first)
    return document.pages or ((first, last) if first else ())


def _note_number(fields: Fields) -> int:
    number = fields.text("number", 6)
    if not _NOTE_NUMBER.fullmatch(number):
        raise FieldError("number", "is not a number in figures", 'Write number = "47".', number)
    return int(number)


def _name(fields: Fields | None) -> Name:
    if fields is None:
        raise FieldError("author", "is missing", 'Write author = { given = "…", family = "…" }.')
    return Name(fields.text("given", 80), fields.text("family", 80))


def _about(fields: Fields) -> About:
    return About(
        what=fields.text("what", 600),
        outside=tuple(
            Outside(each.text("text", 500), each.text("source", 300))
            for each in fields.tables("outside", 0, 6)
        ),
        weigh=fields.texts("weigh", 0, 8, 300),
        date_note=fields.text("date_note", 300, default=""),
        paragraphs_note=fields.text("paragraphs_note", 300, default=""),
        rights=fields.text("rights", 300, default=""),
    )


def _require_forms(text: str, term: Term) -> None:
    for form in term.forms:
        if form not in text:
            mend = "Write it as it stands there, or move it to aliases."
            raise FieldError("forms", f"“{form}” does not stand in the document", mend, form)
    for alias in term.aliases:
        if re.search(rf"\b{re.escape(alias)}\b", text, re.IGNORECASE):
            mend = "Move it to forms, written as it stands there."
            raise FieldError("aliases", f"“{alias}” stands in the document", mend, alias)


def _tables(table: Table, array: str) -> list[Table]:
    value = table.get(array, [])
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _id_in(table: Table) -> str:
    value = table.get("id")
    return value if isinstance(value, str) else ""
