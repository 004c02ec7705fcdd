"""What every question is, whatever its kind.

A kind is a subclass in ``bot.quiz.kinds``: one file that says how to ask and how to judge. It asks in
the three forms of ``bot.chat.form`` only. Questions are values; the order in which choices are shown
comes from a ``seed``, so the same seed shows the same form and judges by it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, TypeAlias

from bot.chat.form import Field, Response, Write
from bot.document.locate import Located
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.verdict import Verdict

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")

ANSWER = "answer"
"""The name of the one field of most forms."""


Evidence: TypeAlias = Located
"""Exact words of the document and where they stand."""


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong choice, and why it is wrong."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What the document does not say, and who does."""

    text: str
    source: str


Situation: TypeAlias = tuple[str, Response]
"""A label for a report, and a response to try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """A question of any kind. ``attribution`` is the voice whose view or words the answer is."""

    kind: ClassVar[str]

    id: str
    prompt: str
    difficulty: Difficulty
    topics: tuple[str, ...]
    attribution: str
    evidence: tuple[Evidence, ...]
    explanation: str
    hint: str
    outside: Outside | None = None

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""

    @abstractmethod
    def form(self, seed: str) -> tuple[Field, ...]:
        """Return what the person fills in."""

    @abstractmethod
    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:
        """Judge what was filled into ``form(seed)``."""

    @property
    @abstractmethod
    def solution(self) -> str:
        """The right answer in words, to be shown afterwards."""

    @abstractmethod
    def right(self, seed: str) -> Iterator[Situation]:
        """Responses that must be judged right: the key itself and every accepted answer."""

    @abstractmethod
    def wrong(self, seed: str) -> Iterator[Situation]:
        """Responses that must be judged wrong: every distractor and every refused answer."""

    def said(self, response: Response, seed: str) -> str:
        """Return a response in words: the labels chosen, in order, or the text written."""
        fields = {field.name: field for field in self.form(seed)}
        parts = [_words(fields[name], keys) for name, keys in response.items() if name in fields]
        return "; ".join(part for part in parts if part)

    def why_wrong(self, response: Response, seed: str) -> str:  # noqa: ARG002 - kinds that can tell, do
        """Return what makes this wrong choice wrong, where the pack says so."""
        return ""


def _words(field: Field, keys: tuple[str, ...]) -> str:
    if isinstance(field, Write):
        return " ".join(keys)
    labels = {option.key: option.label for option in field.options}
    return ", ".join(labels[key] for key in keys if key in labels)


def common(fields: Fields) -> dict[str, Any]:
    """Read what every question has, as arguments for its class."""
    return {
        "id": fields.text("id", 60),
        "prompt": fields.text("prompt", 300),
        "difficulty": fields.one_of("difficulty", DIFFICULTIES),
        "topics": fields.texts("topics", 1, 4, 60),
        "attribution": fields.text("attribution", 60),
        "evidence": fields.spans("evidence", 1, 6),
        "explanation": fields.text("explanation", 500),
        "hint": fields.text("hint", 200),
        "outside": read_outside(fields),
    }


def read_outside(fields: Fields) -> Outside | None:
    """Read the context from outside the document, where an entry has any."""
    table = fields.table("outside")
    return Outside(table.text("text", 500), table.text("source", 300)) if table else None
