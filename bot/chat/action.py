"""What a control does when it is used, as a small value that fits into a platform's control id."""

from dataclasses import dataclass

from bot.errors import UserError

VERSION = "1"
MAX_ENCODED = 100
"""Characters; Discord's ``custom_id`` is the tightest of the platforms."""

_SEPARATOR = "|"


class StaleAction(UserError):
    """A control from an older version of the bot, or one that was tampered with."""


@dataclass(frozen=True, slots=True)
class Action:
    """The name of an action and its arguments, all short strings without ``|``."""

    name: str
    arguments: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether the action can be encoded."""
        parts = (VERSION, self.name, *self.arguments)
        separators = sum(part.count(_SEPARATOR) for part in parts)
        return separators == 0 and len(_SEPARATOR.join(parts)) <= MAX_ENCODED

    def encode(self) -> str:
        """Return the action as at most ``MAX_ENCODED`` characters.

        Raises ``ValueError`` where it does not fit: that is a bug of the caller.
        """
        if not self.fits:
            raise ValueError(f"action does not fit into a control: {self!r}")
        return _SEPARATOR.join((VERSION, self.name, *self.arguments))

    @classmethod
    def decode(cls, encoded: str) -> "Action":
        """Read what ``encode`` wrote. Raises ``StaleAction`` for anything else."""
        version, *rest = encoded.split(_SEPARATOR)
        if version != VERSION or not rest or len(encoded) > MAX_ENCODED:
            raise StaleAction
        return cls(rest[0], tuple(rest[1:]))
