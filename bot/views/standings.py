"""Replies about points."""

from collections.abc import Sequence

from bot.chat.language import N_, _, ngettext, number, phrase
from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Standing, Standings, Visibility
from bot.chat.text import Code, Inline, inline
from bot.quiz.contest.scoring import MOST_BONUS
from bot.quiz.season import Season
from bot.quiz.standings import Placing, Record
from bot.views.question import rules
from bot.views.seasons import dates

EVERYWHERE, WORKSPACE, HERE, CONTEST = "everywhere", "workspace", "here", "contest"

_TITLES = {
    HERE: N_("Leaderboard, here"),
    WORKSPACE: N_("Leaderboard, in all channels here"),
    EVERYWHERE: N_("Leaderboard, everywhere"),
    CONTEST: N_("Leaderboard, the last contest here"),
}


def score(record: Record, placing: Placing) -> Reply:
    """Show one person's record and how they did in contests, with the formula of the points."""
    if not record.answers:
        first = phrase(
            "You have not answered a question yet. Start with {command}.", command=Code("/quiz")
        )
        return Reply((Prose(first),), visibility=Visibility.ONLY_YOU)
    facts = [
        Fact(_("Points"), inline(number(record.points))),
        Fact(_("Right"), inline(_right(record))),
        Fact(_("Streak in quizzes"), _streak(record.streak, record.best_streak)),
    ]
    if placing.contests:
        run = placing.run
        facts.append(Fact(_("Streak in contests"), _streak(run.last, run.best)))
        facts.append(Fact(_("Contests"), inline(_placing(placing))))
    title = Heading(phrase("Score of {name}", name=record.name))
    blocks = (title, Facts(tuple(facts)), Prose(_formula()))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def board(rows: Sequence[Standing], scope: str, season: Season | None = None) -> Reply:
    """Show a leaderboard, with the formula of the points."""
    title = Heading(inline(_(_TITLES[scope]) + (_when(season) if season else "")))
    if not rows:
        return Reply((title, Prose(_nobody(scope))))
    return Reply((title, Standings(tuple(rows)), Prose(_formula())))


def _streak(streak: int, best: int) -> Inline:
    return phrase("{streak} right in a row (best {best})", streak=streak, best=best)


def _formula() -> Inline:
    speed = phrase(
        "In contests whose host lets speed count, up to {bonus} more for a quick right answer.",
        bonus=MOST_BONUS,
    )
    return (*rules(), *inline(" "), *speed)


def _nobody(scope: str) -> Inline:
    if scope == CONTEST:
        how = Code("/contest start")
        return phrase("No contest was played here yet. Open one with {command}.", command=how)
    return phrase(
        "Nobody has answered a question yet. Start with {command}.", command=Code("/quiz")
    )


def detail(record: Record) -> str:
    """Say in a few words what the points rest on."""
    return ngettext(
        "{right} of {n} answer right ({percent})",
        "{right} of {n} answers right ({percent})",
        record.answers,
        right=record.right,
        percent=percent(record),
    )


def _right(record: Record) -> str:
    return _(
        "{right} of {answers} ({percent})",
        right=record.right,
        answers=record.answers,
        percent=percent(record),
    )


def _when(season: Season) -> str:
    return _(", season “{name}” {dates}", name=season.name, dates=dates(season))


def _placing(placing: Placing) -> str:
    often = {1: _("once"), 2: _("twice")}.get(placing.times) or ngettext(
        "{n} time", "{n} times", placing.times
    )
    said = _(
        "{contests} played, best rank {best} ({often})",
        contests=placing.contests,
        best=placing.best,
        often=often,
    )
    if placing.streak < 2:
        return said
    return said + ngettext(", {n} won in a row", ", {n} won in a row", placing.streak)


def percent(record: Record) -> str:
    """Return the accuracy as a whole percentage, rounded down so that 100% means all."""
    return _("{percent}%", percent=int(record.accuracy * 100))
