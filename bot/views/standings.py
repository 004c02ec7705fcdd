"""Replies about points."""

from collections.abc import Sequence

from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Standing, Standings, Visibility
from bot.chat.text import Code, inline
from bot.quiz.standings import Record
from bot.views.question import rules
from bot.views.words import count

EVERYWHERE, WORKSPACE, HERE = "everywhere", "workspace", "here"


def score(record: Record) -> Reply:
    """Show one person's record, with the formula of the points."""
    if not record.answers:
        first = inline("You have not answered a question yet. Start with ", Code("/quiz"), ".")
        return Reply((Prose(first),), visibility=Visibility.ONLY_YOU)
    facts = (
        Fact("Points", inline(f"{record.points:,}")),
        Fact("Right", inline(f"{record.right} of {record.answers} ({percent(record)})")),
        Fact("Streak", inline(f"{record.streak} right in a row (best {record.best_streak})")),
    )
    blocks = (Heading(inline(f"Score of {record.name}")), Facts(facts), Prose(rules()))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def board(rows: Sequence[Standing], scope: str) -> Reply:
    """Show a leaderboard, with the formula of the points."""
    if not rows:
        first = inline("Nobody has answered a question here yet. Start with ", Code("/quiz"), ".")
        return Reply((Prose(first),))
    where = {HERE: "here", WORKSPACE: "in this workspace", EVERYWHERE: "everywhere"}[scope]
    title = Heading(inline(f"Leaderboard, {where}"))
    return Reply((title, Standings(tuple(rows)), Prose(rules())))


def detail(record: Record) -> str:
    """Say in a few words what the points rest on."""
    return f"{record.right} of {count(record.answers, 'answer')} right ({percent(record)})"


def percent(record: Record) -> str:
    """Return the accuracy as a whole percentage, rounded down so that 100% means all."""
    return f"{int(record.accuracy * 100)}%"
