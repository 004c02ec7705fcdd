"""The Web API's methods for conversations, people and workspaces."""

from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import Refusal, State
from tests.platforms.standin_slack_world import Channel, Json, Kind, Message, User

_PAGE = 100


class PlacesApi:
    """What the app may learn of where it is."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The methods."""
        return [
            Endpoint("conversations.info", self._info),
            Endpoint("conversations.open", self._open, "im:write"),
            Endpoint("conversations.join", self._join, "channels:join"),
            Endpoint("conversations.members", self._members),
            Endpoint("conversations.list", self._list),
            Endpoint("conversations.history", self._history),
            Endpoint("conversations.replies", self._replies),
            Endpoint("users.info", self._user, "users:read"),
            Endpoint("users.list", self._users, "users:read"),
            Endpoint("users.conversations", self._mine),
            Endpoint("team.info", self._team, "team:read"),
        ]

    async def _info(self, call: Call) -> Json:
        channel = self._known(call)
        shown = channel.json(call.install.bot)
        if call.flag("include_num_members"):
            shown["num_members"] = len(channel.members)
        return {"channel": shown}

    async def _open(self, call: Call) -> Json:
        if call.given.get("channel"):
            channel = self._state.reachable(call.install, call.given["channel"])
        else:
            users = str(call.need("users")).split(",")
            channel = self._state.direct(call.install, self._someone(users[0]))
        return {"channel": channel.json(call.install.bot)}

    async def _join(self, call: Call) -> Json:
        channel = self._state.reachable(call.install, call.need("channel"))
        if channel.archived:
            raise Refusal("is_archived")
        if channel.kind is not Kind.PUBLIC:
            raise Refusal("method_not_supported_for_channel_type")
        channel.members.add(call.install.bot.id)
        return {"channel": channel.json(call.install.bot)}

    async def _members(self, call: Call) -> Json:
        channel = self._known(call)
        return _paged(call, "members", sorted(channel.members))

    async def _list(self, call: Call) -> Json:
        found = [one.json(call.install.bot) for one in self._all(call) if _wanted(call, one)]
        return _paged(call, "channels", found)

    async def _mine(self, call: Call) -> Json:
        member = str(call.given.get("user") or call.install.bot.id)
        known = [one for one in self._all(call) if member in one.members]
        found = [one.json(call.install.bot) for one in known if _wanted(call, one)]
        return _paged(call, "channels", found)

    async def _history(self, call: Call) -> Json:
        channel = self._readable(call)
        newest_first = channel.messages[::-1]
        top = [one for one in newest_first if one.in_channel]
        return self._told(call, [one for one in top if _between(call, one)])

    async def _replies(self, call: Call) -> Json:
        channel, root = self._readable(call), str(call.need("ts"))
        thread = [one for one in channel.messages if root in {one.ts, one.thread}]
        if not thread:
            raise Refusal("thread_not_found")
        return self._told(call, [one for one in thread if one.ts == root or _between(call, one)])

    async def _user(self, call: Call) -> Json:
        shown = self._someone(call.need("user")).json(call.install.workspaces)
        if not call.flag("include_locale"):
            shown.pop("locale", None)
        return {"user": shown}

    async def _users(self, call: Call) -> Json:
        known = [one for one in self._state.users.values() if one.team in call.install.workspaces]
        return _paged(call, "members", [one.json() for one in known])

    async def _team(self, call: Call) -> Json:
        wanted = call.given.get("team") or call.install.workspaces[0].id
        for team in call.install.workspaces:
            if team.id == wanted:
                return {"team": team.json() | {"name": team.name}}
        raise Refusal("team_not_found")

    def _someone(self, user_id: object) -> User:
        user = self._state.users.get(str(user_id))
        if user is None:
            raise Refusal("user_not_found")
        return user

    def _known(self, call: Call) -> Channel:
        channel = self._state.reachable(call.install, call.need("channel"))
        self._state.require_scope(call.install, f"{_SCOPES[channel.kind]}:read")
        return channel

    def _all(self, call: Call) -> list[Channel]:
        if call.install.organisation is not None:
            call.need("team_id")
        for kind in _kinds(call):
            self._state.require_scope(call.install, f"{_SCOPES[kind]}:read")
        install, bot = call.install, call.install.bot.id
        return [
            one
            for one in self._state.channels.values()
            if not one.deleted
            and any(install.covers(team) for team in one.workspaces)
            and call.given.get("team_id") in {None, *(team.id for team in one.workspaces)}
            and (one.kind is Kind.PUBLIC or bot in one.members)
        ]

    def _readable(self, call: Call) -> Channel:
        channel = self._state.reachable(call.install, call.need("channel"))
        if call.install.bot.id not in channel.members:
            raise Refusal("not_in_channel")
        self._state.require_scope(call.install, f"{_SCOPES[channel.kind]}:history")
        return channel

    def _told(self, call: Call, found: list[Message]) -> Json:
        all_metadata = call.flag("include_all_metadata")
        return _paged(call, "messages", [one.json(with_metadata=all_metadata) for one in found])


_SCOPES = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.DIRECT: "im"}
_TYPES = {Kind.PUBLIC: "public_channel", Kind.PRIVATE: "private_channel", Kind.DIRECT: "im"}


def _kinds(call: Call) -> list[Kind]:
    types = str(call.given.get("types") or "public_channel").split(",")
    return [kind for kind, name in _TYPES.items() if name in [one.strip() for one in types]]


def _wanted(call: Call, channel: Channel) -> bool:
    hidden = call.flag("exclude_archived") and channel.archived
    return channel.kind in _kinds(call) and not hidden


def _between(call: Call, message: Message) -> bool:
    oldest, latest = call.given.get("oldest"), call.given.get("latest")
    at, edge = float(message.ts), call.flag("inclusive")
    after = oldest is None or at > float(oldest) or (edge and at == float(oldest))
    before = latest is None or at < float(latest) or (edge and at == float(latest))
    return after and before


def _paged(call: Call, name: str, every: list[Json] | list[str]) -> Json:
    start = int(call.given.get("cursor") or 0)
    end = start + int(call.given.get("limit") or _PAGE)
    more = str(end) if end < len(every) else ""
    page = {name: every[start:end], "response_metadata": {"next_cursor": more}}
    return page | ({"has_more": bool(more)} if name == "messages" else {})
