"""What a person asked for, whichever platform it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.chat.action import Action
from bot.chat.form import Response

OptionValue: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, by the platform's own ids."""

    platform: str
    user: str
    name: str
    workspace: str = ""
    locale: str = "en"
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: a channel, a thread, a direct message, a terminal."""

    platform: str
    channel: str
    workspace: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command with the options that were given, each already of its option's type."""

    command: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """A control used: its action, and the fields where it was a form."""

    action: Action
    response: Response = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked.

    ``id`` is the same when the platform delivers the same request again; ``at`` is when the platform
    says the person acted, with its zone.
    """

    id: str
    actor: Actor
    place: Place
    at: datetime
    what: Invocation | Press
