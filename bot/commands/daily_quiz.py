"""The quiz of the day: answers that nobody sees before the next question, and the table of a month."""

from dataclasses import replace
from datetime import date

from bot.chat.action import StaleAction
from bot.chat.command import Command, CommandOption, Handler
from bot.chat.form import checked
from bot.chat.reply import Reply, Visibility
from bot.chat.request import Press, Request
from bot.commands.arguments import argument, option
from bot.commands.daily import GROUP, NUMBER, PAST, schedule_here
from bot.commands.desk import Desk
from bot.daily.plan import Schedule, Which
from bot.daily.schedule import month_of
from bot.errors import LeaderboardsOff, NoSuchDate, QuestionClosed
from bot.quiz import practice as rules
from bot.quiz.practice import Practice
from bot.quiz.question import Question
from bot.settings.declared import LEADERBOARD, OFF, PRIVATE
from bot.views import daily as views


async def answer(desk: Desk, request: Request) -> Reply:
    """Keep somebody's answer to the question of the day; the first counts."""
    if not isinstance(request.what, Press):
        raise StaleAction
    schedule, day = await _asking(desk, request)
    question = await _asked(desk, schedule, day)
    seed = schedule.seed(day)
    response = checked(question.form(seed), request.what.response)
    verdict = question.judge(response, seed, desk.judge)
    asked = Practice("", desk.pack.id, seed, (question.id,))
    (entry,) = rules.answer(asked, response, verdict, request.at).log
    kept = await desk.daily_answers.answer(schedule, day, request.actor, entry)
    if kept is None:
        raise QuestionClosed
    is_first = kept.response == response
    return views.answered(question, kept.response, seed, is_first=is_first)


async def table(desk: Desk, request: Request) -> Reply:
    """Show who has the most points of a month."""
    chosen = await desk.settings.of(request.place)
    if chosen[LEADERBOARD] == OFF:
        raise LeaderboardsOff
    schedule = await schedule_here(desk, request, Which.QUIZ)
    said = option(request, "month")
    day = _month(said) if said else schedule.plan.timing.day_at(desk.wall_clock.now())
    first, last = month_of(day)
    rows = await desk.daily_answers.table(schedule.id, first, last, views.ROWS)
    shown = views.table(rows, day, (request.actor.platform, request.actor.user))
    is_private = chosen[LEADERBOARD] == PRIVATE
    return replace(shown, visibility=Visibility.ONLY_YOU) if is_private else shown


async def _asking(desk: Desk, request: Request) -> tuple[Schedule, date]:
    """Return the quiz and the day that a control names, if that question is open in this place."""
    schedule = await desk.dailies.find(argument(request, 0))
    day = _day(argument(request, 1))
    if schedule is None or schedule.place != request.place or schedule.asking != day:
        raise QuestionClosed
    if schedule.pack != desk.pack.id:
        raise StaleAction
    return schedule, day


async def _asked(desk: Desk, schedule: Schedule, day: date) -> Question:
    past = await desk.dailies.history(schedule.id, PAST)
    items = [each.item for each in past if each.day == day]
    question = desk.pack.question(items[0]) if items else None
    if question is None:
        raise QuestionClosed
    return question


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StaleAction from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NoSuchDate(text) from None


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="daily table",
        summary="Who has the most points in the quiz of the day",
        handler=table,
        group=GROUP,
        example="/daily table",
        options=(
            CommandOption(name="month", summary="Of which month, such as 2026-09", maximum=7),
            NUMBER,
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {"day-answer": answer}
