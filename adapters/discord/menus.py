"""What was asked for from the menu of a message or of a person, as the core's shortcuts.

The words of a message come with the interaction, only where somebody points at it: that needs no
privileged intent. They go to the core with the request, and are kept nowhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adapters.discord.incoming import (
    PLATFORM,
    STALE,
    Interaction,
    invocation_of,
    workspace_of,
)
from adapters.discord.markdown import unescaped
from bot.chat.command import Shortcut
from bot.chat.request import MAX_POINTED, Actor, Invocation, Pointed, Press

_SLASH = 1
_MARKUP = re.compile(r"<(?:[@#][!&]?\d{1,20}|a?:\w{1,32}:\d{1,20}|t:-?\d{1,15}(?::\w)?)>")
_STYLE = re.compile(r"(?<!\\)(?:[*_~|`]{1,3})|^(?:-# |#{1,3} )", re.MULTILINE)


def asked_of(
    interaction: Interaction, shortcuts: Sequence[Shortcut[Any]]
) -> Invocation | Pointed | Press:
    """Return the command that was given, or the shortcut that was used."""
    data: Mapping[str, Any] = interaction.data or {}
    if data.get("type", _SLASH) == _SLASH:
        return invocation_of(interaction)
    key = next((each.key for each in shortcuts if each.name == data.get("name")), None)
    if key is None:
        return STALE
    target, resolved = str(data.get("target_id")), data.get("resolved", {})
    if message := resolved.get("messages", {}).get(target):
        return Pointed(key, words=words_of(message))
    return Pointed(key, person=_person(interaction, target, resolved))


def words_of(message: Mapping[str, Any]) -> str:
    """Return what a message says, its parts one under the other, without Discord's markup.

    A forwarded message says what it forwards.
    """
    forwarded = (each.get("message", {}) for each in message.get("message_snapshots", ()))
    said = "\n".join(text for each in (message, *forwarded) for text in _texts(each))
    return unescaped(_STYLE.sub("", _MARKUP.sub("", said[: 2 * MAX_POINTED])))[:MAX_POINTED]


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    if content := message.get("content"):
        yield str(content)
    for embed in message.get("embeds", ()):
        yield from (str(embed[part]) for part in ("title", "description") if embed.get(part))
    yield from _displayed(message.get("components", ()))


def _displayed(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if content := component.get("content"):
            yield str(content)
        yield from _displayed(component.get("components", ()))


def _person(interaction: Interaction, target: str, resolved: Mapping[str, Any]) -> Actor | None:
    user = resolved.get("users", {}).get(target)
    if user is None:
        return None
    nick = resolved.get("members", {}).get(target, {}).get("nick")
    name = nick or user.get("global_name") or user.get("username") or target
    return Actor(PLATFORM, target, str(name), workspace=workspace_of(interaction))
