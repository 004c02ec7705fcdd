"""Replies about seasons."""

from collections.abc import Sequence

from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Visibility
from bot.chat.text import Code, inline
from bot.quiz.season import Season


def defined(season: Season) -> Reply:
    """Confirm a season."""
    said = inline(
        f"The season “{season.name}” goes {dates(season)}. Its leaderboard: ",
        Code(f"/leaderboard season={_quoted(season.name)}"),
        ".",
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def removed(name: str) -> Reply:
    """Confirm that a season is forgotten."""
    said = f"The season “{name}” is forgotten. Answers and points stay."
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU)


def listed(seasons: Sequence[Season]) -> Reply:
    """List seasons, the latest first."""
    if not seasons:
        none = inline(
            "No season is defined here. An admin defines one with ", Code("/season set"), "."
        )
        return Reply((Prose(none),), visibility=Visibility.ONLY_YOU)
    facts = tuple(Fact(season.name, inline(dates(season))) for season in seasons)
    blocks = (Heading(inline("Seasons")), Facts(facts))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def dates(season: Season) -> str:
    """Say from when to when a season goes."""
    return f"from {season.first.isoformat()} to {season.last.isoformat()} (days of UTC)"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
