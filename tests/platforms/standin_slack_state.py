"""All that the stand-in for Slack knows, and what happens to messages and views in it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from tests.platforms.standin_slack_limits import Problem, message_problems, view_problems
from tests.platforms.standin_slack_world import (
    Channel,
    Clock,
    File,
    Install,
    Json,
    Kind,
    Message,
    User,
    View,
    Workspace,
)

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5
MOST_MODALS = 3
MOST_VIEW_BYTES = 250 * 1024


class Refusal(Exception):
    """The call is answered with ``ok: false`` and an error of Slack's."""

    def __init__(self, error: str, **beside: Any) -> None:
        super().__init__(error)
        self.error = error
        self.beside = beside


class Invalid(Exception):
    """The call breaks limits."""

    def __init__(self, error: str, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.error = error
        self.problems = problems


@dataclass(frozen=True, slots=True)
class App:
    """The one app that is tested, with its secrets."""

    id: str
    client_id: str
    client_secret: str
    signing_secret: str
    app_token: str
    verification_token: str


@dataclass(eq=False)
class Interaction:
    """One thing that a person did and the app must acknowledge."""

    person: User
    install: Install
    created: datetime
    channel: Channel | None = None
    source: Message | View | None = None
    trigger_id: str = ""
    response_token: str = field(default_factory=lambda: token_hex(12))
    exchanged: bool = False
    uses: int = 0
    ack: Json | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A change that the app made on screens: of all in the channel, or of one person alone."""

    what: Message | View
    by: Interaction | None


@dataclass(frozen=True, slots=True, eq=False)
class Watcher:
    """Somebody who waits for a change on screens that concerns them."""

    concerns: Callable[[Shown], bool]
    found: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(eq=False)
class State:
    """The stand-in's Slack; ``emit`` tells the app of an event, ``warn`` notes a breach."""

    clock: Clock
    app: App
    base_url: str = ""
    emit: Callable[[Json, Channel], None] = lambda *_: None
    warn: Callable[[str, Problem], None] = lambda *_: None
    workspaces: list[Workspace] = field(default_factory=list)
    installs: list[Install] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: defaultdict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    interactions: list[Interaction] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    home_enabled: bool = True
    watchers: set[Watcher] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def require_scope(self, install: Install, scope: str) -> None:
        """Refuse what the app was not granted."""
        if scope not in install.scopes:
            provided = ",".join(sorted(install.scopes))
            raise Refusal("missing_scope", needed=scope, provided=provided)

    def install_for(self, workspace: Workspace) -> Install | None:
        """The app's install that serves the workspace."""
        return next((one for one in self.installs if one.covers(workspace)), None)

    def show(self, what: Message | View, by: Interaction | None = None) -> None:
        """Note that screens have changed and wake whoever waits for that."""
        shown = Shown(what, by)
        self.shown.append(shown)
        for watcher in self.watchers:
            if watcher.concerns(shown):
                watcher.found.set()

    def wake(self) -> None:
        """Wake whoever waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Wait for the next change."""
        await self._changed.wait()

    def reachable(self, install: Install, channel_id: object) -> Channel:
        """The conversation, if the app can know of it; a user's id stands for their DM."""
        if str(channel_id) in self.users:
            return self.direct(install, self.users[str(channel_id)])
        channel = self.channels.get(str(channel_id))
        if channel is None or channel.deleted:
            raise Refusal("channel_not_found")
        if not any(install.covers(workspace) for workspace in channel.workspaces):
            raise Refusal("channel_not_found")
        if channel.kind is not Kind.PUBLIC and install.bot.id not in channel.members:
            raise Refusal("channel_not_found")
        return channel

    def postable(self, install: Install, channel_id: object) -> Channel:
        """A conversation in which the app may post."""
        channel = self.reachable(install, channel_id)
        if channel.archived:
            raise Refusal("is_archived")
        if install.bot.id not in channel.members and "chat:write.public" not in install.scopes:
            raise Refusal("not_in_channel")
        return channel

    def direct(self, install: Install, person: User) -> Channel:
        """The direct messages of the app with the person, made when first wanted."""
        both = {install.bot.id, person.id}
        for channel in self.channels.values():
            if channel.kind is Kind.DIRECT and channel.members == both:
                return channel
        channel = Channel(self.clock.id("D"), person.name, Kind.DIRECT, person.team, both)
        self.channels[channel.id] = channel
        return channel

    def message(self, channel: Channel, ts: object) -> Message:
        """A message that stands in the channel."""
        for message in reversed(channel.messages):
            if message.ts == str(ts):
                return message
        raise Refusal("message_not_found")

    def post(
        self,
        channel: Channel,
        body: Json,
        author: User,
        *,
        bot_id: str | None = None,
        only_for: User | None = None,
        by: Interaction | None = None,
        files: list[File] | None = None,
    ) -> Message:
        """A new message, checked against the limits, before those who are to see it."""
        kept = self._checked_message(body, files=bool(files))
        message = Message(self.clock.timestamp(), channel, author, kept, bot_id, only_for)
        message.files = files or []
        self._thread(message)
        channel.history.append(message)
        if author.bot:
            self.show(message, by)
        self._tell(message, message.json())
        return message

    def _thread(self, reply: Message) -> None:
        for message in reply.channel.history if reply.thread else ():
            message.has_replies |= message.ts == reply.thread

    def edit(self, message: Message, body: Json, by: Interaction | None = None) -> None:
        """Change a message; what is not named stays, save blocks when there is new text."""
        dropped = {"blocks", "attachments"} if "text" in body else set()
        kept = {key: value for key, value in message.body.items() if key not in dropped}
        has_files = bool(message.files)
        changed = self._checked_message({**kept, **body}, files=has_files, changed=True)
        before = message.json()
        message.edits.append(message.body)
        message.body = changed
        if message.author.bot:
            self.show(message, by)
        told = {"message": message.json(), "previous_message": before, "hidden": True}
        self._tell(message, {"subtype": "message_changed", "ts": self.clock.timestamp()} | told)

    def delete(self, message: Message, by: Interaction | None = None) -> None:
        """Take a message away."""
        message.deleted = True
        if message.author.bot:
            self.show(message, by)
        told = {"deleted_ts": message.ts, "previous_message": message.json(), "hidden": True}
        self._tell(message, {"subtype": "message_deleted", "ts": self.clock.timestamp()} | told)

    def open_view(self, interaction: Interaction, body: Json, *, below: View | None = None) -> View:
        """A modal on the screen of the person, over the one below it."""
        person = interaction.person
        checked = self.checked_view(body, "modal", person)
        stack = self.stacks[person.id]
        if below is None:
            self.close_views(person)
        elif len(stack) >= MOST_MODALS:
            raise Refusal("push_limit_reached")
        number = self.clock.id("V")
        root = below.root_id if below else number
        view = View(number, person, interaction.install, checked, self._hash(), root)
        view.previous_id = below.id if below else None
        self.views[view.id] = view
        stack.append(view)
        self.show(view, interaction)
        return view

    def change_view(self, view: View, body: Json, by: Interaction | None = None) -> None:
        """Put another modal in the place of one, under the same id."""
        view.body = self.checked_view(body, "modal", view.person, replaces=view)
        view.hash, view.errors = self._hash(), {}
        self.show(view, by)

    def publish_home(self, install: Install, person: User, body: Json) -> View:
        """The person's App Home."""
        if not self.home_enabled:
            raise Refusal("not_enabled")
        checked = self.checked_view(body, "home", person)
        known = self.homes.get(person.id)
        number = known.id if known else self.clock.id("V")
        view = View(number, person, install, checked, self._hash(), number)
        self.homes[person.id] = self.views[view.id] = view
        self.show(view)
        return view

    def close_views(self, person: User, down_to: View | None = None) -> list[View]:
        """Close the person's modals from the top, to the one given inclusive, or all."""
        closed: list[View] = []
        stack = self.stacks[person.id]
        while stack and (down_to is None or down_to in stack):
            view = stack.pop()
            view.closed = True
            closed.append(view)
            self.show(view)
        return closed

    def spend_trigger(self, trigger_id: object) -> Interaction:
        """The interaction whose trigger it is; it serves once, for three seconds."""
        for interaction in reversed(self.interactions):
            if interaction.trigger_id == trigger_id:
                if interaction.exchanged:
                    raise Refusal("exchanged_trigger_id")
                if self.clock.now() - interaction.created > TRIGGER_LIFE:
                    raise Refusal("expired_trigger_id")
                interaction.exchanged = True
                return interaction
        raise Refusal("invalid_trigger_id")

    def checked_view(
        self, body: object, kind: str, person: User, replaces: View | None = None
    ) -> Json:
        """The view, if it is within the limits and its external id is its own."""
        if not isinstance(body, dict):
            raise Refusal("invalid_arguments")
        problems = list(view_problems(body, kind))
        if problems:
            raise Invalid("invalid_arguments", problems)
        self._require_files(body.get("blocks") or [], "invalid_arguments")
        if len(str(body)) > MOST_VIEW_BYTES:
            raise Refusal("view_too_large")
        wanted = body.get("external_id")
        for view in self.views.values():
            taken = view is not replaces and not view.closed and view.person.team is person.team
            if wanted and taken and view.body.get("external_id") == wanted:
                raise Refusal("duplicate_external_id")
        return body | {"blocks": list(self._with_ids(body.get("blocks") or []))}

    def check_blocks(self, blocks: list[Json]) -> None:
        """Refuse blocks that break limits, in an unfurl."""
        problems = list(message_problems({"blocks": blocks}))
        if problems:
            raise Invalid("cannot_parse_attachment", problems)

    def _tell(self, message: Message, event: Json) -> None:
        """Tell the app of what happened to a message, unless it is for one person alone."""
        if message.only_for is None:
            where = message.channel
            kinds = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.DIRECT: "im"}
            place = {"channel": where.id, "channel_type": kinds[where.kind]}
            self.emit({"type": "message", "event_ts": event["ts"]} | event | place, where)

    def _checked_message(self, body: Json, *, files: bool, changed: bool = False) -> Json:
        problems = list(message_problems(body, changed=changed))
        if problems:
            raise Invalid(problems[0].error, problems)
        self._require_files(body.get("blocks") or [])
        if body.get("blocks") and not body.get("text"):
            rule = "notifications and screen readers have nothing to say"
            self.warn("message", Problem("/text", rule, "missing_text"))
        if not files and not any(body.get(part) for part in ("text", "blocks", "attachments")):
            raise Refusal("no_text")
        return body | {"blocks": list(self._with_ids(body.get("blocks") or []))}

    def _require_files(self, blocks: list[Json], word: str = "invalid_blocks") -> None:
        """Images that name an uploaded file must name one that was uploaded to the end."""
        for index, block in enumerate(blocks):
            for holder in (block, block.get("accessory") or {}, *(block.get("elements") or ())):
                named = holder.get("slack_file")
                if named is not None:
                    self._require_file(named, f"/blocks/{index}/slack_file", word)

    def _require_file(self, named: Json, at: str, word: str) -> None:
        found = (one for one in self.files.values() if named in ({"id": one.id}, {"url": one.url}))
        file = next(found, None)
        if file is None:
            raise Invalid(word, [Problem(at, "invalid slack file")])
        if file.too_early:
            file.too_early -= 1
            raise Refusal(word)

    def _with_ids(self, blocks: list[Json]) -> Iterator[Json]:
        for block in blocks:
            yield block if block.get("block_id") else block | {"block_id": token_hex(3)}

    def _hash(self) -> str:
        return f"{self.clock.now().timestamp():.0f}.{token_hex(4)}"
