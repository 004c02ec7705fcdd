"""Pictures for those who like to look: the words beside them say the same."""

from bot.pictures.drawn import DRAWN

__all__ = ["DRAWN"]
