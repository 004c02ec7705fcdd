"""Replies about what others see of a person."""

from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.text import Code, inline

NAMELESS = "A player"
"""How a contest shows somebody who is hidden."""


def hidden() -> Reply:
    """Confirm that the person is hidden."""
    said = inline(
        "You are hidden: leaderboards no longer list you, and contests show you as "
        f"“{NAMELESS}” from the next one you join. Your answers and points stay, and ",
        Code("/score"),
        " shows them to you alone. To be seen again: ",
        Code("/privacy show"),
        ".",
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def shown() -> Reply:
    """Confirm that the person can be seen."""
    said = inline(
        "You can be seen: leaderboards list you with all your points, and contests show your name "
        "from the next one you join. To be hidden: ",
        Code("/privacy hide"),
        ".",
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)
