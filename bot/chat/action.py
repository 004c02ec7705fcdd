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

    def encode(self) -> str:
        """Return the action as at most ``MAX_ENCODED`` characters.

        Raises ``ValueError`` where an argument does not fit: that is a bug of the caller.
        """
        parts = (VERSION, self.name, *self.arguments)
        encoded = _SEPARATOR.join(parts)
        if len(encoded) > MAX_ENCODED or encoded.count(_SEPARATOR) != len(parts) - 1:
            raise ValueError(f"action does not fit into a control: {encoded!r}")
        return encoded

    @classmethod
    def decode(cls, encoded: str) -> "Action":
        """Read what ``encode`` wrote. Raises ``StaleAction`` for anything else."""
        version, *rest = encoded.split(_SEPARATOR)
        if version != VERSION or not rest or len(encoded) > MAX_ENCODED:
            raise StaleAction
        return cls(rest[0], tuple(rest[1:]))
