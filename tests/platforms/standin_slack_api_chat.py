"""The Web API's methods for messages, and the addresses that interactions can be answered at."""

from typing import Any

from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import (
    RESPONSE_LIFE,
    RESPONSE_USES,
    Interaction,
    Refusal,
    State,
)
from tests.platforms.standin_slack_world import Channel, Json, Message, View

_BODY = ("text", "blocks", "attachments", "metadata", "thread_ts", "reply_broadcast")


class ChatApi:
    """Posting, changing and deleting, unfurling, and response URLs."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The methods."""
        return [
            Endpoint("chat.postMessage", self._post, "chat:write"),
            Endpoint("chat.postEphemeral", self._whisper, "chat:write"),
            Endpoint("chat.update", self._update, "chat:write"),
            Endpoint("chat.delete", self._delete, "chat:write"),
            Endpoint("chat.unfurl", self._unfurl, "links:write"),
            Endpoint("chat.getPermalink", self._permalink),
        ]

    def answering(self, token: str) -> Endpoint:
        """What a response URL does; it needs no token but its own."""

        async def answer(call: Call) -> Json:
            return self.answer(self._open_url(token), call.given)

        return Endpoint("response_url", answer, open=True)

    def answer(self, interaction: Interaction, given: Json) -> Json:
        """Do what a payload sent to a response URL, or with an acknowledgement, asks for."""
        source = interaction.source if isinstance(interaction.source, Message) else None
        if given.get("delete_original") and source is not None:
            self._state.delete(source, interaction)
        elif given.get("replace_original") and source is not None:
            self._state.edit(source, {"text": ""} | _body(given), interaction)
        else:
            self._say(interaction, given)
        return {}

    async def _post(self, call: Call) -> Json:
        channel = self._state.postable(call.install, call.need("channel"))
        self._require_thread(channel, call.given.get("thread_ts"))
        install = call.install
        message = self._state.post(channel, _body(call.given), install.bot, bot_id=install.bot_id)
        shown = message.json(with_metadata=True)
        return {"channel": channel.id, "ts": message.ts, "message": shown}

    async def _whisper(self, call: Call) -> Json:
        channel = self._state.postable(call.install, call.need("channel"))
        person = self._state.users.get(str(call.need("user")))
        if person is None or person.id not in channel.members:
            raise Refusal("user_not_in_channel")
        install = call.install
        message = self._state.post(
            channel, _body(call.given), install.bot, bot_id=install.bot_id, only_for=person
        )
        return {"message_ts": message.ts}

    async def _update(self, call: Call) -> Json:
        channel, message = self._own(call, "cant_update_message")
        self._state.edit(message, _body(call.given))
        return {"channel": channel.id, "ts": message.ts, "text": message.text}

    async def _delete(self, call: Call) -> Json:
        channel, message = self._own(call, "cant_delete_message")
        self._state.delete(message)
        return {"channel": channel.id, "ts": message.ts}

    async def _unfurl(self, call: Call) -> Json:
        channel = self._state.reachable(call.install, call.need("channel"))
        message = self._state.message(channel, call.need("ts"))
        for url, unfurl in call.need("unfurls").items():
            if url.rstrip("/") not in message.text:
                raise Refusal("cannot_unfurl_url")
            self._state.check_blocks(unfurl.get("blocks") or [])
            message.unfurls[url] = unfurl | {"from_url": url}
        self._state.show(message)
        return {}

    async def _permalink(self, call: Call) -> Json:
        channel = self._state.reachable(call.install, call.need("channel"))
        message = self._state.message(channel, call.need("message_ts"))
        path = f"/archives/{channel.id}/p{message.ts.replace('.', '')}"
        link = f"https://{channel.team.domain}.slack.com{path}"
        return {"channel": channel.id, "permalink": link}

    def _own(self, call: Call, otherwise: str) -> tuple[Channel, Message]:
        if call.need("channel") in self._state.users:  # unlike a post, which takes a user's id
            raise Refusal("channel_not_found")
        channel = self._state.reachable(call.install, call.need("channel"))
        if channel.archived:
            raise Refusal("is_inactive")
        message = self._state.message(channel, call.need("ts"))
        if message.author is not call.install.bot:
            raise Refusal(otherwise)
        return channel, message

    def _require_thread(self, channel: Channel, thread: Any) -> None:
        if thread and all(one.ts != thread for one in channel.history):
            raise Refusal("thread_not_found")

    def _open_url(self, token: str) -> Interaction:
        for interaction in reversed(self._state.interactions):
            if interaction.response_token == token:
                if self._state.clock.now() - interaction.created > RESPONSE_LIFE:
                    raise Refusal("expired_url")
                if interaction.uses >= RESPONSE_USES:
                    raise Refusal("used_url")
                interaction.uses += 1
                return interaction
        raise Refusal("invalid_url")

    def _say(self, interaction: Interaction, given: Json) -> None:
        channel, install = interaction.channel, interaction.install
        if channel is None or isinstance(interaction.source, View):
            raise Refusal("invalid_url")
        public = given.get("response_type") == "in_channel"
        body = _body(given)
        if not public:  # only what all see can be sent into a thread
            body.pop("thread_ts", None)
        self._state.post(
            channel,
            body,
            install.bot,
            bot_id=install.bot_id,
            only_for=None if public else interaction.person,
            by=interaction,
        )


def _body(given: Json) -> Json:
    return {key: given[key] for key in _BODY if given.get(key) is not None}
