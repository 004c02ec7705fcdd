"""The three ways in which a person answers: choose, arrange, write.

Quiz kinds ask in these, and adapters know only these, so a new kind of question touches no adapter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose or to arrange. ``key`` is unique in its field and tells nothing of rightness."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick between ``at_least`` and ``at_most`` of the options."""

    name: str
    prompt: str
    options: tuple[Option, ...]
    at_least: int = 1
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put all the options in order."""

    name: str
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """Write a line of at most ``limit`` characters."""

    name: str
    prompt: str
    limit: int = 200


Field: TypeAlias = Choose | Arrange | Write

Response: TypeAlias = Mapping[str, tuple[str, ...]]
"""What a person answered: a field's name to the keys chosen, in order, or to the one text written."""
