"""The core's commands as Discord's slash commands.

Names of two words become a group with subcommands. The payloads are Discord's own, of
https://discord.com/developers/docs/interactions/application-commands
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.localised import (
    MAX_DESCRIPTION,
    MAX_NAME,
    Localise,
    Payload,
    localised,
    told_apart,
    untranslated,
)
from bot.chat.command import Command, CommandOption, Permission, Shortcut, Target, Where
from bot.chat.form import Option
from bot.chat.visible import clipped

MAX_CHOICES = 25
MAX_LENGTH = 6_000
"""Characters of a text option, at most."""

MAX_SIZE = 8_000
"""Characters of all names, descriptions and values of a command together.

Of a text in several languages the longest counts.
"""

_SLASH, _PERSON, _MESSAGE = 1, 2, 3
_SUBCOMMAND = 1
_OPTION_TYPES = {"text": 3, "number": 4, "yes-no": 5, "list": 3}
_SERVER, _WITH_BOT, _BETWEEN_PEOPLE = 0, 1, 2
_FOR_SERVER, _FOR_USER = 0, 1
_MANAGE = str(discord.Permissions(manage_guild=True).value)
_MENUS = {Target.MESSAGE: _MESSAGE, Target.PERSON: _PERSON}
_SHORTER = (MAX_DESCRIPTION, 70, 50, 30, 15, 1)
"""Characters of each description, where the command would be too large with more."""

_ROOM_FOR_CHOICES = 50
"""Where descriptions have to be shorter than this, choices are suggested while typing instead."""


def payloads(
    commands: Sequence[Command[Any]],
    shortcuts: Sequence[Shortcut[Any]] = (),
    translate: Localise = untranslated,
) -> list[Payload]:
    """Return what Discord has to know of the commands, each within its limits.

    Raises ``ValueError`` for a command of one word that is also the first of two: Discord cannot have
    both.
    """
    slashes = [_fitting(name, members, translate) for name, members in _by_first(commands)]
    by_name = {command.name: command for command in commands}
    menus = [_menu(each, by_name, translate) for each in shortcuts]
    return [*told_apart(slashes), *menus]


def withheld(commands: Sequence[Command[Any]]) -> tuple[str, ...]:
    """Return the commands that Discord shows to those alone who may manage the server."""
    return tuple(f"/{name}" for name, members in _by_first(commands) if _is_for_admins(members))


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


def size(payload: Payload) -> int:
    """Return how many characters of its ``MAX_SIZE`` a command or an option takes."""
    own = _longest(payload, "name") + _longest(payload, "description")
    values = sum(len(str(choice["value"])) for choice in payload.get("choices", ()))
    inner = (*payload.get("options", ()), *payload.get("choices", ()))
    return own + values + sum(map(size, inner))


def _by_first(commands: Iterable[Command[Any]]) -> Iterable[tuple[str, list[Command[Any]]]]:
    by_first: dict[str, list[Command[Any]]] = {}
    for command in commands:
        by_first.setdefault(command.name.split()[0], []).append(command)
    return by_first.items()


def _longest(payload: Payload, key: str) -> int:
    translated = payload.get(f"{key}_localizations", {}).values()
    return max(map(len, (payload.get(key, ""), *translated)))


def _fitting(name: str, members: Sequence[Command[Any]], translate: Localise) -> Payload:
    """Return a command, its descriptions shortened where there is no room for them."""
    payload: Payload = {}
    for limit in _SHORTER:
        payload = _Drawer(translate, limit).top(name, members)
        if size(payload) <= MAX_SIZE:
            break
    return payload


def _menu(
    shortcut: Shortcut[Any], commands: Mapping[str, Command[Any]], translate: Localise
) -> Payload:
    return {
        "name": clipped(shortcut.name, MAX_NAME),
        "name_localizations": localised(translate, shortcut.name, MAX_NAME),
        **_reach([commands[shortcut.command]]),
        "type": _MENUS[shortcut.target],
    }


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Draws commands with descriptions of at most ``limit`` characters."""

    translate: Localise
    limit: int

    def top(self, name: str, members: Sequence[Command[Any]]) -> Payload:
        alone = members[0]
        if alone.name == name:
            if len(members) > 1:
                raise ValueError(f"{name!r} is a command and a group")
            return {**self._command(name, alone), **_reach(members), "type": _SLASH}
        subcommands = [
            {**self._command(member.name.split(maxsplit=1)[1], member), "type": _SUBCOMMAND}
            for member in members
        ]
        summary = "; ".join(member.summary for member in members)
        described = {"description": clipped(summary, self.limit) or name}
        inner = {"options": told_apart(subcommands)}
        return {**self._named(name, name), **described, **inner, **_reach(members), "type": _SLASH}

    def _command(self, name: str, command: Command[Any]) -> Payload:
        """Draw a command with its options, the required ones first, as Discord demands."""
        options = sorted(command.options, key=lambda option: not option.required)
        return {
            **self._named(name, command.name),
            **self._described(name, command.summary),
            "options": told_apart(map(self._option, options)),
        }

    def _option(self, option: CommandOption[Any]) -> Payload:
        return {
            "type": _OPTION_TYPES[option.type],
            **self._named(option.name, option.name),
            **self._described(option.name, option.summary),
            "required": option.required,
            **self._limits(option),
        }

    def _named(self, name: str, in_core: str) -> Payload:
        translated = localised(self.translate, in_core, MAX_NAME, typed=True)
        return {"name": name, "name_localizations": translated}

    def _described(self, name: str, summary: str) -> Payload:
        return {
            "description": clipped(summary, self.limit) or name,
            "description_localizations": localised(self.translate, summary, self.limit),
        }

    def _limits(self, option: CommandOption[Any]) -> Payload:
        if option.type == "yes-no":
            return {}
        if option.type == "number":
            return {"min_value": option.minimum, "max_value": option.maximum}
        has_room = len(option.choices) <= MAX_CHOICES and self.limit >= _ROOM_FOR_CHOICES
        if option.type == "text" and option.choices and has_room:
            return {"choices": self._choices(option.choices)}
        return {
            "min_length": min(option.minimum, MAX_LENGTH),
            "max_length": min(max(option.maximum, 1), MAX_LENGTH),
            "autocomplete": bool(option.complete or option.choices),
        }

    def _choices(self, options: Sequence[Option]) -> list[Payload]:
        """Draw the choices by their labels, or by their keys where two labels would look the same."""
        labels = [option.label for option in options]
        if len({clipped(label, MAX_DESCRIPTION) for label in labels}) < len(labels):
            labels = [option.key for option in options]
        return [
            {
                "name": clipped(label, MAX_DESCRIPTION) or option.key,
                "name_localizations": localised(self.translate, label),
                "value": option.key,
            }
            for label, option in zip(labels, options, strict=True)
        ]


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
    return {
        "contexts": [
            *([_SERVER] if Where.GROUP in where else []),
            *(private if Where.PRIVATE in where else []),
        ],
        "integration_types": [_FOR_SERVER, _FOR_USER] if is_personal else [_FOR_SERVER],
        "default_member_permissions": _MANAGE if _is_for_admins(members) else None,
    }


def _is_for_admins(members: Sequence[Command[Any]]) -> bool:
    return all(member.permission is Permission.ADMIN for member in members)
