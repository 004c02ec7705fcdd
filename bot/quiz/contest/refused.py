"""The error by which a refused event reaches the person who caused it."""

from bot.errors import UserError
from bot.quiz.contest.state import Refusal


class ContestRefused(UserError):
    """Something that a contest does not allow now; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class NoSuchContest(UserError):
    """No contest of this pack has the ``code`` that somebody gave."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ClosedBook(UserError):
    """The passage asked for answers the question that a contest is asking in this place."""


class QuizHeld(UserError):
    """The question of a quiz taken alone rests on what answers the one that a contest is asking here."""
