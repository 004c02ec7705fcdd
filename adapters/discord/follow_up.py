"""What follows the first answer to an interaction, each message asked for once.

Discord tells no second try from a second message there: it enforces no nonce. The library tries again
after every server error, so a message that got through in spite of one would be doubled.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import aiohttp
import discord

from adapters.discord.incoming import Interaction
from adapters.discord.layout import Message
from adapters.discord.render import draw

_log = logging.getLogger(__name__)


async def follow_up(interaction: Interaction, message: Message, *, is_private: bool = True) -> bool:
    """Show one more message; return whether Discord has it for sure."""
    drawn = draw(message)
    webhook = interaction.followup
    webhook.session = cast("aiohttp.ClientSession", _OneTry.of(webhook.session))
    try:
        await webhook.send(view=drawn.view, files=drawn.files, ephemeral=is_private)
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        _log.warning("follow-up failed", extra={"why": type(error).__name__})
        return False
    return True


class _OneTry:
    """A session that raises, where the library would try again, what the library does not catch."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @classmethod
    def of(cls, session: "aiohttp.ClientSession | _OneTry") -> "_OneTry":
        """Return such a session; an interaction's keeps the one of the first message for the next."""
        return session if isinstance(session, _OneTry) else cls(session)

    @asynccontextmanager
    async def request(self, *target: Any, **options: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        """Make a request. Raises ``ClientError`` where it may or may not have taken effect."""
        try:
            async with self._session.request(*target, **options) as response:
                if response.status >= 500:
                    response.raise_for_status()
                yield response
        except OSError as error:
            raise aiohttp.ClientConnectionError(type(error).__name__) from error
