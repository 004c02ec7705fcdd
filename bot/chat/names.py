"""Names of people, made fit to be shown: on one line, bounded, nothing invisible in them."""

import unicodedata

from bot.chat.request import Actor

MAX_NAME = 80
"""Characters of a name that are kept; Slack allows as many, others fewer."""

_JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian and Hindi are written and how emoji are put together."""


def display_name(actor: Actor, limit: int = MAX_NAME) -> str:
    """Return the person's name in at most ``limit`` characters; their id where nothing is left of it."""
    return _one_line(actor.name, limit) or _one_line(actor.user, limit)


def _one_line(text: str, limit: int) -> str:
    visible = filter(_is_kept, text[: 4 * limit])
    return " ".join("".join(visible).split())[:limit].strip(_JOINERS + " ")


def _is_kept(character: str) -> bool:
    # Control and format characters and halves of surrogate pairs would turn a scoreboard around, or
    # could not be stored at all.
    category = unicodedata.category(character)
    return character in _JOINERS or character.isspace() or not category.startswith("C")
