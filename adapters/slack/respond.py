"""Showing a reply where it should be seen, and by nobody else."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from slack_sdk.errors import SlackApiError

from adapters.slack import modal
from adapters.slack.kit import Json
from adapters.slack.layout import Message
from adapters.slack.modal import Kept
from adapters.slack.origin import HOOK_USES, Origin
from adapters.slack.owner import Owner
from adapters.slack.render import attachments, drawn, fallback, render, render_view, upload
from adapters.slack.wire import TROUBLE, Wire, code, reason
from bot.chat.language import _, speaking
from bot.chat.reply import Reply, Visibility

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
"""Slack's words for a channel into which the bot cannot speak."""

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
        blocks = await drawn(message, self._wire.sure)
        view = modal.showing(blocks, Kept(origin))
        await self._wire.sure.views_update(view_id=origin.view, view=view)
        await self._hand_over([message], origin)

    async def publish_home(self, reply: Reply, user: str) -> None:
        """Show a reply in a person's Home tab."""
        with speaking(reply.language):
            blocks = await drawn(render_view(reply, Owner(user)), self._wire.sure)
        try:
            await self._wire.sure.views_publish(
                user_id=user, view={"type": "home", "blocks": blocks}
            )
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
        blocks = await drawn(way.message, self._wire.sure)
        shown: Json = {"text": fallback(way.message), "blocks": blocks}
        if way.number < HOOK_USES and origin.has_hook(time.time()):
            kind = "in_channel" if way.is_public else "ephemeral"
            new: Json = {"response_type": kind, "replace_original": False}
            how = {"replace_original": True} if way.replaces else new
            if await self._wire.answer(origin.hook, {**shown, **how}):
                return
        await self._post(origin, shown, is_public=way.is_public)

    async def _post(self, origin: Origin, shown: Json, *, is_public: bool) -> None:
        """Post into the channel; where the bot cannot speak there, to the person alone.

        What one person alone sees is not shown in a thread that does not exist yet.
        """
        plain: Json = {**shown, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
        thread: Json = {"thread_ts": origin.thread} if origin.thread else {}
        client = self._wire.once
        try:
            if is_public or origin.is_direct:
                await client.chat_postMessage(channel=origin.channel, **plain, **thread)
            else:
                await client.chat_postEphemeral(
                    channel=origin.channel,
                    user=origin.user,
                    **shown,
                    **(thread if origin.is_in_thread else {}),
                )
        except SlackApiError as error:
            if code(error) not in NOT_THERE:
                raise
            await client.chat_postMessage(channel=await self._direct(origin.user), **plain)

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


def _may_replace(reply: Reply, origin: Origin) -> bool:
    """Tell whether a reply may take the place of the message on which the control was used.

    It may where nobody else sees the message, or where the person asked for it and everyone may see
    the reply. What could not be met is said beside what it was about.
    """
    if not origin.is_press or reply.failed:
        return False
    return origin.is_hidden or (origin.is_own and reply.visibility is Visibility.EVERYONE)
