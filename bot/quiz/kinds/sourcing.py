"""Reading a document as a source: its author, audience, purpose and context."""

from dataclasses import dataclass
from typing import ClassVar

from bot.quiz.kinds.choice import OneOfSeveral


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing(OneOfSeveral):
    """Asks what a careful historian asks of a source before believing it."""

    kind: ClassVar[str] = "sourcing"
