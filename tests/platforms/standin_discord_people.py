"""People: what they can do in Discord, and what they then see."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from tests.platforms.standin_discord_api import direct_channel
from tests.platforms.standin_discord_command_limits import MESSAGE_MENU, SLASH, USER_MENU
from tests.platforms.standin_discord_components import SELECTS, Json, Kind, walk
from tests.platforms.standin_discord_forms import choice_named, command_options, filled_in
from tests.platforms.standin_discord_permissions import ALL, EVERYONE, Permission
from tests.platforms.standin_discord_seen import InteractionFailed, Modal, NotOffered, Seen
from tests.platforms.standin_discord_state import Asked, Interaction, State
from tests.platforms.standin_discord_world import Channel, Guild, Message, User


class Member:
    """One person; whatever they do returns what they see, as soon as the bot acknowledges it.

    ``allowed`` are commands that an admin lets them see in the server's settings of integrations.

    Raises, for everything that reaches the bot:
        InteractionFailed: nothing came within three seconds.
        NotOffered: Discord would not have let them do it.
    """

    def __init__(
        self, state: State, user: User, *, admin: bool = False, installed: bool = False
    ) -> None:
        self._state = state
        self.user = user
        self.admin = admin
        self.installed = installed
        self.allowed: set[str] = set()

    @property
    def id(self) -> int:
        """Their id."""
        return self.user.id

    @property
    def direct(self) -> Channel:
        """Their direct messages with the bot."""
        return direct_channel(self._state, self.user)

    @property
    def whispers(self) -> list[Message]:
        """What the bot said to them alone, in servers, oldest first."""
        return self._state.whispers[self.id]

    def say(self, channel: Channel, text: str) -> Message:
        """Write a message that others can see."""
        message = self._state.compose(channel, {"content": text}, {}, author=self.user)
        return self._state.publish(message)

    async def slash(
        self, channel: Channel, name: str, options: Mapping[str, Any] | None = None
    ) -> Seen:
        """Use a command, such as ``"lookup"`` or ``"quiz start"``.

        People, channels and roles are given as ``Member``, ``Channel`` and a role's id.
        """
        root, *rest = name.removeprefix("/").split()
        command = self._command(channel, root, SLASH)
        given = {key: _wire(value) for key, value in (options or {}).items()}
        data = self._data(command) | {"options": command_options(command, rest, given)}
        data |= self._resolved(channel, (options or {}).values())
        return await self._act(Asked.COMMAND, channel, data)

    async def autocomplete(
        self,
        channel: Channel,
        name: str,
        option: str,
        typed: str,
        others: Mapping[str, Any] | None = None,
    ) -> Seen:
        """Type into an option; ``choices`` of what they see are the suggestions."""
        root, *rest = name.removeprefix("/").split()
        command = self._command(channel, root, SLASH)
        given = {**(others or {}), option: typed}
        data = self._data(command) | {"options": command_options(command, rest, given, option)}
        return await self._act(Asked.AUTOCOMPLETE, channel, data)

    async def message_menu(self, message: Message, name: str) -> Seen:
        """Use a command from a message's context menu."""
        command = self._command(message.channel, name, MESSAGE_MENU)
        data = self._data(command) | {"target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): message.json()}}
        return await self._act(Asked.COMMAND, message.channel, data)

    async def user_menu(self, channel: Channel, other: "Member", name: str) -> Seen:
        """Use a command from a person's context menu."""
        command = self._command(channel, name, USER_MENU)
        data = self._data(command) | {"target_id": str(other.id)}
        data |= self._resolved(channel, [other])
        return await self._act(Asked.COMMAND, channel, data)

    async def press(self, message: Message, button: str, *, late: bool = False) -> Seen:
        """Press a button by its custom id or label; ``late`` finds it in former versions too."""
        found = self._component(message, button, frozenset({Kind.BUTTON}), late=late)
        data = {"component_type": Kind.BUTTON, "custom_id": found["custom_id"], "id": found["id"]}
        return await self._act(Asked.COMPONENT, message.channel, data, message)

    async def select(
        self,
        message: Message,
        values: str | Sequence[Any],
        menu: str | None = None,
        *,
        late: bool = False,
    ) -> Seen:
        """Choose by labels or values in the menu with that custom id or placeholder, or the only one."""
        found = self._component(message, menu, SELECTS, late=late)
        wanted = [values] if isinstance(values, str) else list(values)
        if not found.get("min_values", 1) <= len(wanted) <= found.get("max_values", 1):
            raise NotOffered(f"{len(wanted)} choices are too few or too many")
        chosen = [_wire(one) for one in wanted]
        if found["type"] == Kind.SELECT:
            chosen = [choice_named(found, one) for one in wanted]
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"]}
        data |= {"id": found["id"], "values": chosen}
        data |= self._resolved(message.channel, wanted)
        return await self._act(Asked.COMPONENT, message.channel, data, message)

    async def submit(self, modal: Modal | None, answers: Mapping[str, Any]) -> Seen:
        """Send a form filled in; fields are named by label or custom id."""
        if modal is None:
            raise NotOffered("no form is open")
        opened = modal.opened_by
        data: Json = {"custom_id": modal.custom_id, "components": filled_in(modal, answers)}
        data |= self._resolved(opened.channel, _listed(answers.values()))
        return await self._act(Asked.MODAL, opened.channel, data, opened.source)

    async def _act(
        self, asked: Asked, channel: Channel, data: Json, source: Message | None = None
    ) -> Seen:
        state, loop = self._state, asyncio.get_running_loop()
        interaction = Interaction(
            id=state.clock.snowflake(),
            token=f"interaction-{uuid4().hex}",
            asked=asked,
            person=self.user,
            channel=channel,
            created=state.clock.now(),
            source=source,
        )
        state.interactions[interaction.token] = interaction
        began = loop.time()
        event = self._event(interaction, data)
        state.dispatch("INTERACTION_CREATE", event, _served(channel.guild))
        try:
            await asyncio.wait_for(interaction.acknowledged.wait(), state.acknowledge_within)
        except TimeoutError:
            what = data.get("name") or data.get("custom_id")
            raise InteractionFailed(f"{self.user.name}: no answer to {what!r}") from None
        assert interaction.callback is not None
        return Seen(interaction, interaction.callback, loop.time() - began)

    def _event(self, interaction: Interaction, data: Json) -> Json:
        channel, guild = interaction.channel, interaction.channel.guild
        event: Json = {
            "id": str(interaction.id),
            "application_id": str(self._state.bot.id),
            "type": int(interaction.asked),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.json() | {"permissions": str(int(self._permissions()))},
            "locale": self.user.locale,
            "entitlements": [],
            "context": channel.context,
            "attachment_size_limit": 10 * 1024 * 1024,
            "app_permissions": str(int(channel.bot_permissions())),
            "authorizing_integration_owners": self._owners(channel),
        }
        if interaction.source is not None:
            event["message"] = interaction.source.json()
        return event | (self._in_guild(guild) if guild else {"user": self.user.json()})

    def _in_guild(self, guild: Guild) -> Json:
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": self._member_json(guild),
        }

    def _member_json(self, guild: Guild) -> Json:
        member = guild.member_json(self.user, admin=self.admin)
        return member | {"permissions": str(int(self._permissions()))}

    def _permissions(self) -> Permission:
        return ALL if self.admin else EVERYONE

    def _owners(self, channel: Channel) -> dict[str, str]:
        owners = {"1": str(self.id)} if self.installed else {}
        if channel.guild is not None and channel.guild.installed:
            owners["0"] = str(channel.guild.id)
        elif channel.context == 1:
            owners["0"] = "0"
        return owners

    def _command(self, channel: Channel, name: str, kind: int) -> Json:
        scopes = [None] if channel.guild is None else [channel.guild.id, None]
        for scope in scopes:
            for command in self._state.commands.get(scope, []):
                if command["name"] == name and command["type"] == kind:
                    self._require_shown(command, channel)
                    return command
        raise NotOffered(f"there is no command {name!r}")

    def _require_shown(self, command: Json, channel: Channel) -> None:
        is_allowed = self.admin or command["name"] in self.allowed
        if channel.guild is not None and not is_allowed and _is_withheld(command):
            raise NotOffered(f"{self.user.name} is not shown {command['name']}")
        contexts = command.get("contexts")
        if contexts is not None and channel.context not in contexts:
            raise NotOffered(f"{command['name']} is not shown in context {channel.context}")
        installs = {str(one) for one in command["integration_types"]}
        if not installs & self._owners(channel).keys():
            raise NotOffered(f"{command['name']} is not installed here")

    def _data(self, command: Json) -> Json:
        data = {"id": command["id"], "name": command["name"], "type": command["type"]}
        return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _component(
        self, message: Message, name: str | None, kinds: frozenset[Kind], *, late: bool
    ) -> Json:
        if message.deleted or (message.ephemeral and message not in self.whispers):
            raise NotOffered(f"{self.user.name} does not see the message")
        shown = list(message.components)
        if late:
            shown += [one for body in message.edits[::-1] for one in body.get("components") or []]
        for _, one in walk(shown):
            named = {one.get("custom_id"), one.get("label"), one.get("placeholder"), None}
            if one["type"] in kinds and one.get("custom_id") and name in named:
                if one.get("disabled") and not late:
                    raise NotOffered(f"{name!r} is disabled")
                return one | {"id": one.get("id", 0)}
        raise NotOffered(f"no {name!r} on the message")

    def _resolved(self, channel: Channel, values: Iterable[Any]) -> Json:
        """What Discord adds for the people, channels and roles among the values, if any."""
        found: dict[str, Json] = defaultdict(dict)
        for value in values:
            match value:
                case Member():
                    found["users"][str(value.id)] = value.user.json()
                    if channel.guild is not None:
                        found["members"][str(value.id)] = value._member_json(channel.guild)
                case Channel():
                    permissions = {"permissions": str(int(self._permissions()))}
                    found["channels"][str(value.id)] = value.json() | permissions
                case int() if channel.guild is not None:
                    roles = channel.guild.all_roles()
                    found["roles"] |= {one["id"]: one for one in roles if one["id"] == str(value)}
        resolved = {kind: values for kind, values in found.items() if values}
        return {"resolved": resolved} if resolved else {}


def _is_withheld(command: Json) -> bool:
    """Whether only admins are shown the command; "0" withholds it from all but them."""
    needed = command.get("default_member_permissions")
    return needed is not None and (needed == "0" or bool(int(needed) & ~int(EVERYONE)))


def _wire(value: Any) -> Any:
    return str(value.id) if isinstance(value, Member | Channel) else value


def _listed(values: Iterable[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _served(guild: Guild | None) -> Guild | None:
    return guild if guild is not None and guild.installed else None
