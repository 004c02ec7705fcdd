"""Parts of sentences about a contest: its rounds, its answers, its rules."""

from bot.chat.form import Write
from bot.chat.reply import Countdown
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import Given, Phase, State
from bot.quiz.contest.timing import deadline
from bot.quiz.points import FULL
from bot.quiz.question import Question
from bot.views.words import clipped

LONGEST_ANSWER = 120
"""Characters of somebody's answer that are shown, at most."""


def round_title(state: State, number: int) -> str:
    """Return what a round is called where it stands alone."""
    total = len(state.settings.questions)
    if number >= total:
        return f"Tie-break {number - total + 1}"
    return f"Question {number + 1} of {total}"


def round_named(state: State, number: int) -> str:
    """Return what a round is called in a sentence."""
    total = len(state.settings.questions)
    return f"tie-break {number - total + 1}" if number >= total else f"question {number + 1}"


def time_rule(settings: Settings) -> str:
    """Say how long there is for a question."""
    if settings.opens:
        return "one question a day"
    return f"{settings.seconds} seconds each" if settings.seconds else "until all have answered"


def countdown(state: State) -> Countdown | None:
    """Return what everybody waits for: the deadline, or a marathon's next question."""
    if until := deadline(state):
        return Countdown("Answer by", until)
    waits = state.phase is Phase.BETWEEN and bool(state.settings.opens)
    return Countdown("Next question", state.due) if waits and state.due else None


def points_rule(settings: Settings) -> str:
    """Say in a line how points are given."""
    said = f"{FULL} for a right answer, a share of them for a close one"
    return f"{said}, and up to {FULL // 2} more for speed." if settings.speed_bonus else f"{said}."


def is_written(question: Question, seed: str) -> bool:
    """Whether an answer has a wording of its own, which may be appealed: nothing is picked from a list."""
    return all(isinstance(field, Write) for field in question.form(seed))


def answer_said(question: Question | None, given: Given, seed: str) -> str:
    """Return an answer as its player saw or wrote it, clipped."""
    said = question.said(given.response, seed) if question else ""
    return clipped(said or given.wording, LONGEST_ANSWER)
