"""What ``dispatch-bot doctor discord`` looks at, in the order in which an application is set up."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, cast

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import INTERNAL_API_VERSION, Route

from adapters.discord.commands import payloads
from adapters.discord.connect import NO_TOKEN, PORTAL, REFUSED, TOKEN, redirect
from adapters.discord.permissions import NEEDS, invite_link, lacking
from adapters.discord.server_time import ServerTime, Skew
from bot.chat.platform import Finding, Offer
from bot.config import quietened, secret

MOST_SKEW = 1.5
"""Seconds that the clock here may differ from Discord's: as long as a round waits for late answers."""

PATIENCE = 10.0
"""Seconds in which the gateway must greet."""

MOST_NAMES = 5
"""Servers named in one finding, at most."""

AT_ONCE = 200
"""Servers that Discord lists in one answer."""

_HELLO = 10

_TROUBLE = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordException)


async def examine(bot: Offer, environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Yield what is found. Raises ``SecretUnreadable``."""
    token = secret(environment, TOKEN)
    if not token:
        yield Finding("token", "none is set", well=False, mend=_line(NO_TOKEN))
        return
    redirect(environment)
    quietened("discord")
    time = ServerTime(bot.now)
    async with discord.Client(
        intents=discord.Intents(guilds=True), http_trace=time.trace()
    ) as client:
        try:
            await client.login(token)
        except discord.LoginFailure:
            yield Finding("token", "Discord does not accept it", well=False, mend=REFUSED)
            return
        except _TROUBLE as error:
            yield _unreachable("Discord", error)
            return
        async for finding in _look_over(client, bot):
            yield finding
        yield clock(time.skew)
        yield Finding("invite", invite_link(_id(client)))


async def _look_over(client: discord.Client, bot: Offer) -> AsyncIterator[Finding]:
    yield Finding("token", f"accepted, as {client.user}")
    application = cast("discord.AppInfo", client.application)  # known since the login
    for finding in (*of_application(application), intents(application.flags)):
        yield finding
    for what, look in (
        ("permissions", _permissions(client)),
        ("commands", _commands(client, bot)),
        ("gateway", _gateway(client)),
        ("session starts", _session_starts(client)),
    ):
        try:
            yield await look
        except _TROUBLE as error:
            yield _unreachable(what, error)


def of_application(application: discord.AppInfo) -> Iterator[Finding]:
    """Look at how the application is set up in the portal."""
    name = f"{application.name} ({application.id})"
    wrong = tuple(_settings_in_the_way(application))
    yield Finding("application", name, well=not wrong, mend=" ".join(wrong))
    is_personal = application.user_integration_config is not None
    how = "servers and people" if is_personal else "servers only"
    yield Finding("installs", f"for {how}" + ("" if is_personal else _FOR_PEOPLE))


def _settings_in_the_way(application: discord.AppInfo) -> Iterator[str]:
    page = f"At {PORTAL}/{application.id}"
    if application.interactions_endpoint_url:
        yield (
            f'{page}, on the page "General Information", clear "Interactions Endpoint URL": '
            "with one set, commands do not come to this bot."
        )
    if application.bot_require_code_grant:
        yield f'{page}, on the page "Bot", switch off "Requires OAuth2 Code Grant".'
    if application.user_integration_config and not application.guild_integration_config:
        yield f'{page}, on the page "Installation", tick "Guild Install".'


_FOR_PEOPLE = '; tick "User Install" on the page "Installation" to let people take it along'


def intents(flags: discord.ApplicationFlags) -> Finding:
    """Say which privileged intents are switched on though the bot asks for none."""
    idle = [
        name
        for name, on in (
            ("Presence", flags.gateway_presence or flags.gateway_presence_limited),
            ("Server Members", flags.gateway_guild_members or flags.gateway_guild_members_limited),
            (
                "Message Content",
                flags.gateway_message_content or flags.gateway_message_content_limited,
            ),
        )
        if on
    ]
    unused = f"; {', '.join(idle)} could be switched off in the portal" if idle else ""
    return Finding("intents", f"none of the privileged ones is needed{unused}")


def permissions(servers: Sequence[Mapping[str, Any]], application: int) -> Finding:
    """Say which servers do not grant what is needed; ``servers`` are as Discord lists them."""
    if not servers:
        return Finding("permissions", "in no server yet: open the invite link below")
    held = {each["name"]: lacking(_granted(each)) for each in servers}
    poor = [
        f"{name} lacks {', '.join(n.label for n in needs)}" for name, needs in held.items() if needs
    ]
    if not poor:
        granted = ", ".join(need.label for need in NEEDS)
        return Finding("permissions", f"all in {_counted(servers)} ({granted})")
    return Finding(
        "permissions",
        "; ".join(poor[:MOST_NAMES])
        + (f"; and {len(poor) - MOST_NAMES} more" if len(poor) > MOST_NAMES else ""),
        well=False,
        mend=f"Open {invite_link(application)} once more and choose the server: it adds what is missing.",
    )


def commands(
    registered: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]
) -> Finding:
    """Compare the commands that Discord has with those of this version."""
    if not registered:
        return Finding("commands", "none yet: the bot tells Discord of them when it starts")
    here = {_key(each): each for each in wanted}
    there = {_key(each): each for each in registered}
    differ = sorted(
        name
        for kind, name in here.keys() | there.keys()
        if not _says(there.get((kind, name)), here.get((kind, name)))
    )
    if not differ:
        return Finding("commands", f"{len(here)} as in this version")
    return Finding(
        "commands",
        f"other than in this version: {', '.join(differ[:MOST_NAMES])}"
        + (" …" if len(differ) > MOST_NAMES else ""),
        well=False,
        mend="Start this version with `dispatch-bot run discord`: it tells Discord of its commands. If "
        "they differ again, another program uses the same token.",
    )


def clock(skew: Skew) -> Finding:
    """Say how far the clock here is from Discord's."""
    if not skew.is_known:
        return Finding("clock", "Discord did not tell the time")
    if skew.is_within(MOST_SKEW):
        return Finding("clock", f"within {MOST_SKEW} s of Discord's")
    way = "ahead of" if skew.middle > 0 else "behind"
    return Finding(
        "clock",
        f"{abs(skew.middle):.0f} s {way} Discord's",
        well=False,
        mend="Have the machine set its clock by NTP (on Linux: timedatectl set-ntp true), then start the "
        "bot anew: answers count by Discord's time.",
    )


def session_starts(answer: Mapping[str, Any]) -> Finding:
    """Say how often the bot may still connect; Discord resets the token of one that goes on."""
    limit, shards = answer["session_start_limit"], int(answer["shards"])
    left, total = int(limit["remaining"]), int(limit["total"])
    hours = max(1, round(int(limit["reset_after"]) / 3_600_000))
    few = left < shards
    return Finding(
        "session starts",
        f"{left} of {total} left for {hours} h; Discord recommends {shards} shard{'s' * (shards > 1)}",
        well=not few,
        mend=f"Wait {hours} h before starting the bot, and find out from its log why it starts so often."
        if few
        else "",
    )


async def _permissions(client: discord.Client) -> Finding:
    servers: list[Any] = []
    while True:
        after = servers[-1]["id"] if servers else None
        listed = await client.http.get_guilds(AT_ONCE, after=after, with_counts=False)
        servers += listed
        if len(listed) < AT_ONCE:
            return permissions(servers, _id(client))


async def _commands(client: discord.Client, bot: Offer) -> Finding:
    route = Route("GET", "/applications/{application_id}/commands", application_id=_id(client))
    registered = await client.http.request(route, params={"with_localizations": "true"})
    return commands(registered, payloads(bot.commands, bot.shortcuts, bot.localised))


async def _gateway(client: discord.Client) -> Finding:
    url = DiscordWebSocket.DEFAULT_GATEWAY.with_query(v=INTERNAL_API_VERSION, encoding="json")
    async with asyncio.timeout(PATIENCE):
        socket = await client.http.ws_connect(str(url))
        greeting = await socket.receive_json()
        await socket.close()
    greets = isinstance(greeting, dict) and greeting.get("op") == _HELLO
    return Finding(
        "gateway",
        f"{url.host} {'greets' if greets else 'does not greet'}",
        well=greets,
        mend="" if greets else "See https://discordstatus.com, and try again later.",
    )


async def _session_starts(client: discord.Client) -> Finding:
    return session_starts(await client.http.request(Route("GET", "/gateway/bot")))


def _unreachable(what: str, error: BaseException) -> Finding:
    reason = (
        f"status {error.status}"
        if isinstance(error, discord.HTTPException)
        else type(error).__name__
    )
    mend = (
        "Make sure that this machine reaches discord.com and gateway.discord.gg on port 443, and see "
        "https://discordstatus.com."
    )
    return Finding(what, f"could not be reached: {reason}", well=False, mend=mend)


def _says(registered: Any, wanted: Any) -> bool:
    """Tell whether what Discord has registered says all that is wanted; it adds ids and defaults."""
    if not wanted:
        return not registered
    if isinstance(wanted, Mapping):
        is_one = isinstance(registered, Mapping)
        return is_one and all(_says(registered.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(registered, list):
        return len(wanted) == len(registered) and all(map(_says, registered, wanted))
    return bool(registered == wanted)


def _key(command: Mapping[str, Any]) -> tuple[int, str]:
    return int(command.get("type", 1)), str(command["name"])


def _granted(server: Mapping[str, Any]) -> discord.Permissions:
    return discord.Permissions(int(server.get("permissions", 0)))


def _counted(servers: Sequence[object]) -> str:
    return f"{len(servers):,} server{'s' if len(servers) > 1 else ''}"


def _id(client: discord.Client) -> int:
    return cast("int", client.application_id)  # known since the login


def _line(text: str) -> str:
    return " ".join(text.split())
