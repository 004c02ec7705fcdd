"""Sending blocks whose pictures Slack may not have processed yet.

Slack processes a file after its upload; a message that names it before is refused with ``invalid_blocks``,
and with no word of why.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import kit
from adapters.slack.kit import Json
from adapters.slack.layout import standing_for
from adapters.slack.wire import code

Send: TypeAlias = Callable[..., Awaitable[AsyncSlackResponse]]
"""A method of Slack's that takes blocks."""

PAUSES = (1.0, 2.0, 4.0)
"""Seconds between tries: most pictures are there after the first, and a post has not many more."""

NOT_PROCESSED = "invalid_blocks"

_log = logging.getLogger(__name__)


async def with_pictures(send: Send, blocks: Sequence[Json]) -> AsyncSlackResponse:
    """Send blocks, again while pictures in them are not processed, at last with words in their place.

    Raises what ``send`` does.
    """
    if not any(map(_is_picture, blocks)):
        return await send(blocks=blocks)
    for pause in (*PAUSES, 0.0):
        try:
            return await send(blocks=blocks)
        except SlackApiError as error:
            if code(error) != NOT_PROCESSED:
                raise
        await asyncio.sleep(pause)
    _log.warning("picture left out")
    return await send(blocks=[_in_words(block) for block in blocks])


def _is_picture(block: Json) -> bool:
    return bool(block["type"] == "image")


def _in_words(block: Json) -> Json:
    return kit.context(standing_for(block["alt_text"])) if _is_picture(block) else block
