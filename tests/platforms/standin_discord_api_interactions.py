"""The HTTP API's routes for answering interactions: the first answer, and all that follows."""

from datetime import timedelta

from tests.platforms.standin_discord_components import Json, Problem, modal_problems
from tests.platforms.standin_discord_faults import (
    ALREADY_ACKNOWLEDGED,
    INVALID_WEBHOOK_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
)
from tests.platforms.standin_discord_limits import EPHEMERAL, choice_problems
from tests.platforms.standin_discord_server import Call, Endpoint
from tests.platforms.standin_discord_state import (
    TOKEN_LIFE,
    Asked,
    Callback,
    Files,
    Interaction,
    Invalid,
    Refusal,
    State,
)
from tests.platforms.standin_discord_world import Message

_MAY_ANSWER = {
    Asked.COMMAND: {Callback.MESSAGE, Callback.DEFERRED, Callback.MODAL},
    Asked.COMPONENT: set(Callback) - {Callback.CHOICES},
    Asked.AUTOCOMPLETE: {Callback.CHOICES},
    Asked.MODAL: set(Callback) - {Callback.CHOICES, Callback.MODAL},
}
_NEED_A_MESSAGE = {Callback.UPDATE, Callback.DEFERRED_UPDATE}


class InteractionApi:
    """Interaction callbacks and the webhook of an interaction's token."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The routes; their secret is the token in the path."""
        hook = "/webhooks/{application}/{token}"
        one = hook + "/messages/{message}"
        callback = "/interactions/{interaction}/{token}/callback"
        return [
            Endpoint("POST", callback, self._callback, open=True),
            Endpoint("POST", hook, self._follow_up, open=True),
            Endpoint("GET", one, self._read, open=True),
            Endpoint("PATCH", one, self._edit, open=True),
            Endpoint("DELETE", one, self._delete, open=True),
        ]

    async def _callback(self, call: Call) -> Json | None:
        interaction = self._waiting(call)
        callback = _callback_type(interaction, call.body)
        data = call.body.get("data") or {}
        message = self._effect(interaction, callback, data, call.files)
        interaction.callback, interaction.original, interaction.data = callback, message, data
        interaction.acknowledged.set()
        await interaction.revise()
        wanted = call.query.get("with_response") in {"1", "true"}
        return _described(interaction, callback) if wanted else None

    def _effect(
        self, interaction: Interaction, callback: Callback, data: Json, files: Files
    ) -> Message | None:
        match callback:
            case Callback.MESSAGE:
                return self._new_message(interaction, data, files)
            case Callback.DEFERRED:
                return self._thinking(interaction, data)
            case Callback.UPDATE:
                assert interaction.source is not None
                return self._state.edit(interaction.source, data, files)
            case Callback.DEFERRED_UPDATE:
                return interaction.source
            case Callback.CHOICES:
                _check(list(choice_problems(data.get("choices") or [])))
            case Callback.MODAL:
                _check(list(modal_problems(data)))
        return None

    def _new_message(self, interaction: Interaction, data: Json, files: Files) -> Message:
        message = self._state.compose(interaction.channel, data, files, asked_by=interaction)
        return self._state.publish(message, seen_by=interaction.person)

    def _thinking(self, interaction: Interaction, data: Json) -> Message:
        state = self._state
        body = {"flags": (data.get("flags") or 0) & EPHEMERAL}
        message_id, now = state.clock.snowflake(), state.clock.now()
        message = Message(message_id, interaction.channel, state.bot, now, body)
        message.loading, message.interaction = True, interaction.metadata()
        return state.publish(message, seen_by=interaction.person)

    async def _follow_up(self, call: Call) -> Json:
        interaction = self._answered(call)
        if interaction.original is not None and interaction.original.loading:
            # Discord puts the first follow-up of a deferred answer in place of "thinking…".
            message = self._state.edit(interaction.original, call.body, call.files)
        else:
            message = self._new_message(interaction, call.body, call.files)
            interaction.followups.append(message)
        await interaction.revise()
        return message.json()

    async def _read(self, call: Call) -> Json:
        return self._named(self._answered(call), call).json()

    async def _edit(self, call: Call) -> Json:
        interaction = self._answered(call)
        message = self._state.edit(self._named(interaction, call), call.body, call.files)
        await interaction.revise()
        return message.json()

    async def _delete(self, call: Call) -> None:
        interaction = self._answered(call)
        self._state.delete(self._named(interaction, call))
        await interaction.revise()

    def _waiting(self, call: Call) -> Interaction:
        interaction = self._state.interactions.get(call.at["token"])
        if interaction is None or str(interaction.id) != call.at["interaction"]:
            raise Refusal(UNKNOWN_INTERACTION)
        if interaction.callback is not None:
            raise Refusal(ALREADY_ACKNOWLEDGED)
        limit = timedelta(seconds=self._state.acknowledge_within)
        if self._state.clock.now() - interaction.created > limit:
            raise Refusal(UNKNOWN_INTERACTION)
        return interaction

    def _answered(self, call: Call) -> Interaction:
        interaction = self._state.interactions.get(call.at["token"])
        if interaction is None or int(call.at["application"]) != self._state.bot.id:
            raise Refusal(UNKNOWN_WEBHOOK)
        if self._state.clock.now() - interaction.created > TOKEN_LIFE:
            raise Refusal(INVALID_WEBHOOK_TOKEN)
        if interaction.callback is None:
            raise Refusal(UNKNOWN_WEBHOOK)
        return interaction

    def _named(self, interaction: Interaction, call: Call) -> Message:
        wanted = call.at["message"]
        mine = [interaction.original, interaction.source, *interaction.followups]
        for message in mine:
            if message is None or message.deleted:
                continue
            if str(message.id) == wanted or (wanted == "@original" and message is mine[0]):
                return message
        raise Refusal(UNKNOWN_MESSAGE)


def _callback_type(interaction: Interaction, body: Json) -> Callback:
    allowed = _MAY_ANSWER[interaction.asked]
    if interaction.source is None:
        allowed = allowed - _NEED_A_MESSAGE
    if body.get("type") not in allowed:
        names = ", ".join(sorted(str(int(one)) for one in allowed))
        problem = Problem("type", f"Value must be one of {{{names}}}.", "BASE_TYPE_CHOICES")
        raise Invalid([problem])
    return Callback(body["type"])


def _check(problems: list[Problem]) -> None:
    if problems:
        raise Invalid([Problem(f"data.{one.at}", one.rule, one.code) for one in problems])


def _described(interaction: Interaction, callback: Callback) -> Json:
    message = interaction.original
    described: Json = {"id": str(interaction.id), "type": int(interaction.asked)}
    if message is None:
        return {"interaction": described}
    described |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    resource = {"type": int(callback), "message": message.json()}
    return {"interaction": described, "resource": resource}
