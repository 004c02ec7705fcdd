"""What a schedule tells. A fact names what happened; words are made of it when it is delivered."""

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct


class PassagePosted(Struct, frozen=True, kw_only=True, tag="passage"):
    """The passage of a day is to be shown: a quote by its id, or a paragraph by its code.

    ``at`` is when this was decided: what could not be told for long has lost its sense.
    """

    day: date
    at: datetime
    item: str


class QuestionPosted(Struct, frozen=True, kw_only=True, tag="question"):
    """The question of a day is to be asked; ``reveals`` says that one was open, whose answer comes out."""

    day: date
    at: datetime
    item: str
    reveals: bool = False


DailyFact: TypeAlias = PassagePosted | QuestionPosted


def key_of(fact: DailyFact) -> str:
    """Return what a fact is told under: one a day."""
    return fact.day.isoformat()
