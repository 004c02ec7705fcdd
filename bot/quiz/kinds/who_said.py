"""Whose words these are."""

from dataclasses import dataclass
from typing import ClassVar

from bot.quiz.held import Style
from bot.quiz.kinds.short_answer import ShortAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoSaid(ShortAnswer):
    """Asks for a name; the family name alone is enough."""

    kind: ClassVar[str] = "who-said"
    style: ClassVar[Style] = "name"
