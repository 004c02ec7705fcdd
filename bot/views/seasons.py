"""Replies about seasons."""

from collections.abc import Sequence

from bot.chat.language import _, phrase
from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Visibility
from bot.chat.text import Code, inline
from bot.quiz.season import Season


def defined(season: Season) -> Reply:
    """Confirm a season."""
    said = phrase(
        "The season “{name}” goes {dates}. Its leaderboard: {command}.",
        name=season.name,
        dates=dates(season),
        command=Code(f"/leaderboard season={_quoted(season.name)}"),
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def removed(name: str) -> Reply:
    """Confirm that a season is forgotten."""
    said = phrase("The season “{name}” is forgotten. Answers and points stay.", name=name)
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def listed(seasons: Sequence[Season]) -> Reply:
    """List seasons, the latest first."""
    if not seasons:
        none = phrase(
            "No season is defined here. An admin defines one with {command}.",
            command=Code("/season set"),
        )
        return Reply((Prose(none),), visibility=Visibility.ONLY_YOU)
    facts = tuple(Fact(season.name, inline(dates(season))) for season in seasons)
    blocks = (Heading(phrase("Seasons")), Facts(facts))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def dates(season: Season) -> str:
    """Say from when to when a season goes."""
    first, last = season.first.isoformat(), season.last.isoformat()
    return _("from {first} to {last} (days of UTC)", first=first, last=last)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
