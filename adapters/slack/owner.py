"""Whose message it is, kept in the ids of its rows of buttons: Slack does not say who asked for it."""

from dataclasses import dataclass

_ALONE = "!"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who asked for a message; nobody in particular for what the bot says on its own.

    ``is_alone`` says that it stands in the bot's own conversation with that person.
    """

    user: str = ""
    is_alone: bool = False

    def encode(self) -> str:
        """Return the owner as the beginning of an id."""
        return f"{self.user}{_ALONE * self.is_alone}"


NOBODY = Owner()


def owner_of(block_id: str) -> Owner:
    """Return the owner that the id of a row begins with."""
    encoded = block_id.partition(":")[0]
    return Owner(encoded.removesuffix(_ALONE), encoded.endswith(_ALONE))
