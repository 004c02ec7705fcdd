"""The missing words of a sentence."""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.quiz.fields import FieldError, Fields
from bot.quiz.held import Style
from bot.quiz.kinds.short_answer import ShortAnswer

BLANK = "____"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(ShortAnswer):
    """Asks for words left out of the first evidence, which is shown with a blank in their place."""

    kind: ClassVar[str] = "cloze"
    style: ClassVar[Style] = "cloze"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        question = super(Cloze, cls).read(fields)
        times = question.evidence[0].text.count(question.answer)
        if times != 1:
            problem = f"stands {times} times in the first evidence"
            mend = "Copy words that stand there once, capitals included."
            raise FieldError("answer", problem, mend, question.answer)
        return question

    @property
    def asked(self) -> str:
        """The prompt, and the sentence with its blank where the prompt has none."""
        if BLANK in self.prompt:
            return self.prompt
        return f"{self.prompt}\n{self.evidence[0].text.replace(self.answer, BLANK)}"
