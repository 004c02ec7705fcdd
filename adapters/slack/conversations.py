"""The conversation in each workspace, and what each begins with: once, and when it was acknowledged."""

import asyncio
import logging
import time
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

OF_USE = 120.0
"""Seconds for which an event waits until its workspace can be looked up, at most: then it is old."""

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
        self._notes = asyncio.Lock()
        self.under_way = UnderWay()

    @asynccontextmanager
    async def turn(
        self, body: Json, origin: Origin | None = None
    ) -> AsyncIterator[Conversation | None]:
        """Begin when the acknowledgement was sent; yield the conversation.

        Yields nothing for what was answered before, and where there is nobody to answer. ``origin`` is
        where the person waits for whom the payload does not say that itself: they are told so there;
        and a bug in the block becomes an apology to them and a log entry.
        """
        body[incoming.ARRIVED] = self._bot.now()
        origin = origin or incoming.waiting(body, time.time())
        with self.under_way.one():
            await acknowledged()
            conversation = await self._of(body, origin) if await self._is_new(body) else None
            try:
                yield conversation
            except Exception:
                if conversation is None or origin is None:
                    raise
                await conversation.apologise(origin)

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
        await self._forget(partial(self._workspaces.lost, team, organisation, at))

    async def withdrawn(self, body: Json) -> None:
        """Take note that an organisation has taken the app out of some of its workspaces."""
        teams, at = incoming.teams_of(body), incoming.told_at(body, self._bot.now())
        organisation = incoming.organisation_of(body)
        await self._forget(partial(self._workspaces.withdrawn, teams, organisation, at))

    async def granted(self, body: Json) -> None:
        """Take note that an organisation has let the app into more of its workspaces."""
        teams, at = incoming.teams_of(body), incoming.told_at(body, self._bot.now())
        organisation = incoming.organisation_of(body)
        async with self._noting(
            partial(self._workspaces.granted, teams, organisation, at)
        ) as found:
            for team in found:
                await self._bot.place_found(Place(PLATFORM, "", team))

    async def _forget(self, forget: Callable[[], Awaitable[tuple[str, ...]]]) -> None:
        """Let go of the workspaces that are lost."""
        async with self._noting(forget) as lost:
            for team in lost:
                self._kept.pop(team, None)
                await self._bot.place_lost(Place(PLATFORM, "", team))

    @asynccontextmanager
    async def _noting(
        self, note: Callable[[], Awaitable[tuple[str, ...]]]
    ) -> AsyncIterator[tuple[str, ...]]:
        """Note something as soon as the store lets us; yield the workspaces that it is news of.

        What comes of one is not overtaken by what comes of the next; nor does that wait to be noted:
        the app may be installed again meanwhile.
        """
        with self.under_way.one():
            await acknowledged()
            teams = await self._bot.insist(note)
            async with self._notes:
                yield teams

    async def _is_new(self, body: Json) -> bool:
        id_ = incoming.id_of(body)
        if not self._seen.is_new(id_):
            return False
        # Events alone come again, and then to any process.
        event = body.get("event_id")
        return not event or await self._workspaces.is_first(incoming.team_of(body), str(event))

    async def _of(self, body: Json, origin: Origin | None) -> Conversation | None:
        team = incoming.team_of(body)
        try:
            served = await self._served(team, body)
        except (UserError, TimeoutError) as error:
            _log.warning("workspace not looked up", extra={"workspace": team, "why": repr(error)})
            await self._tell(BUSY, origin)
            return None
        if served is None:
            _log.warning("not installed", extra={"workspace": team})
            await self._tell(NOT_INSTALLED, origin)
            return None
        return self._conversation(team, served)

    async def _served(self, team: str, body: Json) -> Served | None:
        """Look up how a workspace is served; for an event for as long as that can be of use.

        Who presses or types is told at once to try again. Without its token, who speaks to the bot
        cannot be told anything; and of what else there are events, nobody would tell again.
        """
        look_up = partial(self._workspaces.of, team, incoming.organisation_of(body))
        if "event" not in body:
            return await look_up()
        async with asyncio.timeout(OF_USE):
            return await self._bot.insist(look_up)

    def _conversation(self, team: str, served: Served) -> Conversation:
        kept, conversation = self._kept.get(team, (None, None))
        if conversation is None or kept is not served:
            conversation = Conversation(self._bot, served.wire, served.own_user)
            self._kept[team] = served, conversation
        self._kept.move_to_end(team)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return conversation

    async def _tell(self, text: str, origin: Origin | None) -> None:
        """Tell the person alone, where Slack has said how to do that without a token."""
        if origin is None or not origin.hook:
            return
        try:
            await AsyncWebhookClient(origin.hook, session=self._session).send(
                text=_(text), response_type="ephemeral", replace_original=False
            )
        except TROUBLE as error:
            _log.warning("not told", extra={"why": reason(error)})
