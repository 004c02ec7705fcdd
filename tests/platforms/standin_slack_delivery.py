"""How what happens in the stand-in's Slack reaches the app: at once, and again if it must."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.platforms.standin_slack_state import State
from tests.platforms.standin_slack_world import Channel, Install, Json, Workspace

# After the first failure an event comes again nearly at once, then after a minute, then after five.
_RETRY_AFTER = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


class NotAcknowledged(TimeoutError):
    """The app did not acknowledge within three seconds; ``reason`` is Slack's word for how."""

    def __init__(self, reason: str, *, retried: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retried = retried


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is sent: ``kind`` is ``slash_commands``, ``interactive`` or ``events_api``."""

    kind: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Retry:
    """Which repetition of an event it is, from 1, and why."""

    attempt: int
    reason: str


Deliver = Callable[[Envelope, Retry | None], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class _Postponed:
    due: datetime
    envelope: Envelope
    retry: Retry


@dataclass(eq=False)
class Deliveries:
    """Sends events, and repeats those that were not acknowledged when the clock says so."""

    state: State
    deliver: Deliver
    subscriptions: set[str]
    events: list[Json] = field(default_factory=list)
    given_up: list[Json] = field(default_factory=list)
    _postponed: list[_Postponed] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def emit(self, event: Json, channel: Channel) -> None:
        """Tell the app what happened in a channel, if it is there and asked for such events."""
        for workspace in channel.workspaces:
            install = self.state.install_for(workspace)
            if install is not None and install.bot.id in channel.members:
                self.tell(event, install, workspace, shared=bool(channel.shared_with))
                return

    def tell(
        self, event: Json, install: Install, workspace: Workspace | None, *, shared: bool = False
    ) -> None:
        """Send one event, if the app subscribed to it; some are of an organisation and no workspace."""
        name = event["type"]
        if name == "message":
            name = f"message.{_PLURALS[event['channel_type']]}"
        if name in self.subscriptions:
            self.repeat(self._wrapped(event, install, workspace, shared=shared))

    def repeat(self, payload: Json, retry: Retry | None = None) -> None:
        """Send an event as a whole, perhaps one that was sent before."""
        self.events.append(payload)
        self._start(Envelope("events_api", payload), retry)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def repeat_due(self) -> None:
        """Send again what was not acknowledged and is due by now."""
        now = self.state.clock.now()
        due = [one for one in self._postponed if one.due <= now]
        self._postponed = [one for one in self._postponed if one.due > now]
        for one in due:
            self._start(one.envelope, one.retry)

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self, envelope: Envelope, retry: Retry | None) -> None:
        task = asyncio.create_task(self._send(envelope, retry))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _send(self, envelope: Envelope, retry: Retry | None) -> None:
        try:
            await self.deliver(envelope, retry)
        except NotAcknowledged as failed:
            attempt = retry.attempt + 1 if retry else 1
            if attempt > len(_RETRY_AFTER) or not failed.retried:
                self.given_up.append(envelope.payload)
                return
            due = self.state.clock.now() + _RETRY_AFTER[attempt - 1]
            self._postponed.append(_Postponed(due, envelope, Retry(attempt, failed.reason)))
            if failed.reason != "socket_closed":
                self.repeat_due()

    def _wrapped(
        self, event: Json, install: Install, workspace: Workspace | None, *, shared: bool
    ) -> Json:
        organisation = install.organisation or (workspace.organisation if workspace else None)
        enterprise = organisation.id if organisation else None
        whole = install.organisation is not None
        team = workspace.id if workspace else None
        authorised = {"team_id": team, "user_id": install.bot.id, "is_bot": True}
        return {
            "token": self.state.app.verification_token,
            "team_id": team,
            "enterprise_id": enterprise,
            "api_app_id": self.state.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.state.clock.id("Ev"),
            "event_time": int(self.state.clock.now().timestamp()),
            "authorizations": [
                authorised | {"enterprise_id": enterprise, "is_enterprise_install": whole}
            ],
            "is_ext_shared_channel": shared,
            "event_context": "4-stand-in",
        }


_PLURALS = {"channel": "channels", "group": "groups", "im": "im"}
