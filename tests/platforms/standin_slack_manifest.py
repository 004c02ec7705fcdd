"""The app's manifest: what Slack refuses in it, and what it makes of the app.

The limits are those of Slack's reference, "App manifest".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.platforms.standin_slack_checks import (
    Problem,
    bounded,
    listed,
    one_of,
    optional,
    repeated,
)
from tests.platforms.standin_slack_world import Json

_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")


@dataclass(frozen=True, slots=True)
class Offered:
    """What people are offered and the app is told, by its manifest."""

    commands: frozenset[str]
    shortcuts: frozenset[str]
    scopes: frozenset[str]
    events: frozenset[str]
    unfurled: frozenset[str]
    home: bool


def offered(manifest: Json) -> Offered:
    """What a manifest that was accepted makes of the app."""
    features = manifest.get("features") or {}
    granted = (manifest.get("oauth_config") or {}).get("scopes") or {}
    subscribed = (manifest.get("settings") or {}).get("event_subscriptions") or {}
    return Offered(
        commands=frozenset(one["command"] for one in listed(features, "slash_commands")),
        shortcuts=frozenset(one["callback_id"] for one in listed(features, "shortcuts")),
        scopes=frozenset(granted.get("bot") or ()),
        events=frozenset(subscribed.get("bot_events") or ()),
        unfurled=frozenset(features.get("unfurl_domains") or ()),
        home=bool((features.get("app_home") or {}).get("home_tab_enabled")),
    )


def manifest_problems(manifest: Json) -> Iterator[Problem]:
    """What Slack refuses in a manifest."""
    shown, features = manifest.get("display_information") or {}, manifest.get("features") or {}
    yield from bounded(shown.get("name"), "/display_information/name", 1, 35)
    yield from optional(shown.get("description"), "/display_information/description", 140)
    long = shown.get("long_description")
    yield from optional(long, "/display_information/long_description", 4_000, least=174)
    bot = features.get("bot_user") or {}
    yield from optional(bot.get("display_name"), "/features/bot_user/display_name", 80)
    yield from _commands(features)
    yield from _shortcuts(features)
    yield from _settings(manifest)
    domains = listed(features, "unfurl_domains")
    yield from bounded(domains, "/features/unfurl_domains", 0, 5, "items")


def _commands(features: Json) -> Iterator[Problem]:
    commands, at = listed(features, "slash_commands"), "/features/slash_commands"
    yield from bounded(commands, at, 0, 50, "items")
    yield from repeated((one.get("command") for one in commands), at, "command")
    for index, command in enumerate(commands):
        here = f"{at}/{index}"
        if not _COMMAND.fullmatch(str(command.get("command"))):
            yield Problem(f"{here}/command", "is no name for a command")
        yield from bounded(command.get("description"), f"{here}/description", 1, 2_000)
        yield from optional(command.get("usage_hint"), f"{here}/usage_hint", 1_000)


def _shortcuts(features: Json) -> Iterator[Problem]:
    shortcuts, at = listed(features, "shortcuts"), "/features/shortcuts"
    yield from bounded(shortcuts, at, 0, 10, "items")
    yield from repeated((one.get("callback_id") for one in shortcuts), at, "callback_id")
    for index, shortcut in enumerate(shortcuts):
        here = f"{at}/{index}"
        yield from bounded(shortcut.get("name"), f"{here}/name", 1, 24)
        yield from bounded(shortcut.get("callback_id"), f"{here}/callback_id", 1, 255)
        yield from bounded(shortcut.get("description"), f"{here}/description", 1, 150)
        yield from one_of(shortcut.get("type", ""), f"{here}/type", {"message", "global"})


def _settings(manifest: Json) -> Iterator[Problem]:
    """Without Socket Mode Slack must be told where to send things."""
    settings = manifest.get("settings") or {}
    subscribed = settings.get("event_subscriptions") or {}
    yield from bounded(listed(subscribed, "bot_events"), "/settings/bot_events", 0, 100, "items")
    if settings.get("socket_mode_enabled"):
        return
    interactive = settings.get("interactivity") or {}
    for name, part in (("event_subscriptions", subscribed), ("interactivity", interactive)):
        if part and not part.get("request_url"):
            yield Problem(f"/settings/{name}/request_url", "missing required field")
    for index, command in enumerate(listed(manifest.get("features") or {}, "slash_commands")):
        if not command.get("url"):
            yield Problem(f"/features/slash_commands/{index}/url", "missing required field")
