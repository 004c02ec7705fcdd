"""Replies about points."""

from collections.abc import Sequence

from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Standing, Standings, Visibility
from bot.chat.text import Code, Inline, inline
from bot.quiz.contest.scoring import MOST_BONUS
from bot.quiz.season import Season
from bot.quiz.standings import Placing, Record
from bot.views.question import rules
from bot.views.seasons import dates
from bot.views.words import count

EVERYWHERE, WORKSPACE, HERE, CONTEST = "everywhere", "workspace", "here", "contest"

_WHERE = {
    HERE: "here",
    WORKSPACE: "in this workspace",
    EVERYWHERE: "everywhere",
    CONTEST: "the last contest here",
}


def score(record: Record, placing: Placing) -> Reply:
    """Show one person's record and how they did in contests, with the formula of the points."""
    if not record.answers:
        first = inline("You have not answered a question yet. Start with ", Code("/quiz"), ".")
        return Reply((Prose(first),), visibility=Visibility.ONLY_YOU)
    facts = [
        Fact("Points", inline(f"{record.points:,}")),
        Fact("Right", inline(f"{record.right} of {record.answers} ({percent(record)})")),
        Fact(
            "Streak in quizzes",
            inline(f"{record.streak} right in a row (best {record.best_streak})"),
        ),
    ]
    if placing.contests:
        facts.append(Fact("Contests", inline(_placing(placing))))
    blocks = (Heading(inline(f"Score of {record.name}")), Facts(tuple(facts)), Prose(_formula()))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def board(rows: Sequence[Standing], scope: str, season: Season | None = None) -> Reply:
    """Show a leaderboard, with the formula of the points."""
    when = f", season “{season.name}” {dates(season)}" if season else ""
    title = Heading(inline(f"Leaderboard, {_WHERE[scope]}{when}"))
    if not rows:
        return Reply((title, Prose(_nobody(scope))))
    return Reply((title, Standings(tuple(rows)), Prose(_formula())))


def _formula() -> Inline:
    speed = f" In contests whose host lets speed count, up to {MOST_BONUS} more for a quick right answer."
    return (*rules(), *inline(speed))


def _nobody(scope: str) -> Inline:
    if scope == CONTEST:
        return inline("No contest was played here yet. Open one with ", Code("/contest start"), ".")
    return inline("Nobody has answered a question yet. Start with ", Code("/quiz"), ".")


def detail(record: Record) -> str:
    """Say in a few words what the points rest on."""
    return f"{record.right} of {count(record.answers, 'answer')} right ({percent(record)})"


def _placing(placing: Placing) -> str:
    often = {1: "once", 2: "twice"}.get(placing.times, f"{placing.times:,} times")
    won = f", {placing.streak:,} won in a row" if placing.streak > 1 else ""
    return f"{placing.contests:,} played, best rank {placing.best:,} ({often}){won}"


def percent(record: Record) -> str:
    """Return the accuracy as a whole percentage, rounded down so that 100% means all."""
    return f"{int(record.accuracy * 100)}%"
