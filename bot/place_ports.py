"""What the commands need of what is kept about places and people; see ``bot.ports`` for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.request import Actor, Place
from bot.settings.model import Changed, Choice, Chosen, Role, Trusted


class Settings(Protocol):
    """What is decided about places and workspaces, by whom, and whom they trust.

    A place without a workspace, a direct message for example, has its own settings only.
    """

    async def of(self, place: Place) -> Chosen:
        """Return what was chosen for a place and for its workspace."""

    async def choose(
        self, actor: Actor, place: Place, key: str, value: str | None, at: datetime
    ) -> bool:
        """Decide a setting, of the whole workspace where the place has no channel; ``None`` undoes it.

        Return whether that changed anything; it is recorded if it did.
        """

    async def choose_all(self, actor: Actor, choices: Sequence[Choice], at: datetime) -> None:
        """Decide several settings as ``choose`` does, all of them or none."""

    async def history(self, place: Place, limit: int) -> tuple[Changed, ...]:
        """Return the changes of a place and of its whole workspace, the latest first."""

    async def trusted(self, place: Place, role: Role) -> tuple[Trusted, ...]:
        """Return who has a role in the place's workspace, by name."""

    async def is_trusted(self, place: Place, role: Role, actor: Actor) -> bool:
        """Return whether somebody has a role in the place's workspace."""

    async def trust(
        self, actor: Actor, place: Place, role: Role, person: Trusted, at: datetime
    ) -> bool:
        """Give somebody a role in the place's workspace; return whether there was room.

        A person without a name keeps the one that is known.
        """

    async def distrust(
        self, actor: Actor, place: Place, role: Role, user: str, at: datetime
    ) -> bool:
        """Take a role from somebody; return whether they had it."""


class PersonalData(Protocol):
    """What is kept about a person, and how it is deleted.

    Both read a whole log, so a process does one at a time. Both raise ``TooOften`` until that is done.
    """

    async def export(self, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return everything about a person, as rows by what they are of; what is empty is left out.

        Values are texts, numbers, ``None``, or lists and mappings of these.
        """

    async def forget(self, actor: Actor, at: datetime) -> None:
        """Delete everything about a person. In contests a former player takes their place.

        When this was interrupted, or raised ``StorageBusy``, doing it again completes it.
        """


KEPT_AFTER_REMOVAL = timedelta(days=30)
"""How long what is kept of a workspace outlasts the bot's removal from it: that may be by mistake."""


class Workspaces(Protocol):
    """The workspaces that the bot was removed from."""

    async def left(self, platform: str, workspace: str, at: datetime) -> None:
        """Note that the bot was removed: what is kept of the workspace is to be deleted in time."""

    async def present(self, platform: str, workspaces: Sequence[str]) -> None:
        """Note that the bot is there, or there again: nothing is to be deleted."""

    async def known(self, platform: str) -> frozenset[str]:
        """Return the ids of the workspaces of a platform of which something is kept."""

    async def leaving(self) -> frozenset[tuple[str, str]]:
        """Return the platform and id of each workspace that is to be deleted."""

    async def delete_due(self, at: datetime) -> int:
        """Delete what is kept of the workspaces whose time has come; return how many were deleted.

        One that cannot be is tried again the next time, and keeps no other from being deleted.
        """


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is to be expected of posts in a place.

    ``is_found`` says that the platform knows the place in its workspace; ``remedy`` what would help where
    posts would not get through, in the platform's words.
    """

    is_found: bool = False
    remedy: str = ""


class Outlook(Protocol):
    """Tells beforehand what a platform would not let through, as far as it can say."""

    async def prospect(self, place: Place) -> Prospect:
        """Return what is to be expected in a place; takes a moment, and never long."""

    def how_to_show(self, platform: str) -> str:
        """Return how an admin lets somebody see what a platform shows to its own admins alone.

        Empty where everybody sees everything.
        """
