"""What the bot answers, as blocks that every adapter must be able to show.

The set of blocks and controls is closed: renderers match over it with ``assert_never``, so the type
checker finds every place that a new member must touch.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from bot.chat.action import Action
from bot.chat.form import Field, Option
from bot.chat.language import Language, spoken
from bot.chat.text import Inline


class Visibility(Enum):
    """Who sees a reply."""

    EVERYONE = "everyone"
    ONLY_YOU = "only you"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a reply or of a part of it."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph in the bot's own words."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the document, exactly; ``match`` says that the reader's query met them."""

    text: str
    match: bool = False


@dataclass(frozen=True, slots=True)
class PrinterMark:
    """What the printed page shows between the words: a page break, a note number, an omission."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: its pieces in order, and the line that says where it stands and whose view it is."""

    pieces: tuple[Words | PrinterMark, ...]
    source: Inline


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what belongs to it."""

    label: str
    value: Inline


@dataclass(frozen=True, slots=True)
class Facts:
    """A list of labelled lines."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a scoreboard. Equal points share a rank."""

    rank: int
    name: str
    points: int
    detail: str = ""
    is_you: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """A scoreboard, best first."""

    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, how many of how many, and a mark such as "right" (never colour alone)."""

    label: str
    count: int
    total: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """How something is spread."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Countdown:
    """A moment to wait for, shown as the platform's own countdown."""

    label: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture with the words that stand for it."""

    png: bytes
    alt: str
    filename: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep. ``label`` says what is in it; ``name`` may be no more than a file's name."""

    name: str
    media_type: str
    data: bytes
    label: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


Block: TypeAlias = (
    Heading | Prose | Quote | Facts | Standings | Bars | Countdown | Picture | File | Divider
)


class Style(Enum):
    """How a button presents itself."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Does its action when pressed."""

    label: str
    action: Action
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Menu:
    """Does its action with the key of the option picked, which is appended to the arguments."""

    label: str
    options: tuple[Option, ...]
    action: Action


@dataclass(frozen=True, slots=True)
class Form:
    """Fields to fill in together; its action gets them as the request's ``response``."""

    title: str
    fields: tuple[Field, ...]
    action: Action
    submit: str


Control: TypeAlias = Button | Menu | Form


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the bot. ``failed`` tells scripts that the request could not be met.

    ``language`` is that in which it was worded: whoever shows it speaks that language for the rest.
    """

    blocks: tuple[Block, ...]
    controls: tuple[Control, ...] = ()
    visibility: Visibility = Visibility.EVERYONE
    failed: bool = False
    language: Language = field(default_factory=spoken, compare=False, repr=False)
