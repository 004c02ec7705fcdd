"""Showing a reply where it should be seen, and by nobody else."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import modal
from adapters.slack.kit import Json
from adapters.slack.layout import Message
from adapters.slack.modal import Kept
from adapters.slack.origin import HOOK_USES, Origin
from adapters.slack.owner import Owner
from adapters.slack.pictures import Send, in_view, with_pictures
from adapters.slack.render import attachments, drawn, fallback, render, render_view, upload
from adapters.slack.wire import REFUSED, TROUBLE, HookRefused, Wire, reason, status
from bot.chat.language import _, speaking
from bot.chat.reply import Reply, Visibility

_PLAIN: Json = {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
"""Of new messages: nothing in them is markup, and no link grows into a preview."""

_log = logging.getLogger(__name__)


class Responder:
    """Shows replies. Failures are logged: there is nobody else to tell."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def show(self, reply: Reply, origin: Origin) -> None:
        """Show a reply: to everyone only if it is for everyone, and answers a command or a question.

        What came of a control, or could not be met, is of no interest to others.
        """
        try:
            with speaking(reply.language):
                if origin.view:
                    await self.show_in_view(reply, origin)
                else:
                    await self._send(reply, origin)
        except TROUBLE as error:
            _log.warning("reply not shown", extra={"why": reason(error)})

    async def whisper(self, reply: Reply, origin: Origin) -> None:
        """Tell the person alone something beside the reply."""
        beside = msgspec.structs.replace(
            origin, view="", is_press=True, is_own=False, is_hidden=False
        )
        if beside.channel or beside.hook:
            await self.show(reply, beside)

    async def show_in_view(self, reply: Reply, origin: Origin) -> None:
        """Show a reply in the modal of the origin."""
        message = render_view(reply, origin.owner)

        async def update(blocks: Sequence[Json], **how: Any) -> AsyncSlackResponse:
            view = modal.showing(blocks, Kept(origin))
            return await self._wire.sure.views_update(view_id=origin.view, view=view, **how)

        await in_view(update, await drawn(message, self._wire.sure))
        await self._hand_over([message], origin)

    async def publish_home(self, reply: Reply, user: str) -> None:
        """Show a reply in a person's Home tab."""

        async def publish(blocks: Sequence[Json], **how: Any) -> AsyncSlackResponse:
            view = {"type": "home", "blocks": blocks}
            return await self._wire.sure.views_publish(user_id=user, view=view, **how)

        with speaking(reply.language):
            message = render_view(reply, Owner(user))
            try:
                await in_view(publish, await drawn(message, self._wire.sure))
            except TROUBLE as error:
                _log.warning("home not shown", extra={"why": reason(error)})

    async def _send(self, reply: Reply, origin: Origin) -> None:
        is_for_all = reply.visibility is Visibility.EVERYONE and not reply.failed
        is_public = is_for_all and not origin.is_press
        messages = render(reply, origin.owner)
        for number, message in enumerate(messages):
            replaces = number == 0 and _may_replace(reply, origin)
            await self._send_one(_Way(message, number, is_public, replaces), origin)
        await self._hand_over(messages, origin)

    async def _send_one(self, way: "_Way", origin: Origin) -> None:
        """Send a message by the best way there is, or by the next where Slack does not take it there."""
        blocks = await drawn(way.message, self._wire.sure)
        *others, last = self._ways(way, origin)
        for send in others:
            if await _is_taken(send, blocks):
                return
        await with_pictures(last, blocks)

    def _ways(self, way: "_Way", origin: Origin) -> Iterator[Send[object]]:
        """Yield the ways to show a message, best first.

        What a response URL shows to one person alone stands in the channel, never in a thread.
        """
        text = fallback(way.message)
        by_hook = [partial(self._by_hook, way, origin, text)] if _has_hook(way, origin) else []
        in_place = [partial(self._in_place, way, origin, text)] if origin.channel else []
        is_private = not (way.is_public or way.replaces)
        yield from in_place + by_hook if is_private and origin.is_in_thread else by_hook + in_place
        yield partial(self._directly, origin, text)

    async def _by_hook(
        self, way: "_Way", origin: Origin, text: str, blocks: Sequence[Json]
    ) -> None:
        kind = "in_channel" if way.is_public else "ephemeral"
        new: Json = {"response_type": kind, "replace_original": False, **_thread(origin)}
        how: Json = {"replace_original": True} if way.replaces else new
        await self._wire.answer(origin.hook, {"text": text, "blocks": blocks, **_PLAIN, **how})

    async def _in_place(
        self, way: "_Way", origin: Origin, text: str, blocks: Sequence[Json]
    ) -> None:
        """Post into the channel.

        What one person alone sees is not shown in a thread that does not exist yet.
        """
        shown: Json = {"channel": origin.channel, "text": text, "blocks": blocks}
        client = self._wire.once
        if way.is_public or origin.is_direct:
            await client.chat_postMessage(**shown, **_PLAIN, **_thread(origin))
        else:
            thread = _thread(origin) if origin.is_in_thread else {}
            await client.chat_postEphemeral(**shown, user=origin.user, **thread)

    async def _directly(self, origin: Origin, text: str, blocks: Sequence[Json]) -> None:
        """Post to the person alone."""
        channel = await self._direct(origin.user)
        await self._wire.once.chat_postMessage(channel=channel, text=text, blocks=blocks, **_PLAIN)

    async def _hand_over(self, messages: Iterable[Message], origin: Origin) -> None:
        """Send files to the person alone."""
        for item in attachments(messages):
            channel = await self._direct(origin.user)
            if not await upload(self._wire.once, item.data, item.name, item.says, channel):
                failed = _(
                    "A file that you asked for could not be sent. Please ask for it once more."
                )
                await self._wire.once.chat_postMessage(channel=channel, text=failed)

    async def _direct(self, user: str) -> str:
        opened = await self._wire.sure.conversations_open(users=[user])
        return str(opened["channel"]["id"])


@dataclass(frozen=True, slots=True)
class _Way:
    """How one message of a reply is sent."""

    message: Message
    number: int
    is_public: bool
    replaces: bool


async def _is_taken(send: Send[object], blocks: Sequence[Json]) -> bool:
    """Send, and return whether Slack took it; raises where nobody knows, and more could be too much."""
    try:
        await with_pictures(send, blocks)
    except SlackApiError as error:
        if not isinstance(error, HookRefused) and status(error) != REFUSED:
            raise
        return False
    return True


def _has_hook(way: _Way, origin: Origin) -> bool:
    return way.number < HOOK_USES and origin.has_hook(time.time())


def _thread(origin: Origin) -> Json:
    return {"thread_ts": origin.thread} if origin.thread else {}


def _may_replace(reply: Reply, origin: Origin) -> bool:
    """Tell whether a reply may take the place of the message on which the control was used.

    It may where nobody else sees the message, or where the person asked for it and everyone may see
    the reply. What could not be met is said beside what it was about.
    """
    if not origin.is_press or reply.failed:
        return False
    return origin.is_hidden or (origin.is_own and reply.visibility is Visibility.EVERYONE)
