"""The HTTP API's routes for channels, threads and the messages in them."""

from typing import Any

from tests.platforms.standin_discord_components import Json
from tests.platforms.standin_discord_faults import (
    NOT_YOURS,
    THREAD_ARCHIVED,
    THREAD_THERE_ALREADY,
)
from tests.platforms.standin_discord_limits import thread_problems
from tests.platforms.standin_discord_permissions import Permission
from tests.platforms.standin_discord_server import Call, Endpoint
from tests.platforms.standin_discord_state import Invalid, Refusal, State
from tests.platforms.standin_discord_world import THREADS, Channel, ChannelKind, Message


class ChannelApi:
    """Posting, editing and reading, as far as the bot's permissions go."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The routes, the more particular first."""
        channel, messages = "/channels/{channel}", "/channels/{channel}/messages"
        one = messages + "/{message}"
        return [
            Endpoint("GET", channel, self._channel),
            Endpoint("PATCH", channel, self._edit_channel),
            Endpoint("DELETE", channel, self._delete_channel),
            Endpoint("POST", channel + "/typing", self._accept),
            Endpoint("POST", channel + "/threads", self._thread),
            Endpoint("PUT", channel + "/thread-members/@me", self._accept),
            Endpoint("GET", messages, self._messages),
            Endpoint("POST", messages, self._post),
            Endpoint("GET", one, self._message),
            Endpoint("PATCH", one, self._edit),
            Endpoint("DELETE", one, self._delete),
            Endpoint("POST", one + "/crosspost", self._message),
            Endpoint("POST", one + "/threads", self._thread),
            Endpoint("PUT", one + "/reactions/{emoji}/@me", self._accept),
            Endpoint("PUT", channel + "/pins/{message}", self._accept),
            Endpoint("PUT", channel + "/messages/pins/{message}", self._accept),
        ]

    def _at(self, call: Call) -> Channel:
        return self._state.reachable(call.at["channel"])

    def _named(self, call: Call) -> Message:
        return self._state.message(self._at(call), call.at["message"])

    async def _accept(self, call: Call) -> None:
        self._at(call)

    async def _channel(self, call: Call) -> Json:
        return self._at(call).json()

    async def _edit_channel(self, call: Call) -> Json:
        channel = self._at(call)
        self._state.require(channel, _needed(channel, call.body))
        channel.name = call.body.get("name", channel.name)
        channel.archived = call.body.get("archived", channel.archived)
        event = "THREAD_UPDATE" if channel.kind in THREADS else "CHANNEL_UPDATE"
        self._state.dispatch(event, channel.json(), channel.guild)
        return channel.json()

    async def _delete_channel(self, call: Call) -> Json:
        channel = self._at(call)
        self._state.require(channel, Permission.MANAGE_CHANNELS)
        remove_channel(self._state, channel)
        return channel.json()

    async def _messages(self, call: Call) -> list[Json]:
        channel = self._at(call)
        self._state.require(channel, Permission.READ_MESSAGE_HISTORY)
        newest = [message.json() for message in reversed(channel.messages)]
        before, after = call.query.get("before"), int(call.query.get("after", 0))
        wanted = [
            one for one in newest if after < int(one["id"]) < (int(before) if before else 1 << 64)
        ]
        limit = int(call.query.get("limit", 50))
        return wanted[-limit:] if after else wanted[:limit]

    async def _message(self, call: Call) -> Json:
        return self._named(call).json()

    async def _post(self, call: Call) -> Json:
        channel = self._at(call)
        self._state.require_posting(channel, call.files)
        before = self._state.posted_before(call.body)
        if before is not None:
            return before.json()
        message = self._state.compose(channel, call.body, call.files)
        channel.archived = False
        self._state.remember_nonce(message)
        return self._state.publish(message).json()

    async def _edit(self, call: Call) -> Json:
        return self._state.edit(self._own(call), call.body, call.files).json()

    async def _delete(self, call: Call) -> None:
        message = self._changeable(call)
        if message.author is not self._state.bot:
            self._state.require(message.channel, Permission.MANAGE_MESSAGES)
        self._state.delete(message)

    def _changeable(self, call: Call) -> Message:
        message = self._named(call)
        if message.channel.archived:
            raise Refusal(THREAD_ARCHIVED)
        return message

    def _own(self, call: Call) -> Message:
        message = self._changeable(call)
        if message.author is not self._state.bot:
            raise Refusal(NOT_YOURS)
        return message

    async def _thread(self, call: Call) -> Json:
        """A thread on a message, beside it, or a forum post with its first message."""
        parent = self._at(call)
        self._state.require(parent, Permission.CREATE_PUBLIC_THREADS)
        problems = list(thread_problems(call.body))
        if problems:
            raise Invalid(problems)
        # A thread begun on a message has the message's id.
        own_id = int(call.at["message"]) if "message" in call.at else self._state.clock.snowflake()
        if own_id in self._state.channels:
            raise Refusal(THREAD_THERE_ALREADY)
        kind = ChannelKind(call.body.get("type", ChannelKind.THREAD))
        thread = Channel(own_id, call.body["name"], kind, parent.guild, parent)
        first = self._opening(thread, call)
        add_channel(self._state, thread)
        return thread.json() | ({"message": self._state.publish(first).json()} if first else {})

    def _opening(self, thread: Channel, call: Call) -> Message | None:
        body: Any = call.body.get("message")
        return self._state.compose(thread, body, call.files) if body else None


def _needed(channel: Channel, changes: Json) -> Permission:
    """Return what it takes to change a channel; whoever may write takes a thread out of the archive."""
    if channel.kind not in THREADS:
        return Permission.MANAGE_CHANNELS
    if changes == {"archived": False} and not channel.locked:
        return Permission.SEND_MESSAGES_IN_THREADS
    return Permission.MANAGE_THREADS


def add_channel(state: State, channel: Channel) -> None:
    """From now on the channel is there, and the bot is told, unless it is a thread without it."""
    state.channels[channel.id] = channel
    if channel.guild is not None:
        channel.guild.channels.append(channel)
    if not channel.without_bot:
        event = "THREAD_CREATE" if channel.kind in THREADS else "CHANNEL_CREATE"
        state.dispatch(event, channel.json(), channel.guild)


def remove_channel(state: State, channel: Channel) -> None:
    """The channel is gone with all its threads, and the bot is told: of the channel alone, as by Discord."""
    threads = [one for one in state.channels.values() if one.parent is channel]
    for one in (*threads, channel):
        one.deleted = True
        if one.guild is not None:
            one.guild.channels.remove(one)
    event = "THREAD_DELETE" if channel.kind in THREADS else "CHANNEL_DELETE"
    state.dispatch(event, channel.json(), channel.guild)
