"""What a word means where it stands."""

from dataclasses import dataclass
from typing import ClassVar

from bot.quiz.kinds.choice import OneOfSeveral


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(OneOfSeveral):
    """Asks for the sense of a word in its sentence, among others that it can have."""

    kind: ClassVar[str] = "vocabulary"
