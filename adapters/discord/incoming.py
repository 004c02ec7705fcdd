"""What Discord sent, as requests to the core."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import discord

from adapters.discord.control_id import Answer, Do, Fill, read
from adapters.discord.modal import response_of
from bot.chat.action import Action, StaleAction
from bot.chat.request import Actor, Invocation, OptionValue, Place, Pointed, Press, Request

PLATFORM = "discord"

STALE = Press(Action("stale"))
"""A press that the core has no action for: it says kindly that the time of the control has passed."""

MAX_TYPED = 200
"""Characters of what is being typed that are looked at for suggestions."""

Interaction: TypeAlias = discord.Interaction[discord.Client]


@dataclass(frozen=True, slots=True)
class Typing:
    """An option being typed."""

    command: str
    option: str
    typed: str


def request_of(interaction: Interaction, what: Invocation | Press | Pointed) -> Request:
    """Return the request. It is of the moment that Discord stamped into the interaction's id."""
    workspace = workspace_of(interaction)
    actor = Actor(
        platform=PLATFORM,
        user=str(interaction.user.id),
        name=interaction.user.display_name,
        workspace=workspace,
        locale=str(interaction.locale),
        is_admin=bool(workspace) and interaction.permissions.manage_guild,
    )
    place = place_of(interaction)
    return Request(str(interaction.id), actor, place, interaction.created_at, what)


def place_of(interaction: Interaction) -> Place:
    """Return where something was done."""
    return Place(PLATFORM, str(interaction.channel_id or ""), workspace_of(interaction))


def workspace_of(interaction: Interaction) -> str:
    """Return the server in which something was done, if the bot is a member of it.

    To any other, somebody takes along what they installed for themselves: it is nothing to the server.
    """
    guild = interaction.guild_id
    return str(guild) if guild and interaction.client.get_guild(guild) else ""


def invocation_of(interaction: Interaction) -> Invocation:
    """Return the command that was given, with its options."""
    name, options = _command(_data(interaction))
    values = {str(o["name"]): cast("OptionValue", o["value"]) for o in options if "value" in o}
    return Invocation(name, values)


def typing_of(interaction: Interaction) -> Typing | None:
    """Return the option that a person is typing, if there is one."""
    name, options = _command(_data(interaction))
    for option in options:
        if option.get("focused"):
            return Typing(name, str(option["name"]), str(option["value"])[:MAX_TYPED])
    return None


def press_of(interaction: Interaction) -> Press | Fill:
    """Return what a control or a modal asks for; a form is to be opened for a ``Fill``.

    Raises ``Unreadable`` for an order that was written so that it cannot be read.
    """
    data = _data(interaction)
    try:
        meaning = read(data["custom_id"])
    except StaleAction:
        return STALE
    if interaction.type is discord.InteractionType.modal_submit:
        return _filled(meaning, data) if isinstance(meaning, Fill) else STALE
    picked = tuple(data.get("values", ()))
    match meaning:
        case Do(action, appends=True):
            return Press(Action(action.name, (*action.arguments, *picked[:1])))
        case Do(action):
            return Press(action)
        case Answer(action, field, key):
            return Press(action, {field: (key,) if key else picked})
        case Fill():
            return meaning


def _filled(form: Fill, data: Mapping[str, Any]) -> Press:
    values = {str(each["custom_id"]): _values(each) for each in _inputs(data["components"])}
    return Press(form.action, response_of(form, values))


def _inputs(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _inputs(component.get("components", ()))
        if "component" in component:
            yield from _inputs([component["component"]])


def _values(component: Mapping[str, Any]) -> tuple[str, ...]:
    if "values" in component:
        return tuple(map(str, component["values"]))
    value = component.get("value")
    return () if value is None else (str(value),)


def _command(data: Mapping[str, Any]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """Return the name with that of its subcommand, and the options."""
    name, options = str(data["name"]), data.get("options", ())
    while options and options[0]["type"] in {1, 2}:
        name = f"{name} {options[0]['name']}"
        options = options[0].get("options", ())
    return name, options


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data)
