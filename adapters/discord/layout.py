"""What stands in a Discord message, and how a reply is dealt out to as many messages as it needs.

The limits are Discord's, for messages made of components:
https://discord.com/developers/docs/components/reference
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.chat.form import Option
from bot.chat.reply import Style
from bot.chat.visible import shown_length

MAX_TEXT = 4_000
"""UTF-16 units of all texts of a message together."""

MAX_COMPONENTS = 40
"""Components of a message, those within others included."""

MAX_FILES = 10
MAX_BUTTONS = 5
MAX_OPTIONS = 25
MAX_BUTTON_LABEL = 80
MAX_OPTION_LABEL = 100
MAX_PLACEHOLDER = 150
MAX_ID = 100
MAX_FIELDS = 5
"""Fields of a modal."""

_FRAME = 1
"""The container around everything is a component too."""


@dataclass(frozen=True, slots=True)
class Display:
    """A text in markdown. ``mark`` is a number by which it is found again in the message, if not 0."""

    markdown: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """A picture."""

    png: bytes
    alt: str
    filename: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to keep."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Knob:
    """A button. ``id`` says what it does."""

    label: str
    id: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Knobs:
    """A row of at most ``MAX_BUTTONS`` buttons."""

    knobs: tuple[Knob, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """A row with a list of at most ``MAX_OPTIONS``, of which between two numbers can be picked."""

    label: str
    id: str
    options: tuple[Option, ...]
    at_least: int = 1
    at_most: int = 1


Item: TypeAlias = Display | Rule | Gallery | Attached | Knobs | Picker


@dataclass(frozen=True, slots=True)
class Message:
    """The content of one message, from top to bottom."""

    items: tuple[Item, ...]


def deal(items: Iterable[Item]) -> tuple[Message, ...]:
    """Deal the items out to messages, each within Discord's limits; at least one message."""
    messages: list[Message] = []
    held: list[Item] = []
    for item in _with_unique_ids(items):
        if held and not _fits([*held, item]):
            messages.append(Message(tuple(held)))
            held = []
        held.append(item)
    last = held or [Display("…")]
    return (*messages, Message(tuple(last)))


def _fits(items: Sequence[Item]) -> bool:
    components = _FRAME + sum(map(_components, items))
    text = sum(shown_length(item.markdown) for item in items if isinstance(item, Display))
    files = sum(isinstance(item, Gallery | Attached) for item in items)
    return components <= MAX_COMPONENTS and text <= MAX_TEXT and files <= MAX_FILES


def _components(item: Item) -> int:
    match item:
        case Display() | Rule() | Gallery() | Attached():
            return 1
        case Picker():
            return 2
        case Knobs(knobs):
            return 1 + len(knobs)
        case _:
            assert_never(item)


def _with_unique_ids(items: Iterable[Item]) -> Iterable[Item]:
    """Leave out what does the same as something before it: Discord takes an id only once."""
    seen: set[str | int] = set()
    for item in items:
        match item:
            case Knobs(knobs):
                fresh = {knob.id: knob for knob in reversed(knobs) if knob.id not in seen}
                seen |= fresh.keys()
                if fresh:
                    yield Knobs(tuple(reversed(fresh.values())))
            case Picker(id=id_):
                if id_ not in seen:
                    yield item
                seen.add(id_)
            case Display(markdown, mark) if mark:
                yield Display(markdown, 0 if mark in seen else mark)
                seen.add(mark)
            case _:
                yield item
