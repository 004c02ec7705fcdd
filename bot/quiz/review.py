"""Spaced repetition: when a question that somebody missed is asked again.

The rule is FSRS-6, the Free Spaced Repetition Scheduler, with its authors' parameters; ``fsrs`` is their own
library (https://github.com/open-spaced-repetition/py-fsrs). It is used as a function: in whole days, without
chance and without a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import fsrs

from bot.quiz.verdict import Outcome

LONGEST_DAYS: Final = 365
"""Days after which a card comes back, at most, however well it is known."""

LEEWAY: Final = timedelta(hours=8)
"""By how much a day is short: who comes at about the same hour the next day finds the card due."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an answer to a question came out, and when it was given."""

    question: str
    outcome: Outcome
    at: datetime
    hinted: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether it was wrong, only close, or took a hint."""
        return self.hinted or self.outcome is not Outcome.RIGHT


@dataclass(frozen=True, slots=True)
class Card:
    """A question that somebody has missed: when it is due, and how well they know it by now.

    ``reviewed`` is when they last answered it. ``stability`` is in how many days the chance that they
    still know it falls to nine in ten; ``difficulty`` runs from 1 to 10.
    """

    question: str
    due: datetime
    reviewed: datetime
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of a person at one moment.

    ``due`` are the questions to be asked now, the longest overdue first; ``next_at`` is when the first of
    the others is due, ``None`` where there is no other.
    """

    due: tuple[str, ...] = ()
    next_at: datetime | None = None

    @classmethod
    def at(cls, now: datetime, cards: Iterable[Card]) -> "Deck":
        """Sort cards into those that are due and those that are not yet."""
        in_order = sorted(cards, key=lambda card: (card.due, card.question))
        due = tuple(card.question for card in in_order if card.due <= now)
        return cls(due, in_order[len(due)].due if len(in_order) > len(due) else None)


def after(card: Card | None, attempt: Attempt) -> Card | None:
    """Return what an attempt makes of the question's card, or of there being none.

    Only what was missed makes a card. An attempt that is not later than the card's last changes nothing,
    so that it does no harm to count one twice.
    """
    if card is None and not attempt.is_missed:
        return None
    if card is not None and attempt.at <= card.reviewed:
        return card
    at = attempt.at.astimezone(UTC)
    known, _log = _SCHEDULER.review_card(_known(card, at), _rating(attempt), at)
    if known.stability is None or known.difficulty is None:
        raise TypeError("a card that was reviewed has a stability and a difficulty")
    return Card(attempt.question, known.due - LEEWAY, at, known.stability, known.difficulty)


def _rating(attempt: Attempt) -> fsrs.Rating:
    match attempt.outcome:
        case Outcome.WRONG:
            return fsrs.Rating.Again
        case Outcome.CLOSE:
            return fsrs.Rating.Hard
        case Outcome.RIGHT:
            return fsrs.Rating.Hard if attempt.hinted else fsrs.Rating.Good


def _known(card: Card | None, at: datetime) -> fsrs.Card:
    # Without an id or a time it would look at the clock.
    if card is None:
        return fsrs.Card(card_id=0, due=at)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=at,
        last_review=card.reviewed.astimezone(UTC) - LEEWAY,
    )


# Steps of minutes are for whoever sits before their cards all day: here one comes back the next day.
_SCHEDULER = fsrs.Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
)
