"""People: what they can do in Slack, and what they then see."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.standin_slack_delivery import Deliver, Deliveries, Envelope, NotAcknowledged
from tests.platforms.standin_slack_forms import filled_in, found_control, state_of
from tests.platforms.standin_slack_manifest import Offered
from tests.platforms.standin_slack_payloads import (
    acted,
    escaped,
    link_event,
    shortcut,
    slash_fields,
    suggestion,
    view_event,
)
from tests.platforms.standin_slack_responses import Responses
from tests.platforms.standin_slack_seen import (
    Choice,
    CommandFailed,
    NothingShown,
    NotOffered,
    Seen,
)
from tests.platforms.standin_slack_state import Interaction, State
from tests.platforms.standin_slack_world import (
    Channel,
    Install,
    Json,
    Message,
    User,
    View,
)

_URL = re.compile(r"https?://[^\s<>|]+")
_HAS_VALUE = ("value", "text")


@dataclass(eq=False)
class Wires:
    """What carries a person's deeds to the app; ``patience`` is how long they wait to see more."""

    state: State
    deliver: Deliver
    deliveries: Deliveries
    responses: Responses
    offered: Offered | None = None
    patience: float = 5.0


class Member:
    """One person; whatever they do returns what they see, once the app has shown something.

    With ``wait=False`` it returns as soon as the app has acknowledged.

    Raises, for everything that reaches the app:
        CommandFailed: it was not acknowledged within three seconds.
        NothingShown: it was, but then nothing came that the person could see.
        NotOffered: Slack would not have let them do it.
    """

    def __init__(self, wires: Wires, user: User) -> None:
        self._wires = wires
        self._state = wires.state
        self.user = user
        self._suggested: dict[str, list[Json]] = {}

    @property
    def id(self) -> str:
        """Their id."""
        return self.user.id

    @property
    def direct(self) -> Channel:
        """Their direct messages with the app."""
        return self._state.direct(self._install(), self.user)

    @property
    def modal(self) -> View | None:
        """The modal before them."""
        stack = self._state.stacks[self.id]
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """Their App Home as the app last published it."""
        return self._state.homes.get(self.id)

    def sees(self, channel: Channel) -> list[Message]:
        """What stands in the channel for this person, ephemeral messages included, oldest first."""
        return [
            one
            for one in channel.history
            if not one.deleted and one.only_for in {None, self.user} and self.id in channel.members
        ]

    def say(self, channel: Channel, text: str, *, thread: str | None = None) -> Message:
        """Write a message that others can see; the app hears of it if it asked for such events."""
        self._require_in(channel)
        body: Json = {"text": text_with_links(text)}
        if thread is not None:
            body["thread_ts"] = thread
        return self._state.post(channel, body, self.user)

    def edit(self, message: Message, text: str) -> None:
        """Change a message of their own."""
        self._state.edit(message, {"text": text_with_links(text)})

    def delete(self, message: Message) -> None:
        """Delete a message of their own."""
        self._state.delete(message)

    async def slash(
        self, channel: Channel, command: str, text: str = "", *, wait: bool = True
    ) -> Seen:
        """Use a slash command, such as ``"/dispatch"`` with ``"lookup a pie"``."""
        self._require_in(channel)
        offered = self._wires.offered
        if offered is not None and command not in offered.commands:
            raise NotOffered(f"there is no command {command!r}")
        asked = self.begin(channel)
        fields = slash_fields(self._state, asked, channel, command, text)
        seen = await self._act(asked, Envelope("slash_commands", fields))
        self._wires.responses.to_command(asked, asked.ack or {})
        return await self._shown(seen, wait=wait)

    async def click(
        self,
        shown: Message | View | None,
        control: str | None = None,
        choose: Any = None,
        *,
        filled: Mapping[str, Any] | None = None,
        late: bool = False,
        wait: bool = True,
    ) -> Seen:
        """Press a button, or ``choose`` from a menu, found by action id, label or placeholder.

        Options are named by their text or value. ``filled`` is what stands in the form's other
        fields meanwhile; ``late`` lets them use what a message or view showed before.
        """
        block, element = self._control(shown, control, late=late)
        done = {"action_id": element["action_id"], "block_id": block["block_id"]}
        done |= self._done(element, choose)
        assert shown is not None
        asked = self.begin(shown.channel if isinstance(shown, Message) else None, shown)
        values = self._values(shown, filled or {}, done)
        envelope = Envelope("interactive", acted(self._state, asked, done, values))
        if element["type"] == "button" and element.get("url"):
            wait = False
        return await self._shown(await self._act(asked, envelope), wait=wait)

    async def suggest(
        self, shown: Message | View | None, control: str | None, typed: str
    ) -> list[Choice]:
        """Type into a menu that the app fills; what it offers."""
        block, element = self._control(shown, control)
        if not element["type"].endswith("external_select"):
            raise NotOffered(f"{control!r} is not filled by the app")
        if len(typed) < element.get("min_query_length", 3):
            raise NotOffered(f"{typed!r} is too short to ask the app")
        channel = shown.channel if isinstance(shown, Message) else None
        asked = self.begin(channel, shown)
        payload = suggestion(self._state, asked, block, element, typed)
        await self._act(asked, Envelope("interactive", payload))
        options = self._wires.responses.to_suggestion(asked.ack or {})
        self._suggested[element["action_id"]] = options
        return [Choice(one["text"]["text"], one["value"]) for one in options]

    async def submit(
        self,
        view: View | None,
        answers: Mapping[str, Any] | None = None,
        *,
        wait: bool = False,
    ) -> Seen:
        """Send a form filled in; fields are named by label, block id or action id.

        Returns as soon as it is acknowledged, for then the form has closed or changed already;
        with ``wait`` once something else was shown.
        """
        view = self._open(view)
        values = filled_in(view, answers or {}, self._suggested)
        asked = self.begin(source=view)
        payload = view_event(self._state, asked, view, "view_submission", values)
        seen = await self._act(asked, Envelope("interactive", payload))
        self._wires.responses.to_submission(asked, view, asked.ack or {})
        return await self._shown(seen, wait=wait, beyond=view)

    async def close(self, view: View | None) -> None:
        """Close a modal without sending it; the app hears of it if it asked to."""
        view = self._open(view)
        cleared = bool(view.body.get("clear_on_close"))
        self._state.close_views(self.user, None if cleared else view)
        if view.body.get("notify_on_close"):
            asked = self.begin(source=view)
            payload = view_event(self._state, asked, view, "view_closed", {})
            payload["is_cleared"] = cleared
            await self._act(asked, Envelope("interactive", payload))

    async def shortcut(
        self, callback_id: str, message: Message | None = None, *, wait: bool = True
    ) -> Seen:
        """Use a global shortcut, or one from a message's menu."""
        offered = self._wires.offered
        if offered is not None and callback_id not in offered.shortcuts:
            raise NotOffered(f"there is no shortcut {callback_id!r}")
        asked = self.begin(message.channel if message else None, message)
        envelope = Envelope("interactive", shortcut(self._state, asked, callback_id))
        return await self._shown(await self._act(asked, envelope), wait=wait)

    async def mention(
        self, channel: Channel, text: str, *, thread: str | None = None, wait: bool = True
    ) -> Seen:
        """Write to the app by name in a channel that it is in."""
        self._require_in(channel)
        asked = self.begin(channel, shared=True)
        bot = asked.install.bot
        if bot.id not in channel.members:
            raise NotOffered(f"the app is not in {channel.name}")
        seen = self._watch(asked)
        body: Json = {"text": f"<@{bot.id}> {text_with_links(text)}"}
        body |= {"thread_ts": thread} if thread else {}
        message = self._state.post(channel, body, self.user)
        event = message.json() | {"type": "app_mention", "channel": channel.id}
        self._state.emit(event | {"event_ts": message.ts}, channel)
        return await self._shown(seen, wait=wait)

    async def dm(self, text: str, *, thread: str | None = None, wait: bool = True) -> Seen:
        """Write to the app in the Messages tab."""
        seen = self._watch(self.begin(self.direct))
        self.say(self.direct, text, thread=thread)
        return await self._shown(seen, wait=wait)

    async def open_home(self, *, tab: str = "home", wait: bool = True) -> Seen:
        """Open the app's Home tab."""
        seen = self._watch(self.begin(self.direct))
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id}
        event |= {"tab": tab, "event_ts": self._state.clock.timestamp()}
        if tab == "home" and self.home is not None:
            event["view"] = self.home.json()
        self._wires.deliveries.tell(event, self._install(), self.user.team)
        return await self._shown(seen, wait=wait)

    async def share_link(self, channel: Channel, text: str, *, wait: bool = True) -> Seen:
        """Write a message with links of which the app is told."""
        self._require_in(channel)
        seen = self._watch(self.begin(channel))
        message = self.say(channel, text)
        links = [one for one in _URL.findall(text) if self._is_unfurled(one)]
        if links:
            event = link_event(self.user, message, links, self._install().bot)
            self._wires.deliveries.tell(event, self._install(), self.user.team)
        return await self._shown(seen, wait=wait)

    def begin(
        self,
        channel: Channel | None = None,
        source: Message | View | None = None,
        *,
        shared: bool = False,
    ) -> Interaction:
        """Something they do of which the app was not told yet, with its trigger and response URL.

        ``shared`` is whether people from a connected workspace can do it too.
        """
        state = self._state
        if isinstance(source, View):
            install = source.install
        else:
            install = self._serving(channel, shared=shared or source is not None)
        asked = Interaction(self.user, install, state.clock.now(), channel, source)
        team = install.workspaces[0].id
        asked.trigger_id = f"{state.clock.id('1')}.{team}.{asked.response_token}"
        state.interactions.append(asked)
        return asked

    def _is_unfurled(self, url: str) -> bool:
        host = str(urlsplit(url).hostname)
        offered = self._wires.offered
        return offered is None or any(
            host == one or host.endswith(f".{one}") for one in offered.unfurled
        )

    def _install(self) -> Install:
        return self._serving(None, shared=False)

    def _require_in(self, channel: Channel) -> None:
        if channel.archived or channel.deleted:
            raise NotOffered(f"{channel.name} takes no messages any more")
        if self.id not in channel.members:
            raise NotOffered(f"{self.user.name} is not in {channel.name}")

    def _serving(self, channel: Channel | None, *, shared: bool) -> Install:
        """The install in their workspace, or else in one that the channel connects them to."""
        homes = [self.user.team, *(channel.workspaces if channel and shared else ())]
        for workspace in homes:
            install = self._state.install_for(workspace)
            if install is not None:
                return install
        raise NotOffered(f"the app is not installed in {self.user.team.name}")

    async def _act(self, asked: Interaction, envelope: Envelope) -> Seen:
        loop = asyncio.get_running_loop()
        began, since = loop.time(), len(self._state.shown)
        try:
            asked.ack = await self._wires.deliver(envelope, None)
        except NotAcknowledged as failed:
            what = envelope.payload.get("command") or envelope.payload.get("type")
            raise CommandFailed(f"{self.user.name}: {what!r} got {failed.reason}") from None
        return Seen(self._state, self.user, asked.channel, asked, loop.time() - began, since)

    def _watch(self, asked: Interaction) -> Seen:
        since = len(self._state.shown)
        return Seen(self._state, self.user, asked.channel, asked, 0.0, since)

    async def _shown(
        self,
        seen: Seen,
        *,
        wait: bool,
        beyond: View | None = None,
    ) -> Seen:
        if not wait:
            return seen
        try:
            await asyncio.wait_for(seen.shown(beyond), self._wires.patience)
        except TimeoutError:
            raise NothingShown(f"{self.user.name} saw nothing new") from None
        return seen

    def _control(
        self, shown: Message | View | None, name: str | None, *, late: bool = False
    ) -> tuple[Json, Json]:
        if shown is None:
            raise NotOffered("nothing is open")
        gone = shown.deleted if isinstance(shown, Message) else shown.closed
        hidden = isinstance(shown, Message) and shown.only_for not in {None, self.user}
        if hidden or (gone and not late):
            raise NotOffered(f"{self.user.name} does not see it")
        try:
            return found_control(shown, name)
        except NotOffered:
            if not late or not isinstance(shown, Message):
                raise
        for body in reversed(shown.edits):
            was = Message(shown.ts, shown.channel, shown.author, body)
            try:
                return found_control(was, name)
            except NotOffered:
                continue
        raise NotOffered(f"{name!r} was never there")

    def _done(self, element: Json, choose: Any) -> Json:
        if element["type"] == "button":
            return {"type": "button"} | {key: element[key] for key in _HAS_VALUE if key in element}
        return state_of(element, choose, self._suggested)

    def _values(self, shown: Message | View, filled: Mapping[str, Any], done: Json) -> Json:
        values = filled_in(shown, filled, self._suggested, half=True)
        if done["type"] != "button":
            kept = {key: value for key, value in done.items() if key not in _IDS}
            values.setdefault(done["block_id"], {})[done["action_id"]] = kept
        return values

    def _open(self, view: View | None) -> View:
        if view is None or view.closed or self.modal is not view:
            raise NotOffered("no such form is open")
        return view


_IDS = ("action_id", "block_id")


def text_with_links(text: str) -> str:
    """As Slack writes what people type: escaped, and addresses in angle brackets."""
    return _URL.sub(lambda found: f"<{found.group()}>", escaped(text))
