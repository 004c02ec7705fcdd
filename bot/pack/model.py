"""What a pack holds, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.document.cite import Work
from bot.document.locate import Located
from bot.document.model import Document, Ref
from bot.quiz.question import Outside, Question


@dataclass(frozen=True, slots=True)
class Note:
    """What a paragraph, a sentence or a printed note says, in plain words.

    ``asks`` are ways in which readers ask for it, for the lookup; ``voices`` are whose view it is, first
    whose statement, then whose view it reports, where that is another's.
    """

    at: Ref
    gist: str
    voices: tuple[str, ...]
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A name or term explained. ``forms`` stand in the document; ``aliases`` do not."""

    id: str
    name: str
    forms: tuple[str, ...]
    definition: str
    aliases: tuple[str, ...] = ()
    outside: Outside | None = None

    def stands_in(self, text: str) -> bool:
        """Whether any of the forms is in a text."""
        return any(form in text for form in self.forms)


@dataclass(frozen=True, slots=True)
class QuoteEntry:
    """A passage worth quoting, with a note on it and a question to think about."""

    id: str
    span: Located
    voice: str
    topics: tuple[str, ...]
    note: str
    question: str


@dataclass(frozen=True, slots=True)
class About:
    """What a reader should know before believing a word: what the document is and how to weigh it."""

    what: str = ""
    outside: tuple[Outside, ...] = ()
    weigh: tuple[str, ...] = ()
    date_note: str = ""
    paragraphs_note: str = ""
    rights: str = ""


class Origin(NamedTuple):
    """Where an entry is written: the file within the pack, and its line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A document and its apparatus. It has no slots, so that what is asked for by address can be kept.

    ``noun`` is what the document is called in a sentence ("dispatch"); ``work`` is ``None`` for a bare
    text, which cannot be cited. ``voices`` and ``topics`` map keys to the words shown for them;
    ``origins`` maps a question's id to where it is written.
    """

    id: str
    title: str
    document: Document
    noun: str = "document"
    short_citation: str = ""
    work: Work | None = None
    about: About = field(default_factory=About)
    voices: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    terms: tuple[Term, ...] = ()
    quotes: tuple[QuoteEntry, ...] = ()
    questions: tuple[Question, ...] = ()
    origins: Mapping[str, "Origin"] = field(default_factory=dict)

    def question(self, question_id: str) -> Question | None:
        """Return a question by id, or ``None`` when the pack no longer has it."""
        return next((each for each in self.questions if each.id == question_id), None)

    def note_at(self, ref: Ref) -> Note | None:
        """Return the note on a sentence, else the one on its paragraph."""
        return self._notes_at.get(ref) or self._notes_at.get(ref.whole)

    def voices_at(self, ref: Ref) -> tuple[str, ...]:
        """Return the keys of the voices that speak at an address, in order; none where no note says.

        A paragraph has the voices of its sentences, where these have notes of their own.
        """
        sentences = (
            range(ref.first, ref.last + 1) if ref.first else range(1, self._sentences(ref) + 1)
        )
        refs = [Ref(ref.part, ref.number, sentence, sentence) for sentence in sentences]
        notes = [note for each in refs if (note := self.note_at(each))]
        return tuple(dict.fromkeys(voice for note in notes for voice in note.voices))

    @cached_property
    def _notes_at(self) -> Mapping[Ref, Note]:
        return {note.at: note for note in reversed(self.notes)}

    def _sentences(self, ref: Ref) -> int:
        return len(self.document.block(ref).sentences)
