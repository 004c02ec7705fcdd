"""A setting, and what was chosen for a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Generic

from bot.chat.request import Place
from bot.errors import UserError
from bot.settings.kinds import Kind, Value


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """Something to decide about a place. ``label`` names it and ``summary`` says what it does."""

    key: str
    label: str
    summary: str
    kind: Kind[Value]
    default: Value


class Source(Enum):
    """Whose choice counts: that for the place, else that for its workspace, else nobody's."""

    PLACE = "place"
    WORKSPACE = "workspace"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a place and for its workspace, as text by the keys of the settings.

    ``chosen[SETTING]`` is the value that counts. What an earlier version of the bot has written and
    this one cannot read counts as not chosen.
    """

    place: Mapping[str, str] = field(default_factory=dict)
    workspace: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, setting: Setting[Value]) -> Value:
        return self._found(setting)[1]

    def source(self, setting: Setting[Any]) -> Source:
        """Return whose choice counts."""
        return self._found(setting)[0]

    def _found(self, setting: Setting[Value]) -> tuple[Source, Value]:
        for source, texts in ((Source.PLACE, self.place), (Source.WORKSPACE, self.workspace)):
            if setting.key in texts:
                try:
                    return source, setting.kind.read(texts[setting.key])
                except UserError:
                    continue
        return Source.DEFAULT, setting.default


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting of a place to be decided, by its key; one without a channel is the whole workspace.

    ``None`` undoes what was decided.
    """

    place: Place
    key: str
    value: str | None


class Role(Enum):
    """What somebody may do in a workspace beside what the platform lets them do."""

    ADMIN = "admin"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Trusted:
    """Somebody who has a role."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: who made it, when, of what, from which text to which; ``None`` is no choice.

    ``what`` is the key of a setting, or a ``Role`` that was given or taken; ``whom`` names who got or
    lost it. A name is ``None`` where it was deleted. ``workspace`` says that it is about all places.
    """

    at: datetime
    by: str | None
    what: str
    was: str | None
    now: str | None
    workspace: bool = False
    whom: str | None = None
