"""What Slack sent, in the core's terms.

The payloads are described at https://docs.slack.dev/interactivity/handling-user-interaction and at
https://docs.slack.dev/apis/events-api
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec

from adapters.slack.kept import PICK, Answer, Do, Fill, decode, meaning
from adapters.slack.kit import Json, unescaped
from adapters.slack.modal import Kept
from adapters.slack.origin import PLATFORM, Origin
from adapters.slack.owner import owner_of
from bot.chat.action import Action, StaleAction
from bot.chat.command import Command
from bot.chat.misread import Misread
from bot.chat.request import MAX_POINTED, Invocation, Place, Press
from bot.chat.typed import given_options
from bot.chat.vocabulary import LOOKUP, Vocabulary

STALE = Press(Action("stale"))
"""A press that the core has no action for: it says kindly that the time of the control has passed."""

MAX_TYPED = 4_000
"""Characters of a line that are read."""

ARRIVED = "arrived"
"""Under this key stands in a payload when it came; what Slack sends is JSON and has no moments."""

MAX_QUERY = 200
"""Characters of plain words that are looked up."""

_ORGANISATION = "E"
"""What the ids of organisations begin with."""

_SAID = frozenset({"app_mention", "message"})
"""Events that are words of somebody."""

_PEOPLE = frozenset("@#!")
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A command that needs options which were not given; ``given`` are those that were."""

    command: Command[Any]
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be understood; ``why`` says kindly what could be."""

    why: str


Line: TypeAlias = Invocation | Wanted | Unread


def read_command(text: str, vocabulary: Vocabulary) -> Line:
    """Return what is asked for by the words after the slash command.

    People and groups stay as Slack writes them: an option may be one.
    """
    line = _read(text, _named)
    if not line:
        return Invocation("start")
    command, rest = vocabulary.split(line)
    if command is None:
        return Invocation(line.split()[0][:40])
    try:
        given = given_options(command, rest, vocabulary.complete)
    except Misread as error:
        return Unread(str(error))
    if any(option.required and not given.get(option.name) for option in command.options):
        return Wanted(command, given)
    return Invocation(command.name, given)


def read_words(text: str, vocabulary: Vocabulary) -> Invocation:
    """Return what is asked for by words to the bot: a command, or else something to look up."""
    line = _read(text, _words)
    if not line:
        return Invocation("start")
    match read_command(line, vocabulary):
        case Invocation(name) as invocation if name in vocabulary.commands:
            return invocation
        case _:
            return Invocation(LOOKUP, {"query": line[:MAX_QUERY]})


def pointed_words(message: Json) -> str:
    """Return the words of a message, line by line."""
    text = _ENTITY.sub(_words, str(message.get("text", ""))[:MAX_POINTED])
    return unescaped(text)[:MAX_POINTED]


def press_of(action: Json) -> Press | Fill:
    """Return what a control asks for; a form is to be opened for a ``Fill``."""
    try:
        if action.get("type") == "static_select":
            return _picked(action)
        match meaning(str(action.get("value", ""))):
            case Do(encoded):
                return Press(Action.decode(encoded))
            case Answer(encoded, field, key):
                return Press(Action.decode(encoded), {field: (key,)})
            case Fill(encoded) as form:
                Action.decode(encoded)
                return form
    except StaleAction:
        return STALE


def origin_of_command(body: Json, now: float) -> Origin:
    """Return where the reply to a slash command goes."""
    return Origin(
        team=team_of(body),
        user=str(body["user_id"]),
        name=str(body.get("user_name", "")),
        channel=str(body.get("channel_id", "")),
        hook=str(body.get("response_url", "")),
        since=now,
    )


def origin_of_control(body: Json, now: float) -> Origin:
    """Return where the reply to a control goes."""
    container: Json = body.get("container") or {}
    owner = owner_of(str(next(iter(_actions(body)))["block_id"]))
    return msgspec.structs.replace(
        origin_of_shortcut(body, now),
        is_direct=owner.is_alone,
        is_press=True,
        is_own=owner.user == user_of(body),
        is_hidden=bool(container.get("is_ephemeral")) or owner.is_alone,
    )


def origin_of_shortcut(body: Json, now: float) -> Origin:
    """Return where the reply goes to a shortcut, or to what was done with a message or in a modal."""
    thread = _thread_of(body)
    view: Json = body.get("view") or {}
    return Origin(
        team=team_of(body),
        user=user_of(body),
        name=str((body.get("user") or {}).get("name", "")),
        channel=str((body.get("channel") or {}).get("id", "")),
        hook=str(body.get("response_url", "")),
        since=now,
        thread=thread,
        view=str(view.get("id", "")) if view.get("type") == "modal" else "",
        is_in_thread=bool(thread),
    )


def origin_of_event(body: Json) -> Origin:
    """Return where the reply to a message goes: into its thread, and in a channel into one of its own."""
    event: Json = body["event"]
    is_direct = event.get("channel_type") == "im"
    own_thread = "" if is_direct else event.get("ts", "")
    return Origin(
        team=team_of(body),
        user=str(event.get("user", "")),
        channel=str(event.get("channel", "")),
        thread=str(event.get("thread_ts") or own_thread),
        is_in_thread=bool(event.get("thread_ts")),
        is_direct=is_direct,
    )


def waiting(body: Json, now: float) -> Origin | None:
    """Return where somebody waits for an answer; nothing for what happened without asking for one."""
    if "command" in body:
        return origin_of_command(body, now)
    if "event" not in body:
        return origin_of_shortcut(body, now)
    event: Json = body["event"]
    is_said = event.get("type") in _SAID and not event.get("bot_id")
    return origin_of_event(body) if is_said else None


def place_of_event(body: Json) -> Place:
    """Return where something happened: a channel, or the whole workspace."""
    return Place(PLATFORM, str(body["event"].get("channel", "")), team_of(body))


def place_of_view(body: Json) -> Place | None:
    """Return where a modal was asked for; nothing where it is not one of ours."""
    view: Json = body.get("view") or {}
    try:
        return decode(str(view.get("private_metadata", "")), Kept).origin.place
    except StaleAction:
        return None


def team_of(body: Json) -> str:
    """Return the workspace in which something happened, or the organisation where there is none.

    In a channel that several share it is the one of them in which the app is installed; so it is for
    a modal that was opened there, but for one of an app that a whole organisation has: of that Slack names
    the organisation, and the workspace is that of whoever acts.
    """
    acting = body.get("user")
    installed: Json = next(iter(body.get("authorizations") or ()), {})
    home = _home_of_modal(body)
    given = (
        "" if home.startswith(_ORGANISATION) else home,
        installed.get("team_id"),
        body.get("team_id"),
        (body.get("team") or {}).get("id"),
        acting.get("team_id") if isinstance(acting, dict) else None,
        (body.get("enterprise") or {}).get("id"),
    )
    return str(next(filter(None, given), ""))


def teams_of(body: Json) -> tuple[str, ...]:
    """Return the workspaces that an organisation's event is about."""
    return tuple(map(str, body["event"].get("team_ids") or ()))


def organisation_of(body: Json) -> str:
    """Return the organisation of that workspace, empty where it belongs to none."""
    installed: Json = next(iter(body.get("authorizations") or ()), {})
    home = _home_of_modal(body)
    given = (
        home if home.startswith(_ORGANISATION) else "",
        installed.get("enterprise_id"),
        body.get("enterprise_id"),
        (body.get("enterprise") or {}).get("id"),
    )
    return str(next(filter(None, given), ""))


def told_at(body: Json, now: datetime) -> datetime:
    """Return when an event happened, by Slack's clock."""
    return _moment(body.get("event_time")) or now


def user_of(body: Json) -> str:
    """Return who acted."""
    user = body.get("user")
    found = user.get("id") if isinstance(user, dict) else body.get("user_id") or user
    return str(found or "")


def id_of(body: Json) -> str:
    """Return what is the same when Slack sends the same again."""
    event: Json = body.get("event") or {}
    given = body.get("event_id") or body.get("trigger_id") or event.get("event_ts")
    return f"{PLATFORM}-{given}"


def moment_of(body: Json, now: datetime) -> datetime:
    """Return when the person acted, by Slack's clock; ``now`` where Slack does not say.

    Of what ``arrived`` a while ago it is that moment: our own waiting is not the person's.
    """
    event: Json = body.get("event") or {}
    stamps = [each.get("action_ts") for each in (*_actions(body), body)]
    stamps.append(event.get("event_ts"))
    for moment in filter(None, map(_moment, stamps)):
        return moment
    arrived = body.get(ARRIVED)
    return arrived if isinstance(arrived, datetime) else now


def _moment(stamp: Any) -> datetime | None:
    """Return the moment of a stamp of Slack's, in seconds of the epoch as text or as a number."""
    try:
        return datetime.fromtimestamp(float(stamp), UTC) if stamp else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _picked(action: Json) -> Press:
    _, _, encoded = str(action.get("action_id", "")).removeprefix(PICK).partition(":")
    chosen: Json = action.get("selected_option") or {}
    found = Action.decode(encoded)
    return Press(Action(found.name, (*found.arguments, str(chosen.get("value", "")))))


def _home_of_modal(body: Json) -> str:
    """Return the workspace or organisation that has the app from which a view is, if one was used."""
    return str((body.get("view") or {}).get("app_installed_team_id") or "")


def _thread_of(body: Json) -> str:
    """Return the thread in which the message stands that something was done with.

    One under which there is a thread bears that thread's time too, its own, and stands in the channel.
    """
    container: Json = body.get("container") or {}
    message: Json = body.get("message") or {}
    thread = container.get("thread_ts") or message.get("thread_ts")
    stands_above = thread in {container.get("message_ts"), message.get("ts")}
    return "" if stands_above else str(thread or "")


def _actions(body: Json) -> Iterable[Json]:
    return body.get("actions") or ()


def _read(text: str, write: Callable[[re.Match[str]], str]) -> str:
    """Return a line of Slack's as it was typed, with its entities written otherwise."""
    return " ".join(unescaped(_ENTITY.sub(write, text[:MAX_TYPED])).split())


def _named(entity: re.Match[str]) -> str:
    """Return people, channels and groups as Slack writes them, and the words of a link."""
    return entity[0] if entity[1][:1] in _PEOPLE else entity[2] or entity[1]


def _words(entity: re.Match[str]) -> str:
    """Return the words of a link; of people, channels and groups none."""
    return "" if entity[1][:1] in _PEOPLE else entity[2] or entity[1]
