"""Several right answers among others: all of them, and only them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.chat.form import Choose, Field, Option, Response
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.choice import LABEL, labels_of, lettered, read_distractors, why
from bot.quiz.question import ANSWER, Distractor, Question, Situation, common
from bot.quiz.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralAnswers(Question):
    """Asks for every right choice. A part of them, with nothing wrong among it, earns its share."""

    kind: ClassVar[str] = "several-answers"

    answers: tuple[str, ...]
    distractors: tuple[Distractor, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        return cls(
            **common(fields),
            answers=fields.texts("answers", 2, 4, LABEL),
            distractors=read_distractors(fields, 2, 4),
        )

    def options(self, seed: str) -> tuple[Option, ...]:
        """Return the choices in the order in which this seed shows them."""
        labels = (*self.answers, *(distractor.text for distractor in self.distractors))
        return lettered(labels, f"{seed}/{self.id}")

    def form(self, seed: str) -> tuple[Field, ...]:
        """Ask to choose any number."""
        options = self.options(seed)
        return (Choose(ANSWER, self.prompt, options, at_least=1, at_most=len(options)),)

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """All and only the answers are right; some of them and nothing else is close."""
        chosen = set(labels_of(response.get(ANSWER, ()), self.options(seed)))
        found = chosen & set(self.answers)
        wrong = [each.text for each in self.distractors if each.text in chosen]
        if not chosen:
            return Verdict.wrong(Reason.EMPTY)
        if wrong:
            return Verdict.wrong(matched=wrong[0])
        if len(found) == len(self.answers):
            return Verdict.right()
        return Verdict.close(len(found) / len(self.answers), Reason.INCOMPLETE)

    @property
    def solution(self) -> str:
        """All the answers."""
        return "; ".join(self.answers)

    def right(self, seed: str) -> Iterator[Situation]:
        """All the answers together."""
        yield self.solution, {ANSWER: self._keys(seed, self.answers)}

    def wrong(self, seed: str) -> Iterator[Situation]:
        """Each distractor added to the answers, everything at once, and nothing."""
        for distractor in self.distractors:
            yield distractor.text, {ANSWER: self._keys(seed, (*self.answers, distractor.text))}
        yield "every choice", {ANSWER: tuple(option.key for option in self.options(seed))}
        yield "no choice", {}

    def why_wrong(self, response: Response, seed: str) -> str:
        """Say what the pack says of the first distractor chosen."""
        chosen = labels_of(response.get(ANSWER, ()), self.options(seed))
        return next((reason for label in chosen if (reason := why(label, self.distractors))), "")

    def _keys(self, seed: str, labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(option.key for option in self.options(seed) if option.label in labels)
