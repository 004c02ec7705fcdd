"""One right answer among four."""

from dataclasses import dataclass
from typing import ClassVar

from bot.quiz.kinds.choice import OneOfSeveral


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(OneOfSeveral):
    """Asks for the one choice that answers the prompt."""

    kind: ClassVar[str] = "multiple-choice"
