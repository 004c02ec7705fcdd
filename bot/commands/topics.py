"""Topics as people name them."""

from bot.chat.form import Option
from bot.commands.desk import Desk
from bot.document.fold import fold
from bot.pack.model import Pack


def topic_key(pack: Pack, asked: str) -> str:
    """Return the key of a topic given by its key, its name or a part of the name that no other has.

    What names no topic comes back as it was asked, folded, and will fit nothing.
    """
    wanted = fold(asked).strip()
    names = {key: fold(name) for key, name in pack.topics.items()}
    for key, name in names.items():
        if wanted in (key, name, name.replace(" ", "-")):
            return key
    partly = [key for key, name in names.items() if wanted and (wanted in name or wanted in key)]
    return partly[0] if len(partly) == 1 else wanted


def complete_topic(desk: Desk, typed: str) -> tuple[Option, ...]:
    """Complete a topic."""
    wanted = fold(typed)
    topics = desk.pack.topics.items()
    return tuple(Option(key, name) for key, name in topics if wanted in fold(f"{key} {name}"))
