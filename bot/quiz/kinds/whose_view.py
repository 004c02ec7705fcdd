"""Whose view it is: the author’s own, or that of somebody whom the author reports."""

from dataclasses import dataclass
from typing import ClassVar

from bot.quiz.kinds.choice import OneOfSeveral


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseView(OneOfSeveral):
    """Asks who holds a view, which is often not the one who writes it down."""

    kind: ClassVar[str] = "whose-view"
