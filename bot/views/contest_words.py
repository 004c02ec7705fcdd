"""Parts of what is said about a contest: its rounds, its answers, its rules, how one joins."""

from bot.chat.action import Action
from bot.chat.form import Option, Write
from bot.chat.language import N_, _, ngettext, tenths
from bot.chat.reply import Button, Control, Countdown, Menu, Style
from bot.quiz.contest.former import is_former
from bot.quiz.contest.scoring import MOST_BONUS, Standing
from bot.quiz.contest.settings import Settings, Teams
from bot.quiz.contest.state import Given, Phase, State
from bot.quiz.contest.timing import deadline
from bot.quiz.points import FULL
from bot.quiz.question import Question
from bot.views.privacy import FORMER_PLAYER
from bot.views.question import points_said
from bot.views.words import clipped

LONGEST_ANSWER = 120
"""Characters of somebody's answer that are shown, at most."""


TEAM_NAMES = (
    N_("Amber"), N_("Blue"), N_("Coral"), N_("Denim"), N_("Emerald"),
    N_("Fawn"), N_("Gold"), N_("Hazel"), N_("Ivory"), N_("Jade"),
)  # fmt: skip
"""What teams are called; kept in English, and said in the language of who reads it."""


def round_title(state: State, number: int) -> str:
    """Return what a round is called where it stands alone."""
    total = len(state.settings.questions)
    if number >= total:
        return _("Tie-break {number}", number=number - total + 1)
    return _("Question {number} of {questions}", number=number + 1, questions=total)


def round_named(state: State, number: int) -> str:
    """Return what a round is called in a sentence."""
    total = len(state.settings.questions)
    if number >= total:
        return _("tie-break {number}", number=number - total + 1)
    return _("question {number}", number=number + 1)


def name_said(player: str, name: str) -> str:
    """Return what a player is called; a former one in the language spoken, whatever the log says."""
    return _(FORMER_PLAYER) if is_former(player) else name


def right_said(standing: Standing) -> str:
    """Say how many of somebody's answers were right."""
    return ngettext(
        "{right} of {n} answer right",
        "{right} of {n} answers right",
        standing.answers,
        right=standing.right,
    )


def team_points_said(points: float) -> str:
    """Say how many points a team has, which may be tenths of one: ``1 point``, ``2.5 points``."""
    whole = int(points)
    return points_said(whole) if whole == points else _("{points} points", points=tenths(points))


def time_rule(settings: Settings) -> str:
    """Say how long there is for a question."""
    if settings.opens:
        return _("one question a day")
    if not settings.seconds:
        return _("until all have answered")
    return _("{seconds} seconds each", seconds=settings.seconds)


def countdown(state: State) -> Countdown | None:
    """Return what everybody waits for: the deadline, or a marathon's next question."""
    if until := deadline(state):
        return Countdown(_("Answer by"), until)
    waits = state.phase is Phase.BETWEEN and bool(state.settings.opens)
    return Countdown(_("Next question"), state.due) if waits and state.due else None


def points_rule(settings: Settings) -> str:
    """Say in a line how points are given."""
    said = (
        _(
            "{full} for a right answer, a share of them for a close one, and up to {bonus} more for "
            "speed.",
            full=FULL,
            bonus=MOST_BONUS,
        )
        if settings.speed_bonus
        else _("{full} for a right answer, a share of them for a close one.", full=FULL)
    )
    if settings.teams is Teams.NONE:
        return said
    of_teams = _("A team gets, question by question, the average of its players.")
    return f"{said} {of_teams}"


def house_rules(settings: Settings) -> str:
    """Say what else a host has decided that players should know before they join."""
    starts = ngettext(
        "It starts by itself with {n} player.",
        "It starts by itself with {n} players.",
        settings.full_at,
    )
    rules = {
        _("The first question is to get used to it, and does not count."): settings.practice,
        _("Answers may be changed until the question is closed."): settings.revisable,
        _("Nobody can join after the start."): not settings.late_joiners,
        _("Passages may be looked up during a question."): settings.open_book,
        _(
            "What answers a question cannot be looked up here while it is asked."
        ): not settings.open_book,
        _("A shared first place is decided by more questions."): bool(settings.tie_break),
        starts: bool(settings.full_at),
    }
    return " ".join(rule for rule, applies in rules.items() if applies)


def join_control(state: State) -> Control:
    """Return what one joins with: a menu of the teams where they are chosen, before and after the start."""
    join = Action("c-join", (state.contest,))
    if state.settings.teams is not Teams.CHOSEN:
        return Button(_("Join"), join, Style.PRIMARY)
    options = tuple(Option(name, _(name)) for name in state.settings.team_names)
    return Menu(_("Join a team"), options, join)


def is_written(question: Question, seed: str) -> bool:
    """Whether an answer has a wording of its own, which may be appealed: nothing is picked from a list."""
    return all(isinstance(field, Write) for field in question.form(seed))


def answer_said(question: Question | None, given: Given, seed: str) -> str:
    """Return an answer as its player saw or wrote it, clipped."""
    said = question.said(given.response, seed) if question else ""
    return clipped(said or given.wording, LONGEST_ANSWER)
