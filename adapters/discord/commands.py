"""The core's commands as Discord's slash commands.

Names of two words become a group with subcommands. The payloads are Discord's own, of
https://discord.com/developers/docs/interactions/application-commands
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import discord

from adapters.discord.markdown import clipped
from bot.chat.command import Command, CommandOption, Permission, Where
from bot.chat.form import Option

MAX_CHOICES = 25
MAX_DESCRIPTION = 100
MAX_LENGTH = 6_000
"""Characters of a text option, at most."""

_SUBCOMMAND = 1
_OPTION_TYPES = {"text": 3, "number": 4, "yes-no": 5}
_SERVER, _WITH_BOT, _BETWEEN_PEOPLE = 0, 1, 2
_FOR_SERVER, _FOR_USER = 0, 1
_MANAGE = str(discord.Permissions(manage_guild=True).value)

Payload = dict[str, Any]


def payloads(commands: Sequence[Command[Any]]) -> list[Payload]:
    """Return what Discord has to know of the commands.

    Raises ``ValueError`` for a command of one word that is also the first of two: Discord cannot have
    both.
    """
    by_first: dict[str, list[Command[Any]]] = {}
    for command in commands:
        by_first.setdefault(command.name.split()[0], []).append(command)
    return [_top(name, members) for name, members in by_first.items()]


def digest(payload: Sequence[Payload]) -> str:
    """Return what tells one set of commands from another."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def choices(options: Iterable[Option]) -> list[discord.app_commands.Choice[str]]:
    """Return suggestions as Discord takes them; a value that it cannot take is left out."""
    fitting = (option for option in options if 0 < len(option.key) <= MAX_DESCRIPTION)
    return [
        discord.app_commands.Choice(name=clipped(o.label, MAX_DESCRIPTION) or o.key, value=o.key)
        for o in list(fitting)[:MAX_CHOICES]
    ]


def _top(name: str, members: Sequence[Command[Any]]) -> Payload:
    alone = members[0]
    if alone.name == name:
        if len(members) > 1:
            raise ValueError(f"{name!r} is a command and a group")
        return {**_described(name, alone.summary), "options": _options(alone), **_reach(members)}
    subcommands = [
        {
            "type": _SUBCOMMAND,
            **_described(member.name.split(maxsplit=1)[1], member.summary),
            "options": _options(member),
        }
        for member in members
    ]
    summary = "; ".join(member.summary for member in members)
    return {**_described(name, summary), "options": subcommands, **_reach(members)}


def _described(name: str, summary: str) -> Payload:
    return {"name": name, "description": clipped(summary, MAX_DESCRIPTION) or name}


def _reach(members: Sequence[Command[Any]]) -> Payload:
    """Say who sees a command, and where.

    What is done for a whole place needs the bot to be a member there, so is not offered to those who
    installed it for themselves.
    """
    where = members[0].where
    for member in members:
        where |= member.where
    is_personal = all(member.permission is Permission.ANYONE for member in members)
    private = [_WITH_BOT, _BETWEEN_PEOPLE] if is_personal else [_WITH_BOT]
    is_admin_only = all(member.permission is Permission.ADMIN for member in members)
    return {
        "type": 1,
        "contexts": [
            *([_SERVER] if Where.GROUP in where else []),
            *(private if Where.PRIVATE in where else []),
        ],
        "integration_types": [_FOR_SERVER, _FOR_USER] if is_personal else [_FOR_SERVER],
        "default_member_permissions": _MANAGE if is_admin_only else None,
    }


def _options(command: Command[Any]) -> list[Payload]:
    """Return the options, the required ones first, as Discord demands."""
    return [_option(each) for each in sorted(command.options, key=lambda o: not o.required)]


def _option(option: CommandOption[Any]) -> Payload:
    return {
        "type": _OPTION_TYPES[option.type],
        **_described(option.name, option.summary),
        "required": option.required,
        **_limits(option),
    }


def _limits(option: CommandOption[Any]) -> Payload:
    if option.type == "yes-no":
        return {}
    if option.type == "number":
        return {"min_value": option.minimum, "max_value": option.maximum}
    if 0 < len(option.choices) <= MAX_CHOICES:
        return {"choices": _choices(option.choices)}
    return {
        "min_length": min(option.minimum, MAX_LENGTH),
        "max_length": min(max(option.maximum, 1), MAX_LENGTH),
        "autocomplete": bool(option.complete or option.choices),
    }


def _choices(options: Sequence[Option]) -> list[Payload]:
    """Return the choices by their labels, or by their keys where two labels would look the same."""
    names = [clipped(option.label, MAX_DESCRIPTION) for option in options]
    if len(set(names)) < len(names):
        names = [option.key for option in options]
    return [{"name": n, "value": o.key} for n, o in zip(names, options, strict=True)]
