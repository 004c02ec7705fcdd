"""The workspaces that the bot serves, and as whom: one over Socket Mode, any number over HTTP."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp

from adapters.slack.installations import Installations, Installed
from adapters.slack.wire import Wire, wire_on
from bot.chat.platform import Bot, Vault
from bot.errors import StorageBusy

REMEMBERED = timedelta(minutes=1)
"""For so long a token is used without looking whether it is still the one."""

MOST_REMEMBERED = 1_000

HEARD = timedelta(minutes=20)
"""For so long an event may come again: Slack gives up after six minutes."""


@dataclass(frozen=True, slots=True)
class Served:
    """A workspace as the bot serves it: over which clients, and who it is there."""

    wire: Wire
    own_user: str


class Workspaces(Protocol):
    """The workspaces in which the app is installed."""

    async def of(self, team: str, organisation: str = "") -> Served | None:
        """Return how a workspace is served, nothing where the app is not there. Raises ``StorageBusy``."""

    async def lost(self, team: str, organisation: str, at: datetime) -> tuple[str, ...]:
        """Forget the token of a workspace that the app was removed from; return all that are lost so.

        Raises ``StorageBusy``.
        """

    async def withdrawn(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Forget that an organisation's token is for some workspaces; return those that are lost so.

        Raises ``StorageBusy``.
        """

    async def granted(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Remember that an organisation's token is for some workspaces; return those not taken since.

        Raises ``StorageBusy``.
        """

    async def is_first(self, team: str, event: str) -> bool:
        """Tell whether an event is heard for the first time, by any process."""


class Heard:
    """The events that were heard of late, by any process on the same store."""

    def __init__(self, bot: Bot, vault: Vault) -> None:
        self._bot = bot
        self._vault = vault

    async def is_first(self, team: str, event: str) -> bool:
        """Tell whether no process has heard of an event; one it is, where the store does not answer."""
        try:
            return await self._vault.add(team, f"heard:{event}", "", self._bot.now() + HEARD)
        except StorageBusy:
            return True


class OneWorkspace:
    """The workspace, or the organisation, of one token that is given from outside."""

    def __init__(self, served: Served, heard: Heard | None = None) -> None:
        """``heard`` is for several processes: Slack may send an event to one, and again to another."""
        self._served = served
        self._heard = heard
        self._told: dict[str, datetime] = {}

    async def of(self, team: str, organisation: str = "") -> Served | None:  # noqa: ARG002
        """Return how it is served, whatever is asked for: nothing else reaches its socket."""
        return self._served

    async def lost(self, team: str, organisation: str, at: datetime) -> tuple[str, ...]:  # noqa: ARG002
        """Return the workspace."""
        return (team,)

    async def withdrawn(
        self,
        teams: tuple[str, ...],
        organisation: str,  # noqa: ARG002
        at: datetime,
    ) -> tuple[str, ...]:
        """Return the workspaces that were not given since."""
        return self._news(teams, at)

    async def granted(
        self,
        teams: tuple[str, ...],
        organisation: str,  # noqa: ARG002
        at: datetime,
    ) -> tuple[str, ...]:
        """Return the workspaces that were not taken since."""
        return self._news(teams, at)

    async def is_first(self, team: str, event: str) -> bool:
        """Tell whether no process has heard of an event, as far as they know of each other."""
        return self._heard is None or await self._heard.is_first(team, event)

    def _news(self, teams: tuple[str, ...], at: datetime) -> tuple[str, ...]:
        """Return the workspaces of which nothing later was told: Slack may tell out of turn."""
        news = tuple(each for each in teams if self._told.get(each, at) <= at)
        self._told.update(dict.fromkeys(news, at))
        return news


@dataclass(frozen=True, slots=True)
class _Remembered:
    installed: Installed
    served: Served
    until: datetime


class ManyWorkspaces:
    """All workspaces that have installed the app."""

    def __init__(
        self,
        bot: Bot,
        vault: Vault,
        installations: Installations,
        session: aiohttp.ClientSession,
        base_url: str,
    ) -> None:
        self._bot = bot
        self._heard = Heard(bot, vault)
        self._installations = installations
        self._session = session
        self._base_url = base_url
        self._known: OrderedDict[str, _Remembered] = OrderedDict()

    async def of(self, team: str, organisation: str = "") -> Served | None:
        """Return how a workspace is served, as it was last where the store does not answer."""
        known = self._known.get(team)
        if known and self._bot.now() < known.until:
            return known.served
        try:
            installed = await self._installations.of(team, organisation)
        except StorageBusy:
            if known:
                return known.served
            raise
        if installed is None:
            self._known.pop(team, None)
            return None
        return self._remember(team, installed)

    async def lost(self, team: str, organisation: str, at: datetime) -> tuple[str, ...]:
        """Forget the installation; other processes find out for themselves."""
        return self._forgotten(await self._installations.forget(team, organisation, at))

    async def withdrawn(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Forget of which organisation they are; other processes find out for themselves."""
        return self._forgotten(await self._installations.withdraw(teams, organisation, at))

    async def granted(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Remember of which organisation they are."""
        return await self._installations.grant(teams, organisation, at)

    async def is_first(self, team: str, event: str) -> bool:
        """Tell whether no process has heard of an event."""
        return await self._heard.is_first(team, event)

    def _forgotten(self, teams: tuple[str, ...]) -> tuple[str, ...]:
        for each in teams:
            self._known.pop(each, None)
        return teams

    def _remember(self, team: str, installed: Installed) -> Served:
        known = self._known.get(team)
        if known and known.installed == installed:
            served = known.served
        else:
            wire = wire_on(self._session, installed.token, self._base_url)
            served = Served(wire, installed.bot_user)
        self._known[team] = _Remembered(installed, served, self._bot.now() + REMEMBERED)
        self._known.move_to_end(team)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return served
