"""What the bot says on its own, sent to Slack's channels.

A post of several messages has their timestamps joined by commas. Each message carries the post's nonce
in its metadata, by which one is known again that was sent by a process which died before it could say so.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import kit
from adapters.slack.kit import Json, escaped
from adapters.slack.layout import Message, Solid
from adapters.slack.origin import PLATFORM
from adapters.slack.pictures import Send, with_pictures
from adapters.slack.render import drawn, fallback, render
from adapters.slack.wire import REFUSED, TROUBLE, Wire, code, reason, retry_after, status
from bot.chat.language import N_, _
from bot.chat.platform import Abilities, DeliveryFailed, Post
from bot.chat.reply import Reply
from bot.chat.visible import visible

EVENT = "dispatch_post"
"""The type of the metadata."""

ABILITIES = Abilities(whole_rounds=True, count_pause=4.0)
"""Slack takes 50 edits a minute, in all channels of a workspace: enough for three contests at once."""

_IS_ARCHIVED = N_(
    "I was to post in {where}, which is archived. Unarchive it, or choose another channel."
)

_IS_REMOVED = N_("The app was removed from this workspace. Install it again to go on.")

REMEDIES = {
    "not_in_channel": N_(
        "I was to post in {where} and am not in it. Type /invite and my name there."
    ),
    "is_archived": _IS_ARCHIVED,
    "is_inactive": _IS_ARCHIVED,  # where a message is to be edited
    "channel_not_found": N_(
        "I was to post in a channel that is gone, or that I was taken out of. "
        "Invite me to it again, or choose another channel."
    ),
    "account_inactive": _IS_REMOVED,
    "token_revoked": _IS_REMOVED,
    "team_access_not_granted": _IS_REMOVED,  # by an organisation, from a workspace of its own
}
"""What to do about places that take no posts any more, by Slack's words for why."""

GONE = REMEDIES.keys() | {
    *("org_login_required", "team_not_found"),
    *("user_disabled", "user_not_found"),  # where somebody has something posted to themselves
}
"""Slack's words for a place that is not to be tried again."""

CLOSED = {
    "restricted_action": N_("I may not post in {where}: let everybody, or me, post there."),
    "restricted_action_read_only_channel": N_("{where} is for reading only: let me post there."),
    "restricted_action_thread_only_channel": N_("In {where} only threads may be written."),
    "missing_scope": N_("The app lacks a permission. Install it again to grant it."),
}
"""What to do about places that may take posts again when somebody has changed a setting."""

UNSEEN = "channel_not_found"
"""Slack's word for a channel that there is not, and for a private one that the app is not in."""

NOT_IN = N_("I am not in {where}. Type /invite and my name there.")
ARCHIVED = N_("{where} is archived. Unarchive it, or choose another channel.")
"""What to do about places beforehand."""

CLOSED_WAIT = 60.0
"""Seconds until such a place is tried again."""

LEFT = frozenset(
    {
        *("message_not_found", "cant_update_message", "edit_window_closed"),
        *("cant_delete_message", "compliance_exports_prevent_deletion"),
    }
)
"""Slack's words for a message that cannot be changed or deleted any more: it stays as it is."""

LOOKED_AT = 15
"""The newest messages of a channel, among which one is looked for that may have been sent.

Slack gives some apps no more at once.
"""

TROUBLE_WAIT = 5.0
"""Seconds until Slack is tried again after it, or the way to it, failed."""

_PEOPLE = ("U", "W")
"""What the ids of people begin with."""

_CALLED = re.compile(r"<(@|!subteam\^|!)(\w+)(?:\|[^<>]*)?>")

_log = logging.getLogger(__name__)


class Courier:
    """Takes posts for Slack."""

    name = PLATFORM

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def post(self, post: Post) -> str:
        """Post or edit; return the timestamps of the messages. Raises ``DeliveryFailed``."""
        with _failures():
            try:
                return await self._posted(post)
            except SlackApiError as error:
                raise await self._hindered(post.place.channel, error) from None

    async def whisper(self, user: str, reply: Reply) -> None:
        """Send messages to a person alone. Raises ``DeliveryFailed``."""
        with _failures():
            channel = await self._conversation(user)
            for message in render(reply):
                await self._show(
                    message, partial(self._wire.once.chat_postMessage, channel=channel)
                )

    async def hindrance(self, channel: str) -> str:
        """Return what would keep posts out of a channel. Raises ``DeliveryFailed``, also for a strange one.

        Public channels take posts of whoever is not in them, too.
        """
        with _failures():
            try:
                channel = await self._conversation(channel)
                found = (await self._wire.sure.conversations_info(channel=channel))["channel"]
            except SlackApiError as error:
                remedy = _(NOT_IN, where=_("that channel")) if code(error) == UNSEEN else ""
                raise DeliveryFailed(reason(error), remedy=remedy) from None
        where = f"#{found['name']}" if found.get("name") else _("that channel")
        if found.get("is_archived"):
            return _(ARCHIVED, where=where)
        is_closed = found.get("is_private") and not found.get("is_im")
        return _(NOT_IN, where=where) if is_closed and not found.get("is_member") else ""

    async def _conversation(self, channel: str) -> str:
        """Return a channel; for a person, who may have set something up for themselves, that with them.

        Slack takes a person in the place of a channel for a new message, and for nothing else.
        """
        if not channel.startswith(_PEOPLE):
            return channel
        opened = await self._wire.sure.conversations_open(users=[channel])
        return str(opened["channel"]["id"])

    async def _posted(self, post: Post) -> str:
        channel = await self._conversation(post.place.channel)
        sent: list[str] = []
        known = post.message.split(",") if post.message else []
        there = await self._there(channel) if post.is_again and not known else {}
        for number, (message, ts) in enumerate(zip_longest(_messages(post), known)):
            nonce = f"{post.nonce}-{number}"
            if message is None:
                await self._delete(channel, ts)
            elif ts:
                sent.append(await self._edit(channel, message, ts))
            else:
                sent.append(there.get(nonce) or await self._send(channel, message, nonce))
        if post.thread and not known and not there:
            await self._open_thread(channel, sent[0], post.thread)
        return ",".join(sent)

    async def _open_thread(self, channel: str, ts: str, title: str) -> None:
        """Begin a thread under a message, for what people have to say; it is no loss if that fails."""
        try:
            await self._wire.bare.chat_postMessage(
                channel=channel, thread_ts=ts, text=escaped(visible(title)), mrkdwn=False
            )
        except TROUBLE as error:
            _log.warning("thread not opened", extra={"why": reason(error)})

    async def _hindered(self, channel: str, error: SlackApiError) -> DeliveryFailed:
        word = code(error)
        remedy = REMEDIES.get(word) or CLOSED.get(word, "")
        where = await self._name(channel) if "{where}" in remedy else ""
        return DeliveryFailed(
            reason(error),
            after=max(retry_after(error), CLOSED_WAIT if word in CLOSED else TROUBLE_WAIT),
            place_is_gone=word in GONE,
            remedy=_(remedy, where=where) if remedy else "",
        )

    async def _name(self, channel: str) -> str:
        """Return what a channel is called, where Slack says so."""
        try:
            found = await self._wire.bare.conversations_info(channel=channel)
        except TROUBLE:
            return _("a channel")
        name = found["channel"].get("name")
        return f"#{name}" if name else _("a channel")

    async def _send(self, channel: str, message: Message, nonce: str) -> str:
        metadata = {"event_type": EVENT, "event_payload": {"nonce": nonce}}
        answer = await self._show(
            message,
            partial(
                self._wire.bare.chat_postMessage,
                channel=channel,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return str(answer["ts"])

    async def _edit(self, channel: str, message: Message, ts: str) -> str:
        """Edit a message; one that somebody deleted stays deleted."""
        with _left_as_it_is():
            await self._show(message, partial(self._wire.bare.chat_update, channel=channel, ts=ts))
        return ts

    async def _delete(self, channel: str, ts: str) -> None:
        with _left_as_it_is():
            await self._wire.bare.chat_delete(channel=channel, ts=ts)

    async def _show(self, message: Message, send: Send[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Send a message, its pictures uploaded."""
        blocks = await drawn(message, self._wire.sure)
        return await with_pictures(partial(send, text=fallback(message)), blocks)

    async def _there(self, channel: str) -> dict[str, str]:
        """Return what was sent there of late, by its nonce; nothing where Slack lets nobody see it.

        The bot may post in public channels without being a member, but not read there.
        """
        try:
            history = await self._wire.bare.conversations_history(
                channel=channel, limit=LOOKED_AT, include_all_metadata=True
            )
        except SlackApiError as error:
            if status(error) != REFUSED:
                raise  # it says nothing of the place
            _log.warning("cannot see what was sent", extra={"why": reason(error)})
            return {}
        return dict(_nonces(history.get("messages") or []))


def _messages(post: Post) -> tuple[Message, ...]:
    """Return the messages of a post, those called by it named first."""
    first, *others = render(post.reply)
    called = _called(post.notify)
    if called is None or post.message:
        return first, *others
    call = Solid(kit.rich_text([kit.section([called])]))
    return Message((call, *first.items)), *others


def _called(notify: str) -> Json | None:
    """Return the person or group that a post calls, as Slack writes them: ``<!subteam^S1|@readers>``."""
    found = _CALLED.fullmatch(notify)
    if found is None:
        return None
    kind, id_ = found[1], found[2]
    match kind:
        case "!subteam^":
            return {"type": "usergroup", "usergroup_id": id_}
        case "@":
            return {"type": "user", "user_id": id_}
        case _:
            return {"type": "broadcast", "range": id_}


def _nonces(messages: list[Json]) -> Iterator[tuple[str, str]]:
    for message in messages:
        metadata: Json = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT:
            yield str(metadata.get("event_payload", {}).get("nonce", "")), str(message["ts"])


@contextmanager
def _left_as_it_is() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        if code(error) not in LEFT:
            raise


@contextmanager
def _failures() -> Iterator[None]:
    """Say what went wrong in the core's terms."""
    try:
        yield
    except TROUBLE as error:
        raise DeliveryFailed(reason(error), after=TROUBLE_WAIT) from None
