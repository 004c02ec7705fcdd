"""A quiz taken alone: its questions are drawn at the start, its log of answers is the truth.

A *review* is a quiz of questions that somebody has missed before; it earns no points.

A ``Practice`` is a value. Each function takes one and returns the next; what is illegal is refused by
an error that says so, and nothing has changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.form import Response
from bot.errors import UserError
from bot.quiz.points import points
from bot.quiz.review import Attempt
from bot.quiz.verdict import Outcome, Verdict


class PracticeOver(UserError):
    """The practice has ended: every question was answered, or it was stopped."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``outcome`` is ``None`` for a question that was skipped."""

    question: str
    response: Response
    outcome: Outcome | None
    credit: float
    points: int
    hinted: bool
    at: datetime

    @property
    def attempt(self) -> Attempt | None:
        """What it tells of how well the question is known: nothing, where it was skipped."""
        if self.outcome is None:
            return None
        return Attempt(self.question, self.outcome, self.at, self.hinted)


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice: ``questions`` are ids in the order asked; ``hinted`` is about the current one.

    ``review`` says that its questions are cards that were due.
    """

    id: str
    pack: str
    seed: str
    questions: tuple[str, ...]
    log: tuple[Entry, ...] = ()
    hinted: bool = False
    stopped: bool = False
    review: bool = False

    @property
    def position(self) -> int:
        """How many questions have been dealt with; the index of the current one."""
        return len(self.log)

    @property
    def is_begun(self) -> bool:
        """Whether anything was done about its questions yet."""
        return bool(self.log) or self.hinted

    @property
    def is_over(self) -> bool:
        """Whether no question is left to answer."""
        return self.stopped or self.position >= len(self.questions)

    @property
    def current(self) -> str:
        """The id of the question being asked. Raises ``PracticeOver``."""
        if self.is_over:
            raise PracticeOver
        return self.questions[self.position]

    @property
    def points(self) -> int:
        """The points of the whole log."""
        return sum(entry.points for entry in self.log)

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return sum(entry.outcome is not None for entry in self.log)

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(entry.outcome is Outcome.RIGHT for entry in self.log)


def answer(practice: Practice, response: Response, verdict: Verdict, at: datetime) -> Practice:
    """Log the answer to the current question. Raises ``PracticeOver``."""
    earned = 0 if practice.review else points(verdict.credit, hinted=practice.hinted)
    return _logged(practice, response, verdict, earned, at)


def skip(practice: Practice, at: datetime) -> Practice:
    """Leave the current question unanswered. Raises ``PracticeOver``."""
    return _logged(practice, {}, None, 0, at)


def hint(practice: Practice) -> Practice:
    """Take the hint of the current question; taking it again changes nothing. Raises ``PracticeOver``."""
    if practice.is_over:
        raise PracticeOver
    return replace(practice, hinted=True)


def stop(practice: Practice) -> Practice:
    """End the practice where it is; what was answered counts. Stopping again changes nothing."""
    return replace(practice, stopped=True)


def _logged(
    practice: Practice, response: Response, verdict: Verdict | None, earned: int, at: datetime
) -> Practice:
    entry = Entry(
        question=practice.current,
        response=response,
        outcome=verdict.outcome if verdict else None,
        credit=verdict.credit if verdict else 0.0,
        points=earned,
        hinted=practice.hinted,
        at=at,
    )
    return replace(practice, log=(*practice.log, entry), hinted=False)
