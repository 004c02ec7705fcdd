"""The app's manifest: what it offers and what it asks for, made of the command registry.

It is described at https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import yaml

from adapters.slack.kit import Json
from adapters.slack.modal import NAME
from adapters.slack.rich import COMMAND
from bot.chat.command import Shortcut, Target
from bot.chat.platform import Offer
from bot.chat.visible import clipped

LOOK_UP = "look-up"
"""The id of the shortcut that is offered everywhere in Slack."""

WAY_IN = "/slack"
EVENTS_AT, INSTALL_AT, BACK_AT = (
    f"{WAY_IN}/{page}" for page in ("events", "install", "oauth_redirect")
)
"""Over HTTP: where Slack sends all, where people install the app, and where Slack sends them back to."""

SCOPES = (
    "app_mentions:read",  # to hear what is said to it in a channel
    "channels:history",  # to see after a crash what it has posted already, in public channels
    "channels:read",  # to hear of a channel that is archived, and of people who leave
    "chat:write",
    "chat:write.public",  # to hold a contest where nobody has invited it
    "commands",
    "files:write",  # pictures of podiums, records of contests
    "groups:history",  # the same in private channels to which it was invited
    "groups:read",
    "im:history",  # to hear what is said to it in its own conversation with a person
    "im:write",  # to send that person a file
    "links:read",  # to show what stands at the document's public address
    "links:write",
    "users:read",  # names for scoreboards, languages, and who administers the workspace
)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
    "link_shared",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "team_access_granted",  # to an app that a whole organisation has installed: one workspace more
    "team_access_revoked",  # and one less
    "tokens_revoked",
)

_HEAD = """\
# The app for Slack, to be pasted at https://api.slack.com/apps?new_app=1 ("From a manifest").
# Made by `dispatch-bot slack manifest`.
"""

_HINT = "lookup a phrase, quiz, contest start, help"


def manifest(offer: Offer, url: str = "") -> Json:
    """Return the manifest, for Socket Mode, or for a public ``url`` to which Slack is to send all."""
    events_at = f"{url.rstrip('/')}{EVENTS_AT}" if url else ""
    where = {"request_url": events_at} if url else {}
    choices = {"message_menu_options_url": events_at} if url else {}
    back = {"redirect_urls": [f"{url.rstrip('/')}{BACK_AT}"]} if url else {}
    return {
        "display_information": {
            "name": NAME,
            "description": clipped(f"Study “{offer.title}” together: passages, quizzes", 140),
        },
        "features": _features(offer, events_at),
        "oauth_config": {**back, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**where, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **where, **choices},
            "org_deploy_enabled": bool(url),
            "socket_mode_enabled": not url,
            "token_rotation_enabled": bool(url),
        },
    }


def as_text(offer: Offer, url: str = "") -> str:
    """Return the manifest in YAML, as it can be pasted where apps are made."""
    made = yaml.safe_dump(manifest(offer, url), sort_keys=False, allow_unicode=True, width=100)
    return f"{_HEAD}{made}"


def _features(offer: Offer, url: str) -> Json:
    command = {
        "command": COMMAND,
        "description": "Look up passages, take quizzes, hold contests",
        "usage_hint": _HINT,
        "should_escape": True,
    }
    host = urlsplit(offer.address).hostname
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [{**command, "url": url} if url else command],
        "shortcuts": list(_shortcuts(offer)),
        "unfurl_domains": [host] if host else [],
    }


def _shortcuts(offer: Offer) -> Iterator[Json]:
    yield {
        "name": "Look up the dispatch",
        "type": "global",
        "callback_id": LOOK_UP,
        "description": "Find a passage, wherever you are",
    }
    for each in offer.shortcuts:
        if each.target is Target.MESSAGE:
            yield _message_shortcut(each)


def _message_shortcut(shortcut: Shortcut[object]) -> Json:
    return {
        "name": shortcut.name,
        "type": "message",
        "callback_id": shortcut.key,
        "description": clipped(shortcut.summary, 150),
    }
