"""What the value of a setting can be: how it is read from text, and how it is written as text."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.chat.form import Option
from bot.chat.language import N_
from bot.daily.quiet import QuietHours
from bot.daily.zones import time_named, zone_named
from bot.errors import NoSuchTime, UserError

Value = TypeVar("Value")

LONGEST = 200
"""Characters of a value, at most."""

NOTHING = frozenset({"", "none", "off"})
"""What people write for no quiet hours and for nobody to notify."""


class SettingInvalid(UserError):
    """A value that a setting cannot have; ``takes`` is an example of one that it can."""

    def __init__(self, text: str, takes: str) -> None:
        super().__init__(text, takes)
        self.text = text
        self.takes = takes


class Kind(Protocol[Value]):
    """A kind of value."""

    @property
    def options(self) -> tuple[Option, ...]:
        """All values there are, where they can be listed."""

    def read(self, text: str) -> Value:
        """Return the value that a text means. Raises ``SettingInvalid`` or ``NoSuchZone``."""

    def write(self, value: Value) -> str:
        """Return the value as ``read`` takes it."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few, by its key or its label."""

    options: tuple[Option, ...]

    def read(self, text: str) -> str:
        """Return the key of the option."""
        wanted = text.strip().casefold()
        for option in self.options:
            if wanted in {option.key.casefold(), option.label.casefold()}:
                return option.key
        raise SettingInvalid(text, " or ".join(option.key for option in self.options))

    def write(self, value: str) -> str:
        """Return the key."""
        return value


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    options: tuple[Option, ...] = (Option("yes", N_("Yes")), Option("no", N_("No")))

    def read(self, text: str) -> bool:
        """Return whether it is yes."""
        return OneOf(self.options).read(text) == "yes"

    def write(self, value: bool) -> str:  # noqa: FBT001 - the value of a kind
        """Return yes or no."""
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone, by its IANA name or by a place in it."""

    options: tuple[Option, ...] = ()

    def read(self, text: str) -> str:
        """Return the IANA name."""
        return zone_named(text)

    def write(self, value: str) -> str:
        """Return the IANA name."""
        return value


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet hours such as ``22:00-07:00``, or none."""

    options: tuple[Option, ...] = ()

    def read(self, text: str) -> QuietHours | None:
        """Return the hours; ``None`` where there are to be none."""
        said = text.strip().casefold()
        if said in NOTHING:
            return None
        begins, _, ends = said[:LONGEST].replace("–", "-").partition("-")
        try:
            found = QuietHours(time_named(begins), time_named(ends))
        except NoSuchTime:
            raise SettingInvalid(text, "22:00-07:00") from None
        if found.begins == found.ends:
            raise SettingInvalid(text, "22:00-07:00")
        return found

    def write(self, value: QuietHours | None) -> str:
        """Return the hours to the minute."""
        return f"{value.begins:%H:%M}-{value.ends:%H:%M}" if value else "none"


@dataclass(frozen=True, slots=True)
class Group:
    """A role or group of the platform, as the platform writes it in a text; or none."""

    options: tuple[Option, ...] = ()

    def read(self, text: str) -> str:
        """Return the role or group, empty for none."""
        said = text.strip()
        if said.casefold() in NOTHING:
            return ""
        if len(said) > LONGEST or not said.isprintable():
            raise SettingInvalid(text, "@study-group")
        return said

    def write(self, value: str) -> str:
        """Return it as it was given."""
        return value or "none"


@dataclass(frozen=True, slots=True)
class Names:
    """Some ids, with commas between them; none of them means all there are."""

    options: tuple[Option, ...] = ()

    def read(self, text: str) -> tuple[str, ...]:
        """Return the ids, each once, in order."""
        said = text.strip()
        if len(said) > LONGEST or not said.isprintable():
            raise SettingInvalid(text, "all")
        names = dict.fromkeys(each.strip() for each in said.split(","))
        return tuple(sorted(set(names) - {"", "all"}))

    def write(self, value: Collection[str]) -> str:
        """Return the ids with commas between them."""
        return ",".join(value) or "all"
