"""The conversation in each workspace, and what each begins with: once, and when it was acknowledged."""

import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import incoming
from adapters.slack.conversation import Conversation
from adapters.slack.kit import Json
from adapters.slack.origin import PLATFORM, Origin
from adapters.slack.punctual import Seen, UnderWay, acknowledged
from adapters.slack.wire import TROUBLE, reason
from adapters.slack.workspaces import Served, Workspaces
from bot.chat.language import N_, Language, _
from bot.chat.platform import Bot
from bot.chat.request import Place
from bot.errors import UserError

MOST_KEPT = 1_000
"""Workspaces whose people are remembered, at most."""

NOT_INSTALLED = N_(
    "The app is not installed in this workspace, or has lost its permission. Ask an admin of the "
    "workspace to install it again."
)

BUSY = N_(
    "I cannot look up this workspace just now. Nothing was changed; please try again in a moment."
)

_log = logging.getLogger(__name__)


class Conversations:
    """Finds the conversation to which a payload belongs."""

    def __init__(self, bot: Bot, workspaces: Workspaces, session: aiohttp.ClientSession) -> None:
        self._bot = bot
        self._workspaces = workspaces
        self._session = session
        self._kept: OrderedDict[str, tuple[Served, Conversation]] = OrderedDict()
        self._seen = Seen()
        self.under_way = UnderWay()

    @asynccontextmanager
    async def turn(self, body: Json, hook: str = "") -> AsyncIterator[Conversation | None]:
        """Begin when the acknowledgement was sent; yield the conversation.

        Yields nothing for what was answered before, and where there is nobody to answer. ``hook`` is
        where the person can be told so of a payload that brings no such address itself.
        """
        body[incoming.ARRIVED] = self._bot.now()
        with self.under_way.one():
            await acknowledged()
            yield await self._of(body, hook) if await self._is_new(body) else None

    def language(self, body: Json, origin: Origin) -> Language:
        """Return what to speak before it is known what somebody wants, from memory only."""
        _served, conversation = self._kept.get(incoming.team_of(body), (None, None))
        if conversation:
            return conversation.language(origin)
        return self._bot.language("", origin.place)

    async def lost(self, body: Json) -> None:
        """Take note that the app was removed from a workspace, or lost its token there."""
        team, at = incoming.team_of(body), incoming.told_at(body, self._bot.now())
        organisation = incoming.organisation_of(body)
        await self._forget((team,), partial(self._workspaces.lost, team, organisation, at))

    async def withdrawn(self, body: Json) -> None:
        """Take note that an organisation has taken the app out of some of its workspaces."""
        teams, at = incoming.teams_of(body), incoming.told_at(body, self._bot.now())
        organisation = incoming.organisation_of(body)
        await self._forget(teams, partial(self._workspaces.withdrawn, teams, organisation, at))

    async def granted(self, body: Json) -> None:
        """Take note that an organisation has let the app into more of its workspaces."""
        teams, organisation = incoming.teams_of(body), incoming.organisation_of(body)
        with self.under_way.one():
            await acknowledged()
            try:
                await self._workspaces.granted(teams, organisation)
            except UserError:
                _log.warning("workspaces not noted", extra={"workspaces": teams})
            for team in teams:
                await self._bot.place_found(Place(PLATFORM, "", team))

    async def _forget(
        self, teams: tuple[str, ...], forget: Callable[[], Awaitable[tuple[str, ...]]]
    ) -> None:
        """Let go of the workspaces that are lost; of all those named, where the store does not answer."""
        with self.under_way.one():
            await acknowledged()
            try:
                lost = await forget()
            except UserError:
                _log.warning("tokens not forgotten", extra={"workspaces": teams})
                lost = teams
            for team in lost:
                self._kept.pop(team, None)
                await self._bot.place_lost(Place(PLATFORM, "", team))

    async def _is_new(self, body: Json) -> bool:
        id_ = incoming.id_of(body)
        if not self._seen.is_new(id_):
            return False
        # Events alone come again, and then to any process.
        event = body.get("event_id")
        return not event or await self._workspaces.is_first(incoming.team_of(body), str(event))

    async def _of(self, body: Json, hook: str) -> Conversation | None:
        team = incoming.team_of(body)
        try:
            served = await self._workspaces.of(team, incoming.organisation_of(body))
        except UserError as error:
            _log.warning("workspace not looked up", extra={"workspace": team, "why": str(error)})
            await self._tell(body, BUSY, hook)
            return None
        if served is None:
            _log.warning("not installed", extra={"workspace": team})
            await self._tell(body, NOT_INSTALLED, hook)
            return None
        return self._conversation(team, served)

    def _conversation(self, team: str, served: Served) -> Conversation:
        kept, conversation = self._kept.get(team, (None, None))
        if conversation is None or kept is not served:
            conversation = Conversation(self._bot, served.wire, served.own_user)
            self._kept[team] = served, conversation
        self._kept.move_to_end(team)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return conversation

    async def _tell(self, body: Json, text: str, hook: str) -> None:
        """Tell the person alone, where Slack has said how to do that without a token."""
        url = str(body.get("response_url") or hook)
        if not url:
            return
        try:
            await AsyncWebhookClient(url, session=self._session).send(
                text=_(text), response_type="ephemeral", replace_original=False
            )
        except TROUBLE as error:
            _log.warning("not told", extra={"why": reason(error)})
