"""The HTTP API's routes for the application, its commands, people, servers and their events."""

from typing import Any
from urllib.parse import urlsplit

from tests.platforms.standin_discord_command_limits import SLASH, command_problems
from tests.platforms.standin_discord_components import Json
from tests.platforms.standin_discord_faults import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NOT_FOUND,
    UNKNOWN_MEMBER,
)
from tests.platforms.standin_discord_limits import event_problems
from tests.platforms.standin_discord_permissions import Permission
from tests.platforms.standin_discord_server import Call, Endpoint
from tests.platforms.standin_discord_state import Invalid, Refusal, State
from tests.platforms.standin_discord_world import Channel, ChannelKind, Guild, User


class Api:
    """Everything that is neither a message nor an interaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The routes, the more particular first."""
        commands = "/applications/{application}/commands"
        in_guild = "/applications/{application}/guilds/{guild}/commands"
        events = "/guilds/{guild}/scheduled-events"
        return [
            Endpoint("GET", "/gateway", self._gateway, open=True),
            Endpoint("GET", "/gateway/bot", self._gateway),
            Endpoint("GET", "/users/@me", self._me),
            Endpoint("GET", "/users/@me/guilds", self._my_guilds),
            Endpoint("POST", "/users/@me/channels", self._direct),
            Endpoint("GET", "/users/{user}", self._user),
            Endpoint("GET", "/oauth2/applications/@me", self._application),
            Endpoint("GET", "/applications/@me", self._application),
            Endpoint("GET", commands, self._commands),
            Endpoint("PUT", commands, self._replace_commands),
            Endpoint("GET", in_guild, self._commands),
            Endpoint("PUT", in_guild, self._replace_commands),
            Endpoint("GET", "/guilds/{guild}", self._guild),
            Endpoint("GET", "/guilds/{guild}/channels", self._channels),
            Endpoint("GET", "/guilds/{guild}/roles", self._roles),
            Endpoint("GET", "/guilds/{guild}/members/{user}", self._member),
            Endpoint("GET", events, self._events),
            Endpoint("POST", events, self._new_event),
            Endpoint("GET", events + "/{event}", self._event),
            Endpoint("PATCH", events + "/{event}", self._edit_event),
            Endpoint("DELETE", events + "/{event}", self._delete_event),
        ]

    async def _gateway(self, _: Call) -> Json:
        base = urlsplit(self._state.base_url)
        sharding, url = self._state.sharding, f"ws://{base.netloc}/gateway"
        limit = sharding.json()
        return {"url": url, "shards": sharding.recommended, "session_start_limit": limit}

    async def _me(self, _: Call) -> Json:
        return self._state.bot.json() | {"verified": True, "mfa_enabled": True, "email": None}

    async def _my_guilds(self, call: Call) -> list[Json]:
        after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 200))
        guilds = sorted(self._state.guilds.values(), key=lambda guild: guild.id)
        return [
            guild.json() | {"permissions": str(int(guild.bot_permissions))}
            for guild in guilds
            if guild.installed and guild.id > after
        ][:limit]

    async def _user(self, call: Call) -> Json:
        return self._someone(call).json()

    async def _direct(self, call: Call) -> Json:
        user = self._state.users.get(int(call.body["recipient_id"]))
        if user is None:
            raise Refusal(NOT_FOUND)
        return direct_channel(self._state, user).json()

    async def _application(self, _: Call) -> Json:
        installs = {"oauth2_install_params": {"scopes": ["bot"], "permissions": "0"}}
        return {
            "id": str(self._state.bot.id),
            "name": self._state.bot.name,
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": self._state.owner.json(),
            "team": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "bot": self._state.bot.json(),
            "integration_types_config": {"0": installs, "1": installs},
            "interactions_endpoint_url": None,
        } | self._state.application

    async def _commands(self, call: Call) -> list[Json]:
        return self._state.commands.get(self._scope(call), [])

    async def _replace_commands(self, call: Call) -> list[Json]:
        problems = list(command_problems(call.body))
        if problems:
            raise Invalid(problems)
        scope = self._scope(call)
        known = {_key(command): command["id"] for command in self._state.commands.get(scope, [])}
        self._state.commands[scope] = [
            self._registered(command, known.get(_key(command)), scope) for command in call.body
        ]
        return self._state.commands[scope]

    def _registered(self, command: Json, known_id: str | None, guild: int | None) -> Json:
        own = {
            "id": known_id or str(self._state.clock.snowflake()),
            "application_id": str(self._state.bot.id),
            "version": str(self._state.clock.snowflake()),
            "type": command.get("type", SLASH),
            "description": command.get("description", ""),
            "default_member_permissions": command.get("default_member_permissions"),
            "contexts": command.get("contexts"),
            "integration_types": command.get("integration_types") or [0],
            "nsfw": bool(command.get("nsfw")),
        }
        return command | own | ({"guild_id": str(guild)} if guild else {})

    def _scope(self, call: Call) -> int | None:
        if int(call.at["application"]) != self._state.bot.id:
            raise Refusal(NOT_FOUND)
        return int(call.at["guild"]) if "guild" in call.at else None

    async def _guild(self, call: Call) -> Json:
        return self._server(call).json()

    async def _channels(self, call: Call) -> list[Json]:
        return [channel.json() for channel in self._server(call).channels]

    async def _roles(self, call: Call) -> list[Json]:
        return self._server(call).all_roles()

    async def _member(self, call: Call) -> Json:
        guild, user = self._server(call), self._someone(call)
        if user.id in guild.departed:
            raise Refusal(UNKNOWN_MEMBER)
        return guild.member_json(user)

    async def _events(self, call: Call) -> list[Json]:
        return self._server(call).events

    async def _event(self, call: Call) -> Json:
        for event in self._server(call).events:
            if event["id"] == call.at["event"]:
                return event
        raise Refusal(NOT_FOUND)

    async def _new_event(self, call: Call) -> Json:
        guild = self._server(call)
        problems = list(event_problems(call.body))
        if problems:
            raise Invalid(problems)
        if Permission.CREATE_EVENTS not in guild.bot_permissions:
            raise Refusal(MISSING_PERMISSIONS)
        event: Json = {"channel_id": None, "entity_id": None, "description": None} | call.body
        event |= {"id": str(self._state.clock.snowflake()), "guild_id": str(guild.id), "status": 1}
        event["creator_id"] = str(self._state.bot.id)
        guild.events.append(event)
        self._state.dispatch("GUILD_SCHEDULED_EVENT_CREATE", event, guild)
        return event

    async def _edit_event(self, call: Call) -> Json:
        event = await self._event(call)
        event |= call.body
        self._state.dispatch("GUILD_SCHEDULED_EVENT_UPDATE", event, self._server(call))
        return event

    async def _delete_event(self, call: Call) -> None:
        event = await self._event(call)
        guild = self._server(call)
        guild.events.remove(event)
        self._state.dispatch("GUILD_SCHEDULED_EVENT_DELETE", event, guild)

    def _server(self, call: Call) -> Guild:
        guild = self._state.guilds.get(int(call.at["guild"]))
        if guild is None or not guild.installed:
            raise Refusal(MISSING_ACCESS)
        return guild

    def _someone(self, call: Call) -> User:
        user = self._state.users.get(int(call.at["user"]))
        if user is None:
            raise Refusal(NOT_FOUND)
        return user


def direct_channel(state: State, user: User) -> Channel:
    """The channel of the bot's direct messages with the person, made when first wanted."""
    for channel in state.channels.values():
        if channel.recipient is user and not channel.without_bot:
            return channel
    channel = Channel(state.clock.snowflake(), user.name, ChannelKind.DM, recipient=user)
    state.channels[channel.id] = channel
    return channel


def _key(command: Json) -> Any:
    return command.get("type", SLASH), command["name"]
