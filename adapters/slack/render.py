"""A reply as Slack messages, or as the blocks of a view."""

import logging
from collections.abc import Iterable
from itertools import accumulate, chain
from typing import assert_never

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import blocks, controls, kit
from adapters.slack.kit import MAX_BLOCKS, MAX_VIEW_BLOCKS, Json, escaped
from adapters.slack.layout import Attached, Gallery, Item, Message, Solid, deal
from adapters.slack.owner import NOBODY, Owner
from adapters.slack.wire import TROUBLE, reason
from bot.chat.language import _, speaking
from bot.chat.reply import Reply
from bot.chat.visible import visible

MAX_FALLBACK = 3_000
"""Characters of a message's text, which notifications and screen readers get; an edit takes 4,000."""

_log = logging.getLogger(__name__)


def render(reply: Reply, owner: Owner = NOBODY) -> tuple[Message, ...]:
    """Return the messages that show a reply, each within Slack's limits.

    ``owner`` is who asked for it, if somebody did.
    """
    with speaking(reply.language):
        shown = blocks.items(reply.blocks)
        return deal(chain(shown, controls.items(reply.controls, owner)), MAX_BLOCKS)


def render_view(reply: Reply, owner: Owner) -> Message:
    """Return what shows a reply in a view; what is too much for one is left out, the controls never."""
    with speaking(reply.language):
        below = list(controls.items(reply.controls, owner))
        room = MAX_VIEW_BLOCKS - len(below)
        shown, *left_out = deal(blocks.items(reply.blocks, in_view=True), room - 1)
        more = [Solid(kit.context(_("There is more; ask in a message to see all of it.")))]
    return Message((*shown.items, *(more if left_out else []), *below))


def fallback(message: Message) -> str:
    """Return a message's text: plain words, nothing in them that Slack would act upon."""
    text = visible(message.text)
    if len(whole := escaped(text)) < MAX_FALLBACK:
        return whole
    # Cut between characters, not within what one of them was escaped to.
    written = [escaped(character) for character in text[:MAX_FALLBACK]]
    room = accumulate(map(len, written))
    kept = [each for each, length in zip(written, room, strict=True) if length < MAX_FALLBACK]
    return f"{''.join(kept).rstrip()}…"


async def drawn(message: Message, client: AsyncWebClient) -> list[Json]:
    """Return a message's blocks, its pictures and files uploaded."""
    return [await _drawn(item, client) for item in message.items] or [kit.context("…")]


async def _drawn(item: Item, client: AsyncWebClient) -> Json:
    match item:
        case Solid(block):
            return block
        case Gallery(png, alt, filename):
            uploaded = await upload(client, png, filename, alt)
            return kit.image(uploaded, alt) if uploaded else kit.context(item.says)
        case Attached():
            return kit.context(_("{file}. It is in your messages with me.", file=item.says))
        case _:
            assert_never(item)


async def upload(
    client: AsyncWebClient, data: bytes, name: str, alt: str = "", channel: str | None = None
) -> str:
    """Upload a file, for a channel or for use in a message; return its id, or nothing if it failed."""
    try:
        done = await client.files_upload_v2(
            content=data,
            filename=name,
            title=alt[:200] or name,
            alt_txt=alt or None,
            channel=channel,
        )
    except TROUBLE as error:
        _log.warning("upload failed", extra={"why": reason(error)})
        return ""
    files: list[Json] = done.get("files") or []
    return str(files[0]["id"]) if files else ""


def attachments(messages: Iterable[Message]) -> list[Attached]:
    """Return the files that the messages bring."""
    return [item for each in messages for item in each.items if isinstance(item, Attached)]
