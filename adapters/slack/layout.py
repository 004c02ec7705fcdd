"""What stands in a Slack message or view, and how a reply is dealt out to as many as it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from adapters.slack.kit import MAX_BLOCKS, Json
from bot.chat.language import _

MAX_SAID = 10_000
"""Characters of all texts of a message together; Slack refuses more than some 13,000 without a word why."""


@dataclass(frozen=True, slots=True)
class Solid:
    """A block, and what it says as plain text."""

    block: Json
    says: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table, of which Slack takes one a message."""
        return bool(self.block["type"] == "table")


@dataclass(frozen=True, slots=True)
class Gallery:
    """A picture that has yet to be uploaded."""

    png: bytes
    alt: str
    filename: str

    @property
    def says(self) -> str:
        """The words that stand for the picture."""
        return standing_for(self.alt)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that has yet to be uploaded."""

    data: bytes
    name: str
    says: str


Item: TypeAlias = Solid | Gallery | Attached


@dataclass(frozen=True, slots=True)
class Message:
    """The content of one message, from top to bottom."""

    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """All of it as plain text, for notifications and screen readers."""
        return "\n\n".join(item.says for item in self.items if item.says.strip()) or "…"


def standing_for(picture: str) -> str:
    """Return the words that stand for a picture, by what is to be seen in it."""
    return _("Picture: {what}", what=picture)


def deal(items: Iterable[Item], most: int = MAX_BLOCKS) -> tuple[Message, ...]:
    """Deal the items out to messages of at most ``most`` blocks each; at least one message."""
    messages: list[Message] = []
    held: list[Item] = []
    for item in items:
        if held and not _fits([*held, item], most):
            messages.append(Message(tuple(held)))
            held = []
        held.append(item)
    return (*messages, Message(tuple(held)))


def _fits(items: Sequence[Item], most: int) -> bool:
    said = sum(len(item.says) for item in items)
    tables = sum(isinstance(item, Solid) and item.is_table for item in items)
    return len(items) <= most and said <= MAX_SAID and tables <= 1
