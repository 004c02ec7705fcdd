"""The payloads in which Slack tells the app of what a person did."""

from typing import Any

from tests.platforms.standin_slack_state import Interaction, State
from tests.platforms.standin_slack_world import Channel, Json, Message, User, View


def slash_fields(
    state: State, asked: Interaction, channel: Channel, command: str, text: str
) -> Json:
    """A slash command, as the fields of a form."""
    person, team = asked.person, asked.person.team
    organisation = asked.install.organisation or team.organisation
    return {
        "token": state.app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "enterprise_id": organisation.id if organisation else None,
        "enterprise_name": organisation.name if organisation else None,
        "is_enterprise_install": str(asked.install.organisation is not None).lower(),
        "channel_id": channel.id,
        "channel_name": channel.named,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": escaped(text),
        "api_app_id": state.app.id,
        "response_url": response_url(state, asked, "commands"),
        "trigger_id": asked.trigger_id,
    }


def acted(state: State, asked: Interaction, done: Json, values: Json) -> Json:
    """A control used on a message or view: ``block_actions``."""
    stamp = state.clock.timestamp()
    payload = _interactive(state, asked, "block_actions")
    action = _with_escapes(done) | {"action_ts": stamp}
    payload |= {"actions": [action]} | _source(asked.source)
    match asked.source:
        case Message() as message:
            payload |= {"state": {"values": values}, "channel": _place(message.channel)}
            payload["response_url"] = response_url(state, asked, "actions")
        case View() as view:
            payload["view"] = view.json(values)
    return payload


def suggestion(state: State, asked: Interaction, block: Json, element: Json, typed: str) -> Json:
    """What a person typed into a menu that the app fills: ``block_suggestion``."""
    payload = _interactive(state, asked, "block_suggestion") | _source(asked.source)
    del payload["trigger_id"]
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    if isinstance(asked.source, View):
        payload["view"] = asked.source.json()
    return payload


def view_event(state: State, asked: Interaction, view: View, kind: str, values: Json) -> Json:
    """A modal that was submitted or closed."""
    payload = _interactive(state, asked, kind)
    payload["view"] = view.json(values)
    if kind == "view_closed":
        del payload["trigger_id"]
        return payload | {"is_cleared": False}
    return payload | {"response_urls": []}


def shortcut(state: State, asked: Interaction, callback_id: str) -> Json:
    """A global shortcut, or one used on a message."""
    message = asked.source
    kind = "message_action" if isinstance(message, Message) else "shortcut"
    payload = _interactive(state, asked, kind) | {"callback_id": callback_id}
    payload["action_ts"] = state.clock.timestamp()
    if not isinstance(message, Message):
        return payload
    where = {"channel": _place(message.channel), "message_ts": message.ts}
    answer = {"response_url": response_url(state, asked, "app")}
    return payload | where | answer | {"message": message.json()}


def link_event(person: User, message: Message, urls: list[str], bot: User) -> Json:
    """Links in a message to a domain that the app unfurls."""
    links = [{"url": url, "domain": url.split("/")[2]} for url in urls]
    return {
        "type": "link_shared",
        "channel": message.channel.id,
        "is_bot_user_member": bot.id in message.channel.members,
        "user": person.id,
        "message_ts": message.ts,
        "unfurl_id": f"{message.channel.id}-{message.ts}",
        "source": "conversations_history",
        "links": links,
        "event_ts": message.ts,
    }


def response_url(state: State, asked: Interaction, kind: str) -> str:
    """Where the app may answer five times within thirty minutes."""
    return f"{state.base_url}/{kind}/{asked.person.team.id}/{asked.response_token}"


def escaped(text: str) -> str:
    """As Slack writes what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _interactive(state: State, asked: Interaction, kind: str) -> Json:
    person = asked.person
    return {
        "type": kind,
        "token": state.app.verification_token,
        "api_app_id": state.app.id,
        "trigger_id": asked.trigger_id,
        "team": _team(asked),
        "enterprise": _enterprise(asked),
        "is_enterprise_install": asked.install.organisation is not None,
        "user": {
            "id": person.id,
            "name": person.name,
            "username": person.name,
            "team_id": person.team.id,
        },
    }


def _team(asked: Interaction) -> Json | None:
    """None where the whole organisation has installed the app, as Slack has it.

    On a message in a connected channel it is the workspace that has the app, whoever clicks.
    """
    if asked.install.organisation is not None:
        return None
    on_message = isinstance(asked.source, Message)
    return (asked.install.workspaces[0] if on_message else asked.person.team).json()


def _enterprise(asked: Interaction) -> Json | None:
    organisation = asked.install.organisation
    if organisation is not None:
        return {"id": organisation.id, "name": organisation.name}
    return asked.person.team.enterprise_json()


def _source(source: Message | View | None) -> Json:
    match source:
        case Message() as message:
            where = {"message_ts": message.ts, "channel_id": message.channel.id}
            container: Json = {"type": "message", "is_ephemeral": message.ephemeral}
            if message.thread_ts is not None:
                container["thread_ts"] = message.thread_ts
            found: Json = {"container": container | where}
            # Slack tells nothing of what stood in an ephemeral message.
            return found if message.ephemeral else found | {"message": _sent_back(message)}
        case View() as view:
            return {"container": {"type": "view", "view_id": view.id}}
        case None:
            return {}


def _sent_back(message: Message) -> Json:
    """Plain text in it comes back escaped (slackapi/bolt-python, issue 513)."""
    shown: Json = _with_escapes(message.json(with_metadata=True))
    return shown


def _with_escapes(part: Any) -> Any:
    match part:
        case {"type": "plain_text", "text": str(text)}:
            return part | {"text": escaped(text)}
        case dict():
            return {key: _with_escapes(value) for key, value in part.items()}
        case list():
            return [_with_escapes(one) for one in part]
        case _:
            return part


def _place(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.named}
