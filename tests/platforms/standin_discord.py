"""A local stand-in for Discord over real sockets, for tests of the bot as a user would run it.

    async with StandIn() as discord:
        ...start the bot with discord.env in its environment...
        await discord.bot_ready()
        ada = discord.member("ada")
        seen = await ada.slash(discord.channel(), "lookup", {"query": "pie"})
        assert "pie" in seen.words
        assert discord.breaches == []

It checks whatever the bot sends against Discord's documented limits and answers a breach as
Discord does; ``faults`` and ``gateway`` make it fail in the ways that Discord fails.
"""

import asyncio
from base64 import urlsafe_b64encode
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.platforms.standin_discord_api import Api
from tests.platforms.standin_discord_api_channels import ChannelApi, add_channel, remove_channel
from tests.platforms.standin_discord_api_interactions import InteractionApi
from tests.platforms.standin_discord_faults import Faults, RateLimits
from tests.platforms.standin_discord_gateway import Gateway
from tests.platforms.standin_discord_people import Member
from tests.platforms.standin_discord_permissions import EVERYONE, Permission, role_json
from tests.platforms.standin_discord_seen import words
from tests.platforms.standin_discord_server import PREFIX, Answered, Breach, Server
from tests.platforms.standin_discord_state import Sharding, State
from tests.platforms.standin_discord_world import THREADS, Channel, ChannelKind, Clock, Guild, User

__all__ = ["Channel", "ChannelKind", "Guild", "Member", "Permission", "StandIn", "words"]


class StandIn:
    """Discord with one server, ``discord.guild``, whose channel is ``discord.channel()``.

    ``acknowledge_within`` is the 3 seconds in which an interaction must be answered;
    ``rate_limits`` are limits for each channel or webhook, announced in headers and enforced.
    """

    def __init__(
        self, *, acknowledge_within: float = 3.0, rate_limits: RateLimits | None = None
    ) -> None:
        self.clock = Clock()
        bot = User(self.clock.snowflake(), "Dispatch Study", bot=True)
        owner = User(self.clock.snowflake(), "owner")
        number = urlsafe_b64encode(str(bot.id).encode()).decode().rstrip("=")
        self.token = f"{number}.StandI.{'secret' * 5}"
        self._state = State(self.clock, bot, owner, self.token, acknowledge_within)
        self._state.users = {bot.id: bot, owner.id: owner}
        self.faults = Faults()
        self._server = Server(self.token, self.faults, self.clock, rate_limits)
        self.gateway = Gateway(self.token, bot, self._installed)
        self._state.dispatch = self.gateway.dispatch
        self.members: dict[str, Member] = {}
        self._runner: web.AppRunner | None = None
        self.guild = self.add_guild("The Reading Room")

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=128 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/attachments/{message}/{upload}/{name}", self._attachment)
        rooms = (Api(self._state), ChannelApi(self._state), InteractionApi(self._state))
        self._server.route(app, [one for room in rooms for one in room.endpoints()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self._state.base_url = f"http://{host}:{port}"
        self.gateway.resume_url = self.env["DISCORD_GATEWAY_URL"]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        self._server.closing.set()
        await self.gateway.drop()
        await self._runner.cleanup()

    @property
    def env(self) -> dict[str, str]:
        """What the bot's environment needs to come here instead of to Discord."""
        return {
            "DISCORD_API_BASE": self._state.base_url + PREFIX,
            "DISCORD_GATEWAY_URL": self._state.base_url.replace("http", "ws", 1) + "/gateway",
            "DISCORD_TOKEN": self.token,
        }

    @property
    def bot(self) -> User:
        """The bot's user, whose id is the application's."""
        return self._state.bot

    @property
    def application(self) -> dict[str, Any]:
        """What is set in the portal otherwise than by default, such as ``bot_require_code_grant``."""
        return self._state.application

    @property
    def sharding(self) -> Sharding:
        """How many shards the bot is told to have, and how many sessions it may begin."""
        return self._state.sharding

    @property
    def breaches(self) -> list[Breach]:
        """Every limit that the bot broke so far."""
        return self._server.breaches

    @property
    def requests(self) -> list[Answered]:
        """Every request that was answered, in order."""
        return self._server.requests

    def commands(self, guild: Guild | None = None) -> list[dict[str, object]]:
        """The commands that the bot registered, globally or for a server."""
        return self._state.commands.get(guild.id if guild else None, [])

    async def bot_ready(self, sessions: int = 1, timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until the bot is on the gateway and was told of its servers.

        Raises:
            TimeoutError: it did not come in so many seconds.
        """
        async with asyncio.timeout(timeout):
            await self.gateway.connected(sessions)

    async def bot_gone(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until the bot's last connection is closed, after a process was stopped or killed.

        Raises:
            TimeoutError: it was still there after so many seconds.
        """
        async with asyncio.timeout(timeout):
            while self.gateway.sockets:
                await asyncio.sleep(0.005)

    def member(
        self, name: str, *, admin: bool = False, installed: bool = False, locale: str = "en-US"
    ) -> Member:
        """The person of that name, made when first named.

        ``installed`` is whether they installed the bot for themselves.
        """
        if name not in self.members:
            user = User(self.clock.snowflake(), name, locale=locale)
            self._state.users[user.id] = user
            self.members[name] = Member(self._state, user, admin=admin, installed=installed)
        return self.members[name]

    def depart(self, member: Member) -> None:
        """Somebody leaves the server; the bot, which has no intent for it, is not told."""
        self.guild.departed.add(member.id)

    def channel(self, which: int | str = "general") -> Channel:
        """A channel by id, or by name in any server, thread or not."""
        for channel in self._state.channels.values():
            if which in {channel.id, channel.name} and not channel.deleted:
                return channel
        raise LookupError(f"no channel {which!r}")

    def add_guild(self, name: str, *, installed: bool = True) -> Guild:
        """One more server with a channel ``general``; the bot joins it if ``installed``."""
        state = self._state
        guild = Guild(
            # The time in an id chooses the shard: a millisecond apart, servers go round all shards.
            id=min(state.guilds, default=self.clock.snowflake()) + (len(state.guilds) << 22),
            name=name,
            owner=state.owner,
            bot=state.bot,
            joined=self.clock.now(),
            admin_role=self.clock.snowflake(),
            bot_role=self.clock.snowflake(),
            installed=installed,
        )
        state.guilds[guild.id] = guild
        general = Channel(self.clock.snowflake(), "general", ChannelKind.TEXT, guild)
        guild.channels.append(general)
        state.channels[general.id] = general
        if installed:
            state.dispatch("GUILD_CREATE", guild.arrival(), guild)
        return guild

    def remove_bot(self, guild: Guild) -> None:
        """The bot is thrown out of a server."""
        guild.installed = False
        self._state.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild)

    def lose_sight_of(self, guild: Guild) -> None:
        """A server is away for a while, which is Discord's trouble; the bot is told."""
        event = {"id": str(guild.id), "unavailable": True}
        self._state.dispatch("GUILD_DELETE", event, guild)

    def add_channel(
        self,
        name: str,
        kind: ChannelKind = ChannelKind.TEXT,
        *,
        guild: Guild | None = None,
        parent: Channel | None = None,
        without_bot: bool = False,
    ) -> Channel:
        """One more channel or thread; the bot is told, unless it is a private thread without it."""
        home = guild or self.guild
        channel = Channel(self.clock.snowflake(), name, kind, home, parent)
        channel.without_bot = without_bot
        add_channel(self._state, channel)
        return channel

    def add_role(self, name: str, guild: Guild | None = None) -> int:
        """One more role, by its id; the bot is told."""
        home = guild or self.guild
        role = role_json(self.clock.snowflake(), name, EVERYONE, 1)
        home.roles.append(role)
        event = {"guild_id": str(home.id), "role": role}
        self._state.dispatch("GUILD_ROLE_CREATE", event, home)
        return int(role["id"])

    def private_channel(self, one: Member, other: Member) -> Channel:
        """Two people's direct messages, where the bot is not but a user-installed command works."""
        number = self.clock.snowflake()
        channel = Channel(number, other.user.name, ChannelKind.DM, recipient=other.user)
        channel.without_bot = True
        self._state.channels[number] = channel
        return channel

    def delete_channel(self, channel: Channel) -> None:
        """Somebody deletes the channel with all its threads; the bot is told."""
        remove_channel(self._state, channel)

    def deny(self, channel: Channel, permission: Permission) -> None:
        """Take permissions from the bot in a channel; the bot is told."""
        self._permit(channel, channel.denied | permission)

    def allow(self, channel: Channel, permission: Permission) -> None:
        """Give them back; the bot is told."""
        self._permit(channel, channel.denied & ~permission)

    def _permit(self, channel: Channel, denied: Permission) -> None:
        channel.denied = denied
        event = "THREAD_UPDATE" if channel.kind in THREADS else "CHANNEL_UPDATE"
        self._state.dispatch(event, channel.json(), channel.guild)

    def _installed(self) -> list[Guild]:
        return [guild for guild in self._state.guilds.values() if guild.installed]

    async def _attachment(self, request: web.Request) -> web.Response:
        upload = self._state.files.get(int(request.match_info["upload"]))
        return web.Response(status=404) if upload is None else web.Response(body=upload.content)
