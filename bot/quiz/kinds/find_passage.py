"""Finding the place: the answer is the ¶ or the page of the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.chat.form import Field, Response, Write
from bot.document.reference_model import Bare, Notes, Pages, Paragraphs, Span
from bot.document.references import read_reference
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.question import ANSWER, Evidence, Question, Situation, common
from bot.quiz.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPassage(Question):
    """Asks where something is said. Its paragraph is right, and so is a page on which it stands.

    ``paragraphs`` is how many the document has, to know which is the last one.
    """

    kind: ClassVar[str] = "find-passage"

    refused: tuple[str, ...]
    paragraphs: int

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        count = len(fields.document.paragraphs)
        return cls(**common(fields), refused=fields.texts("refused", 0, 8, 40), paragraphs=count)

    def form(self, seed: str) -> tuple[Field, ...]:  # noqa: ARG002 - nothing is shuffled
        """Ask for a reference."""
        return (Write(ANSWER, self.prompt, limit=60),)

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """A reference to the one paragraph or to a page of any of the evidence is right."""
        written = "".join(response.get(ANSWER, ())).strip()
        if not written:
            return Verdict.wrong(Reason.EMPTY)
        reference = read_reference(written)
        if reference is None:
            return Verdict.wrong(Reason.NO_REFERENCE)
        if any(self._points_at(reference, evidence) for evidence in self.evidence):
            return Verdict.right(matched=written)
        return Verdict.wrong(Reason.ELSEWHERE)

    @property
    def solution(self) -> str:
        """The paragraph and its pages."""
        return _said(self.evidence[0])

    def right(self, seed: str) -> Iterator[Situation]:  # noqa: ARG002 - nothing is shuffled
        """The paragraph, and each page."""
        for evidence in self.evidence:
            for said in (_said(evidence).split(",")[0], *(f"p. {page}" for page in evidence.pages)):
                yield said, {ANSWER: (said,)}

    def wrong(self, seed: str) -> Iterator[Situation]:  # noqa: ARG002 - nothing is shuffled
        """What the pack refuses, the whole document, and nothing."""
        for refused in (*self.refused, f"¶¶ 1-{self.paragraphs}", ""):
            yield refused, {ANSWER: (refused,)}

    def _points_at(self, reference: object, evidence: Evidence) -> bool:
        place = evidence.ref
        match reference:
            case Paragraphs(span) if place.part == "paragraph":
                return self._is(span, place.number)
            case Notes(Span() as span) if place.part == "note":
                return self._is(span, place.number)
            case Pages(span):
                return span.first in evidence.pages and span.last in evidence.pages
            case Bare(span):
                return self._is(span, place.number) or self._points_at(Pages(span), evidence)
            case _:
                return False

    def _is(self, span: Span, number: int) -> bool:
        from_end = number - self.paragraphs - 1
        return span.first == span.last and span.first in (number, from_end)


def _said(evidence: Evidence) -> str:
    ref, pages = evidence.ref, evidence.pages
    place = f"¶ {ref.number}" if ref.part == "paragraph" else f"n. {ref.number}"
    if not pages:
        return place
    pages_said = f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"
    return f"{place}, {pages_said}"
