"""A few words of one's own."""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.quiz.fields import Fields
from bot.quiz.held import Style
from bot.quiz.judge import TextKey
from bot.quiz.kinds.written import ANSWER_LIMIT, WORDINGS, Written
from bot.quiz.question import common


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer(Written):
    """Asks for an answer in words, any of several wordings of which is right."""

    kind: ClassVar[str] = "short-answer"
    style: ClassVar[Style] = "free"

    answer: str
    accepted: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        return cls(
            **common(fields),
            answer=fields.text("answer", ANSWER_LIMIT),
            accepted=fields.texts("accepted", 0, WORDINGS, ANSWER_LIMIT),
            refused=fields.texts("refused", 0, WORDINGS, ANSWER_LIMIT),
        )

    @property
    def key(self) -> TextKey:
        """The answer, its other wordings and its near misses."""
        return TextKey(self.answer, self.accepted, self.refused, self.asked, self.style)
