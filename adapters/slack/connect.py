"""Where Slack is, what opens it, and over which of two ways it is reached."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import KEY, how_to_give, secret

BOT_TOKEN, APP_TOKEN = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105 - the name of the setting
CLIENT_ID, CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"

PUBLIC_URL = "PUBLIC_URL"
"""The setting that says where Slack and people reach the bot: ``https://bot.example.org``."""

APPS = "https://api.slack.com/apps"
"""Where apps are made and set up."""

SLACK = "https://slack.com/api/"

WHICH = {
    BOT_TOKEN: 'the "Bot User OAuth Token" (xoxb-…) on the page "OAuth & Permissions"',
    APP_TOKEN: 'an "App-Level Token" (xapp-…) with the scope connections:write, on the page '
    '"Basic Information"',
    SIGNING_SECRET: 'the "Signing Secret" on the page "Basic Information"',
    CLIENT_ID: 'the "Client ID" on the page "Basic Information"',
    CLIENT_SECRET: 'the "Client Secret" on the page "Basic Information"',
}
"""What each secret is, and where it is found."""

SOCKET_MODE = (BOT_TOKEN, APP_TOKEN)
HTTP_MODE = (SIGNING_SECRET, CLIENT_ID, CLIENT_SECRET)

_NOT_SET_UP = """\
{name} is missing, for Slack. {how}
It is {which}, at {apps}."""

_NO_KEY = """\
{name} is missing, with which Slack's tokens are sealed in the database. {how}
To make one: dispatch-bot key"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Slack gives an app that others may install."""

    signing_secret: str
    client_id: str
    client_secret: str


def is_over_http(environment: Mapping[str, str]) -> bool:
    """Tell whether Slack is to call the bot: where all is set for that, and nothing for a socket.

    Raises ``SecretUnreadable``, as all that reads secrets does.
    """
    is_ready = all(secret(environment, name) for name in HTTP_MODE)
    return is_ready and not secret(environment, APP_TOKEN)


def lacking(environment: Mapping[str, str], *, is_http: bool) -> str:
    """Say which secret is not there, and where it is found; nothing where all are."""
    for name in HTTP_MODE if is_http else SOCKET_MODE:
        if not secret(environment, name):
            return _NOT_SET_UP.format(
                name=name, how=how_to_give(name), which=WHICH[name], apps=APPS
            )
    if is_http and not secret(environment, KEY):
        return _NO_KEY.format(name=KEY, how=how_to_give(KEY))
    return ""


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Return what is set for HTTP."""
    return Credentials(*(secret(environment, name) for name in HTTP_MODE))


def base_url(environment: Mapping[str, str]) -> str:
    """Return where Slack's API is; elsewhere than at Slack where that is asked for, tokens and all."""
    url = environment.get("SLACK_API_URL", "").strip()
    if not url:
        return SLACK
    _log.warning("Slack's API is taken to be elsewhere", extra={"url": url})
    return f"{url.rstrip('/')}/"
