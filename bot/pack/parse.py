"""From the files of a pack, as text, to a ``Pack``. A pack is untrusted: sizes and types are bounded.

Everything wrong is collected and raised together, one problem for each entry at most.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.document.cite import Name, Work
from bot.document.model import Document
from bot.document.source import Layout, LayoutError, NoteLayout, read
from bot.pack.model import About, Note, Origin, Pack, QuoteEntry, Term
from bot.pack.problems import Lines, PackInvalid, Problem
from bot.quiz.fields import FieldError, Fields
from bot.quiz.kinds import KINDS
from bot.quiz.question import Outside, Question, read_outside

MAX_SOURCE = 200_000_000
MAX_TOML = 4_000_000
MAX_ENTRIES = 20_000
"""Characters of a source, characters of another file, entries of one file: what a pack may have."""

PACK, SOURCE = "pack.toml", "source.txt"
ANNOTATIONS, GLOSSARY, QUOTES = "annotations.toml", "glossary.toml", "quotes.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)")

Entry = TypeVar("Entry")
Table = Mapping[str, object]


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
        self._voices: dict[str, str] = {}
        self._topics: dict[str, str] = {}

    def pack(self) -> Pack:
        self._require(PACK, SOURCE)
        head = Fields(self._table(PACK), Document(()))
        document = self._in_head(lambda: read(self._files[SOURCE], _layout(head))) or Document(())
        head.document = document
        pack = self._in_head(lambda: self._head(head, document))
        self._stop_if_wrong()
        assert pack is not None  # noqa: S101 - for the type checker: no problems means a head
        return self._with_entries(pack)

    def _with_entries(self, pack: Pack) -> Pack:
        document = pack.document
        notes = self._entries(ANNOTATIONS, "note", document, self._note)
        terms = self._entries(GLOSSARY, "term", document, self._term)
        quotes = self._entries(QUOTES, "quote", document, self._quote)
        names = sorted(name for name in self._files if name.startswith("questions/"))
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
            voice=fields.one_of("voice", self._voices),
            topics=fields.some_of("topics", self._topics, 6),
            asks=fields.texts("asks", 0, 40, 160),
            outside=read_outside(fields),
        )

    def _term(self, fields: Fields) -> Term:
        term = Term(
            id=_id(fields),
            name=fields.text("name", 80),
            forms=fields.texts("forms", 1, 12, 120),
            definition=fields.text("definition", 600),
            aliases=fields.texts("aliases", 0, 30, 80),
            outside=read_outside(fields),
        )
        _require_forms(fields.document, term)
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
        tables = self._table(name).get(array, []) if name in self._files else []
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self._problems.append(_not_entries(name, array))
            return []
        if len(tables) > MAX_ENTRIES:
            self._problems.append(
                Problem(name, 0, f"has more than {MAX_ENTRIES} entries", "Split it.")
            )
            return []
        made = [
            self._entry(name, array, i, Fields(each, document), make)
            for i, each in enumerate(tables)
        ]
        return [entry for entry in made if entry is not None]

    def _entry(
        self, name: str, array: str, index: int, fields: Fields, make: Callable[[Fields], Entry]
    ) -> Entry | None:
        try:
            entry = make(fields)
            fields.finish()
        except FieldError as error:
            line = Lines(self._files[name]).of_value(array, index, error.name, error.value)
            entry_id = str(fields.raw.get("id", ""))[:60]
            message = f"{error.name} {error.problem}"
            self._problems.append(Problem(name, line, message, error.mend, entry_id))
            return None
        return entry

    def _in_head(self, make: Callable[[], Entry]) -> Entry | None:
        try:
            return make()
        except FieldError as error:
            line = Lines(self._files[PACK]).of_value("", 0, error.name, error.value)
            self._problems.append(Problem(PACK, line, f"{error.name} {error.problem}", error.mend))
        except LayoutError as error:
            line = Lines(self._files[PACK]).of_value("", 0, error.field, error.words)
            message = f"{error.field} quotes “{error.words}”, which the source does not have once"
            self._problems.append(Problem(PACK, line, message, "Copy the words from source.txt."))
        return None

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = self._parsed(name)
        return self._tables[name]

    def _parsed(self, name: str) -> Table:
        text = self._files[name]
        if len(text) > MAX_TOML:
            problem = Problem(name, 0, f"has more than {MAX_TOML:,} characters", "Split it.")
            raise PackInvalid([problem])
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = _TOML_LINE.search(str(error))
            message = f"is not TOML: {_TOML_LINE.sub('', str(error))}"
            line = int(found[1]) if found else 0
            self._problems.append(Problem(name, line, message, "Mend the line, or the one before."))
            return {}

    def _refuse_repeated_ids(self, question_files: Iterable[str]) -> None:
        arrays = [("term", (GLOSSARY,)), ("quote", (QUOTES,)), ("question", tuple(question_files))]
        for array, names in arrays:
            seen: set[object] = set()
            for name in (name for name in names if name in self._files):
                for index, table in enumerate(_tables(self._table(name), array)):
                    if table.get("id") in seen:
                        line = Lines(self._files[name]).of_entry(array, index)
                        message = f"the id “{table.get('id')}” is taken"
                        self._problems.append(Problem(name, line, message, "Choose another."))
                    seen.add(table.get("id"))

    def _origins(self, question_files: Iterable[str]) -> dict[str, Origin]:
        return {
            str(table.get("id")): Origin(name, lines.of_entry("question", index))
            for name in question_files
            for lines in (Lines(self._files[name]),)
            for index, table in enumerate(_tables(self._table(name), "question"))
        }

    def _require(self, *names: str) -> None:
        missing = [name for name in names if name not in self._files]
        self._problems += [
            Problem(name, 0, "is missing", "Add it to the pack.") for name in missing
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
    return {key: table.text(key, 80) for key in table.raw} if table else {}


def _layout(head: Fields) -> Layout:
    text = head.table("text")
    if text is None:
        return Layout()
    notes = tuple(
        NoteLayout(
            int(each.text("number", 6)),
            each.text("after", 200),
            str(each.raw.get("starts", "")),
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
    day = fields.raw.get("date")
    if not isinstance(day, date):
        raise FieldError("date", "is not a date", "Write it bare: date = 1935-07-19.")
    return Work(
        author=_name(fields.table("author")),
        title=fields.text("title", 300),
        form=fields.text("form", 100),
        place=fields.text("place", 100),
        date=day,
        collection=fields.text("collection", 300),
        house_collection=fields.text("house_collection", 300),
        editors=tuple(_name(each) for each in fields.tables("editors", 1, 12)),
        publisher=fields.text("publisher", 100),
        city=fields.text("city", 100),
        year=fields.whole_number("year"),
        url=fields.text("url", 300),
        collection_url=fields.text("collection_url", 300),
        recipient=fields.text("recipient", 100, default=""),
        volume=fields.whole_number("volume", 0),
        item=fields.text("item", 60, default=""),
        pages=document.pages,
    )


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


def _require_forms(document: Document, term: Term) -> None:
    text = "\n".join(block.text for block in document.blocks)
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


def _not_entries(name: str, array: str) -> Problem:
    return Problem(name, 0, f"{array} is not a list of entries", f"Begin each with [[{array}]].")
