"""Where Discord is, and the token that opens it."""

import logging
from collections.abc import Mapping

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import how_to_give

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the setting

PORTAL = "https://discord.com/developers/applications"
"""Where applications are made and set up."""

NO_TOKEN = f"""\
There is no token for Discord. {how_to_give(TOKEN)}
Tokens are made at {PORTAL}, on the page "Bot"."""

REFUSED = (
    "Discord does not accept the token. "
    f'Make a new one at {PORTAL}, on the page "Bot" with "Reset Token", and set it anew.'
)

_log = logging.getLogger(__name__)


def redirect(environment: Mapping[str, str]) -> None:
    """Send the library elsewhere than to Discord, where that is asked for; the token goes there too."""
    if base := environment.get("DISCORD_API_BASE", ""):
        _log.warning("Discord's API is taken to be elsewhere", extra={"url": base})
        Route.BASE = base.rstrip("/")
    if gateway := environment.get("DISCORD_GATEWAY_URL", ""):
        _log.warning("Discord's gateway is taken to be elsewhere", extra={"url": gateway})
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
