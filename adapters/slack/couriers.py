"""What the bot says on its own, by the courier of each workspace."""

from adapters.slack.deliver import REMEDIES, Courier
from adapters.slack.origin import PLATFORM
from adapters.slack.workspaces import Workspaces
from bot.chat.language import _
from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Reply
from bot.chat.request import Place
from bot.errors import UserError

REMOVED = "account_inactive"
"""Slack's word for a workspace from which the app was removed."""

BUSY_WAIT = 5.0
"""Seconds until a post is tried again whose workspace could not be looked up."""


class Couriers:
    """Takes posts for Slack, and hands each to the courier with the token of its workspace."""

    name = PLATFORM

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def post(self, post: Post) -> str:
        """Post or edit; return the timestamps of the messages. Raises ``DeliveryFailed``."""
        return await (await self._courier(post.place)).post(post)

    async def whisper(self, place: Place, user: str, reply: Reply) -> None:
        """Send messages to a person of a place's workspace alone. Raises ``DeliveryFailed``."""
        await (await self._courier(place)).whisper(user, reply)

    async def hindrance(self, place: Place) -> str:
        """Return what would keep posts out of a place. Raises ``DeliveryFailed``, also for a strange one."""
        return await (await self._courier(place)).hindrance(place.channel)

    async def _courier(self, place: Place) -> Courier:
        try:
            served = await self._workspaces.of(place.workspace)
        except UserError:
            raise DeliveryFailed("workspace not looked up", after=BUSY_WAIT) from None
        if served is None:
            raise DeliveryFailed(REMOVED, place_is_gone=True, remedy=_(REMEDIES[REMOVED]))
        return Courier(served.wire)
