"""How many."""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.quiz.fields import FieldError, Fields
from bot.quiz.judge import TextKey
from bot.quiz.kinds.written import WORDINGS, Written
from bot.quiz.question import common


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Written):
    """Asks for a whole number, in digits or words, with its unit or without."""

    kind: ClassVar[str] = "number"

    answer: int
    unit: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        answer = fields.whole_number("answer")
        if answer < 0:
            raise FieldError("answer", "is less than nothing", "Ask for 0 or more.", str(answer))
        return cls(
            **common(fields),
            answer=answer,
            unit=fields.text("unit", 40, default=""),
            refused=fields.texts("refused", 0, WORDINGS, 40),
        )

    @property
    def key(self) -> TextKey:
        """The number with its unit, or bare."""
        said = f"{self.answer} {self.unit}".strip()
        return TextKey(said, (str(self.answer),), self.refused, self.asked, "number")
