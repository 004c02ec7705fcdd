"""Sending blocks whose pictures Slack may not have processed yet.

Slack processes a file after its upload; what names it before is refused as invalid, and not always with a
word of why.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import kit
from adapters.slack.kit import Json
from adapters.slack.layout import standing_for
from adapters.slack.wire import code

Sent = TypeVar("Sent")

Send: TypeAlias = Callable[..., Awaitable[Sent]]
"""A method of Slack's that takes blocks, or a response URL."""

PAUSES = (1.0, 2.0, 4.0)
"""Seconds between tries: most pictures are there after the first, and a post has not many more."""

NOT_PROCESSED = frozenset({"invalid_blocks", "invalid_arguments"})
"""Slack's words for it: those for messages, and those for views."""

MOVED_ON = frozenset({"hash_conflict", "not_found"})
"""Slack's words for a view that shows something else by now, or was closed."""

_log = logging.getLogger(__name__)


async def with_pictures(send: Send[Sent], blocks: Sequence[Json]) -> Sent:
    """Send blocks, again while pictures in them are not processed, at last with words in their place.

    Raises what ``send`` does.
    """
    if not any(map(_is_picture, blocks)):
        return await send(blocks=blocks)
    for pause in (*PAUSES, 0.0):
        try:
            return await send(blocks=blocks)
        except SlackApiError as error:
            if code(error) not in NOT_PROCESSED:
                raise
        await asyncio.sleep(pause)
    _log.warning("picture left out")
    return await send(blocks=_in_words(blocks))


async def in_view(update: Send[AsyncSlackResponse], blocks: Sequence[Json]) -> None:
    """Show blocks in a view, at first with words for pictures that are not processed.

    These follow when they are, unless the view shows something else by then, as its ``hash`` tells.
    Raises what ``update`` does.
    """
    try:
        await update(blocks=blocks)
    except SlackApiError as error:
        if code(error) not in NOT_PROCESSED or not any(map(_is_picture, blocks)):
            raise
        await _follow(update, blocks)


async def _follow(update: Send[AsyncSlackResponse], blocks: Sequence[Json]) -> None:
    shown = await update(blocks=_in_words(blocks))
    try:
        await with_pictures(partial(update, hash=str(shown["view"]["hash"])), blocks)
    except SlackApiError as error:
        if code(error) not in MOVED_ON:
            raise


def _in_words(blocks: Sequence[Json]) -> list[Json]:
    return [
        kit.context(standing_for(each["alt_text"])) if _is_picture(each) else each
        for each in blocks
    ]


def _is_picture(block: Json) -> bool:
    return bool(block["type"] == "image")
