"""The shape of what Slack sends, as far as the library and we rely on it: anything else is let go unread.

The payloads are described at https://docs.slack.dev/interactivity/handling-user-interaction and at
https://docs.slack.dev/apis/events-api
"""

from typing import Annotated, Any, TypeAlias

import msgspec

Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[ -~]*$", max_length=255)]
"""An id, a stamp or a type of Slack's: characters that any store takes."""


class Misshapen(ValueError):
    """A payload that is none of Slack's; says where, and nothing of what stands there."""


def check_text(payload: str) -> None:
    """Look through a payload as JSON. Raises ``Misshapen``."""
    try:
        _check(_PAYLOAD.decode(payload))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Misshapen(str(error)) from None


def check(payload: object) -> None:
    """Look through a payload that was read already. Raises ``Misshapen``."""
    try:
        _check(msgspec.convert(payload, Payload))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Misshapen(str(error)) from None


class Named(msgspec.Struct):
    """A workspace, an organisation, a channel or a person."""

    id: Id | None = None
    name: str | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None


class Chosen(msgspec.Struct):
    """An option that was chosen."""

    value: str


class Filled(msgspec.Struct):
    """An element that was filled in."""

    value: str | None = None
    selected_option: Chosen | None = None
    selected_options: list[Chosen] | None = None


class Values(msgspec.Struct):
    """What was filled in, by block and element."""

    values: dict[str, dict[str, Filled]]


class View(msgspec.Struct):
    """A modal, or the Home tab."""

    id: Id
    callback_id: str | None = None
    type: Id | None = None
    private_metadata: str | None = None
    app_installed_team_id: Id | None = None
    team_id: Id | None = None
    state: Values | None = None


class Used(msgspec.Struct):
    """A control that was used."""

    block_id: str
    action_id: str
    type: Id
    value: str | None = None
    selected_option: Chosen | None = None
    action_ts: Id | None = None


class Standing(msgspec.Struct):
    """A message, or what a control stands in."""

    text: str | None = None
    ts: Id | None = None
    message_ts: Id | None = None
    thread_ts: Id | None = None
    is_ephemeral: bool | None = None


class Installed(msgspec.Struct):
    """An installation that hears of an event."""

    team_id: Id | None = None
    enterprise_id: Id | None = None


class Linked(msgspec.Struct):
    """A link of a message."""

    url: str


class Tokens(msgspec.Struct):
    """Whose tokens were revoked."""

    bot: list[Id] | None = None


class Event(msgspec.Struct):
    """What happened."""

    type: Id
    user: Id | Named | None = None
    team: Id | Named | None = None
    enterprise: Id | Named | None = None
    channel: Id | Named | None = None
    text: str | None = None
    ts: Id | None = None
    event_ts: Id | None = None
    thread_ts: Id | None = None
    message_ts: Id | None = None
    channel_type: Id | None = None
    subtype: Id | None = None
    bot_id: Id | None = None
    tab: Id | None = None
    source: Id | None = None
    unfurl_id: Id | None = None
    links: list[Linked] | None = None
    tokens: Tokens | None = None
    team_ids: list[Id] | None = None


class Payload(msgspec.Struct):
    """All kinds of payloads in one."""

    type: Id | None = None
    command: str | None = None
    text: str | None = None
    value: str | None = None
    callback_id: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    user_id: Id | None = None
    user_name: str | None = None
    channel_id: Id | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    trigger_id: Id | None = None
    response_url: str | None = None
    response_urls: list[dict[str, Any]] | None = None
    action_ts: Id | None = None
    event_id: Id | None = None
    event_time: float | None = None
    user: Named | None = None
    team: Named | None = None
    enterprise: Named | None = None
    channel: Named | None = None
    view: View | None = None
    message: Standing | None = None
    container: Standing | None = None
    actions: list[Used] | None = None
    authorizations: list[Installed] | None = None
    event: Event | None = None


_PAYLOAD: msgspec.json.Decoder[Payload] = msgspec.json.Decoder(Payload)


def _check(payload: Payload) -> None:
    """See that all is there that a payload of its kind has in any case."""
    if payload.command is not None:
        _require(user=payload.user_id)
        return
    match payload.type:
        case "event_callback":
            _require(event=payload.event)
            _check_event(payload.event or Event(""))
        case "block_actions":
            _require(user=_acting(payload), actions=payload.actions)
        case "block_suggestion":
            _require(user=_acting(payload), field=payload.action_id)
        case "shortcut":
            _require(user=_acting(payload), shortcut=payload.callback_id)
        case "message_action":
            _require(user=_acting(payload), shortcut=payload.callback_id, message=payload.message)
        case "view_submission" | "view_closed":
            view = payload.view
            _require(user=_acting(payload), view=view and view.callback_id is not None)
            _require(values=payload.type == "view_closed" or (view and view.state))


def _check_event(event: Event) -> None:
    if event.type == "link_shared":
        where = event.unfurl_id if event.source == "composer" else event.message_ts
        _require(links=event.links, channel=event.channel, message=where)


def _acting(payload: Payload) -> str:
    return (payload.user and payload.user.id) or ""


def _require(**parts: object) -> None:
    if lacking := [name for name, part in parts.items() if not part]:
        raise Misshapen(f"without {', '.join(lacking)}")
